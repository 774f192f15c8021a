"""Constant folding: Python's own operations on values known without running the program.

Only what version tests are made of: strings, numbers, tuples and parsed versions. An operation that raises
returns `None`, like any with an unknown result.
"""

from __future__ import annotations

import ast
import operator
import re
from typing import TYPE_CHECKING, Any, Final

from tf2lint.resolver.values import ABSENT, Const, SequenceValue, Symbol, Values

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_COMPARISONS: Final[dict[type[ast.cmpop], Callable[[Any, Any], Any]]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.In: lambda left, right: left in right,
    ast.NotIn: lambda left, right: left not in right,
    ast.Is: operator.is_,
    ast.IsNot: operator.is_not,
}
_ARITHMETIC: Final[dict[type[ast.operator], Callable[[Any, Any], Any]]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}
_STRING_METHODS: Final = frozenset(
    [
        "startswith",
        "endswith",
        "split",
        "rsplit",
        "partition",
        "rpartition",
        "strip",
        "lstrip",
        "rstrip",
        "replace",
        "lower",
        "upper",
        "find",
        "index",
        "count",
        "isdigit",
        "isnumeric",
        "join",
        "splitlines",
        "removeprefix",
        "removesuffix",
    ]
)
#: Functions whose result is known if their arguments are.
FUNCTIONS: Final[dict[str, Callable[..., Any]]] = {
    "builtins.int": int,
    "builtins.float": float,
    "builtins.str": str,
    "builtins.bool": bool,
    "builtins.len": len,
    "builtins.tuple": lambda *arguments: tuple(arguments[0]) if arguments else (),
    "builtins.list": lambda *arguments: tuple(arguments[0]) if arguments else (),
    "builtins.any": any,
    "builtins.all": all,
    "operator.ge": operator.ge,
    "operator.gt": operator.gt,
    "operator.le": operator.le,
    "operator.lt": operator.lt,
}
_FOLDING_ERRORS: Final = (TypeError, ValueError, ArithmeticError, LookupError, AttributeError)


class Release:
    """A parsed version, as `LooseVersion`, `StrictVersion` and packaging's `Version` return it.

    Compares by its numbers, missing ones being zero, with another version or with a string that is one. Pre-release
    suffixes are ignored: the targets are all final releases.
    """

    __slots__ = ("numbers",)

    def __init__(self, text: str) -> None:
        match = re.match(r"\s*v?(\d+(?:\.\d+)*)", text)
        if match is None:
            raise ValueError(f"not a version: {text!r}")
        self.numbers = tuple(int(part) for part in match[1].split("."))

    def _pair(self, other: object) -> tuple[tuple[int, ...], tuple[int, ...]]:
        right = Release(other) if isinstance(other, str) else other
        if not isinstance(right, Release):
            raise TypeError(f"a version cannot be compared with {other!r}")
        length = max(len(self.numbers), len(right.numbers))
        return _padded(self.numbers, length), _padded(right.numbers, length)

    def __eq__(self, other: object) -> bool:
        left, right = self._pair(other)
        return left == right

    def __lt__(self, other: object) -> bool:
        left, right = self._pair(other)
        return left < right

    def __le__(self, other: object) -> bool:
        return not self > other

    def __gt__(self, other: object) -> bool:
        left, right = self._pair(other)
        return left > right

    def __ge__(self, other: object) -> bool:
        return not self < other

    __hash__ = None  # type: ignore[assignment]


def constant_of(values: Values) -> Const | None:
    """Returns the one Python value that these are; None if they are anything else."""
    if values is None or len(values) != 1:
        return None
    value = values[0]
    if isinstance(value, Symbol):
        return value.constant
    if not isinstance(value, SequenceValue):
        return value if isinstance(value, Const) else None
    if value.rest is not ABSENT:
        return None
    elements = [constant_of(element) for element in value.elements]
    known = [element for element in elements if element is not None]
    if len(known) < len(elements):
        return None
    return Const(tuple(element.value for element in known), decided=any(element.decided for element in known))


def _padded(numbers: tuple[int, ...], length: int) -> tuple[int, ...]:
    return numbers + (0,) * (length - len(numbers))


def compare(operation: ast.cmpop, left: Const, right: Const) -> Const | None:
    """Returns the result of one comparison."""
    return _result(_COMPARISONS[type(operation)], [left, right])


def arithmetic(operation: ast.operator, left: Const, right: Const) -> Const | None:
    """Returns the result of one binary operation on numbers or short strings."""
    function = _ARITHMETIC.get(type(operation))
    if function is None or not (left.decided or right.decided):
        return None
    if isinstance(operation, ast.Mult | ast.Mod) and not (_is_number(left) and _is_number(right)):
        return None
    return _result(function, [left, right])


def call(name: str, arguments: Sequence[Const]) -> Const | None:
    """Returns the result of calling the builtin function of this dotted name."""
    function = FUNCTIONS.get(name)
    return None if function is None else _result(function, arguments)


def parse_version(text: Const) -> Const | None:
    """Parses a string as a version."""
    return _result(lambda value: value if isinstance(value, Release) else Release(value), [text])


def has_method(base: Const, name: str) -> bool:
    """Returns whether `name` is a method of the constant whose result can be computed."""
    return isinstance(base.value, str) and name in _STRING_METHODS


def method(base: Const, name: str, arguments: Sequence[Const]) -> Const | None:
    """Returns the result of a method call on a known string."""
    return _result(lambda value, *rest: _as_tuple(getattr(value, name)(*rest)), [base, *arguments])


def attribute(base: Const, name: str) -> Const | None:
    """Returns an attribute of a parsed version."""
    if not isinstance(base.value, Release):
        return None
    numbers = _padded(base.value.numbers, 3)
    known = {
        "major": numbers[0],
        "minor": numbers[1],
        "micro": numbers[2],
        "release": base.value.numbers,
        "version": base.value.numbers,
        "base_version": ".".join(map(str, base.value.numbers)),
        "public": ".".join(map(str, base.value.numbers)),
    }
    return Const(known[name], decided=base.decided) if name in known else None


def item(base: Const, index: Const) -> Const | None:
    """Returns `base[index]`."""
    return _result(operator.getitem, [base, index])


def _is_number(constant: Const) -> bool:
    return isinstance(constant.value, int | float)


def _as_tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _result(function: Callable[..., Any], operands: Sequence[Const]) -> Const | None:
    try:
        value = function(*(operand.value for operand in operands))
    except _FOLDING_ERRORS:
        return None
    return Const(value, decided=any(operand.decided for operand in operands))
