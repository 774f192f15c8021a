"""What a rule reports, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tf2lint.registry import Rule
    from tf2lint.subjects import Problem
    from tf2lint.text import Positioned


class Remark(NamedTuple):
    """What a rule says of one place: where, and the name from `tf` that it is about, if it is about one."""

    rule: Rule
    problem: Problem
    node: Positioned
    symbol: str | None
