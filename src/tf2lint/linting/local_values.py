"""The expressions that names are bound to, where there is only one."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tf2lint.linting.execution_context import body_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tf2lint.resolver import Body


def bound_value_of(bodies: Iterable[Body], call: ast.Call, node: ast.expr) -> ast.expr | None:
    """Returns the expression that a name, or an attribute of `self`, is bound to where a call uses it.

    Args:
        bodies: all bodies of the file.
        call: the call.
        node: the name or attribute.

    Returns:
        The only expression that the scope of the name, or the class, assigns to it; None if there is none, or several.
    """
    body = body_of(bodies, call)
    if body is None:
        return None
    if isinstance(node, ast.Name):
        scope: Body | None = body
        while scope is not None and not (scope.parent is None or scope.binding_kind(node.id) == "local"):
            scope = scope.parent
        return None if scope is None else _only_value(scope.node, node)
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        while body is not None and body.owner is None:
            body = body.parent
        return None if body is None or body.owner is None else _only_value(body.owner.node, node)
    return None


def _only_value(code: ast.AST, target: ast.expr) -> ast.expr | None:
    """Returns the expression that code assigns to a name or attribute; None unless there is exactly one."""
    values = list(_values(code, ast.unparse(target)))
    return values[0] if len(values) == 1 else None


def _values(code: ast.AST, text: str) -> Iterator[ast.expr | None]:
    """Yields what is bound to a target with this text; None for anything but a plain assignment."""
    plain = set[ast.AST]()
    for node in ast.walk(code):
        target = (
            node.targets[0]
            if isinstance(node, ast.Assign) and len(node.targets) == 1
            else node.target
            if isinstance(node, ast.AnnAssign) and node.value is not None
            else None
        )
        if isinstance(target, ast.Name | ast.Attribute) and ast.unparse(target) == text:
            plain.add(target)
            assert isinstance(node, ast.Assign | ast.AnnAssign)
            yield node.value
        elif isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Store) and node not in plain:
            if ast.unparse(node) == text:
                yield None
        elif isinstance(node, ast.arg) and node.arg == text:
            yield None
