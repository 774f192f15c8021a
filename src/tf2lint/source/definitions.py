"""The functions and classes of a module, wherever they stand: what they are part of, and what their names mean."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.source.local_names import BLOCKS
from tf2lint.source.receivers import FunctionStatement, receiver_in

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The field of a module, a class, or a function that holds its statements.
_BODY: Final = ("body",)
_SCOPES: Final = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
_WITH_STATEMENTS: Final = frozenset({*_SCOPES, *BLOCKS})


class Definitions:
    """The functions and classes of a module.

    Args:
        module: the syntax of the module.

    Attributes:
        receivers: all functions, in order, each with the name that holds the object of the method that it is part of;
            empty for a function that is part of no method.
    """

    def __init__(self, module: ast.AST) -> None:
        self.receivers: dict[FunctionStatement, str] = {}
        self._outer: dict[ast.AST, ast.AST] = {}
        self._named: dict[tuple[ast.AST, str], list[FunctionStatement | ast.ClassDef]] = {}
        pending: list[tuple[ast.AST, ast.AST, str, bool]] = [(module, module, "", False)]
        while pending:
            node, scope, receiver, is_in_class = pending.pop()
            if isinstance(node, FunctionStatement):
                receiver = receiver_in(node, receiver, is_in_class=is_in_class)
                self.receivers[node] = receiver
                self._outer[node] = scope
            if isinstance(node, FunctionStatement | ast.ClassDef):
                if not is_in_class:
                    self._named.setdefault((scope, node.name), []).append(node)
                is_in_class = isinstance(node, ast.ClassDef)
                scope = scope if is_in_class else node
            fields = _BODY if isinstance(node, _SCOPES) else BLOCKS.get(type(node), ())
            for field in reversed(fields):
                block: list[ast.AST] = getattr(node, field)
                inner = [child for child in reversed(block) if child.__class__ in _WITH_STATEMENTS]
                pending += [(child, scope, receiver, is_in_class) for child in inner]

    def scopes_around(self, node: ast.AST) -> Iterator[ast.AST]:
        """Yields the functions around a function, from the inside out, and the module."""
        while node in self._outer:
            node = self._outer[node]
            yield node

    def function(self, scope: ast.AST, name: str) -> FunctionStatement | None:
        """Returns the function that a function or module defines under a name, once and without decorators."""
        found = self._only(scope, name)
        return found if isinstance(found, FunctionStatement) and not found.decorator_list else None

    def class_(self, scope: ast.AST, name: str) -> ast.ClassDef | None:
        """Returns the class that a function or module defines under a name, once and without decorators."""
        found = self._only(scope, name)
        return found if isinstance(found, ast.ClassDef) and not found.decorator_list else None

    @property
    def classes(self) -> list[ast.ClassDef]:
        """The classes that are in no other class."""
        return [node for found in self._named.values() for node in found if isinstance(node, ast.ClassDef)]

    def _only(self, scope: ast.AST, name: str) -> FunctionStatement | ast.ClassDef | None:
        found = self._named.get((scope, name), ())
        return found[0] if len(found) == 1 else None
