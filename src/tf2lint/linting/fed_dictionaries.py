"""Finds dictionaries that feed a session: what is wrong with their keys is the session."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.source import bound_values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.source import BoundValue

_FEED: Final = "feed_dict"
#: Methods that take such a dictionary as the argument at this position.
_POSITIONS: Final = {"eval": 0, "run": 1}


def feeds_session(node: ast.expr, body: ast.AST) -> bool:
    """Returns whether a key belongs to a dictionary that the code around it passes to a session.

    Args:
        node: the key of a display, or the expression that looks a key up.
        body: the syntax of the function around it, or of the module.
    """
    owner = _looked_up_in(node)
    names = {ast.unparse(owner)} if owner is not None else _names_of_display(node, body)
    fed = [argument for call in ast.walk(body) if isinstance(call, ast.Call) for argument in _fed(call)]
    if any(isinstance(argument, ast.Dict) and node in argument.keys for argument in fed):
        return True
    return bool(names) and any(ast.unparse(argument) in names for argument in fed)


def _looked_up_in(node: ast.expr) -> ast.expr | None:
    """Returns the dictionary in `d[key]` and `d.get(key)`; None for a key of a display."""
    match node:
        case ast.Subscript(value=owner) | ast.Call(func=ast.Attribute(value=owner)):
            return owner
        case _:
            return None


def _names_of_display(key: ast.expr, body: ast.AST) -> set[str]:
    """Returns the names and attributes to which a display with a key is assigned."""
    return {
        ast.unparse(bound.target)
        for bound in _bound(body)
        if isinstance(bound.value, ast.Dict) and key in bound.value.keys
    }


def _bound(body: ast.AST) -> Iterator[BoundValue]:
    """Yields what the statements of a function or module bind."""
    return bound_values(body) if isinstance(body, ast.Module | ast.FunctionDef | ast.AsyncFunctionDef) else iter(())


def _fed(call: ast.Call) -> list[ast.expr]:
    """Returns the arguments of a call that feed a session, if it is a call of one."""
    found = [keyword.value for keyword in call.keywords if keyword.arg == _FEED]
    position = _POSITIONS.get(call.func.attr) if isinstance(call.func, ast.Attribute) else None
    return [*found, *call.args[position : position + 1]] if position is not None else found
