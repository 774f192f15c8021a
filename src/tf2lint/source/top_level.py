"""Finds the names that a module binds at its top level, and the star imports that bind more."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final, NamedTuple, TypeGuard

from tf2lint.source.local_names import own_expressions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_STAR: Final = "*"


class ModuleNames(NamedTuple):
    """What the top-level code of a module binds.

    Attributes:
        bound: the names that it binds itself, on any path.
        stars: the modules of the star imports that are statements of the module itself, in their order, each as its
            name and its level (the number of leading dots).
        nested_stars: those of star imports within another statement, which may be skipped.
    """

    bound: frozenset[str] = frozenset()
    stars: tuple[tuple[str, int], ...] = ()
    nested_stars: tuple[tuple[str, int], ...] = ()


def module_names(tree: ast.Module) -> ModuleNames:
    """Returns what the top-level code of a module binds."""
    names, nested = set[str](), list[ast.ImportFrom]()
    stars = [node for node in tree.body if _is_star(node)]
    pending: list[ast.AST] = [node for node in tree.body if not _is_star(node)]
    while pending:
        node = pending.pop()
        if _is_star(node):
            nested.append(node)
        else:
            names.update(_bound(node))
            pending += _in_same_scope(node)
    return ModuleNames(frozenset(names), _modules(stars), _modules(reversed(nested)))


def _is_star(node: ast.AST) -> TypeGuard[ast.ImportFrom]:
    return isinstance(node, ast.ImportFrom) and node.names[0].name == _STAR


def _modules(imports: Iterable[ast.ImportFrom]) -> tuple[tuple[str, int], ...]:
    return tuple((node.module or "", node.level) for node in imports)


def _bound(node: ast.AST) -> Iterator[str]:
    """Yields the names that a node itself binds."""
    match node:
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
            yield name
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
            yield from (alias.asname or alias.name.partition(".")[0] for alias in aliases)
        case ast.ExceptHandler(name=str(name)) | ast.MatchMapping(rest=str(name)):
            yield name
        case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
            yield name


def _in_same_scope(node: ast.AST) -> Iterator[ast.AST]:
    """Yields the nodes directly in a node that may bind names of the same scope."""
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            yield from own_expressions(node)
        case ast.Lambda(args=arguments):
            yield arguments
        case ast.comprehension(iter=iterable, ifs=conditions):  # its target is a name of the comprehension
            yield iterable
            yield from conditions
        case _:
            yield from ast.iter_child_nodes(node)
