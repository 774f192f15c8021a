"""What users ask the table for: a name in any spelling, a pattern of names, or code that they paste."""

from __future__ import annotations

import ast
import re
from typing import Final, NamedTuple

from tf2lint.table.entries import CALL

_WILDCARDS: Final = frozenset("*?[")
#: The first thing that is called in incomplete code.
_CALLED: Final = re.compile(r"([A-Za-z_][\w.]*(?:\(\)\.[\w.]+)*)\(")


class Query(NamedTuple):
    """A question about names.

    Attributes:
        asked: the text as the user wrote it.
        name: the dotted name in it; members of objects follow `()`, as in `tf.Session().run`. A pattern, if it is one.
        call: the call that was pasted, complete; empty if it is a name, or part of a call.
        is_pattern: whether the name is a pattern of file names, such as `tf.layers.*`.
    """

    asked: str
    name: str
    call: str = ""
    is_pattern: bool = False


def parse_query(text: str) -> Query:
    """Returns what a text asks for.

    Args:
        text: a name, a pattern, or a call, also one that is assigned, or only its beginning.
    """
    asked = text.strip()
    tree = _expression(asked)
    if isinstance(tree, ast.Call) and _name(tree.func):
        return Query(asked, _name(tree.func), ast.unparse(tree))
    if tree is not None and _name(tree):
        return Query(asked, _name(tree))
    if not _WILDCARDS.isdisjoint(asked) and "(" not in asked.replace(CALL, ""):
        return Query(asked, asked, is_pattern=True)
    called = _CALLED.search(asked)
    return Query(asked, called[1] if called is not None else asked)


def _expression(text: str) -> ast.expr | None:
    """Returns the expression that a text is, or assigns; None if it is another kind of code, or incomplete."""
    try:
        statements = ast.parse(text).body
    except (SyntaxError, ValueError):
        return None
    match statements:
        case [ast.Expr(value) | ast.Assign(value=value)]:
            return value
        case _:
            return None


def _name(node: ast.expr) -> str:
    """Returns the dotted name of an expression, without the arguments of calls in it; empty if it has none."""
    match node:
        case ast.Name(name):
            return name
        case ast.Attribute(owner, attribute):
            name = _name(owner)
            return f"{name}.{attribute}" if name else ""
        case ast.Call(function):
            name = _name(function)
            return f"{name}{CALL}" if name else ""
        case _:
            return ""
