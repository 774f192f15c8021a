"""Values that hold others, beside tuples and lists: dicts, objects with known attributes, context managers.

All are bounded: what is nested more deeply than `MAX_NESTING` is unknown, and of a dict with many keys only all values
together are known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tf2lint.resolver.values import (
    ABSENT,
    MAX_ALTERNATIVES,
    UNKNOWN,
    Container,
    SequenceValue,
    Value,
    Values,
    either,
    join_all,
)

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

#: Containers in containers in containers, ... are followed this far.
MAX_NESTING: Final = 4
#: Of a dict with more keys, only all values together are known.
MAX_ENTRIES: Final = 32

EMPTY_SEQUENCE: Final[tuple[Value, ...]] = (SequenceValue(()),)


@dataclass(frozen=True, slots=True)
class SetValue(SequenceValue):
    """A set."""

    @property
    def shape(self) -> object:
        """All sets have the same shape."""
        return SetValue

    def joined(self, other: SequenceValue) -> SetValue:
        """Joins the elements."""
        return SetValue((), either(self.rest, other.rest))


@dataclass(frozen=True, slots=True)
class MappingValue(Container):
    """A dict: what is at each known key, and at keys that are only known when the program runs.

    Attributes:
        entries: the known keys, each with what is there.
        rest: what is at other keys; `ABSENT` if nothing is.
    """

    entries: tuple[tuple[Hashable, Values], ...]
    rest: Values = ABSENT

    def parts(self) -> Iterable[Values]:
        """Returns what is at each key."""
        found = [values for _, values in self.entries]
        return found if self.rest is ABSENT else [*found, self.rest]

    def joined(self, other: MappingValue) -> MappingValue:
        """Joins what is at each key."""
        theirs = dict(other.entries)
        entries = {key: either(values, theirs.get(key, ABSENT)) for key, values in self.entries}
        entries.update((key, values) for key, values in other.entries if key not in entries)
        return self.bounded_to(entries, either(self.rest, other.rest))

    def at(self, key: Hashable) -> Values:
        """Returns what is at a key; `ABSENT` if nothing is."""
        return either(dict(self.entries).get(key, ABSENT), self.rest)

    def with_entry(self, key: Hashable, values: Values) -> MappingValue:
        """Returns a dict in which a key holds something else."""
        return self.bounded_to({**dict(self.entries), key: values}, self.rest)

    @property
    def items(self) -> Values:
        """What is at any key; `ABSENT` if nothing is."""
        return join_all(self.parts())

    def bounded_to(self, entries: dict[Hashable, Values], rest: Values) -> MappingValue:
        """Returns a value of the same type with these entries; without keys if there are too many."""
        if len(entries) > MAX_ENTRIES:
            return type(self)((), join_all([*entries.values(), *([] if rest is ABSENT else [rest])]))
        if rest is not ABSENT:
            # Otherwise the keys that were given up would be added again, and again be too many.
            entries = {key: values for key, values in entries.items() if not _covers(rest, values)}
        return type(self)(tuple(entries.items()), rest)


@dataclass(frozen=True, slots=True)
class AttributesValue(MappingValue):
    """An object of a class that isn't known, some of whose attributes are: those that were assigned to it."""


@dataclass(frozen=True, slots=True)
class ContextManager(Container):
    """A context manager of which only what `with` binds is known."""

    entered: Values

    def parts(self) -> Iterable[Values]:
        """Returns what `with` binds."""
        return (self.entered,)

    def joined(self, other: ContextManager) -> ContextManager:
        """Joins what `with` binds."""
        return ContextManager(join_all((self.entered, other.entered)))


@dataclass(frozen=True, slots=True)
class ContainerMethod(Container):
    """A method of a container, such as `items` of a dict."""

    container: Container
    name: str

    @property
    def shape(self) -> object:
        """The shape of the container, and the method."""
        return ContainerMethod, self.container.shape, self.name

    def parts(self) -> Iterable[Values]:
        """Returns what the container holds."""
        return self.container.parts()

    def joined(self, other: ContainerMethod) -> ContainerMethod:
        """Joins the containers."""
        return ContainerMethod(self.container.joined(other.container), self.name)


@dataclass(frozen=True, slots=True)
class RecordClass(Value):
    """A class that `collections.namedtuple` returned.

    Attributes:
        fields: the names of the elements.
        defaults: the default values of the last ones.
    """

    fields: tuple[str, ...]
    defaults: tuple[Values, ...] = ()


EMPTY_MAPPING: Final[Values] = (MappingValue(()),)
#: The methods whose results are known.
_METHODS: Final[dict[type[Container], frozenset[str]]] = {
    SequenceValue: frozenset({"_asdict", "_replace", "copy", "get", "get_nowait", "pop", "popleft"}),
    MappingValue: frozenset({
        "copy", "get", "items", "iteritems", "itervalues", "keys", "pop", "popitem", "setdefault", "values",
    }),
}  # fmt: skip


def sequence(elements: Iterable[Values], rest: Values = ABSENT, fields: tuple[str, ...] = ()) -> Values:
    """Returns a sequence; unknown if it is nested too deeply."""
    return bounded(SequenceValue(tuple(elements), rest, fields))


def iterable(elements: Values) -> Values:
    """Returns a sequence of unknown length with these elements; an empty one for `ABSENT`."""
    return bounded(SequenceValue((), elements))


def set_of(elements: Values) -> Values:
    """Returns a set with these elements; an empty one for `ABSENT`."""
    return bounded(SetValue((), elements))


def mapping(entries: dict[Hashable, Values], rest: Values = ABSENT) -> Values:
    """Returns a dict; unknown if it is nested too deeply."""
    return bounded(MappingValue(()).bounded_to(entries, rest))


def member(container: Container, name: str) -> Values:
    """Returns an attribute of a container: of a named tuple, of an object with known attributes, or a method."""
    if isinstance(container, SequenceValue) and name in container.fields:
        return container.elements[container.fields.index(name)]
    if isinstance(container, AttributesValue):
        found = container.at(name)
        return None if found is ABSENT else found
    methods = _METHODS.get(type(container), ())
    return (ContainerMethod(container, name),) if name in methods else None


def bounded(value: Value) -> Values:
    """Returns a value, unless it is nested too deeply."""
    return (value,) if nesting(value) <= MAX_NESTING else None


def nesting(value: Value) -> int:
    """Returns how deeply containers are nested in a value; 0 if it is none."""
    if not isinstance(value, Container):
        return 0
    deepest = 0
    for part in value.parts():
        for inner in part or ():
            if isinstance(inner, Container):
                deepest = max(deepest, nesting(inner))
    return deepest + 1


def _covers(rest: Values, values: Values) -> bool:
    """Returns whether the values at other keys include these, or are too many to include any more."""
    if rest is None or values is None:
        return values is None and (rest is None or UNKNOWN in rest)
    return len(rest) >= MAX_ALTERNATIVES or all(value in rest for value in values)
