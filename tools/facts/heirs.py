"""Finds what users are given as instances of a public class: instances of its private subclasses."""

from __future__ import annotations

import ast
from collections import defaultdict
from typing import TYPE_CHECKING

from facts.bindings import Definition

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from facts.bindings import Resolved
    from facts.classes import Classes
    from facts.interpreter import Interpreter

#: Roots of the packages whose classes are searched.
_ROOTS = frozenset({"tensorflow", "tensorflow_estimator", "keras"})


class Heirs:
    """Answers which private classes inherit from a public one with no other public class between them.

    Given the interpreter of a release, what knows its classes, and the classes that are public.
    """

    def __init__(self, interpreter: Interpreter, classes: Classes, public: Iterable[Definition]) -> None:
        self._interpreter = interpreter
        self._classes = classes
        self._public = {_key(one) for one in public}
        self._heirs: dict[tuple[str, str], list[Definition]] = defaultdict(list)
        for definition in self._definitions():
            if _key(definition) not in self._public:
                for ancestor in self._ancestors(definition):
                    self._heirs[ancestor].append(definition)

    def of(self, definition: Definition) -> Iterator[Resolved]:
        """Yield the classes that make up the private ones whose instances may stand for a public class's."""
        for heir in self._heirs.get(_key(definition), []):
            yield from self._classes.order(heir)

    def _definitions(self) -> Iterator[Definition]:
        library = self._interpreter.library
        for module in sorted(library):
            if module.partition(".")[0] in _ROOTS and not _is_apart(module):
                for binding in self._interpreter.namespace(module).names.values():
                    if isinstance(binding, Definition) and isinstance(binding.node, ast.ClassDef):
                        yield binding

    def _ancestors(self, definition: Definition) -> set[tuple[str, str]]:
        """Return the nearest public classes that a class inherits from."""
        found: set[tuple[str, str]] = set()
        for base in self._classes.bases(definition):
            if isinstance(base, Definition):
                found.update({_key(base)} if _key(base) in self._public else self._ancestors(base))
        return found


def _key(definition: Definition) -> tuple[str, str]:
    return definition.module, definition.name


def _is_apart(module: str) -> bool:
    """Tell whether what a module defines is nothing that TensorFlow gives to users who do not ask for it."""
    parts = module.split(".")
    return not {"contrib", "experimental"}.isdisjoint(parts) or module.endswith(("_test", "_pb2", "_pb2_grpc"))
