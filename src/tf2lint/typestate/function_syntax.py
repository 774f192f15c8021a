"""Which names the text of a body of code binds or mentions."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef
#: The fields of syntax that hold statements, or parts of statements with such.
_BLOCKS: Final = ("body", "handlers", "cases", "orelse", "finalbody")


def functions_in(module: ast.Module) -> Iterator[FunctionNode]:
    """The functions and methods in a module, in the order of the text."""
    pending: list[ast.AST] = [module]
    while pending:
        node = pending.pop()
        if isinstance(node, FunctionNode):
            yield node
        for field in reversed(_BLOCKS):
            pending += reversed(getattr(node, field, ()))


def defined_once(statements: Iterable[ast.stmt]) -> dict[str, FunctionNode]:
    """The functions among statements whose names are bound once, and that no decorator changes."""
    found: dict[str, FunctionNode] = {}
    twice = set[str]()
    for node in statements:
        if isinstance(node, FunctionNode):
            twice.update({node.name} & found.keys())
            found[node.name] = node
    return {name: node for name, node in found.items() if name not in twice and not node.decorator_list}


def nested_in(node: ast.Module | FunctionNode) -> Iterator[ast.stmt]:
    """The functions and classes in a body of code, but for those in one another."""
    pending: list[ast.AST] = list(node.body)
    while pending:
        inner = pending.pop()
        if isinstance(inner, FunctionNode | ast.ClassDef):
            yield inner
            continue
        for field in _BLOCKS:
            pending += getattr(inner, field, ())


def imported_from(statements: Iterable[ast.stmt], package: str) -> Iterable[str]:
    """The names that import statements bind to a package, or to something in it."""
    for node in statements:
        if isinstance(node, ast.Import):
            yield from (one.asname or package for one in node.names if one.name.partition(".")[0] == package)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == package:
            yield from (one.asname or one.name for one in node.names)
