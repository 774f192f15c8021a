"""Finds the names in private modules, and which of them each module defines itself."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from facts.contents import Contents
from facts.outline import ANSWERING
from facts.self_attributes import FunctionNode, bound_targets, statements

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from facts.interpreter import Interpreter
    from facts.subject import Subject


class Internals:
    """Finds the contents of private modules.

    Args:
        interpreter: the interpreter of the release.
        subject: the package that the modules are from.
    """

    def __init__(self, interpreter: Interpreter, subject: Subject) -> None:
        self._interpreter = interpreter
        self._subject = subject

    def of(self, modules: Iterable[str], version: str) -> dict[str, Contents[bool]]:
        """Returns the names in the private modules among the given ones, and whether each is defined there.

        A public module is in it if it may have any name, because it computes some of its names.

        Args:
            modules: the modules, without the name of the package in front.
            version: the version of the release.
        """
        found = {}
        for module in modules:
            full = f"{self._subject.root}.{module}"
            if self._subject.is_private(module, version):
                found[module] = self._contents(full)
            elif self._subject.is_hand_written(module, version) and self._computes_names(full):
                found[module] = Contents(is_open=True)
        return found

    def _computes_names(self, module: str) -> bool:
        library = self._interpreter.library
        return module in library and computes_names(library.tree(module).body)

    def _contents(self, module: str) -> Contents[bool]:
        library = self._interpreter.library
        if module in library.compiled or module not in library:
            return Contents(is_open=True)
        bound = set(self._interpreter.namespace(module).names)
        body = library.tree(module).body
        defined = set(self._defined(module, body))
        held = {name: name in defined for name in bound if not _is_dunder(name)}
        return Contents(any(name in bound for name in ANSWERING) or computes_names(body), held)

    def _defined(self, module: str, body: list[ast.stmt]) -> Iterator[str]:
        """Yields the names that statements at the top level of a module define."""
        for statement in body:
            if isinstance(statement, FunctionNode | ast.ClassDef):
                yield statement.name
                continue
            for target in bound_targets(statement):
                if isinstance(target, ast.Name):
                    yield target.id
            truth = self._interpreter.truth(module, statement.test) if isinstance(statement, ast.If) else None
            yield from () if truth is False else self._defined(module, getattr(statement, "body", []))
            yield from () if truth is True else self._defined(module, getattr(statement, "orelse", []))
            yield from self._defined(module, getattr(statement, "finalbody", []))


def computes_names(body: list[ast.stmt]) -> bool:
    """Returns whether a module computes some of its names: `globals().update(...)`."""
    inside = [one.value for one in statements(body, into_functions=False) if isinstance(one, ast.Expr)]
    return any(isinstance(one, ast.Call) and ast.unparse(one.func).startswith("globals().") for one in inside)


def _is_dunder(name: str) -> bool:
    return name.startswith("__") and name.endswith("__")
