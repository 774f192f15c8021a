"""Reads all facts of one release out of its wheels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from facts import marks, parameters
from facts.bindings import External, ModuleRef, Resolved
from facts.callables import Callables
from facts.conditions import Conditions
from facts.interpreter import Interpreter
from facts.library import ROOT, Library
from facts.public import PublicName, PublicNames
from facts.resolver import Resolver, object_name

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from facts.pins import Release

#: Marks a signature that exists, but that the source does not tell.
UNKNOWN_SIGNATURE = "?"
#: `tf.test.mock`, the one module from outside the wheels that TensorFlow shows.
_MOCK = External("unittest.mock")


@dataclass(frozen=True, slots=True)
class Fact:
    """What one release says of one public name. A thing that cannot be called has no signature."""

    kind: str
    object: str
    marks: tuple[str, ...]
    signature: str | None


@dataclass(frozen=True, slots=True)
class ReleaseFacts:
    """The facts of a release by name, and the modules that can be imported from it."""

    version: str
    names: dict[str, Fact]
    modules: tuple[str, ...]


def read_release(release: Release, wheels: Iterable[Path]) -> ReleaseFacts:
    """Read the facts of a release from its wheels.

    Raises:
        FactsError: a wheel cannot be read, or a module in it does not parse.
    """
    library = Library(wheels)
    conditions = Conditions(release.python_tuple, v2=not release.version.startswith("1."))
    resolver = Resolver(Interpreter(library, conditions))
    reader = _Reader(resolver)
    names = {public.name: reader.fact(public) for public in PublicNames(resolver).walk()}
    return ReleaseFacts(release.version, names, tuple(_modules(library)))


class _Reader:
    """Turns what names lead to into facts."""

    def __init__(self, resolver: Resolver) -> None:
        self._callables = Callables(resolver)
        self._marks = marks.Marks(resolver)
        self._known: dict[str, tuple[str, str | None]] = {}

    def fact(self, public: PublicName) -> Fact:
        """Return the fact of one name."""
        identity = object_name(public.found)
        if identity not in self._known:
            self._known[identity] = self._kind_and_signature(public.found)
        kind, signature = self._known[identity]
        return Fact(kind, identity, self._marks.of(public), signature)

    def _kind_and_signature(self, found: Resolved) -> tuple[str, str | None]:
        if isinstance(found, ModuleRef) or found == _MOCK:
            return "m", None
        shape = self._callables.shape(found)
        if shape is None:
            return "v", None
        kind = "c" if shape.is_class else "f"
        return kind, UNKNOWN_SIGNATURE if shape.parameters is None else parameters.written(shape.parameters)


def _modules(library: Library) -> list[str]:
    """Return the modules below `tensorflow`, without its root and without the generated API."""
    names = {*library, *library.compiled}
    inside = (name.removeprefix(f"{ROOT}.") for name in names if name.startswith(f"{ROOT}."))
    return sorted(name for name in inside if "_api" not in name.split("."))
