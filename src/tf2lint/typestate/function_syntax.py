"""Finds functions, classes and imported names in the syntax of a module or function."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef
#: The fields of syntax nodes that hold statements, or `except` and `case` clauses with statements.
_BLOCKS: Final = ("body", "handlers", "cases", "orelse", "finalbody")


def nested_in(node: ast.Module | FunctionNode) -> Iterator[ast.stmt]:
    """Yields the functions and classes in a body of code, without those nested in one of them."""
    pending: list[ast.AST] = list(node.body)
    while pending:
        inner = pending.pop()
        if isinstance(inner, FunctionNode | ast.ClassDef):
            yield inner
            continue
        for field in _BLOCKS:
            pending += getattr(inner, field, ())


def imported_from(statements: Iterable[ast.stmt], package: str) -> Iterable[str]:
    """Yields the names that import statements bind to a package, or to something in it."""
    for node in statements:
        if isinstance(node, ast.Import):
            yield from (alias.asname or package for alias in node.names if alias.name.partition(".")[0] == package)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == package:
            yield from (alias.asname or alias.name for alias in node.names)
