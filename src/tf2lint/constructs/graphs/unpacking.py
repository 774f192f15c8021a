"""Functions that return what they build, and the only call of each, which gives it names."""

from __future__ import annotations

import ast
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from tf2lint.constructs.analysis.scopes import FUNCTIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tf2lint.constructs.analysis.scopes import Scopes
    from tf2lint.constructs.graphs.graph_block import GraphBlock


class Unpacking(NamedTuple):
    """What the names of a function are called by its only caller.

    Attributes:
        scope: the function or module that calls it; None if nothing is known.
        names: the names of the function by those that the caller has for them, in the order of the result.
        returned: the statement that returns them.
        statement: the assignment of the caller.
        target: what the caller assigns the result to.
    """

    scope: ast.AST | None = None
    names: Mapping[str, str] = MappingProxyType({})
    returned: ast.Return | None = None
    statement: ast.Assign | None = None
    target: ast.expr | None = None


def unpacking(block: GraphBlock, scopes: Scopes) -> Unpacking:
    """Returns what the only caller of a function calls what it returns: names for names."""
    function = block.node
    if not isinstance(function, FUNCTIONS) or not function.body:
        return Unpacking()
    returns = list(scopes.syntax.of_class(ast.Return, inside=function))
    last = function.body[-1]
    if len(returns) != 1 or returns[0] is not last:
        return Unpacking()
    inner = _names(returns[0].value)
    uses = [use.node for scope in scopes.all_scopes for use in scopes.uses(scope, function.name)]
    calls = [node for node in uses if node is not function]
    if len(calls) != 1 or not inner or len(set(inner)) < len(inner):
        return Unpacking()
    for statement in scopes.syntax.of_class(ast.Assign):
        match statement:
            case ast.Assign(targets=[target], value=ast.Call(func=called)) if called is calls[0]:
                outer = _names(target)
                names = [node for node in ast.walk(target) if isinstance(node, ast.Name)]
                scope = scopes.owner(names[0]) if names else None
                is_once = scope is not None and all(
                    sum(use.is_binding for use in scopes.uses(scope, name)) == 1 for name in outer
                )
                if len(outer) == len(inner) and is_once:
                    return Unpacking(scope, dict(zip(outer, inner, strict=True)), returns[0], statement, target)
            case _:
                pass
    return Unpacking()


def _names(node: ast.expr | None) -> list[str]:
    """Returns the names that an expression consists of; none if there is something else in it."""
    parts = node.elts if isinstance(node, ast.Tuple | ast.List) else [node]
    names = [part.id for part in parts if isinstance(part, ast.Name)]
    return names if len(names) == len(parts) else []
