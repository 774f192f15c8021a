"""Optimizers with a name that several operations use: an optimizer of Keras trains the same variables each time."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tf2lint.constructs.construct import CannotConvertError

if TYPE_CHECKING:
    from tf2lint.constructs.graphs.block_context import BlockContext
    from tf2lint.constructs.graphs.training import Training


def check_optimizers(context: BlockContext) -> None:
    """Checks that operations with one optimizer train the same variables.

    Raises:
        CannotConvertError: they may train different ones.
    """
    first: dict[str, Training] = {}
    for one in context.trainings.values():
        name = context.block.name(one.optimizer)
        other = first.setdefault(name, one) if name else one
        if other is not one and _trained(one, context) != _trained(other, context):
            message = (
                f"lines {other.call.lineno} and {one.call.lineno} may train different variables with one optimizer"
            )
            raise CannotConvertError(message)


def _trained(one: Training, context: BlockContext) -> tuple[str, frozenset[str]]:
    """Returns what tells which variables an operation trains: their list, or what it is computed of."""
    if one.variables is not None:
        return ast.unparse(one.variables), frozenset()
    names = {name for part in one.parts for name in context.names_in(part)}
    units = context.block.slice_of(names)
    read = names.union(*(unit.reads for unit in units)) & context.block.variables
    made = (str(unit.statement.lineno) for unit in units if context.variable_calls.done_by(unit.statement))
    return "", frozenset(read).union(made)
