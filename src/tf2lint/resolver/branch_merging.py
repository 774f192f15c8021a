"""What names hold where several ways through the program come together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint.resolver.scopes import merged
from tf2lint.resolver.values import join, join_in_class

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable

    from tf2lint.resolver.scopes import Bindings
    from tf2lint.resolver.state import AnalysisState

    Block = Callable[[list[ast.stmt]], None]


def join_branch(
    state: AnalysisState, before: Bindings, reachable: bool, statements: list[ast.stmt], block: Block
) -> None:
    """Joins the state with that after another way.

    Args:
        state: the state at the current program point.
        before: what names held where that way began.
        reachable: whether the program got there.
        statements: those of the other way.
        block: looks at statements.
    """
    env, was_alive = state.env, state.reachable
    state.env, state.reachable = before, reachable
    block(statements)
    merge(state, [env] if was_alive else [])


def merge(state: AnalysisState, others: list[Bindings]) -> None:
    """Joins the state with the ends of other ways that the program can have come."""
    ends = [state.env, *others] if state.reachable else others
    state.reachable = bool(ends)
    if ends:
        state.env = ends[0]
        for env in ends[1:]:
            state.env = merged(state.env, env, join_in_class if state.body.is_class else join)
