"""What an expression can stand for, as far as the resolver follows it.

A `Values` is `None` (anything: the resolver does not know), or the things that it may be, one for each way there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from tf2lint.table import CALL

if TYPE_CHECKING:
    from collections.abc import Iterable

#: A value that may be more things than this, or a name of more parts, is no longer followed: it keeps loops finite.
MOST_ALTERNATIVES: Final = 8
MOST_PARTS: Final = 16


class Value:
    """One thing that an expression may evaluate to."""

    __slots__ = ()


Values = tuple[Value, ...] | None


class Symbol(Value):
    """A dotted name of an imported library, such as `tensorflow.layers.dense`.

    Symbols are interned: one object for one name below one root, so that they compare by identity and reaching a
    member is one dictionary look-up. What a call gives is a member, too: `tensorflow.Session.().run`.

    Attributes:
        name: the whole dotted name, the library's import name first.
        watched: whether uses of it are recorded (TensorFlow), or it is only followed (functools, importlib, ...).
        values: the `Values` that holds this symbol alone.
        constant: the Python value that it is at the target, where that is known (TensorFlow's version).
        is_object: whether it is something that a call gave, or an attribute of that.
        memo: what a namespace table found out about the name.
    """

    __slots__ = ("_members", "constant", "is_object", "memo", "name", "parts", "values", "watched")

    def __init__(self, name: str, *, watched: bool, parts: int = 1) -> None:
        self.name = name
        self.watched = watched
        self.parts = parts
        self.values: tuple[Value, ...] = (self,)
        self.constant: Const | None = None
        self.memo: Any = None
        self.is_object = f".{CALL}" in name
        self._members: dict[str, Symbol] = {}

    def member(self, attribute: str) -> Symbol:
        """The symbol that `attribute` of this one is."""
        found = self._members.get(attribute)
        if found is None:
            found = Symbol(f"{self.name}.{attribute}", watched=self.watched, parts=self.parts + 1)
            self._members[attribute] = found
        return found

    @property
    def result(self) -> Symbol:
        """What calling this one gives: its name ends in `()`."""
        return self.member(CALL)

    def below(self, dotted: str) -> Symbol:
        """The symbol that the dotted path below this one leads to."""
        symbol = self
        for part in dotted.split("."):
            symbol = symbol.member(part)
        return symbol

    def __repr__(self) -> str:
        return f"Symbol({self.name})"


class Const(Value):
    """A Python value known without running the program.

    Attributes:
        value: the value itself (a string, number, tuple, `Release`, ...).
        decided: whether the target version alone decides it. Only such a value
            closes a branch: `DEBUG = False` is somebody's setting, not a guard.
    """

    __slots__ = ("decided", "value")

    def __init__(self, value: Any, *, decided: bool = False) -> None:
        self.value = value
        self.decided = decided

    def __eq__(self, other: object) -> bool:
        # 1, True and 1.0 are equal to Python and different here.
        return (
            isinstance(other, Const)
            and type(self.value) is type(other.value)
            and self.decided == other.decided
            and bool(self.value == other.value)
        )

    def __hash__(self) -> int:
        return hash((type(self.value), self.decided))


@dataclass(frozen=True, slots=True)
class SequenceValue(Value):
    """A tuple or list display, element by element."""

    elements: tuple[Values, ...]


@dataclass(frozen=True, slots=True)
class ConstantMethod(Value):
    """A method of a known constant, such as `startswith` of a version string."""

    of: Const
    name: str


@dataclass(frozen=True, slots=True)
class Partial(Value):
    """What calls one thing in the end, without being that: a `functools.partial`, a `super().__init__`."""

    of: Value


@dataclass(frozen=True, slots=True)
class ModuleValue(Value):
    """Another module of the project, by the path of its file."""

    path: str


@dataclass(frozen=True, slots=True)
class ExternalCallable(Value):
    """A function or class of another module of the project that takes a flag of the library, or an object of one.

    Attributes:
        path: the module's file.
        name: its name there: `net`, `Net`, `Net.build`; `Net()` and `Net().build` for an object.
    """

    path: str
    name: str


@dataclass(frozen=True, slots=True)
class ExternalClass(Value):
    """A class of another module of the project, by its file and name, made from classes of the library; or an object.

    Attributes:
        bases: the classes of the library.
        is_object: whether it is an object of the class.
    """

    bases: tuple[Symbol, ...]
    path: str
    name: str
    is_object: bool = False


class _Marker(Value):
    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        self._name = name

    def __repr__(self) -> str:
        return self._name


#: Anything that isn't followed, as one alternative among known ones.
UNKNOWN: Final = _Marker("OTHER")
#: No value at all on this way: the name was deleted, or is bound on other ways only.
UNBOUND: Final = _Marker("UNBOUND")

ABSENT: Final[tuple[Value, ...]] = (UNBOUND,)
NONE: Final = Const(None)


def join(left: Values, right: Values) -> Values:
    """The alternatives of both, in order, each once.

    To join the same ones again, in whatever order, changes nothing, so that the rounds of loops come to an end.
    """
    if left == right:
        return left
    if left is None or right is None or UNKNOWN in left or UNKNOWN in right:
        return _with_other(left, right)
    merged = left + tuple(value for value in right if value not in left)
    if len(merged) <= MOST_ALTERNATIVES:
        return merged
    return (*[value for value in merged if value is not UNBOUND][: MOST_ALTERNATIVES - 1], UNKNOWN)


def join_in_class(left: Values, right: Values) -> Values:
    """The alternatives of both in the body of a class: where it has not bound a name, one outside of it is meant."""
    joined = join(left, right)
    if joined is not None and (UNKNOWN not in joined or UNBOUND in joined):
        return joined
    is_inherited = UNBOUND in (left or ()) or UNBOUND in (right or ())
    return (UNBOUND, *(joined or (UNKNOWN,))) if is_inherited else joined


def join_all(alternatives: Iterable[Values]) -> Values:
    """The alternatives of all; `ABSENT` when there are none."""
    result: Values = ABSENT
    for values in alternatives:
        result = values if result is ABSENT else join(result, values)
    return result


def _with_other(left: Values, right: Values) -> Values:
    """The alternatives worth keeping beside an unknown one, and a mark for that one."""
    both = dict.fromkeys((*(left or ()), *(right or ())))
    kept = [value for value in both if not isinstance(value, _Marker) and not _plain(value)]
    return (*kept[: MOST_ALTERNATIVES - 1], UNKNOWN) if kept else None


def _plain(value: Value) -> bool:
    return isinstance(value, Const) and not value.decided


def single(value: Value | None) -> Values:
    """The values of something that is one thing, or isn't known."""
    return None if value is None else (value,)


def library_objects(values: Values) -> Values:
    """Those of the values that are objects of a library: what `with` gives is what was made, as far as it is known."""
    kept = [value if isinstance(value, Symbol) and value.name.endswith(CALL) else UNKNOWN for value in values or ()]
    return tuple(kept) if any(value is not UNKNOWN for value in kept) else None


def is_followed(values: Values) -> bool:
    """Whether something may come of these values, so that a name which holds them has to be watched."""
    return values is not None and any(may_lead_on(value) for value in values)


def watched_symbols(values: Values) -> tuple[Symbol, ...]:
    """The symbols of watched libraries among values, if nothing can come of the others."""
    symbols = tuple([value for value in values or () if type(value) is Symbol and value.watched])
    leading = [value for value in values or () if may_lead_on(value)]
    return symbols if len(symbols) == len(leading) else ()


def may_lead_on(value: Value) -> bool:
    """Whether something may come of a value."""
    if isinstance(value, Const):
        return value.decided
    if isinstance(value, SequenceValue):
        return any(is_followed(element) for element in value.elements)
    return value is not UNKNOWN and value is not UNBOUND


def without_unbound(values: Values) -> Values:
    """Without the ways on which there is no value, which cannot be used."""
    if values is None or UNBOUND not in values:
        return values
    return tuple(value for value in values if value is not UNBOUND) or None
