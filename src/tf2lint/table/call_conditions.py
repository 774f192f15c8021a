"""Conditions of rewrites: what must hold for a call, and for the code around it."""

from __future__ import annotations

import ast
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.table.literals import literal
from tf2lint.table.number_kinds import DOUBLE, FLOAT, INTEGER, kind_of_dtype, kind_of_numbers

if TYPE_CHECKING:
    from collections.abc import Callable

    from tf2lint.table.call_site import CallSite

_CONDITION: Final = re.compile(r"(no )?(\w+)(?: (is|=|!=) (.+))?|(in|at|lacks|uses) (.+)")
_EQUAL: Final = "="
_UNEQUAL: Final = "!="
_IN: Final = "in"
_AT: Final = "at"
_USES: Final = "uses"
_LACKS: Final = "lacks"
#: The class whose members name the collections of TensorFlow.
_GRAPH_KEYS: Final = "GraphKeys"
#: Classes whose members are constants that conditions compare with.
_CONSTANTS: Final = (_GRAPH_KEYS, "Reduction", "ResizeMethod")
#: The attribute of arrays and tensors that is their dtype.
_DTYPE: Final = "dtype"
#: The dtypes of what are no numbers.
_OTHER_DTYPES: Final = ("bool", "string")
#: The levels of tf.logging.
_LEVELS: Final = frozenset({"DEBUG", "INFO", "WARN", "ERROR", "FATAL"})
#: What optimizers of Keras 2 called their learning rate, and what a method calls its own object, which need be none.
_RATE: Final = "lr"
_SELF: Final = "self"
#: What is not kept in the tags of summaries.
_IRREGULAR: Final = re.compile(r"[^-/\w.]")
#: The methods of an ImageDataGenerator that return batches.
_FLOWS: Final = ("flow", "flow_from_dataframe", "flow_from_directory")
#: What an argument can be, in the words of the data and of people.
_KINDS: Final = {
    "literal": "a literal",
    "zero": "zero",
    "name": "a name",
    "keyword": "passed by keyword",
    "list": "a list",
    "single": "a list of one element",
    "lambda": "a lambda",
    "function": "a function of the file",
    "boxed": "a function that returns a list of one element",
    "plain": "without calls",
    "text": "a string",
    "path": "a string with a slash",
    "irregular": "a string with other signs than letters, digits, and -./_",
    "float": "a tensor of floats, or a float",
    "integer": "a tensor of integers",
    "whole": "made of whole numbers",
    "tensor": "a tensor",
    "variable": "a variable",
    "rate": "the lr of what may be an optimizer",
    "dtype": "a dtype",
    "scope": "a variable scope",
    "level": "a level of tf.logging",
    "complement": "1 minus something",
    "own": "no member of tf.GraphKeys",
    "scalar": "a single number",
    "vector": "of one dimension",
    "matrix": "of two dimensions",
    "solid": "of three dimensions",
    "batch": "of four dimensions",
    "batched": "what ImageDataGenerator.flow returns",
    "quotient": "rounded down by a division",
    "computed": "computed for this call",
    "built": "made by calls of TensorFlow, or of functions in the file",
    "deleted": "deleted as well",
}


