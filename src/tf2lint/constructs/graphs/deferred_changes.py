"""Operations that change variables and stand outside of graphs that move: they would run at once, and not in a run."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tf2lint.constructs.analysis.scopes import Scopes
    from tf2lint.constructs.graphs.block_context import BlockContext

#: The names of what TensorFlow 2 does at once, and a session did in a run, start with these words.
_CHANGES: Final = ("assign", "scatter_")


def deferred_change(contexts: Sequence[BlockContext]) -> str:
    """Returns why the graphs of a file stay: a run changes variables by what stands elsewhere; empty if none does.

    Args:
        contexts: the blocks of the file.
    """
    file = contexts[0]
    moved = {unit.statement for context in contexts for unit in context.block.dynamic}
    concerned = {run.call for context in contexts for run in context.runs}
    for run in file.file_runs:
        for name in run.fetches if run.call not in concerned else ():
            for statement in _assignments(name, file.scopes):
                if statement not in moved and _changes(statement, file.scopes):
                    return f"line {statement.lineno} would change variables at once, and not in line {run.call.lineno}"
    return ""


def _assignments(name: ast.expr, scopes: Scopes) -> Iterator[ast.Assign]:
    """Yields the statements that assign something to a name."""
    scope = scopes.owner(name)
    for use in scopes.uses(scope, scopes.name(name)) if scope is not None else ():
        statement = scopes.syntax.parent(use.node)
        if use.is_binding and isinstance(statement, ast.Assign):
            yield statement


def _changes(statement: ast.Assign, scopes: Scopes) -> bool:
    calls = scopes.syntax.of_class(ast.Call, inside=statement)
    return any(isinstance(call.func, ast.Attribute) and call.func.attr.startswith(_CHANGES) for call in calls)
