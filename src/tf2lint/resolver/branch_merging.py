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


def join_branch(frame: AnalysisState, before: Bindings, alive: bool, statements: list[ast.stmt], block: Block) -> None:
    """Joins the state with that after another way.

    Args:
        frame: where the program stands.
        before: what names held where that way began.
        alive: whether the program got there.
        statements: those of the other way.
        block: looks at statements.
    """
    env, was_alive = frame.env, frame.alive
    frame.env, frame.alive = before, alive
    block(statements)
    merge(frame, [env] if was_alive else [])


def merge(frame: AnalysisState, others: list[Bindings]) -> None:
    """Joins the state with the ends of other ways that the program can have come."""
    ends = [frame.env, *others] if frame.alive else others
    frame.alive = bool(ends)
    if ends:
        frame.env = ends[0]
        for env in ends[1:]:
            frame.env = merged(frame.env, env, join_in_class if frame.body.is_class else join)
