"""The expressions and functions that names are bound to, where there is only one."""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TYPE_CHECKING, Final

from tf2lint.linting.execution_context import body_of
from tf2lint.source import assigned_values, nodes_in, unless_none

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tf2lint.resolver import Body, Reference
    from tf2lint.source import MentionIndex

    #: What a name is bound to; None for anything but plain assignments and functions.
    Bound = ast.expr | ast.FunctionDef | None


#: What is in a function whose `return` statements do not say what its callers get, or are of other functions.
_OTHER_RETURNS: Final = (ast.Yield, ast.YieldFrom, ast.FunctionDef, ast.AsyncFunctionDef)


class LocalValues:
    """The expressions that the names of one file are bound to.

    Args:
        bodies: all bodies of the file.
        mention_index: its lines.
    """

    def __init__(self, bodies: Iterable[Body], mention_index: MentionIndex) -> None:
        self._bodies = bodies
        self._mention_index = mention_index
        self._found: dict[tuple[ast.AST, str], list[Bound]] = {}

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
        bound = self._bound(call, node)
        return bound if isinstance(bound, ast.expr) else None

    def returned(self, call: ast.Call, node: ast.expr) -> list[ast.expr | None]:
        """Returns what a function of the file that a call uses returns, None for a plain `return`.

        Args:
            call: the call.
            node: a lambda, or the name of a function.

        Returns:
            The expressions; an empty list if it may be another function.
        """
        function = node if isinstance(node, ast.Lambda) else self._bound(call, node)
        if isinstance(function, ast.Lambda):
            return [function.body]
        if not isinstance(function, ast.FunctionDef) or function.decorator_list:
            return []
        nodes = nodes_in(function)
        if any(isinstance(inner, _OTHER_RETURNS) for inner in nodes[1:]):
            return []
        return [inner.value for inner in nodes if isinstance(inner, ast.Return)]

    def _bound(self, call: ast.Call, node: ast.expr) -> Bound:
        """Returns what a name, or an attribute of `self`, is bound to, if that is only one expression or function."""
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

    def _only_value(self, code: ast.AST, target: ast.expr) -> Bound:
        """Returns what code binds a name or attribute to; None unless that is one expression or function."""
        text = _text(target)
        if (code, text) not in self._found:
            nodes = self._mention_index.nodes_in(code, text.rpartition(".")[2])
            self._found[code, text] = _values(nodes, code, text)
        values = self._found[code, text]
        return values[0] if len(values) == 1 else None


def _values(nodes: Iterable[ast.AST], code: ast.AST, text: str) -> list[Bound]:
    """Returns what a name, or an attribute of a name, is bound to in code, given its nodes, outer ones first."""
    found: list[Bound] = []
    plain = set[ast.AST]()
    for node in nodes:
        match node:
            case ast.Name(ctx=ast.Store()) | ast.Attribute(ctx=ast.Store()):
                if node not in plain and _text(node) == text:
                    found.append(None)
            case ast.Assign() | ast.AnnAssign():
                for target, value in assigned_values(node):
                    if _text(target) == text:
                        plain.add(target)
                        found.append(unless_none(value))
            case ast.FunctionDef(name=name) if name == text and node is not code:
                found.append(node)
            case ast.arg(arg=name) if name == text:
                found.append(None)
    return found


def _text(target: ast.expr) -> str:
    """Returns a name, or an attribute of a name, as it is written; an empty text for anything else."""
    if isinstance(target, ast.Name):
        return target.id
    if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name):
        return f"{target.value.id}.{target.attr}"
    return ""
