"""The text of a tensor's value."""

from __future__ import annotations

import ast
from typing import Final

_PRIMARY: Final = (ast.Name, ast.Attribute, ast.Subscript, ast.Call)


def value_of(tensor: ast.expr, text: str) -> str:
    """Returns the code for the value of one tensor, given its text."""
    return f"{text}.numpy()" if isinstance(tensor, _PRIMARY) else f"({text}).numpy()"
