"""Walks over syntax trees in a third of the time that `ast.walk` takes."""

from __future__ import annotations

import ast
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


BLOCKS_OF: Final = _BlockFields()
#: Fields that never contain nodes, or only operators and the uses of names.
_NOT_NODES: Final = frozenset({
    "arg", "asname", "attr", "conversion", "ctx", "id", "is_async", "kind", "kwd_attrs", "level", "module", "op", "ops",
    "rest", "simple", "str", "tag", "type_comment",
})  # fmt: skip
#: More of them in some classes; in others, fields of the same names contain nodes.
_NOT_NODES_IN: Final[dict[type[ast.AST], tuple[str, ...]]] = {
    ast.Constant: ("value",),
    ast.MatchSingleton: ("value",),
    ast.Global: ("names",),
    ast.Nonlocal: ("names",),
}
#: Fields with lists of nodes in which some may be missing.
GAPS: Final = ("keys", "kw_defaults")


class _NodeFields(dict["type[ast.AST]", tuple[str, ...]]):
    """The fields that contain nodes, by class; others are not worth a look at each node."""

    def __missing__(self, kind: type[ast.AST]) -> tuple[str, ...]:
        excluded = {*_NOT_NODES, *_NOT_NODES_IN.get(kind, ())}
        if kind.__name__ != "TypeAlias":  # whose name is a node, from Python 3.12 on
            excluded.add("name")
        self[kind] = tuple(field for field in kind._fields if field not in excluded)
        return self[kind]


FIELDS: Final = _NodeFields()


def nodes_in(node: ast.AST) -> list[ast.AST]:
    """Returns a node and all nodes in it, outer ones first, without those that `children_of` leaves out."""
    found = [node]
    for current in found:  # which grows
        found += children_of(current)
    return found


def children_of(node: ast.AST) -> list[ast.AST]:
    """Returns the nodes directly in a node, without operators and those that only say how a name is used."""
    found: list[ast.AST] = []
    for field in FIELDS[node.__class__]:
        value = getattr(node, field, None)
        if value.__class__ is list:
            found += [item for item in value if item is not None] if field in GAPS else value
        elif value is not None:
            found.append(value)
    return found


def main_block(statement: ast.stmt) -> list[ast.stmt]:
    """Returns the block of `if __name__ == "__main__"`; an empty list for another statement."""
    match statement:
        case ast.If(ast.Compare(ast.Name("__name__"))):
            return statement.body
    return []


def blocks_in(node: ast.AST) -> Iterator[tuple[ast.AST, list[ast.stmt]]]:
    """Yields the blocks in a node, outer ones first, each with the node that it is a block of.

    Expressions, which are most of a tree, are not looked at.
    """
    pending = [node]
    for owner in pending:  # which grows
        for field in BLOCKS_OF[owner.__class__]:
            block = getattr(owner, field)
            if block and field not in _OF_BLOCKS:
                yield owner, block
            pending += block or ()