class CallCondition(NamedTuple):
    """Something that must hold for a call so that it can be rewritten.

    Attributes:
        parameter: the parameter; empty if it is about the code around the call.
        kind: what must hold of its argument: `given`, `left out`, `=`, `!=`, or what it is, such as `literal`. `in`,
            `at`, and `uses` are about the code around the call, `lacks` about the program.
        value: for `=` and `!=`, the literal. An omitted argument is compared by the default of the parameter. For `in`,
            the class; for `at`, the place; for `uses`, members of the library; for `lacks`, the fact.
    """

    parameter: str
    kind: str
    value: object = None

    @property
    def is_about_class(self) -> bool:
        """Whether it is about the class around the call, whose object is `self`."""
        return self.kind == _IN

    def __str__(self) -> str:
        """Returns the condition in words: `x is given`, `x is left out`, `x is a literal`, `x is 1`, `x is not 1`."""
        if self.kind == _IN:
            return f"it is in a {self.value}"
        if self.kind == _AT:
            return f"it is a {self.value} statement" if self.value == "with" else f"it is {self.value}"
        if self.kind == _USES:
            return f"the file uses {str(self.value).replace(' ', ' or ')}"
        if self.kind == _LACKS:
            return f"the program has no {self.value}"
        if self.kind in (_EQUAL, _UNEQUAL):
            value = self.value.id if isinstance(self.value, _Constant | _Member) else repr(self.value)
            return f"{self.parameter} is {'' if self.kind == _EQUAL else 'not '}{value}"
        return f"{self.parameter} is {_KINDS.get(self.kind, self.kind)}"

    def holds(self, argument: ast.expr | None, default: ast.expr | None, site: CallSite) -> bool:
        """Returns whether it holds for a call.

        Args:
            argument: the argument; None if the call omits it.
            default: the default of the parameter; None if it has none.
            site: the code around the call.
        """
        if self.is_about_class:
            return site.is_in(str(self.value))
        if self.kind == _AT:
            return site.place == self.value
        if self.kind == _USES:
            return any(map(site.is_with, str(self.value).split()))
        if isinstance(self.value, _Member):
            return argument is not None and site.is_member(argument, self.value.id)
        if self.kind == _LACKS:
            return site.program_lacks(str(self.value))
        if self.kind == "left out" or argument is None:
            return argument is None and (self.kind == "left out" or self._equals(default))
        check = _CHECKS.get(self.kind)
        return check(argument, site) if check is not None else self.kind == "given" or self._equals(argument)

    def _equals(self, node: ast.expr | None) -> bool:
        """Returns whether a comparison holds for an argument or a default."""
        if self.kind not in (_EQUAL, _UNEQUAL):
            return False
        if isinstance(self.value, _Constant):
            return isinstance(node, ast.Attribute) and ast.unparse(node).endswith(f".{self.value.id}")
        known, value = literal(node)
        return known and (value == self.value and type(value) is type(self.value)) is (self.kind == _EQUAL)


class _Constant(NamedTuple):
    """A constant of the library, such as `GraphKeys.LOSSES`."""

    id: str


class _Member(NamedTuple):
    """A function of the library, by its name in TensorFlow 1 without the leading `tf.`."""

    id: str


def complement(node: ast.expr) -> ast.expr | None:
    """Returns the `x` of an expression `1 - x`; None if it is none."""
    match node:
        case ast.BinOp(left=ast.Constant(value=1 | 1.0), op=ast.Sub(), right=subtracted):
            return subtracted
        case _:
            return None


def literal_complement(node: ast.expr) -> str:
    """Returns the text of `1 - x` for a number that is written in the code; empty if it is not exactly that number."""
    value = node.value if isinstance(node, ast.Constant) else None
    if not isinstance(value, int | float) or isinstance(value, bool):
        return ""
    text = repr(1 - value)
    return text if Decimal(text) == 1 - Decimal(repr(value)) else ""


def _is_plain(node: ast.expr, _: CallSite) -> bool:
    return not any(isinstance(part, ast.Call | ast.Await) for part in ast.walk(node))


def _is_single(node: ast.expr | None) -> bool:
    return isinstance(node, ast.List | ast.Tuple) and len(node.elts) == 1 and not isinstance(node.elts[0], ast.Starred)


def _is_dtype(node: ast.expr, site: CallSite) -> bool:
    """Returns whether an expression is certainly one dtype: `tf.float32`, `np.float32`, `x.dtype`, `"float32"`."""
    if not isinstance(node, ast.Attribute):
        return isinstance(node, ast.Constant)
    return node.attr == _DTYPE or bool(kind_of_dtype(node.attr)) or site.member(node) in _OTHER_DTYPES


def _is_text(node: ast.expr, _: CallSite) -> bool:
    """Returns whether an expression is certainly a string."""
    while True:
        match node:
            case ast.BinOp(op=ast.Add(), right=right) if _is_literal_text(right):
                return True
            case ast.BinOp(left=left, op=ast.Add() | ast.Mod()):
                node = left
            case ast.Call(func=ast.Attribute(value=left, attr="format" | "join")):
                node = left
            case _:
                return _is_literal_text(node)


def _is_rate(node: ast.expr, site: CallSite) -> bool:
    """Returns whether an expression is called as optimizers called their learning rate, and nothing else is known."""
    match node:
        case ast.Attribute(value=owner, attr=name):
            is_own = isinstance(owner, ast.Name) and owner.id == _SELF
            return name == _RATE and not is_own and not site.member(node)
        case _:
            return False


