"""Finds the private subclasses of public classes, whose instances users may get instead."""

from __future__ import annotations

import ast
from collections import defaultdict
from typing import TYPE_CHECKING

from facts.bindings import Definition

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from facts.bindings import Resolved
    from facts.classes import Classes
    from facts.interpreter import Interpreter


class PrivateSubclasses:
    """Finds the private classes that inherit from a public class, without another public class in between.

    Args:
        interpreter: the interpreter of the release.
        classes: resolves the bases of classes.
        public: the public classes.
        inside: the packages whose classes are searched.
    """

    def __init__(
        self, interpreter: Interpreter, classes: Classes, public: Iterable[Definition], inside: Collection[str]
    ) -> None:
        self._inside = inside
        self._interpreter = interpreter
        self._classes = classes
        self._public = {_key(one) for one in public}
        self._subclasses: dict[tuple[str, str], list[Definition]] = defaultdict(list)
        for definition in self._definitions():
            if _key(definition) not in self._public:
                for ancestor in self._ancestors(definition):
                    self._subclasses[ancestor].append(definition)

    def of(self, definition: Definition) -> Iterator[Resolved]:
        """Yields the private subclasses of a public class, each followed by its bases."""
        for subclass in self._subclasses.get(_key(definition), []):
            yield from self._classes.order(subclass)

    def _definitions(self) -> Iterator[Definition]:
        library = self._interpreter.library
        for module in sorted(library):
            if module.partition(".")[0] in self._inside and not _is_opt_in(module):
                for binding in self._interpreter.namespace(module).names.values():
                    if isinstance(binding, Definition) and isinstance(binding.node, ast.ClassDef):
                        yield binding

    def _ancestors(self, definition: Definition) -> set[tuple[str, str]]:
        """Returns the nearest public classes among the bases of a class."""
        found: set[tuple[str, str]] = set()
        for base in self._classes.bases(definition):
            if isinstance(base, Definition):
                found.update({_key(base)} if _key(base) in self._public else self._ancestors(base))
        return found


def _key(definition: Definition) -> tuple[str, str]:
    return definition.module, definition.name


def _is_opt_in(module: str) -> bool:
    """Returns whether users get objects of a module only if they use it explicitly: contrib, experimental, tests."""
    parts = module.split(".")
    return not {"contrib", "experimental"}.isdisjoint(parts) or module.endswith(("_test", "_pb2", "_pb2_grpc"))
