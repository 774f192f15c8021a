"""Abstract values: what an expression may evaluate to.

A `Values` is `None` (anything: the resolver does not know), or a tuple of alternatives, one for each path.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from tf2lint.table import CALL

if TYPE_CHECKING:
    from collections.abc import Iterable

#: A value with more alternatives, or a name with more parts, becomes unknown, so that loops reach a fixpoint.
MAX_ALTERNATIVES: Final = 8
MAX_PARTS: Final = 16
#: The maximum number of calls, attributes, and items in the expression of a value in another module. Each takes a step
#: through the project, and what lies many steps away is hardly ever known.
MAX_STEPS: Final = 5
#: An item in the expression of a value in another module.
_ITEM: Final = re.compile(r"\[[^]]*\]|\.get\(\)")


class Value:
    """One alternative that an expression may evaluate to."""

    __slots__ = ()


Values = tuple[Value, ...] | None


class Symbol(Value):
    """A dotted name of an imported library, such as `tensorflow.layers.dense`.

    Symbols are interned: one object per name below one root, so that they compare by identity and a member is one
    dictionary lookup away. What a call returns is a member, too: `tensorflow.Session.().run`.

    Attributes:
        name: the whole dotted name, the library's import name first.
        watched: whether references to it are recorded (TensorFlow), or it is only followed (functools, importlib, ...).
        parts: how many parts the name has.
        values: the `Values` that holds this symbol alone.
        constant: the Python value that it is at the target, where that is known (TensorFlow's version).
        is_object: whether it is the result of a call, or an attribute of one.
        is_assumed: whether it is only assumed to be this, because the table does not say what a function returns.
        memo: a cache for the environment's lookup of the name.
    """

    __slots__ = ("_members", "constant", "is_assumed", "is_object", "memo", "name", "parts", "values", "watched")

    def __init__(self, name: str, *, watched: bool, parts: int = 1, is_assumed: bool = False) -> None:
        self.name = name
        self.watched = watched
        self.is_assumed = is_assumed
        self.parts = parts
        self.values: tuple[Value, ...] = (self,)
        self.constant: Const | None = None
        self.memo: Any = None
        self.is_object = f".{CALL}" in name
        self._members: dict[str, Symbol] = {}

    def member(self, attribute: str) -> Symbol:
        """Returns the symbol of an attribute of this one."""
        found = self._members.get(attribute)
        if found is None:
            found = Symbol(
                f"{self.name}.{attribute}", watched=self.watched, parts=self.parts + 1, is_assumed=self.is_assumed
            )
            self._members[attribute] = found
        return found

    @property
    def result(self) -> Symbol:
        """What calling this symbol returns: its name ends in `()`."""
        return self.member(CALL)

    def below(self, dotted: str) -> Symbol:
        """Returns the symbol at a dotted path below this one."""
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
        decided: whether the target version alone decides it. Only such a value closes a branch: `DEBUG = False` is a
            setting, not a guard.
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


class Untracked(Value):
    """An alternative because of which nothing needs to be tracked."""

    __slots__ = ()


class _Marker(Untracked):
    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        self._name = name

    def __repr__(self) -> str:
        return self._name


class _Skipping(Value):
    __slots__ = ()


class MakingObject(Value):
    """The method `__new__`, which makes an object of the class that it gets."""

    __slots__ = ()


MAKING_OBJECT: Final = MakingObject()
#: A decorator that skips tests at the target, and what it decorates.
SKIPPING: Final = _Skipping()
#: Anything that isn't followed, as one alternative among known ones.
UNKNOWN: Final = _Marker("UNKNOWN")
#: Something unknown that an attribute is assigned elsewhere, or that another path leads to. It takes nothing away from
#: the objects that are known.
ANYTHING: Final = _Marker("ANYTHING")
#: An object of a class of the library of which the file uses nothing that a rule is about. What may be this is no other
#: object for certain.
OTHER_OBJECT: Final = _Marker("OTHER_OBJECT")
#: No value at all on this path: the name was deleted, or is only bound on other paths.
UNBOUND: Final = _Marker("UNBOUND")

ABSENT: Final[tuple[Value, ...]] = (UNBOUND,)
NONE: Final = Const(None)


class Container(Value):
    """A value that holds others. Those of the same shape are joined part by part."""

    __slots__ = ()

    @property
    def shape(self) -> object:
        """What two containers must have in common to be joined into one."""
        return type(self)

    def parts(self) -> Iterable[Values]:
        """Returns what it holds."""
        raise NotImplementedError

    def joined(self, other: Any) -> Container:
        """Returns a container that holds what this one, or another of the same shape, may hold."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class SequenceValue(Container):
    """A tuple, list or other iterable: its first elements one by one, then any number of others.

    Attributes:
        elements: the first elements.
        rest: what any elements after these may be; `ABSENT` if there are none.
        fields: the names of the elements of a named tuple.
    """

    elements: tuple[Values, ...]
    rest: Values = ABSENT
    fields: tuple[str, ...] = ()

    @property
    def shape(self) -> object:
        """The number and the names of its first elements."""
        return SequenceValue, len(self.elements), self.fields

    def parts(self) -> Iterable[Values]:
        """Returns the elements."""
        return self.elements if self.rest is ABSENT else (*self.elements, self.rest)

    def joined(self, other: SequenceValue) -> SequenceValue:
        """Joins the elements at each place."""
        elements = tuple(join(left, right) for left, right in zip(self.elements, other.elements, strict=True))
        return SequenceValue(elements, either(self.rest, other.rest), self.fields)


@dataclass(frozen=True, slots=True)
class ConstantMethod(Value):
    """A method of a known constant, such as `startswith` of a version string."""

    constant: Const
    name: str


@dataclass(frozen=True, slots=True)
class Partial(Value):
    """A wrapper that ends up calling something else: a `functools.partial`, a `super().__init__`.

    Attributes:
        wrapped: what it calls.
        passed: how many positional arguments it passes before those that it is called with.
    """

    wrapped: Value
    passed: int = 0


@dataclass(frozen=True, slots=True)
class ModuleValue(Value):
    """Another module of the project, by the path of its file."""

    path: str


@dataclass(frozen=True, slots=True)
class ExternalClass(Value):
    """A class of another module of the project that derives from library classes, or an object of it.

    Attributes:
        bases: the library classes.
        path: the module's file.
        name: the name of the class there.
        is_object: whether it is an object of the class.
    """

    bases: tuple[Symbol, ...]
    path: str
    name: str
    is_object: bool = False


@dataclass(frozen=True, slots=True)
class ExternalValue(Untracked):
    """What an expression evaluates to in another module of the project; only found out where it matters.

    Attributes:
        path: the module's file.
        expression: a name of the module with calls, attributes, and items after it: `make()`, `Net().sess`,
            `pair()[0]`, `PARTS['saver']`. `[?]` is an item at an unknown key, `[*]` what a loop goes through.
            `Net().run` is a method of the objects of class `Net`, whatever they were created with.
    """

    path: str
    expression: str

    def extended(self, suffix: str) -> Values:
        """Returns the value of the expression with a call, an attribute, or an item after it."""
        expression = f"{self.expression}{suffix}"
        steps = sum(map(expression.count, ".(["))
        return (ExternalValue(self.path, expression),) if steps <= MAX_STEPS else None

    def at_any_key(self) -> ExternalValue:
        """Returns the value by which it is asked what is passed to it: with any key in place of each item."""
        if type(self) is ExternalValue and "[" not in self.expression and ".get()" not in self.expression:
            return self
        return ExternalValue(self.path, _ITEM.sub("[?]", self.expression))


@dataclass(frozen=True, slots=True)
class ExternalCallable(ExternalValue):
    """A function or class of another module of the project that takes a reuse flag, or an object of such a class.

    Its expression is `net`, `Net`, or `Net.build`; `Net()` or `Net().build` for an object. Unlike other values of other
    modules, it is tracked, whatever it evaluates to: what is passed to it matters.
    """

    def extended(self, suffix: str) -> Values:
        """Returns the value after a step; only functions, methods, and objects take flags, not what these return."""
        if not suffix.startswith(("(", ".")) or suffix[0] in self.expression:
            return ExternalValue.extended(self, suffix)
        return (ExternalCallable(self.path, f"{self.expression}{suffix}"),)


@dataclass(frozen=True, slots=True)
class ExternalFunction(Value):
    """A function of another module of the project whose result the target decides: `is_tf2()`.

    Attributes:
        path: the module's file.
        name: its name there.
    """

    path: str
    name: str


@dataclass(frozen=True, slots=True)
class GivenFunction(Value):
    """What is given to a function of a module, if another module asks what it is called with.

    Attributes:
        path: the module's file.
        function: the function or class, as an expression over the names of the module.
        slot: the position or the name of the argument.
        is_item: whether the argument is a list of such functions.
    """

    path: str
    function: str
    slot: int | str
    is_item: bool = False

    @property
    def asked_about(self) -> ExternalValue:
        """The value by which it is asked what it is called with: `run_with<0>`."""
        return ExternalValue(self.path, f"{self.function}<{'*' if self.is_item else ''}{self.slot}>")


def join(left: Values, right: Values) -> Values:
    """Returns the alternatives of both, in order, each once.

    Joining the same ones again, in any order, changes nothing, so that loops reach a fixpoint.
    """
    if left == right:
        return left
    if left is None or right is None or UNKNOWN in left or UNKNOWN in right:
        return _with_unknown(left, right)
    merged = merge_alternatives(left, right)
    if len(merged) <= MAX_ALTERNATIVES:
        return merged
    return (*[value for value in merged if value is not UNBOUND][: MAX_ALTERNATIVES - 1], UNKNOWN)


def join_paths(left: Values, right: Values) -> Values:
    """Returns the alternatives of both, where two paths through the program meet.

    If one leads to something unknown, and all others to objects of the library, that takes nothing away from these:
    `sess = tf.Session()`, and `if debug: sess = wrap(sess)`.
    """
    joined = join(left, right)
    return joined if joined is left or joined is None or UNKNOWN not in joined else beside_unknown(joined)


def beside_unknown(values: Values) -> Values:
    """Returns some values beside something unknown, which takes nothing away if all are objects of the library."""
    known = [value for value in values or () if value is not UNKNOWN and value is not ANYTHING]
    is_left = all(type(value) is Symbol and value.is_object for value in known)
    return (*known, ANYTHING) if known and is_left else join(values, None)


def either(left: Values, right: Values) -> Values:
    """Returns the alternatives of both, where `ABSENT` adds nothing."""
    if left is ABSENT or right is ABSENT:
        return right if left is ABSENT else left
    return join(left, right)


def join_in_class(left: Values, right: Values) -> Values:
    """Returns the alternatives of both in a class body, where a name that isn't bound yet is looked up outside."""
    joined = join(left, right)
    if joined is not None and (UNKNOWN not in joined or UNBOUND in joined):
        return joined
    is_inherited = UNBOUND in (left or ()) or UNBOUND in (right or ())
    return (UNBOUND, *(joined or (UNKNOWN,))) if is_inherited else joined


def join_all(alternatives: Iterable[Values]) -> Values:
    """Returns the alternatives of all; `ABSENT` if there are none."""
    result: Values = ABSENT
    for values in alternatives:
        result = values if result is ABSENT else join(result, values)
    return result


def merge_alternatives(left: tuple[Value, ...], right: tuple[Value, ...]) -> tuple[Value, ...]:
    """Returns the alternatives of both, in order, each once, however many; containers of the same shape become one."""
    merged = list(left)
    for value in right:
        if value not in left:
            place = _place(merged, value) if isinstance(value, Container) else None
            if place is None:
                merged.append(value)
            else:
                merged[place] = merged[place].joined(value)  # type: ignore[attr-defined]
    return tuple(merged)


def _place(alternatives: list[Value], container: Container) -> int | None:
    """Returns the index of the container with the same shape; None if there is none."""
    shape = container.shape
    return next((i for i, v in enumerate(alternatives) if isinstance(v, Container) and v.shape == shape), None)


def _with_unknown(left: Values, right: Values) -> Values:
    """Returns the alternatives worth keeping beside an unknown one, and `UNKNOWN` for that one."""
    both = merge_alternatives(left or (), right or ())
    kept = [v for v in both if v is not UNKNOWN and v is not UNBOUND and not _is_plain_constant(v)]
    return (*kept[: MAX_ALTERNATIVES - 1], UNKNOWN) if kept else None


def _is_plain_constant(value: Value) -> bool:
    return isinstance(value, Const) and not value.decided


def is_none(value: Value | None) -> bool:
    """Returns whether a value is None, whatever decides that."""
    return isinstance(value, Const) and value.value is None


def is_only_none(values: Values) -> bool:
    """Returns whether these values are None and nothing else."""
    return values is not None and len(values) == 1 and is_none(values[0])


def single(value: Value | None) -> Values:
    """Returns `Values` with this one alternative; unknown for None."""
    return None if value is None else (value,)


def is_unknown(values: Values) -> bool:
    """Returns whether something is not known of these values: all of them, or one alternative."""
    if values is None:
        return True
    for value in values:  # noqa: SIM110  # asked often; `in` would compare with `==`
        if value is UNKNOWN or value.__class__ is GivenFunction:
            return True
    return False


def unknown_parts(values: Values) -> int:
    """Returns of how many values something is not known: these, or those in containers among them."""
    if is_unknown(values):
        return 1
    containers = (value for value in values or () if isinstance(value, Container))
    return sum(unknown_parts(part) for container in containers for part in container.parts())


def needs_tracking(values: Values) -> bool:
    """Returns whether a name that holds these values must be tracked."""
    for value in values or ():  # noqa: SIM110  # asked so often that a generator each time would be slow
        if value.__class__ is Symbol or value_needs_tracking(value):
            return True
    return False


def watched_symbols(values: Values) -> tuple[Symbol, ...]:
    """Returns the symbols of watched libraries among the values; none if another alternative needs tracking."""
    symbols = tuple([value for value in values or () if type(value) is Symbol and value.watched])
    tracked = [value for value in values or () if value_needs_tracking(value)]
    return symbols if len(symbols) == len(tracked) else ()


def value_needs_tracking(value: Value) -> bool:
    """Returns whether a value must be tracked: unknown values and undecided constants need not be."""
    if value.__class__ is Symbol:
        return True
    if isinstance(value, Const):
        return value.decided
    if isinstance(value, Container):
        return any(map(needs_tracking, value.parts()))
    return not isinstance(value, Untracked) or isinstance(value, ExternalCallable)


def without_unbound(values: Values) -> Values:
    """Returns the values without `UNBOUND`: on such a path, using the name fails."""
    if values is None or UNBOUND not in values:
        return values
    return tuple(value for value in values if value is not UNBOUND) or None
