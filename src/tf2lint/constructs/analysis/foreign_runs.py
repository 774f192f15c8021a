"""Runs of what another file builds: they stay, and say so."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tf2lint.constructs.construct import Unconverted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tf2lint.constructs.analysis.library_names import LibraryNames
    from tf2lint.constructs.analysis.scopes import Scopes
    from tf2lint.constructs.analysis.session_runs import Run


def foreign_runs(runs: Iterable[Run], names: LibraryNames, scopes: Scopes) -> Iterator[Unconverted]:
    """Yields why runs stay that fetch, or feed, what another module of the program builds.

    Args:
        runs: the runs.
        names: the members of the library that expressions refer to.
        scopes: the names of the file.
    """
    for run in runs:
        for part in (*run.fetches, *(run.feed.keys if run.feed is not None else ())):
            if _is_foreign(part, names, scopes, set()):
                reason = f"{ast.unparse(part)} in line {part.lineno} is built in another file"
                yield Unconverted(frozenset({run.call}), reason)
                break


def _is_foreign(node: ast.expr, names: LibraryNames, scopes: Scopes, seen: set[ast.AST]) -> bool:
    """Returns whether an expression is of an imported module, or of what an imported function or class returns.

    Args:
        node: the expression.
        names: the members of the library that expressions refer to.
        scopes: the names of the file.
        seen: the calls that the question led to already.
    """
    if names.of(node):
        return False
    root = node
    while isinstance(root, ast.Attribute | ast.Subscript | ast.Call):
        root = root.func if isinstance(root, ast.Call) else root.value
        if names.of(root):
            return False
    scope = scopes.owner(root)
    bindings = (
        [use.node for use in scopes.uses(scope, scopes.name(root)) if use.is_binding] if scope is not None else []
    )
    if not bindings:
        return False
    if all(isinstance(binding, ast.alias | ast.Import | ast.ImportFrom) for binding in bindings):
        return True
    made = [value for binding in bindings if (value := _made(binding, scopes)) is not None]
    if len(made) < len(bindings) or not seen.isdisjoint(made):
        return False
    seen.update(made)
    return all(_is_foreign(value, names, scopes, seen) for value in made)


def _made(binding: ast.AST, scopes: Scopes) -> ast.Call | None:
    """Returns the call whose result a name, or several at once, are assigned."""
    statement = scopes.syntax.parent(binding)
    while isinstance(statement, ast.Tuple | ast.List):
        statement = scopes.syntax.parent(statement)
    match statement:
        case ast.Assign(value=ast.Call() as call):
            return call
    return None
