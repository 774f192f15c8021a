"""Finds the nodes in a node, and those of some classes, without a walk over the tree for each question."""

from __future__ import annotations

import ast
from bisect import bisect_left
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar, overload

from tf2lint.source.syntax_walk import FIELDS, GAPS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_First = TypeVar("_First", bound="ast.AST")
_Second = TypeVar("_Second", bound="ast.AST")
_Third = TypeVar("_Third", bound="ast.AST")


class SyntaxIndex:
    """The nodes of a file in one list, each before those in it, so that those in a node stand next to one another.

    Nodes that only say how a name is used (`ast.Load`) and operators are left out. The list is made when something
    asks for it.

    Args:
        module: the syntax of the file.

    Attributes:
        module: the syntax of the file.
    """

    def __init__(self, module: ast.Module) -> None:
        self.module = module

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """The nodes."""
        return self._walked[0]

    @cached_property
    def parents(self) -> list[int]:
        """The positions of the nodes directly around the nodes."""
        return self._walked[1]

    @cached_property
    def _walked(self) -> tuple[list[ast.AST], list[int]]:
        nodes, parents = list["ast.AST"](), list[int]()
        pending: list[ast.AST] = [self.module]
        around = [0]  # the positions of the nodes around the pending ones
        own = -1
        while pending:
            node = pending.pop()
            own += 1
            nodes.append(node)
            parents.append(around.pop())
            fields = FIELDS[node.__class__]
            if not fields:
                continue
            before = len(pending)
            for field in reversed(fields):
                value = getattr(node, field)
                if value.__class__ is list:
                    pending += [item for item in value if item is not None][::-1] if field in GAPS else value[::-1]
                elif value is not None:
                    pending.append(value)
            around += [own] * (len(pending) - before)
        return nodes, parents

    @cached_property
    def _sizes(self) -> list[int]:
        """How many nodes there are in each, with itself."""
        parents = self.parents
        sizes = [1] * len(parents)
        for index in range(len(parents) - 1, 0, -1):
            sizes[parents[index]] += sizes[index]
        return sizes

    @cached_property
    def _positions(self) -> dict[ast.AST, int]:
        return {node: index for index, node in enumerate(self.nodes)}

    @cached_property
    def _by_class(self) -> defaultdict[type[ast.AST], list[int]]:
        """The positions of the nodes of each class."""
        found = defaultdict[type[ast.AST], list[int]](list)
        for index, node in enumerate(self.nodes):
            found[node.__class__].append(index)
        return found

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
        """Returns the nodes of some classes, in order; all of the file, or a node and those in it.

        Raises:
            KeyError: the node is not in the file.
        """
        start = 0 if inside is None else self._positions[inside]
        end = start + self._sizes[start]
        found = list[int]()
        for kind in classes:
            positions = self._by_class[kind]
            found += positions[bisect_left(positions, start) : bisect_left(positions, end)]
        if len(classes) > 1:
            found.sort()
        return map(self.nodes.__getitem__, found)

    def __contains__(self, node: ast.AST) -> bool:
        """Returns whether a node is one of the file, and not of an annotation that is a string."""
        return node in self._positions

    def parent(self, node: ast.AST) -> ast.AST | None:
        """Returns the node directly around a node; None for the module."""
        index = self._positions[node]
        return self.nodes[self.parents[index]] if index else None

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
