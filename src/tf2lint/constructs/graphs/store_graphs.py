"""Where what keeps variables by name is emptied: where a graph of its own begins, which had variables of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint.constructs.analysis.run_counts import runs_once
from tf2lint.constructs.analysis.scopes import FUNCTIONS
from tf2lint.constructs.construct import CannotConvertError

if TYPE_CHECKING:
    import ast

    from tf2lint.constructs.graphs.block_context import BlockContext


def begins_anew(context: BlockContext) -> bool:
    """Returns whether a block enters a graph of its own that is not the only one of the program.

    Raises:
        CannotConvertError: something may run in one of the graphs after another one began.
    """
    block, node = context.block, context.block.node
    is_once = not isinstance(node, FUNCTIONS) or runs_once(node, context.scopes)
    if not block.heads or (is_once and len(block.graphs.heads) == 1):
        return False
    contains = context.scopes.syntax.contains
    other = set(block.graphs.heads) - set(block.heads)
    is_apart = (
        isinstance(node, FUNCTIONS)
        and all(contains(node, run.call) for run in context.runs)
        and other.isdisjoint(context.variable_calls.functions.code_run_by(node))
        and all(is_in_graph(run.call, context) for run in context.file_runs)
    )
    if not is_apart:
        line = block.heads[0].lineno
        message = f"another graph may begin before all runs of that in line {line}"
        raise CannotConvertError(message)
    return True


def is_in_graph(node: ast.AST, context: BlockContext) -> bool:
    """Returns whether code stands in a function that enters a graph of its own."""
    syntax = context.scopes.syntax
    around: ast.AST | None = node
    while around is not None and not isinstance(around, FUNCTIONS):
        around = syntax.parent(around)
    return around is not None and any(syntax.contains(around, head) for head in context.block.graphs.heads)
