"""Executes the statements at the top level of one module."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from facts import assignments, curation, imports
from facts.bindings import Binding, Definition, Namespace
from facts.expressions import evaluate

if TYPE_CHECKING:
    from collections.abc import Callable

    from facts.interpreter import Interpreter


class ModuleRun:
    """Interprets the body of one module and updates its namespace, and those of modules that it changes.

    Args:
        interpreter: the interpreter of the release.
        namespace: the namespace of the module.
    """

    def __init__(self, interpreter: Interpreter, namespace: Namespace) -> None:
        self.interpreter = interpreter
        self.namespace = namespace

    @property
    def module(self) -> str:
        """The dotted name of the module."""
        return self.namespace.module

    @property
    def names(self) -> dict[str, Binding]:
        """What the module's names are bound to so far."""
        return self.namespace.names

    def run(self, body: list[ast.stmt]) -> None:
        """Executes statements in order; those that bind no names are skipped."""
        for statement in body:
            handler = _HANDLERS.get(type(statement))
            if handler:
                handler(self, statement)

    def evaluate(self, node: ast.expr, name: str = "") -> Binding:
        """Returns the binding that an expression evaluates to, given the name that it is going to be bound to."""
        return evaluate(self, node, name)


def _define(run: ModuleRun, statement: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> None:
    name = statement.name
    run.names[name] = Definition(run.module, name, statement, previous=run.names.get(name))


def _branch(run: ModuleRun, statement: ast.If) -> None:
    truth = run.interpreter.truth(run.module, statement.test)
    if truth is not True:
        run.run(statement.orelse)
    if truth is not False:
        # If the condition is unknown, both branches run; the first one runs last, so that it wins.
        run.run(statement.body)


def _try(run: ModuleRun, statement: ast.Try) -> None:
    # The `try` body is assumed to succeed: the wheels contain what they import.
    run.run([*statement.body, *statement.orelse, *statement.finalbody])


def _with(run: ModuleRun, statement: ast.With) -> None:
    run.run(statement.body)


_HANDLERS: dict[type[ast.stmt], Callable[[ModuleRun, Any], None]] = {
    ast.AnnAssign: assignments.annotated,
    ast.Assign: assignments.assign,
    ast.AsyncFunctionDef: _define,
    ast.AugAssign: curation.add_to_exports,
    ast.ClassDef: _define,
    ast.Delete: assignments.delete,
    ast.Expr: curation.run_call,
    ast.FunctionDef: _define,
    ast.If: _branch,
    ast.Import: imports.import_modules,
    ast.ImportFrom: imports.import_names,
    ast.Try: _try,
    ast.With: _with,
}
