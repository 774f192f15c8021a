"""Which names the text of a body of code binds or mentions."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef
#: The fields of syntax that hold statements, or parts of statements with such.
_BLOCKS: Final = ("body", "handlers", "cases", "orelse", "finalbody")
_SCOPES: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


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


def mentioned_within(node: ast.AST) -> Iterable[str]:
    """The names that are mentioned in the functions and classes within a body of code."""
    scopes = (one for one in ast.walk(node) if isinstance(one, _SCOPES) and one is not node)
    return (inner.id for scope in scopes for inner in ast.walk(scope) if isinstance(inner, ast.Name))


def bound_in(function: FunctionNode) -> Iterable[str]:
    """The names that a function binds, and more."""
    for node in ast.walk(function):
        match node:
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()) | ast.arg(arg=name):
                yield name
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                if node is not function:
                    yield name
            case ast.alias(name=name, asname=asname):
                yield asname or name.partition(".")[0]
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                yield name


def imported_from(statements: Iterable[ast.stmt], package: str) -> Iterable[str]:
    """The names that import statements bind to a package, or to something in it."""
    for node in statements:
        if isinstance(node, ast.Import):
            yield from (one.asname or package for one in node.names if one.name.partition(".")[0] == package)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == package:
            yield from (one.asname or one.name for one in node.names)
