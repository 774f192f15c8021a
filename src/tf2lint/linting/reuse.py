"""What the rules about reuse flags share."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container


def is_reuse(flag: ast.expr) -> bool:
    """Whether a flag may ask for reuse: it is no plain `False` or `None`."""
    return not (isinstance(flag, ast.Constant) and not flag.value)


def names_in(node: ast.expr, names: Container[ast.AST]) -> tuple[ast.AST, ...]:
    """Those nodes of an expression that are names of a library."""
    return tuple(inner for inner in ast.walk(node) if inner in names)
