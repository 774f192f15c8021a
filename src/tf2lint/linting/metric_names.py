"""Names of metrics: whether code asks for a metric by one."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_DEFINITIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_GET: Final = "get"
_MONITOR: Final = "monitor"


def looks_up(code: ast.AST, name: str) -> bool:
    """Returns whether code looks a value up by a name, or asks whether there is one; a module's functions do not count.

    Args:
        code: the syntax of a function or module.
        name: the name.
    """
    parts = (
        [part for part in code.body if not isinstance(part, _DEFINITIONS)] if isinstance(code, ast.Module) else [code]
    )
    return any(isinstance(key, ast.Constant) and key.value == name for part in parts for key in _looked_up(part))


def _looked_up(code: ast.AST) -> Iterator[ast.expr]:
    """Yields the keys in `x[key]`, `x.get(key)` and `key in x`, and what callbacks monitor."""
    for node in ast.walk(code):
        match node:
            case ast.Subscript(slice=key, ctx=ast.Load()):
                yield key
            case ast.Call(func=ast.Attribute(attr=attr), args=[key, *_]) if attr == _GET:
                yield key
            case ast.Compare(left=key, ops=[ast.In() | ast.NotIn()]):
                yield key
            case ast.keyword(arg=argument, value=key) if argument == _MONITOR:
                yield key
