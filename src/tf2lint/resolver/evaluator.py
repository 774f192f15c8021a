"""What the evaluation of one kind of expression needs of that of all others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import ast

    from tf2lint.resolver.state import AnalysisState
    from tf2lint.resolver.values import Values


class Evaluator(Protocol):
    """Evaluates expressions of any kind.

    Attributes:
        state: the state at the current program point.
    """

    state: AnalysisState

    def evaluate(self, node: ast.expr) -> Values:
        """Evaluates an expression, and notes every use of a watched symbol in it."""

    def scan(self, node: ast.AST) -> None:
        """Notes every use of a watched symbol in an expression whose value nobody asks for."""

    def defaults(self, arguments: ast.arguments) -> dict[str, Values]:
        """Evaluates the default values of a signature; gives them by parameter."""

    def annotation(self, node: ast.expr) -> None:
        """Evaluates an annotation, also where it is written as a string."""