def _is_literal_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def is_batched(node: ast.expr) -> bool:
    """Returns whether an expression is a call of a method of an ImageDataGenerator that returns batches."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _FLOWS


def is_quotient(node: ast.expr) -> bool:
    """Returns whether an expression divides and rounds down: `n // size`, `int(n / size)`."""
    match node:
        case ast.BinOp(op=ast.FloorDiv()):
            return True
        case ast.Call(func=ast.Name(id="int"), args=[ast.BinOp(op=ast.Div() | ast.FloorDiv())]):
            return True
        case _:
            return False


def _holds(*allowed: str) -> Callable[[ast.expr, CallSite], bool]:
    """Returns the check whether an expression is an object, or all elements of a list are, of one of some classes."""

    def check(node: ast.expr, site: CallSite) -> bool:
        if isinstance(node, ast.List | ast.Tuple):
            return bool(node.elts) and all(check(element, site) for element in node.elts)
        classes = site.classes(node)
        return bool(classes) and classes.issubset(allowed)

    return check


#: Whether an argument is something, given the code around the call.
_CHECKS: Final[dict[str, Callable[[ast.expr, CallSite], bool]]] = {
    "literal": lambda node, _: literal(node)[0],
    "zero": lambda node, _: isinstance(node, ast.Constant) and type(node.value) in (int, float) and not node.value,
    "name": lambda node, _: isinstance(node, ast.Name),
    "keyword": lambda node, site: site.is_keyword(node),
    "list": lambda node, _: isinstance(node, ast.List | ast.Tuple),
    "single": lambda node, _: _is_single(node),
    "lambda": lambda node, _: isinstance(node, ast.Lambda),
    "function": lambda node, site: bool(site.returned(node)),
    "boxed": lambda node, site: all(map(_is_single, site.returned(node) or (None,))),
    "plain": _is_plain,
    "text": _is_text,
    "path": lambda node, _: isinstance(node, ast.Constant) and "/" in str(node.value),
    "irregular": lambda node, _: isinstance(node, ast.Constant) and _IRREGULAR.search(str(node.value)) is not None,
    "float": lambda node, site: site.dtype(node) in (FLOAT, DOUBLE),
    "integer": lambda node, site: site.dtype(node) == INTEGER,
    "whole": lambda node, _: kind_of_numbers(node) == INTEGER,
    "tensor": _holds("Tensor", "Variable"),
    "variable": _holds("Variable"),
    "rate": _is_rate,
    "scope": _holds("VariableScope"),
    "dtype": _is_dtype,
    "complement": lambda node, _: complement(node) is not None or bool(literal_complement(node)),
    "level": lambda node, site: site.member(node).rpartition(".")[2] in _LEVELS,
    "own": lambda node, _: not (isinstance(node, ast.Attribute) and ast.unparse(node.value).endswith(_GRAPH_KEYS)),
    "scalar": lambda node, site: site.rank(node) == 0,
    "vector": lambda node, site: site.rank(node) == 1,
    "matrix": lambda node, site: site.rank(node) == 2,
    "solid": lambda node, site: site.rank(node) == 3,
    "batch": lambda node, site: site.rank(node) == 4,
    "batched": lambda node, site: is_batched(site.display(node)),
    "quotient": lambda node, site: is_quotient(site.display(node)),
    "computed": lambda node, site: site.is_computed_here(node),
    "built": lambda node, site: site.is_built(node),
    "deleted": lambda node, site: site.is_deleted(node),
}


def parse_condition(text: str) -> CallCondition:
    """Parses a condition: `p`, `no p`, `p is literal`, `p = 1`, `p != 1`, `p = GraphKeys.LOSSES`, `in tf.C`, `at with`,
    `uses tf.f`, or `lacks fact`.

    Raises:
        ValueError: it is malformed.
    """
    found = _CONDITION.fullmatch(text)
    if found is not None and found[5]:
        return CallCondition("", found[5], " ".join(name.removeprefix("tf.") for name in found[6].split()))
    if found is None or (found[1] and found[3]) or (found[3] == "is") is not (found[4] in _KINDS):
        raise ValueError(f"{text!r} is not a condition such as 'axis', 'no axis', 'axis is literal', or 'axis = 0'")
    parameter = found[2]
    if found[3] == "is":
        return CallCondition(parameter, found[4])
    if found[3] == _EQUAL and found[4].startswith("tf."):
        return CallCondition(parameter, _EQUAL, _Member(found[4].removeprefix("tf.")))
    if found[3]:
        is_constant = found[4].partition(".")[0] in _CONSTANTS
        return CallCondition(parameter, found[3], _Constant(found[4]) if is_constant else ast.literal_eval(found[4]))
    return CallCondition(parameter, "left out" if found[1] else "given")
