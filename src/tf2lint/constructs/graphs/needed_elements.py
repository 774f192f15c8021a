"""Whether runs need the elements of datasets that their steps get: each element that a step gets is gone for others."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tf2lint.constructs.construct import CannotConvertError
from tf2lint.constructs.graphs.units import Unit

if TYPE_CHECKING:
    from collections.abc import Collection

    from tf2lint.constructs.graphs.block_context import BlockContext


def check_elements(names: Collection[str], units: Collection[Unit], line: int, context: BlockContext) -> None:
    """Checks that a run needs all elements that statements get.

    Args:
        names: what the run needs.
        units: the statements that compute it, as a whole.
        line: the line of the run.
        context: the block.

    Raises:
        CannotConvertError: what it needs may be computed without some of them.
    """
    getting = [unit for unit in units if context.elements.are_in([unit])]
    if not getting:
        return
    needed, found = set(names), set[str]()
    for unit in reversed(context.block.dynamic):
        if unit in units and unit.binds & needed:
            found |= unit.binds
            needed |= unit.reads if unit in getting else _reads(unit, needed, context)
    for unit in getting:
        if not unit.binds & found:
            message = f"line {line} may not need the element that line {unit.statement.lineno} gets"
            raise CannotConvertError(message)


def _reads(unit: Unit, needed: Collection[str], context: BlockContext) -> frozenset[str]:
    """Returns what a statement certainly reads to compute names; nothing if that is not known."""
    statement = unit.statement
    if isinstance(statement, ast.With):
        own, found = set(needed), set[str]()
        for inner in reversed([Unit(each, context.block) for each in statement.body]):
            if inner.binds & own:
                read = _reads(inner, own, context)
                own |= read
                found |= read
        return frozenset(found)
    is_whole = unit.binds <= set(needed)
    return unit.reads if is_whole else frozenset()
