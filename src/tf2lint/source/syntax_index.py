"""Finds the nodes in a node, and those of some classes, without a walk over the tree for each question."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, TypeVar, overload

from tf2lint.source.syntax_walk import children_of

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterable, Iterator

_First = TypeVar("_First", bound="ast.AST")
_Second = TypeVar("_Second", bound="ast.AST")
_Third = TypeVar("_Third", bound="ast.AST")


class SyntaxIndex:
    """The nodes of a file in one list, each before those in it, so that those in a node stand next to one another.

    Nodes that only say how a name is used (`ast.Load`) are left out. Operators cannot be asked about: Python has one
    node for all places of each.

    Args:
        module: the syntax of the file.

    Attributes:
        module: the syntax of the file.
        nodes: the nodes.
    """

    def __init__(self, module: ast.Module) -> None:
        self.module = module
        nodes, parents = list["ast.AST"](), list[int]()
        pending: list[tuple[ast.AST, int]] = [(module, 0)]
        while pending:
            node, parent = pending.pop()
            own = len(nodes)
            nodes.append(node)
            parents.append(parent)
            pending += [(child, own) for child in reversed(children_of(node))]
        sizes = [1] * len(nodes)
        for index in range(len(nodes) - 1, 0, -1):
            sizes[parents[index]] += sizes[index]
        self.nodes, self._parents, self._sizes = nodes, parents, sizes
        self._positions = {node: index for index, node in enumerate(nodes)}
        self._by_class: dict[type[ast.AST], list[int]] = {}
        for index, node in enumerate(nodes):
            self._by_class.setdefault(node.__class__, []).append(index)

    def nodes_in(self, node: ast.AST) -> list[ast.AST]:
        """Returns a node and all nodes in it, outer ones first, in the order of the code.

        Raises:
            KeyError: the node is not in the file.
        """
        start = self._positions[node]
        return self.nodes[start : start + self._sizes[start]]

    @overload
    def of_class(self, first: type[_First], /, *, inside: ast.AST | None = None) -> Iterator[_First]: ...

    @overload
    def of_class(
        self, first: type[_First], second: type[_Second], /, *, inside: ast.AST | None = None
    ) -> Iterator[_First | _Second]: ...

    @overload
    def of_class(
        self, first: type[_First], second: type[_Second], third: type[_Third], /, *, inside: ast.AST | None = None
    ) -> Iterator[_First | _Second | _Third]: ...

    @overload
    def of_class(self, *classes: type[ast.AST], inside: ast.AST | None = None) -> Iterator[ast.AST]: ...

    def of_class(self, *classes: type[ast.AST], inside: ast.AST | None = None) -> Iterator[ast.AST]:
        """Yields the nodes of some classes, in order; all of the file, or a node and those in it.

        Raises:
            KeyError: the node is not in the file.
        """
        start = 0 if inside is None else self._positions[inside]
        end = start + self._sizes[start]
        found = list[int]()
        for kind in classes:
            positions = self._by_class.get(kind, [])
            found += positions[bisect_left(positions, start) : bisect_left(positions, end)]
        if len(classes) > 1:
            found.sort()
        for index in found:
            yield self.nodes[index]

    def parent(self, node: ast.AST) -> ast.AST | None:
        """Returns the node directly around a node; None for the module."""
        index = self._positions[node]
        return self.nodes[self._parents[index]] if index else None

    def with_parents(self) -> Iterator[tuple[ast.AST, ast.AST]]:
        """Returns all nodes but the module, each with the one directly around it."""
        parents = map(self.nodes.__getitem__, self._parents)
        pairs = zip(self.nodes, parents, strict=True)
        next(pairs)
        return pairs

    def contains(self, outer: ast.AST, inner: ast.AST) -> bool:
        """Returns whether a node is another one, or in it."""
        start = self._positions[outer]
        return start <= self._positions[inner] < start + self._sizes[start]


class NodeSet:
    """Some nodes of a file, which can be looked for in others.

    Args:
        nodes: the nodes.
        syntax: the nodes of the file.
    """

    def __init__(self, nodes: Iterable[ast.AST], syntax: SyntaxIndex) -> None:
        self._syntax = syntax
        self._positions = sorted(syntax._positions[node] for node in nodes)

    def is_in(self, node: ast.AST) -> bool:
        """Returns whether one of the nodes is a given one, or in it."""
        start = self._syntax._positions[node]
        return bisect_left(self._positions, start) < bisect_left(self._positions, start + self._syntax._sizes[start])
