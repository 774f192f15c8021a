"""The functions and methods of a file, and the code that runs when something calls them."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tf2lint.constructs.analysis.scopes import FUNCTIONS, RECEIVER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.constructs.analysis.scopes import Scopes


class FileFunctions:
    """The functions and methods of a file.

    Args:
        scopes: the names of the file.
    """

    def __init__(self, scopes: Scopes) -> None:
        self._scopes = scopes
        self._functions: dict[tuple[ast.AST | None, str], ast.FunctionDef | ast.AsyncFunctionDef] = {
            (self._scope(node), node.name): node for node in scopes.syntax.of_class(*FUNCTIONS)
        }

    def __iter__(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        yield from self._scopes.syntax.of_class(*FUNCTIONS)

    def _scope(self, function: ast.AST) -> ast.AST | None:
        return self._scopes.holder(function) or self._scopes.owner(function)

    def of(self, node: ast.AST) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
        """Returns the function or method of the file that an expression names."""
        return self._functions.get((self._scopes.owner(node), self._scopes.name(node).removeprefix(RECEIVER)))

    def code_run_by(self, statement: ast.AST) -> Iterator[ast.AST]:
        """Yields the code that a statement runs, with that of the file's functions and methods that it names."""
        pending, seen = [statement], set[ast.AST]()
        while pending:
            for node in self._scopes.syntax.nodes_in(pending.pop()):
                yield node
                function = self.of(node)
                if function is not None and function not in seen:
                    seen.add(function)
                    pending.append(function)
