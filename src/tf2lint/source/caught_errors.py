"""Blocks in which code expects errors."""

from __future__ import annotations

import ast
from typing import Final

#: What the names of methods begin with that tests enter to assert an error, and the name of pytest's function.
_ASSERTIONS: Final = "assertRaises"
_PYTEST: Final = "raises"


def catches_errors(statement: ast.AST) -> bool:
    """Returns whether a statement catches errors of its block: a `try`, or a `with` that asserts that one is raised."""
    if isinstance(statement, ast.With):
        return any(_asserts_error(item.context_expr) for item in statement.items)
    return isinstance(statement, ast.Try) and bool(statement.handlers)


def _asserts_error(entered: ast.expr) -> bool:
    match entered:
        case ast.Call(func=ast.Attribute(attr=name)):
            return name.startswith(_ASSERTIONS) or name == _PYTEST
        case _:
            return False
