"""Whether an expression is a tensor of integers, floats, or doubles, as far as the file shows it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.table import (
    DOUBLE,
    FLOAT,
    INTEGER,
    OF_ARGUMENT,
    OF_FIRST,
    OF_NUMBERS,
    kind_of_dtype,
    kind_of_numbers,
    result_kinds,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tf2lint.linting.local_values import LocalValues

#: How many steps a value is followed back through names and operators.
_MAX_STEPS: Final = 8
#: The parameters of functions that make a tensor of numbers which leave its dtype as it is.
_OTHER_PARAMETERS: Final = frozenset({"name", "shape", "verify_shape"})


class TensorDtypes:
    """Finds out whether expressions of one file are integers, floats, or doubles.

    Args:
        values: what the names of the file are bound to.
        names_in_tf1: returns the names, below `tf`, that a member of the library had in TensorFlow 1.
    """

    def __init__(self, values: LocalValues, names_in_tf1: Callable[[ast.expr], list[str]]) -> None:
        self._values = values
        self._names = names_in_tf1

    def kind(self, call: ast.Call, node: ast.expr, steps: int = _MAX_STEPS) -> str:
        """Returns `integer`, `float`, or `double` for a tensor, `float` for a number; empty if that is unknown.

        A number of Python takes the dtype of the tensor that it is combined with, so an integer is unknown, too.

        Args:
            call: the call that uses the value.
            node: the expression.
            steps: how many steps to follow it back.
        """
        if not steps:
            return ""
        match node:
            case ast.Constant() | ast.List() | ast.Tuple():
                return FLOAT if kind_of_numbers(node) == FLOAT else ""
            case ast.BinOp(left=left, op=operator, right=right):
                kinds = {self.kind(call, side, steps - 1) for side in (left, right)} - {""}
                kinds -= {FLOAT} if DOUBLE in kinds else set()
                is_known = len(kinds) == 1 and not (INTEGER in kinds and isinstance(operator, ast.Div))
                return kinds.pop() if is_known else ""
            case ast.UnaryOp(op=ast.USub(), operand=value) | ast.Subscript(value=value):
                return self.kind(call, value, steps - 1)
            case ast.Call():
                return self._of_result(node, steps)
            case ast.Name() | ast.Attribute():
                bound = self._values.of(call, node)
                return self.kind(call, bound, steps - 1) if bound is not None else ""
            case _:
                return ""

    def _of_result(self, call: ast.Call, steps: int) -> str:
        """Returns the kind of the result of a call."""
        known = self._function(call.func)
        if known == OF_FIRST:
            return self.kind(call, call.args[0], steps - 1) if call.args else ""
        if known not in (OF_ARGUMENT, OF_NUMBERS):
            return known
        if known == OF_NUMBERS and len(call.args) == 1 and all(one.arg in _OTHER_PARAMETERS for one in call.keywords):
            return kind_of_numbers(call.args[0])
        values = [*call.args, *(keyword.value for keyword in call.keywords)]
        kinds = {kind_of_dtype(name) for value in values for name in self._names(value)} - {""}
        return kinds.pop() if len(kinds) == 1 else ""

    def _function(self, function: ast.expr) -> str:
        found = {result_kinds().get(name, "") for name in self._names(function)}
        return next(iter(found - {""}), "")
