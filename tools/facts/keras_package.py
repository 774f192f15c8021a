"""Decides which names of the package keras are public.

From 2.13 on, what is not in `keras.src` is the generated API, and public; it may be in `keras.api`, which the package
adds to its path. Before, all modules are hand-written, and everything that the public ones define or import can be
reached; programs use names such as `keras.layers.K`. Which modules are public is their documentation's choice.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from facts.bindings import Binding, External, ModuleRef, Namespace, Resolved, Value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from facts.library import Library

ROOT = "keras"
#: The module that is `tf.keras` from Keras 3 on.
TF_KERAS = "keras._tf_keras.keras"

#: The first version with a generated API.
_FIRST_GENERATED = (2, 13)
#: The generated API of the versions before, which TensorFlow shows as tf.keras.
_GENERATED = "keras.api._v2.keras"
#: The package with the implementation, if the API is generated.
_IMPLEMENTATION = "keras.src"
#: The documented modules of the versions before, below the root.
_DOCUMENTED = re.compile(
    r"(applications|datasets|preprocessing|wrappers)(\.\w+)?"
    r"|layers(\.experimental(\.preprocessing)?)?|optimizers(\.(schedules|legacy|experimental))?"
    r"|activations|backend|callbacks|constraints|dtensor|estimator|experimental|initializers|losses|metrics"
    r"|mixed_precision|models|objectives|regularizers|saving|utils(\.legacy)?"
)
#: Modules that are not meant to be imported by programs.
_TESTS = re.compile(
    r"(^|\.)(\w+_test|test_\w+|tests|testing_infra|testing_utils|integration_tests?|benchmarks|"
    r"keras_parameterized)(\.|$)"
)
#: Roots of the packages whose objects are part of keras if one of its modules has them.
_OUR_ROOTS = frozenset({"keras", "keras_applications", "keras_preprocessing", "tensorflow"})


class KerasVisibility:
    """Decides which names of one module of keras are public.

    Args:
        namespace: the namespace of the module.
        library: the library that the module is from.
    """

    def __init__(self, namespace: Namespace, library: Library) -> None:
        self._library = library
        self._namespace = namespace
        self._module = namespace.module
        self._is_generated = _IMPLEMENTATION in library

    def shows(self, name: str, binding: Binding, found: Resolved) -> bool:
        """Returns whether a name of the module is public, given its binding and what that resolves to."""
        if name.startswith("_"):
            return name == "__version__" or (name == "__internal__" and self._is_generated)
        if isinstance(found, ModuleRef):
            is_root = self._module == ROOT and name in ("src", "api")
            return found.name.partition(".")[0] in _OUR_ROOTS and not is_root
        if isinstance(found, External):
            return found.name.partition(".")[0] in _OUR_ROOTS
        return self._is_generated or not isinstance(found, Value) or found.module.partition(".")[0] in _OUR_ROOTS

    def enters(self, binding: Binding, module: ModuleRef) -> bool:
        """Returns whether the names in a module that this module exposes are public under this path."""
        if self._is_generated:
            return not f"{module.name}.".startswith(f"{_IMPLEMENTATION}.")
        is_child = module.name.rpartition(".")[0] == self._module
        return is_child and is_documented(module.name)

    def generated_module(self) -> str:
        """Returns the module of the generated API that has the documented names of a hand-written module."""
        return self._module.replace(ROOT, _GENERATED, 1)

    def submodules(self, _prefix: str) -> Iterator[tuple[str, bool]]:
        """Yields the public modules in the module that it does not import itself, and whether they must be imported.

        In the versions with hand-written modules, something that the root imports nearly always imports them.
        """
        if self._is_generated:
            inside = [] if self._module == ROOT else self._library.children(self._module)
            yield from ((name, True) for name in sorted(inside) if self._is_unbound(name))
            return
        prefix = f"{self._module}."
        for module in sorted(self._library):
            parent, _, name = module.rpartition(".")
            if f"{parent}." == prefix and self._is_unbound(name) and is_documented(module):
                yield name, False

    def _is_unbound(self, name: str) -> bool:
        return name not in self._namespace.names and not name.startswith("_")


def is_documented(module: str) -> bool:
    """Returns whether a hand-written module is public."""
    return bool(_DOCUMENTED.fullmatch(module.removeprefix(f"{ROOT}.")))


def is_private(module: str, version: str) -> bool:
    """Returns whether a module below `keras` is private at a version, and neither a test nor the code of a service."""
    if not is_for_programs(module) or module.endswith("_pb2_grpc"):
        return False
    if tuple(int(part) for part in version.split(".")[:2]) >= _FIRST_GENERATED:
        return f"{module}.".startswith("src.")
    return not module.startswith("api.") and module != "api" and not is_documented(module)


def is_hand_written(module: str, version: str) -> bool:
    """Returns whether a module below `keras` is public, but not generated, at a version."""
    return is_documented(module) and tuple(int(part) for part in version.split(".")[:2]) < _FIRST_GENERATED


def is_for_programs(module: str) -> bool:
    """Returns whether a module below `keras` is neither a test nor made for tests."""
    return not _TESTS.search(module)
