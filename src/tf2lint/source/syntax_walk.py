"""Walks over syntax trees in a third of the time that `ast.walk` takes."""

from __future__ import annotations

import ast
from types import EllipsisType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The fields of a node that contain statements, and those that contain what has such fields.
_OF_BLOCKS: Final = ("handlers", "cases")
_BLOCKS: Final = ("body", *_OF_BLOCKS, "orelse", "finalbody")


class _BlockFields(dict["type[ast.AST]", tuple[str, ...]]):
    """Those of these fields that a node has, by class."""

    def __missing__(self, kind: type[ast.AST]) -> tuple[str, ...]:
        self[kind] = tuple(field for field in _BLOCKS if field in kind._fields)
        return self[kind]


_BLOCKS_OF: Final = _BlockFields()
#: The classes of values in a syntax tree that contain no nodes, and of nodes that only say how a name is used.
_LEAVES: Final = frozenset({
    str, bytes, int, float, complex, bool, type(None), EllipsisType, ast.Load, ast.Store, ast.Del,
})  # fmt: skip


def nodes_in(node: ast.AST) -> list[ast.AST]:
    """Returns a node and all nodes in it, outer ones first, without those that only say how a name is used."""
    found = [node]
    for current in found:  # which grows
        found += children_of(current)
    return found


def children_of(node: ast.AST) -> list[ast.AST]:
    """Returns the nodes directly in a node, without those that only say how a name is used."""
    found: list[ast.AST] = []
    for value in node.__dict__.values():
        kind = value.__class__
        if kind is list:
            found += [item for item in value if item.__class__ not in _LEAVES]
        elif kind not in _LEAVES:
            found.append(value)
    return found


def blocks_in(node: ast.AST) -> Iterator[tuple[ast.AST, list[ast.stmt]]]:
    """Yields the blocks in a node, outer ones first, each with the node that it is a block of.

    Expressions, which are most of a tree, are not looked at.
    """
    pending = [node]
    for owner in pending:  # which grows
        for field in _BLOCKS_OF[owner.__class__]:
            block = getattr(owner, field)
            if block and field not in _OF_BLOCKS:
                yield owner, block
            pending += block or ()
