"""Decides whether a file, or an argument in it, is written for TensorFlow 1 rather than TensorFlow 2."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.project import WrittenFor
from tf2lint.table import EarlyOrder

if TYPE_CHECKING:
    from tf2lint.linting.rule_context import ChangedCall
    from tf2lint.project import Program

_NAME: Final = "name"
_NAME_WORDS: Final = ("name", "scope")
#: How long a parameter's name must be, and its first word, to be recognized in the name of a variable.
_SHORTEST, _FIRST_WORD = 3, 4


def is_tf1_argument(call: ChangedCall) -> bool:
    """Returns whether a positional argument is meant for the parameter of TensorFlow 1, not for that of TensorFlow 2.

    It is if TensorFlow 2 would reject the call, or if the argument shows it: it is a string where TensorFlow 1 has a
    name, or a variable that is called like the old parameter. If both are possible, the file decides. One that uses
    TensorFlow 1 by its `compat.v1` names counts as well: it has begun to move, and its positions are still the old
    ones. Unless the file itself is clear, a variable that is called like the parameter of TensorFlow 2 is meant for it.
    """
    change = call.change
    if change.order is not None:
        return _is_early(change.order, call.program)
    if change.argument is None or not change.now:
        return True
    value = change.argument.value
    if _NAME in (change.parameter, change.now):
        may_be_name = _may_be_name(value)
        if may_be_name is not None:
            return may_be_name is (change.parameter == _NAME)
    if _is_called_like(value, change.parameter, _FIRST_WORD):
        return True
    program = call.program
    if program.itself_written_for is WrittenFor.TF1:
        return True
    return program.written_for is not WrittenFor.TF2 and not _is_called_like(value, change.now)


def is_tf1_source(program: Program) -> bool:
    """Returns whether a file is written for TensorFlow 1, see `Program.written_for`."""
    return program.written_for is WrittenFor.TF1


def _is_early(order: EarlyOrder, program: Program) -> bool:
    """Returns whether a call passes its arguments in an order from before 1.0."""
    if order is EarlyOrder.UNKNOWN:
        return program.is_early
    return order is EarlyOrder.SHOWN or is_tf1_source(program)


def _is_called_like(value: ast.expr, parameter: str, first_word: int = 0) -> bool:
    """Returns whether an argument is a variable with the name of a parameter in its own.

    Args:
        value: the argument.
        parameter: the name of the parameter.
        first_word: how long the first word of several in the parameter's name must be to suffice, such as `keep` of
            `keep_prob`; 0 if it does not.
    """
    match value:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            words = f"_{name.lower()}_"
            first, _, rest = parameter.partition("_")
            suffices = bool(rest) and 0 < first_word <= len(first) and f"_{first}_" in words
            singular = parameter.removesuffix("s")
            return suffices or (len(singular) >= _SHORTEST and (f"_{singular}_" in words or f"_{singular}s_" in words))
        case _:
            return False


def _may_be_name(value: ast.expr) -> bool | None:
    """Returns whether an expression is the name of an operation; None if unknown."""
    match value:
        case ast.Constant(value=str()) | ast.JoinedStr():
            return True
        case ast.Constant() | ast.Tuple() | ast.List() | ast.Dict() | ast.Compare() | ast.Lambda():
            return False
        case ast.Name(id=name) | ast.Attribute(attr=name) if any(word in name.lower() for word in _NAME_WORDS):
            return True
        case _:
            return None
