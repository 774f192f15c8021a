"""Classifies what the names in a class are bound to: methods, properties or other values."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from facts import parameters
from facts.bindings import Definition, Value
from facts.calls import called_name
from facts.contents import METHOD, OTHER, PROPERTY, UNKNOWN_SIGNATURE, Member
from facts.self_attributes import FunctionNode

if TYPE_CHECKING:
    from collections.abc import Mapping

    from facts.marks import Marks
    from facts.resolver import Resolver


class ClassValues:
    """Classifies values in the body of a class.

    Args:
        definition: the class.
        resolver: the resolver of the release.
        marks: finds the marks of methods.
        members: the members of the class so far, updated by the caller.
    """

    def __init__(self, definition: Definition, resolver: Resolver, marks: Marks, members: Mapping[str, Member]) -> None:
        self._definition = definition
        self._resolver = resolver
        self._marks = marks
        self._members = members

    def method(self, node: FunctionNode) -> Member:
        """Returns the member that a function in the class defines."""
        decorators = [_last_name(one) for one in node.decorator_list]
        marks = self._marks.of_object(Definition(self._definition.module, node.name, node))
        if any(name.endswith("property") for name in decorators):
            return Member(PROPERTY, marks)
        arguments = node.args if "staticmethod" in decorators else parameters.without_first(node.args)
        return Member(METHOD, marks, parameters.written(arguments))

    def value(self, node: ast.expr) -> Member:
        """Returns the member that an expression bound to a name in the class defines."""
        match node:
            case ast.Name(id=name) if name in self._members:
                return self._members[name]
            case ast.Attribute(value=ast.Name(id=owner), attr=name) if owner == self._definition.name:
                return self._members.get(name, Member(OTHER))
            case ast.Lambda(args=arguments):
                return Member(METHOD, (), parameters.written(parameters.without_first(arguments)))
            case ast.Call():
                return self._created(node)
            case ast.Name() | ast.Attribute():
                found = self._resolver.expression(self._definition, node)
                if isinstance(found, Definition) and isinstance(found.node, FunctionNode):
                    return self.method(found.node)
        return Member(OTHER)

    def _created(self, call: ast.Call) -> Member:
        """Returns the member that a call creates: a property, or what it decorates."""
        name = called_name(call)
        if name.endswith("property"):
            return Member(PROPERTY)
        if name in ("staticmethod", "classmethod"):
            return Member(METHOD, (), UNKNOWN_SIGNATURE)
        if isinstance(call.func, ast.Call) and call.args:
            inner = self.value(call.args[0])
            marks = self._marks.of_object(Value(self._definition.module, name, call))
            return Member(inner.kind, tuple(sorted({*inner.marks, *marks})), inner.signature)
        return Member(OTHER)


def _last_name(decorator: ast.expr) -> str:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return ast.unparse(called).rpartition(".")[2]
