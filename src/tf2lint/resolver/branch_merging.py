"""Branch merging: what names hold where several paths through the program meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint.resolver.bindings import merge_bindings
from tf2lint.resolver.values import join_in_class, join_paths

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable

    from tf2lint.resolver.bindings import Bindings
    from tf2lint.resolver.state import AnalysisState

    Block = Callable[[list[ast.stmt]], None]


def join_branch(
    state: AnalysisState, before: Bindings, reachable: bool, statements: list[ast.stmt], block: Block
) -> None:
    """Runs the other branch from its own start and merges its end into the state.

    Args:
        state: the state at the end of the first branch.
        before: what names held where the other branch begins.
        reachable: whether the program reaches that point.
        statements: the other branch.
        block: interprets statements.
    """
    bindings, was_reachable = state.bindings, state.reachable
    state.bindings, state.reachable = before, reachable
    block(statements)
    merge(state, [bindings] if was_reachable else [])


def merge(state: AnalysisState, others: list[Bindings]) -> None:
    """Merges the ends of other paths that lead to this point, which come first in the program, into the state."""
    ends = [*others, state.bindings] if state.reachable else others
    state.reachable = bool(ends)
    if ends:
        join = join_in_class if state.body.is_class else join_paths
        state.bindings = ends[0]
        for bindings in ends[1:]:
            state.bindings = merge_bindings(state.bindings, bindings, join)
