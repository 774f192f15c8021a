"""Names of metrics: whether code asks for a metric by one."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.source import nodes_in

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
    return any(_is(key, name) for part in _parts(code) for key in (*_looked_up(part), *_asked_for(part)))


def asks_for(code: ast.AST, name: str) -> bool:
    """Returns whether code asks whether there is a value of a name; a module's functions do not count.

    Args:
        code: the syntax of a function or module.
        name: the name.
    """
    return any(_is(key, name) for part in _parts(code) for key in _asked_for(part))


def _parts(code: ast.AST) -> list[ast.AST]:
    if not isinstance(code, ast.Module):
        return [code]
    return [part for part in code.body if not isinstance(part, _DEFINITIONS)]


def _is(key: ast.expr, name: str) -> bool:
    return isinstance(key, ast.Constant) and key.value == name


def _asked_for(code: ast.AST) -> Iterator[ast.expr]:
    """Yields the keys in `key in x`."""
    for node in nodes_in(code):
        match node:
            case ast.Compare(left=key, ops=[ast.In() | ast.NotIn()]):
                yield key


def _looked_up(code: ast.AST) -> Iterator[ast.expr]:
    """Yields the keys in `x[key]` and `x.get(key)`, and what callbacks monitor."""
    for node in nodes_in(code):
        match node:
            case ast.Subscript(slice=key, ctx=ast.Load()):
                yield key
            case ast.Call(func=ast.Attribute(attr=attr), args=[key, *_]) if attr == _GET:
                yield key
            case ast.keyword(arg=argument, value=key) if argument == _MONITOR:
                yield key
