"""Which names the modules hold that are no API, and which of them each module defines itself."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from facts.contents import Contents
from facts.library import ROOT
from facts.outline import ANSWERING
from facts.selfnames import FunctionNode, bound_targets, statements
from facts.visibility import CONTRIB, is_generated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from facts.interpreter import Interpreter


class Internals:
    """Answers what is in modules, given the interpreter of their release."""

    def __init__(self, interpreter: Interpreter) -> None:
        self._interpreter = interpreter

    def of(self, modules: Iterable[str]) -> dict[str, Contents[bool]]:
        """Return the names in those of these modules that have a row, and whether each is defined there."""
        return {module: self._contents(f"{ROOT}.{module}") for module in modules if is_internal(module)}

    def _contents(self, module: str) -> Contents[bool]:
        library = self._interpreter.library
        if module in library.compiled or module not in library:
            return Contents(is_open=True)
        bound = set(self._interpreter.namespace(module).names)
        body = library.tree(module).body
        defined = set(self._defined(module, body))
        held = {name: name in defined for name in bound if not _is_dunder(name)}
        return Contents(any(name in bound for name in ANSWERING) or _is_computed(body), held)

    def _defined(self, module: str, body: list[ast.stmt]) -> Iterator[str]:
        """Yield the names that statements at the top level of a module define."""
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
    """Tell whether a module below `tensorflow` is no API, and neither a test nor made from a protocol."""
    full = f"{ROOT}.{module}"
    if is_generated(full) or f"{full}.".startswith(f"{CONTRIB}."):
        return False
    return not full.endswith(("_test", "_pb2", "_pb2_grpc"))


def _is_computed(body: list[ast.stmt]) -> bool:
    """Tell whether a module gives itself names that its source does not spell out: `globals().update(...)`."""
    inside = [one.value for one in statements(body, into_functions=False) if isinstance(one, ast.Expr)]
    return any(isinstance(one, ast.Call) and ast.unparse(one.func).startswith("globals().") for one in inside)


def _is_dunder(name: str) -> bool:
    return name.startswith("__") and name.endswith("__")
