"""Diagnostics: what a rule reports, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tf2lint.linting.problem import Problem
    from tf2lint.linting.rule import Rule
    from tf2lint.model import Fix, Rewritten, Severity
    from tf2lint.resolver import Reference
    from tf2lint.source import Positioned


class Diagnostic(NamedTuple):
    """A rule's problem at a place.

    Attributes:
        rule: the rule.
        problem: what the rule reports.
        node: the place.
        symbol: the library name that it concerns, from `tf`; None if it concerns none.
        reference: the reference that it is about; None if it is about anything else.
        rewritten: what to write instead of the call that it is about; None if that is not known.
        fix: the edits that settle it; None if there are none.
        unfixed: why a construct that could be fixed as a whole is left as it is, as a clause; empty otherwise.
        is_about_name: whether it is about the name alone, whatever the code does with it.
        as_rule: the rule whose findings it covers, and is covered like, if not its own: that for the name below `tf`.
        covered: the diagnostics that are left out because this one tells the same fact.
    """

    rule: Rule
    problem: Problem
    node: Positioned
    symbol: str | None
    reference: Reference | None = None
    rewritten: Rewritten | None = None
    fix: Fix | None = None
    unfixed: str = ""
    is_about_name: bool = False
    as_rule: Rule | None = None
    covered: tuple[Diagnostic, ...] = ()

    @property
    def severity(self) -> Severity:
        """How severe it is."""
        return self.problem.severity or self.rule.severity
