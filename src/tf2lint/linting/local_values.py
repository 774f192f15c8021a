"""The expressions that names are bound to, where there is only one."""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TYPE_CHECKING

from tf2lint.linting.execution_context import body_of
from tf2lint.source import nodes_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tf2lint.resolver import Body, Reference


class LocalValues:
    """The expressions that the names of one file are bound to. The code of a scope is searched once for all its names.

    Args:
        bodies: all bodies of the file.
    """

    def __init__(self, bodies: Iterable[Body]) -> None:
        self._bodies = bodies
        self._found: dict[ast.AST, dict[str, list[ast.expr | None]]] = {}

    @cached_property
    def references(self) -> Mapping[ast.AST, Reference]:
        """All references in the file by node."""
        return {node: reference for body in self._bodies for node, reference in body.references.items()}

    def of(self, call: ast.Call, node: ast.expr) -> ast.expr | None:
        """Returns the expression that a name, or an attribute of `self`, is bound to where a call uses it.

        Args:
            call: the call.
            node: the name or attribute.

        Returns:
            The only expression that the scope of the name, or the class, assigns to it; None if there is none, or
            several.
        """
        body = body_of(self._bodies, call)
        if body is None:
            return None
        if isinstance(node, ast.Name):
            scope: Body | None = body
            while scope is not None and not (scope.parent is None or scope.binding_kind(node.id) == "local"):
                scope = scope.parent
            return None if scope is None else self._only_value(scope.node, node)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            while body is not None and body.owner is None:
                body = body.parent
            return None if body is None or body.owner is None else self._only_value(body.owner.node, node)
        return None

    def _only_value(self, code: ast.AST, target: ast.expr) -> ast.expr | None:
        """Returns the expression that code assigns to a name or attribute; None unless there is exactly one."""
        if code not in self._found:
            self._found[code] = _values(code)
        values = self._found[code].get(_text(target), [])
        return values[0] if len(values) == 1 else None


def _values(code: ast.AST) -> dict[str, list[ast.expr | None]]:
    """Returns what is bound to each name, and attribute of a name, in code; None for all but plain assignments."""
    found: dict[str, list[ast.expr | None]] = {}
    plain = set[ast.AST]()
    for node in nodes_in(code):
        match node:
            case ast.Name(ctx=ast.Store()) | ast.Attribute(ctx=ast.Store()):
                if node not in plain:
                    found.setdefault(_text(node), []).append(None)
            case ast.Assign(targets=[target], value=value) | ast.AnnAssign(target=target, value=ast.expr() as value):
                text = _text(target)
                if text:
                    plain.add(target)
                    found.setdefault(text, []).append(value)
            case ast.arg(arg=name):
                found.setdefault(name, []).append(None)
    return found


def _text(target: ast.expr) -> str:
    """Returns a name, or an attribute of a name, as it is written; an empty text for anything else."""
    if isinstance(target, ast.Name):
        return target.id
    if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name):
        return f"{target.value.id}.{target.attr}"
    return ""
