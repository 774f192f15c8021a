"""Decides which of a module's names are public.

All names are public in the API modules that TensorFlow, Estimator and Keras generate, and in modules that select their
names. All other modules are hand-written code, mostly in tf.contrib. These expose more than intended: their imports,
and the imports of every module that they star-import. In such a module, the public names are

- what is defined in tf.contrib, and what a package imports by name, which is the purpose of packages;
- the modules in a package, except modules from outside tf.contrib that a star import brought in.

A package called `python` or `api` in it is the implementation of a project, and not public.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from facts.bindings import Binding, Definition, External, ImportRef, ModuleRef, Namespace, Resolved, Value
from facts.library import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from facts.library import Library

CONTRIB = f"{ROOT}.contrib"

#: Roots of the packages whose own names are public below `tensorflow`.
_OUR_ROOTS = frozenset({ROOT, "tensorflow_estimator", "keras", "tf_keras", "tensorboard", "absl"})
#: Names of packages that contain generated modules.
_API_PARTS = frozenset({"_api", "api", "_tf_keras", "_tf"})

#: Packages of the implementation, which are bound in the root when something is imported from them.
_INTERNAL = frozenset(f"{ROOT}.{name}" for name in ("compiler", "core", "python", "tools"))
#: The names of packages with the implementation of a project.
_IMPLEMENTATION = frozenset({"api", "python"})
#: TensorFlow 1's root exposes this module, which has all of its compiled code, by mistake.
_COMPILED_FACADE = f"{ROOT}.python.pywrap_tensorflow"


class Visibility:
    """Decides which names of one module are public.

    Args:
        namespace: the namespace of the module.
        library: the library that the module is from.
    """

    def __init__(self, namespace: Namespace, library: Library) -> None:
        self._library = library
        self._namespace = namespace
        self._shows_all = is_generated(namespace.module) or namespace.curated
        self._is_package = library.is_package(namespace.module)
        self._in_contrib = _is_contrib(namespace.module)

    def shows(self, name: str, binding: Binding, found: Resolved) -> bool:
        """Returns whether a name of the module is public, given its binding and what that resolves to."""
        if name.startswith("_"):
            return _is_public_dunder(name, binding, found)
        if isinstance(found, ModuleRef):
            return self._shows_module(name, binding, found)
        if self._shows_all:
            return True
        if isinstance(found, External):
            return _root(found.name) in _OUR_ROOTS
        return not self._in_contrib or _is_contrib(found.module) or (self._is_package and not _by_star(binding))

    def enters(self, binding: Binding, module: ModuleRef) -> bool:
        """Returns whether the names in a module that this module exposes are public under this path."""
        if module.name not in self._library or module.name == _COMPILED_FACADE:
            return False
        if self._shows_all or is_generated(module.name):
            return True
        return _is_contrib(module.name) and not (_by_star(binding) and self._library.is_package(module.name))

    def generated_module(self) -> str:
        """Returns the module of a generated API that has the documented names of this module; empty if none has."""
        return ""

    def submodules(self, prefix: str) -> Iterator[tuple[str, bool]]:
        """Yields the public packages in the module that it does not import itself, and that they must be imported.

        The root has none: what it does not import is the implementation. Below `compat`, Keras's cannot be imported.

        Args:
            prefix: the public path of the module, with a dot at its end.
        """
        module = self._namespace.module
        if module != CONTRIB and (module == ROOT or prefix.startswith("compat.") or not is_generated(module)):
            return
        for name in sorted(set(self._library.children(module)) - _IMPLEMENTATION):
            if name not in self._namespace.names and not name.startswith("_"):
                yield name, True

    def _shows_module(self, name: str, binding: Binding, module: ModuleRef) -> bool:
        if module.name in _INTERNAL:
            return False
        if self._shows_all:
            return module.lazy or _root(module.name) in _OUR_ROOTS or module.name in self._library
        if not self._is_package or name in _IMPLEMENTATION:
            return False
        return _is_contrib(module.name) or (_root(module.name) in _OUR_ROOTS and not _by_star(binding))


def is_generated(module: str) -> bool:
    """Returns whether a module is part of the API that TensorFlow, Estimator and Keras generate."""
    first, *rest = module.split(".")
    if first == "keras" and not _API_PARTS.intersection(rest):
        # Keras 3 has its API at the top level, and everything else in `keras.src`.
        return rest[:1] != ["src"]
    # TensorFlow 2.2 to 2.5 has Keras's API in a separate package.
    return module == ROOT or module.startswith(f"{ROOT}.keras") or not _API_PARTS.isdisjoint(rest)


def _is_public_dunder(name: str, binding: Binding, found: Resolved) -> bool:
    """Returns whether a name is like `__version__`: a value that the module imported to make it public."""
    is_value = isinstance(found, Value | External | Definition)
    return name.startswith("__") and name.endswith("__") and isinstance(binding, ImportRef) and is_value


def _by_star(binding: Binding) -> bool:
    return isinstance(binding, ImportRef) and binding.star


def _is_contrib(module: str) -> bool:
    return module == CONTRIB or module.startswith(f"{CONTRIB}.")


def _root(name: str) -> str:
    return name.partition(".")[0]
