"""The names, below `tf`, of the members of the library that expressions refer to."""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TYPE_CHECKING

from tf2lint.source import dotted

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Container, Mapping

    from tf2lint.source import SyntaxIndex


class LibraryNames:
    """The members of the library that the expressions of a file refer to.

    The resolver records what has changed since TensorFlow 1. Other members are known by what is written.

    Args:
        recorded: the names that the resolver recorded, by expression.
        syntax: the nodes of the file.
        roots: what the file calls TensorFlow.
        result_kind: returns what is known of the result of a function, below `tf`.

    Attributes:
        root: what new code calls TensorFlow; empty if the file has no name for it.
    """

    def __init__(
        self,
        recorded: Mapping[ast.AST, str],
        syntax: SyntaxIndex,
        roots: Collection[str],
        result_kind: Callable[[str], str] = lambda _: "",
    ) -> None:
        self._known = dict(recorded)
        self._syntax = syntax
        self._result_kind = result_kind
        self._roots = frozenset(roots)
        self.root = next(iter(roots), "")

    def of(self, node: ast.AST) -> str:
        """Returns the name, below `tf`, of what an expression refers to; empty if it is nothing of the library."""
        found = self._known.get(node)
        if found is None and isinstance(node, ast.Attribute):
            root, _, rest = dotted(node).partition(".")
            found = self._known[node] = rest if root in self._roots else ""
        return found or ""

    @cached_property
    def references(self) -> list[tuple[ast.AST, str]]:
        """The expressions that refer to members of the library, in order, each with the name of the member."""
        known = self._known
        nodes = [node for node in self._syntax.nodes if node.__class__ is ast.Attribute or node in known]
        return [(node, name) for node in nodes if (name := self.of(node))]

    @cached_property
    def calls(self) -> list[tuple[ast.Call, str]]:
        """The calls of members of the library, in order, each with the name of the member."""
        return [(call, name) for call in self._syntax.of_class(ast.Call) if (name := self.of(call.func))]

    def calls_of(self, members: Container[str]) -> list[ast.Call]:
        """Returns the calls of some members of the library, in order."""
        return [call for call, name in self.calls if name in members]

    def result(self, function: ast.expr) -> str:
        """Returns what is known of the result of a function: a kind of `tf2lint.table`; empty if it may be several."""
        return self._result_kind(self.of(function))
