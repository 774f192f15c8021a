"""Interprets the body of a class, without running it, to find the members that the class itself has."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from facts.class_values import ClassValues
from facts.contents import NESTED, OTHER, PROPERTY, Member
from facts.self_attributes import FunctionNode, SetOnSelf, bound_targets

if TYPE_CHECKING:
    from collections.abc import Callable

    from facts.bindings import Definition
    from facts.marks import Marks
    from facts.resolver import Resolver

#: Decorators that extend the property of the same name.
_ACCESSORS = frozenset({"setter", "getter", "deleter"})


class ClassBody:
    """Interprets the body of one class.

    Args:
        definition: the class.
        resolver: the resolver of the release.
        marks: finds the marks of methods.

    Attributes:
        members: the members of the class itself.
        attributes: the attributes of its instances.
        values: classifies what the names in the body are bound to.
    """

    def __init__(self, definition: Definition, resolver: Resolver, marks: Marks) -> None:
        self.members: dict[str, Member] = {}
        self.attributes: set[str] = set()
        self.values = ClassValues(definition, resolver, marks, self.members)
        self._definition = definition
        self._interpreter = resolver.interpreter

    def run(self, body: list[ast.stmt]) -> None:
        """Executes statements in order; those that bind no names are skipped."""
        for statement in body:
            handler = _HANDLERS.get(type(statement))
            if handler:
                handler(self, statement)

    def truth(self, test: ast.expr) -> bool | None:
        """Returns the value of a condition in the class; None if it is unknown."""
        return self._interpreter.truth(self._definition.module, test)


def _define(run: ClassBody, node: FunctionNode) -> None:
    added = any(isinstance(one, ast.Attribute) and one.attr in _ACCESSORS for one in node.decorator_list)
    if added:
        run.members.setdefault(node.name, Member(PROPERTY))
    else:
        run.members[node.name] = run.values.method(node)


def _nest(run: ClassBody, node: ast.ClassDef) -> None:
    run.members[node.name] = Member(NESTED)


def _bind(run: ClassBody, statement: ast.Assign | ast.AnnAssign) -> None:
    for target in bound_targets(statement):
        match target:
            case ast.Name(id="__slots__"):
                run.attributes.update(_strings(statement.value))
            case ast.Name(id=name) if statement.value:
                is_tuple = isinstance(statement, ast.Assign) and target not in statement.targets
                run.members[name] = Member(OTHER) if is_tuple else run.values.value(statement.value)
            case ast.Name(id=name):
                run.attributes.add(name)


def _import(run: ClassBody, statement: ast.Import | ast.ImportFrom) -> None:
    for alias in statement.names:
        run.members[alias.asname or alias.name.partition(".")[0]] = Member(OTHER)


def _delete(run: ClassBody, statement: ast.Delete) -> None:
    for target in statement.targets:
        if isinstance(target, ast.Name):
            run.members.pop(target.id, None)


def _branch(run: ClassBody, statement: ast.If) -> None:
    truth = run.truth(statement.test)
    if truth is not True:
        run.run(statement.orelse)
    if truth is not False:
        run.run(statement.body)


def _all_parts(run: ClassBody, statement: ast.Try | ast.With | ast.For) -> None:
    for name in ("body", "orelse", "finalbody"):
        run.run(getattr(statement, name, []))


def _set_on_self(run: ClassBody, statement: SetOnSelf) -> None:
    run.attributes.update(statement.names)


def _strings(node: ast.expr | None) -> list[str]:
    elements = getattr(node, "elts", [node])
    return [one.value for one in elements if isinstance(one, ast.Constant) and isinstance(one.value, str)]


_HANDLERS: dict[type[ast.stmt], Callable[[ClassBody, Any], None]] = {
    ast.AnnAssign: _bind,
    ast.Assign: _bind,
    ast.AsyncFunctionDef: _define,
    ast.ClassDef: _nest,
    ast.Delete: _delete,
    ast.For: _all_parts,
    ast.FunctionDef: _define,
    ast.If: _branch,
    ast.Import: _import,
    ast.ImportFrom: _import,
    SetOnSelf: _set_on_self,
    ast.Try: _all_parts,
    ast.With: _all_parts,
}
