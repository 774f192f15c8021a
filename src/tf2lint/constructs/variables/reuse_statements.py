"""Statements that only say that variables are found again."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tf2lint.constructs.variables.variable_calls import CURRENT_SCOPE, REUSE

if TYPE_CHECKING:
    from tf2lint.constructs.analysis.library_names import LibraryNames

#: What the members of scopes begin with.
OF_SCOPE = "VariableScope()"


def reuse_statements(code: ast.AST, names: LibraryNames) -> list[ast.stmt]:
    """Returns the statements in some code that only say that variables are found again.

    Args:
        code: the code.
        names: the members of the library that expressions refer to.
    """
    found: list[ast.stmt] = []
    pending = [code]
    while pending:
        node = pending.pop()
        if isinstance(node, ast.stmt) and _only_reuses(node, names):
            found.append(node)
        else:
            pending += ast.iter_child_nodes(node)
    return found


def _only_reuses(statement: ast.stmt, names: LibraryNames) -> bool:
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr=method) as function)) if method == REUSE:
            return names.of(function) == f"{OF_SCOPE}.{REUSE}" or (
                isinstance(function.value, ast.Call) and names.of(function.value.func) == CURRENT_SCOPE
            )
        case ast.If(body=body, orelse=others):
            is_empty = all(_only_reuses(each, names) or isinstance(each, ast.Pass) for each in others)
            return is_empty and all(_only_reuses(each, names) for each in body)
        case ast.Assert(test=test):
            return any(names.of(node).startswith((OF_SCOPE, CURRENT_SCOPE)) for node in ast.walk(test))
        case _:
            return False
