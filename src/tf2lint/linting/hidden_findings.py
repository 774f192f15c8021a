"""What the caller of a check does not show, by its settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tf2lint.table import moves_to

if TYPE_CHECKING:
    from tf2lint.linting.diagnostics import Diagnostic
    from tf2lint.table import Move


class HiddenFindings(NamedTuple):
    """The findings in a file that the caller does not show.

    Attributes:
        codes: the codes of rules that are off.
        moves: the moves of findings that are off because the rule that they had before is.
    """

    codes: frozenset[str] = frozenset()
    moves: frozenset[Move] = frozenset()

    def contains(self, diagnostic: Diagnostic) -> bool:
        """Returns whether the caller does not show a diagnostic."""
        return diagnostic.rule.code in self.codes or self.has_move(diagnostic)

    def has_move(self, diagnostic: Diagnostic) -> bool:
        """Returns whether a diagnostic would not be shown under a code that it had before."""
        return bool(self.moves) and not self.moves.isdisjoint(moves_to(diagnostic.rule.code, diagnostic.symbol))
