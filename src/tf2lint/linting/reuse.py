"""Helpers for the rules about reuse flags."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container


def may_reuse(flag: ast.expr) -> bool:
    """Returns whether a flag may ask for reuse: it is not a literal such as `False` or `None`."""
    return not (isinstance(flag, ast.Constant) and not flag.value)


def names_in(node: ast.expr, names: Container[ast.AST]) -> tuple[ast.AST, ...]:
    """Returns the nodes of an expression that are among the names of a library in the file."""
    return tuple(inner for inner in ast.walk(node) if inner in names)
