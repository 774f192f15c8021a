"""Tells whether what holds the results of a graph can hold those of steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint.constructs.analysis.scopes import FUNCTIONS
from tf2lint.constructs.analysis.threads import starting_thread
from tf2lint.constructs.construct import CannotConvertError
from tf2lint.source import parameters

if TYPE_CHECKING:
    from tf2lint.constructs.graphs.block_context import BlockContext


def check_results(context: BlockContext) -> None:
    """Checks that names of a block hold all that the statements which move compute: the uses of others are not known.

    Args:
        context: the block.

    Raises:
        CannotConvertError: something else holds it, such as an object of another module, or of a caller.
    """
    block = context.block
    passed = set[str]()
    if isinstance(block.node, FUNCTIONS):
        names = [each.arg for each in parameters(block.node.args)]
        passed.update(names if block.owner is None else names[1:])  # Attributes of `self` are names of the block.
    passed -= {name for unit in block.units for name in unit.binds - unit.changes}
    for unit in block.dynamic:
        if unit.can_move and (not unit.binds or unit.changes & passed):
            message = f"line {unit.statement.lineno} gives what it computes to other code"
            raise CannotConvertError(message)


def check_threads(context: BlockContext) -> None:
    """Checks that no threads run steps at once that keep what they compute in an object.

    Args:
        context: the block.

    Raises:
        CannotConvertError: some may.
    """
    thread = starting_thread(context.scopes)
    if thread is not None:
        message = f"line {getattr(thread, 'lineno', 0)} starts threads, which may run steps at once"
        raise CannotConvertError(message)
