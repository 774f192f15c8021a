"""Graphs of their own: the `with` statements that make one the default, and the names of graphs."""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tf2lint.constructs.analysis.block_text import BlockText
    from tf2lint.constructs.analysis.library_names import LibraryNames
    from tf2lint.constructs.analysis.scopes import Scopes
    from tf2lint.model import TextEdit

#: What sessions are.
SESSIONS: Final = (
    "Session", "InteractiveSession", "Session().as_default", "test.TestCase().test_session", "test.TestCase().session",
    "test.TestCase().cached_session",
)  # fmt: skip
#: What makes an empty graph the default.
RESET: Final = "reset_default_graph"
_GRAPHS: Final = ("Graph", "get_default_graph")
_AS_DEFAULT: Final = "as_default"
_GRAPH: Final = "graph"


class Graphs:
    """The graphs that a file makes.

    Args:
        names: the members of the library that expressions refer to.
        scopes: the names of the file.
    """

    def __init__(self, names: LibraryNames, scopes: Scopes) -> None:
        self._names = names
        self._scopes = scopes

    @cached_property
    def heads(self) -> list[ast.With]:
        """The `with` statements of the file that make graphs the default ones."""
        statements = self._scopes.syntax.of_class(ast.With)
        return [one for one in statements if len(one.items) == 1 and self.enters(one.items[0])]

    def enters(self, item: ast.withitem) -> bool:
        """Returns whether a `with` statement makes a graph the default one."""
        match item.context_expr:
            case ast.Call(func=ast.Attribute(value=ast.Call(func=maker), attr=method)) if method == _AS_DEFAULT:
                return self._names.of(maker) in _GRAPHS
            case ast.Call(func=ast.Attribute(value=graph, attr=method)) if method == _AS_DEFAULT:
                return self._made(graph) is not None
            case _:
                return False

    def _made(self, node: ast.expr) -> ast.Assign | None:
        """Returns the statement that makes the graph that a name always holds; None if it may hold something else."""
        scope, name = self._scopes.owner(node), self._scopes.name(node)
        bindings = [use.node for use in self._scopes.uses(scope, name) if use.is_binding] if scope is not None else []
        if scope is None or len(bindings) != 1:
            return None
        for statement in self._scopes.syntax.of_class(ast.Assign, inside=scope):
            match statement:
                case ast.Assign(targets=[target], value=ast.Call(func=maker)) if target is bindings[0]:
                    return statement if self._names.of(maker) in _GRAPHS else None
                case _:
                    pass
        return None

    def edits(self, session: ast.Call, text: BlockText) -> Iterator[TextEdit]:
        """Yields the edits that delete the graph of a session: `with` statements around it, and those of its graph."""
        graph = next((keyword.value for keyword in session.keywords if keyword.arg == _GRAPH), None)
        key = (self._scopes.owner(graph), self._scopes.name(graph)) if graph is not None else None
        syntax = self._scopes.syntax
        heads = [
            statement
            for statement in self.heads
            if (syntax.contains(statement, session) or (graph is not None and self._key(statement) == key))
        ]
        for head in heads:
            yield from text.head_edits(head)
        yield from self.deletions(heads, text)

    def deletions(self, heads: Iterable[ast.With], text: BlockText) -> Iterator[TextEdit]:
        """Yields the edits that delete the statements that make graphs that only heads and sessions use."""
        heads = list(heads)
        syntax = self._scopes.syntax
        allowed = {node for call in self._names.calls_of(SESSIONS) for node in syntax.nodes_in(call)}
        allowed.update(node for head in heads for item in head.items for node in syntax.nodes_in(item.context_expr))
        for key in dict.fromkeys(map(self._key, heads)):
            scope, name = key
            uses = self._scopes.uses(scope, name) if scope is not None else []
            made = next((self._made(use.node) for use in uses if isinstance(use.node, ast.expr)), None)
            if made is not None and all(use.is_binding or use.node in allowed for use in uses):
                yield from text.deleted(made)

    def _key(self, head: ast.With) -> tuple[ast.AST | None, str]:
        """Returns the scope and the name of the graph that a `with` statement enters."""
        match head.items[0].context_expr:
            case ast.Call(func=ast.Attribute(value=graph)):
                return self._scopes.owner(graph), self._scopes.name(graph)
            case _:
                return None, ""
