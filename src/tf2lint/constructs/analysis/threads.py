"""Whether a file starts threads: a session runs for several at once, but attributes of objects have one value."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tf2lint.constructs.analysis.scopes import Scopes

_MODULES: Final = ("threading", "_thread", "concurrent", "multiprocessing")
_STARTS: Final = frozenset({"Thread", "Timer", "start_new_thread", "ThreadPool", "ThreadPoolExecutor"})


def starting_thread(scopes: Scopes) -> ast.AST | None:
    """Returns the first place in a file that names what starts threads; None if there is none."""
    for node in scopes.syntax.of_class(ast.Name, ast.Attribute):
        word = node.id if isinstance(node, ast.Name) else node.attr
        if word in _STARTS and _is_imported(node, scopes):
            return node
    return None


def _is_imported(node: ast.expr, scopes: Scopes) -> bool:
    """Returns whether a name, or what it starts with, is imported from a module for threads."""
    while isinstance(node, ast.Attribute):
        node = node.value
    scope = scopes.owner(node)
    uses = scopes.uses(scope, scopes.name(node)) if scope is not None else []
    for alias in (use.node for use in uses if isinstance(use.node, ast.alias)):
        statement = scopes.syntax.parent(alias)
        module = statement.module if isinstance(statement, ast.ImportFrom) else alias.name
        if module is not None and module.partition(".")[0] in _MODULES:
            return True
    return False
