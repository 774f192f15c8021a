"""The names, below `tf`, of the members of the library that expressions refer to."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tf2lint.source import dotted

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping


class LibraryNames:
    """The members of the library that the expressions of a file refer to.

    The resolver records what has changed since TensorFlow 1. Other members are known by what is written.

    Args:
        recorded: the names that the resolver recorded, by expression.
        roots: what the file calls TensorFlow.
        result_kind: returns what is known of the result of a function, below `tf`.

    Attributes:
        root: what new code calls TensorFlow; empty if the file has no name for it.
    """

    def __init__(
        self,
        recorded: Mapping[ast.AST, str],
        roots: Collection[str],
        result_kind: Callable[[str], str] = lambda _: "",
    ) -> None:
        self._recorded = recorded
        self._result_kind = result_kind
        self._roots = frozenset(roots)
        self.root = next(iter(roots), "")

    def of(self, node: ast.AST) -> str:
        """Returns the name, below `tf`, of what an expression refers to; empty if it is nothing of the library."""
        found = self._recorded.get(node)
        if found is not None or not isinstance(node, ast.Attribute):
            return found or ""
        root, _, rest = dotted(node).partition(".")
        return rest if root in self._roots else ""

    def result(self, function: ast.expr) -> str:
        """Returns what is known of the result of a function: a kind of `tf2lint.table`; empty if it may be several."""
        return self._result_kind(self.of(function))
