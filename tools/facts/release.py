"""Reads all facts of one release from its wheels."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from facts import marks, parameters
from facts.bindings import Definition, External, ModuleRef, Resolved
from facts.callables import Callables
from facts.conditions import Conditions
from facts.contents import UNKNOWN_SIGNATURE
from facts.internals import Internals
from facts.interpreter import Interpreter
from facts.library import Library
from facts.members import Members
from facts.metadata import NO_REQUIREMENTS, Requirements, read_requirements
from facts.public import PublicName, PublicNames
from facts.resolver import Resolver, object_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from facts.contents import Contents, Member
    from facts.pins import Release
    from facts.subject import Subject

#: `tf.test.mock`, the only public module from outside the wheels.
_MOCK = External("unittest.mock")


@dataclass(frozen=True, slots=True)
class Fact:
    """The facts of one release about one public name.

    Attributes:
        kind: `m` module, `c` class, `f` function, `v` any other value.
        object: what identifies the object.
        marks: its marks, such as `deprecated`.
        signature: its parameters; None if it cannot be called.
    """

    kind: str
    object: str
    marks: tuple[str, ...]
    signature: str | None

    def has_members(self) -> bool:
        """Returns whether the name refers to a class that is not a stub."""
        return self.kind == "c" and marks.STUB not in self.marks


@dataclass(frozen=True, slots=True)
class ReleaseFacts:
    """All facts of one release.

    Attributes:
        version: the version of the release.
        names: the facts about its public names.
        modules: the modules that can be imported.
        classes: the members of the public classes, by the name of the class.
        internals: the names in private modules, by module, and whether the module itself defines each.
        requirements: what its metadata requires.
    """

    version: str
    names: dict[str, Fact]
    modules: tuple[str, ...]
    classes: dict[str, Contents[Member]] = field(default_factory=dict)
    internals: dict[str, Contents[bool]] = field(default_factory=dict)
    requirements: Requirements = NO_REQUIREMENTS


def read_release(release: Release, wheels: Sequence[Path], subject: Subject) -> ReleaseFacts:
    """Reads the facts of a release from its wheels.

    Args:
        release: the release.
        wheels: its wheels; the first one contains the package.
        subject: the package that the facts are about.

    Raises:
        FactsError: a wheel cannot be read, or a module in it does not parse.
    """
    library = Library(wheels)
    conditions = Conditions(release.python_tuple, v2=not release.version.startswith("1."))
    resolver = Resolver(Interpreter(library, conditions))
    reader = _Reader(resolver)
    public = list(PublicNames(resolver, subject).walk())
    names = {one.name: reader.fact(one) for one in public}
    modules = tuple(_modules(library, subject))
    # The following interprets all modules, so it must come after the public names are known.
    internals = Internals(resolver.interpreter, subject).of(modules, release.version)
    with_members = [one for one in public if names[one.name].has_members()]
    classes = dict(_classes(resolver, with_members, subject))
    requirements = read_requirements(release.full, wheels[0])
    return ReleaseFacts(release.version, names, modules, classes, internals, requirements)


class _Reader:
    """Converts resolved public names to facts."""

    def __init__(self, resolver: Resolver) -> None:
        self._callables = Callables(resolver)
        self._marks = marks.Marks(resolver)
        self._known: dict[str, tuple[str, str | None]] = {}

    def fact(self, public: PublicName) -> Fact:
        """Returns the facts about one name."""
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


def _classes(resolver: Resolver, public: list[PublicName], subject: Subject) -> Iterator[tuple[str, Contents[Member]]]:
    """Yields the name and contents of each public class; names of the same class share one object."""
    definitions = [one.found for one in public if isinstance(one.found, Definition)]
    members = Members(resolver, marks.Marks(resolver), definitions, subject.inside)
    known: dict[str, Contents[Member]] = {}
    for name, found, _ in public:
        identity = object_name(found)
        if identity not in known:
            known[identity] = members.of(found)
        yield name, known[identity]


def _modules(library: Library, subject: Subject) -> list[str]:
    """Returns the modules of a package, without its root."""
    prefix = f"{subject.root}."
    inside = (name.removeprefix(prefix) for name in {*library, *library.compiled} if name.startswith(prefix))
    return sorted(name for name in inside if subject.has_module(name))
