"""Finds the names in private modules, and which of them each module defines itself."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from facts.contents import Contents
from facts.library import ROOT
from facts.outline import ANSWERING
from facts.self_attributes import FunctionNode, bound_targets, statements
from facts.visibility import CONTRIB, is_generated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from facts.interpreter import Interpreter


class Internals:
    """Finds the contents of private modules.

    Args:
        interpreter: the interpreter of the release.
    """

    def __init__(self, interpreter: Interpreter) -> None:
        self._interpreter = interpreter

    def of(self, modules: Iterable[str]) -> dict[str, Contents[bool]]:
        """Returns the names in the private modules among the given ones, and whether each is defined there."""
        return {module: self._contents(f"{ROOT}.{module}") for module in modules if is_internal(module)}

    def _contents(self, module: str) -> Contents[bool]:
        library = self._interpreter.library
        if module in library.compiled or module not in library:
            return Contents(is_open=True)
        bound = set(self._interpreter.namespace(module).names)
        body = library.tree(module).body
        defined = set(self._defined(module, body))
        held = {name: name in defined for name in bound if not _is_dunder(name)}
        return Contents(any(name in bound for name in ANSWERING) or _computes_names(body), held)

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


def is_internal(module: str) -> bool:
    """Returns whether a module below `tensorflow` is private, and neither a test nor generated protobuf code."""
    full = f"{ROOT}.{module}"
    if is_generated(full) or f"{full}.".startswith(f"{CONTRIB}."):
        return False
    return not full.endswith(("_test", "_pb2", "_pb2_grpc"))


def _computes_names(body: list[ast.stmt]) -> bool:
    """Returns whether a module computes some of its names: `globals().update(...)`."""
    inside = [one.value for one in statements(body, into_functions=False) if isinstance(one, ast.Expr)]
    return any(isinstance(one, ast.Call) and ast.unparse(one.func).startswith("globals().") for one in inside)


def _is_dunder(name: str) -> bool:
    return name.startswith("__") and name.endswith("__")
