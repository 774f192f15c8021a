"""What a rule reports, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tf2lint.linting.rule import Rule
    from tf2lint.linting.rule_context import Problem
    from tf2lint.source import Positioned


class Diagnostic(NamedTuple):
    """What a rule says of one place: where, and the name from `tf` that it is about, if it is about one."""

    rule: Rule
    problem: Problem
    node: Positioned
    symbol: str | None
