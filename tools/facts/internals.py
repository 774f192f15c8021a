"""Finds the names in private modules, and which of them are each module's own."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from facts.bindings import Definition, ImportRef, Value
from facts.contents import Contents
from facts.outline import ANSWERING
from facts.self_attributes import FunctionNode, bound_targets, statements

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from facts.bindings import Binding
    from facts.interpreter import Interpreter
    from facts.subject import Subject


#: The last part of the names of modules with protobuf code, and what each has beside its messages.
_PROTOBUF = "_pb2"
_DESCRIPTOR = "DESCRIPTOR"


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
        """Returns the names in the private modules among the given ones, and whether each is the module's own.

        A module's own names are those that it defines, what it gets from other modules by a star import, and protobuf
        code that it imports. In protobuf code, they are the messages, the enums, and their values.
        A public module is in it if it may have any name, because it computes some of its names.

        Args:
            modules: the modules, without the name of the package in front.
            version: the version of the release.
        """
        found, modules = {}, list(modules)
        inside: dict[str, list[str]] = {}
        for module in modules:
            inside.setdefault(module.rpartition(".")[0], []).append(module.rpartition(".")[2])
        for module in modules:
            full = f"{self._subject.root}.{module}"
            if self._subject.is_private(module, version):
                found[module] = self._contents(full, inside.get(module, ()))
            elif self._subject.is_hand_written(module, version) and self._computes_names(full):
                found[module] = Contents(is_open=True)
        return found

    def _computes_names(self, module: str) -> bool:
        library = self._interpreter.library
        return module in library and computes_names(library.tree(module).body)

    def _contents(self, module: str, inside: Iterable[str]) -> Contents[bool]:
        """Returns the names in a module, given the names of the modules inside it, which can be imported from it."""
        library = self._interpreter.library
        if module in library.compiled or module not in library:
            return Contents(is_open=True)
        bound = self._interpreter.namespace(module).names
        body = library.tree(module).body
        defined = set() if module.endswith(_PROTOBUF) else set(self._defined(module, body))
        held = {
            name: name in defined or self._is_handed_on(module, name, binding)
            for name, binding in bound.items()
            if not _is_dunder(name)
        }
        held = {**dict.fromkeys(inside, False), **held}
        return Contents(any(name in bound for name in ANSWERING) or computes_names(body), held)

    def _is_handed_on(self, module: str, name: str, binding: Binding) -> bool:
        """Returns whether a name is a module's own, though no statement at its top level need define it."""
        if module.endswith(_PROTOBUF):
            return isinstance(binding, Value) and not name.startswith("_") and name != _DESCRIPTOR
        if not isinstance(binding, ImportRef):
            return False
        found: Binding | None = binding
        while isinstance(found, ImportRef) and found.star:
            found = self._interpreter.namespace(found.module).names.get(found.name)
        return name.endswith(_PROTOBUF) or (binding.star and isinstance(found, Value | Definition))

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
