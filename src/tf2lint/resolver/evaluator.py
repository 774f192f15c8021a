"""The protocol through which the evaluation of one kind of expression evaluates its subexpressions."""

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
        """Evaluates an expression and records every reference in it."""

    def scan(self, node: ast.AST) -> None:
        """Records every reference in an expression whose value isn't needed."""

    def defaults(self, arguments: ast.arguments) -> dict[str, Values]:
        """Evaluates the default values of a signature; returns them by parameter."""

    def annotation(self, node: ast.expr) -> Values:
        """Evaluates an annotation, also one written as a string."""
