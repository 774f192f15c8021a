"""Which of a module's names are meant for users.

The modules that TensorFlow, Estimator and Keras generate to be their API show all they have. So does a module that
has chosen its names. Any other is hand-written code, in tf.contrib for the most part, which shows more than it means
to: its imports, and the imports of all that it star-imports. Of such a module count

- what is defined in tf.contrib, and what a package imports by name: that is what packages are for;
- the modules that a package shows, except those from outside tf.contrib that came by a star import.

A package called `python` or `api` in it is a project's implementation, and not public.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from facts.bindings import Binding, Definition, External, ImportRef, ModuleRef, Namespace, Resolved, Value
from facts.library import ROOT

if TYPE_CHECKING:
    from facts.library import Library

CONTRIB = f"{ROOT}.contrib"

#: Roots of the packages that show their own names below `tensorflow`.
_OUR_ROOTS = frozenset({ROOT, "tensorflow_estimator", "keras", "tf_keras", "tensorboard", "absl"})
#: Names of packages that generated modules live in.
_API_PARTS = frozenset({"_api", "api", "_tf_keras", "_tf"})

#: Packages of the implementation, which importing from them binds in the root.
_INTERNAL = frozenset(f"{ROOT}.{name}" for name in ("compiler", "core", "python", "tools"))
#: What the packages are called that hold a project's implementation.
IMPLEMENTATION = frozenset({"api", "python"})
#: TensorFlow 1's root shows this module, which is all of its compiled code, by oversight.
_COMPILED_FACADE = f"{ROOT}.python.pywrap_tensorflow"


class Visibility:
    """Answers what one module shows, given its namespace and the library that it is from."""

    def __init__(self, namespace: Namespace, library: Library) -> None:
        self._library = library
        self._shows_all = is_generated(namespace.module) or namespace.curated
        self._is_package = library.is_package(namespace.module)
        self._in_contrib = _is_contrib(namespace.module)

    def shows(self, name: str, binding: Binding, found: Resolved) -> bool:
        """Tell whether a name of the module is public, given what it is bound to and what that leads to."""
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
        """Tell whether the names in a module that this one shows are public by this path."""
        if module.name not in self._library or module.name == _COMPILED_FACADE:
            return False
        if self._shows_all or is_generated(module.name):
            return True
        return _is_contrib(module.name) and not (_by_star(binding) and self._library.is_package(module.name))

    def _shows_module(self, name: str, binding: Binding, module: ModuleRef) -> bool:
        if module.name in _INTERNAL:
            return False
        if self._shows_all:
            return module.lazy or _root(module.name) in _OUR_ROOTS or module.name in self._library
        if not self._is_package or name in IMPLEMENTATION:
            return False
        return _is_contrib(module.name) or (_root(module.name) in _OUR_ROOTS and not _by_star(binding))


def is_generated(module: str) -> bool:
    """Tell whether a module is part of the API that TensorFlow, Estimator and Keras generate."""
    first, *rest = module.split(".")
    if first == "keras" and not _API_PARTS.intersection(rest):
        # Keras 3 has its API at the top, and all else in `keras.src`.
        return rest[:1] != ["src"]
    # TensorFlow 2.2 to 2.5 has Keras's API in a package of its own.
    return module == ROOT or module.startswith(f"{ROOT}.keras") or not _API_PARTS.isdisjoint(rest)


def _is_public_dunder(name: str, binding: Binding, found: Resolved) -> bool:
    """Tell whether a name is one like `__version__`: a value that the module imported to show it."""
    is_value = isinstance(found, Value | External | Definition)
    return name.startswith("__") and name.endswith("__") and isinstance(binding, ImportRef) and is_value


def _by_star(binding: Binding) -> bool:
    return isinstance(binding, ImportRef) and binding.star


def _is_contrib(module: str) -> bool:
    return module == CONTRIB or module.startswith(f"{CONTRIB}.")


def _root(name: str) -> str:
    return name.partition(".")[0]
