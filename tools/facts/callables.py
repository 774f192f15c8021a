"""Finds what can be called, and with which parameters."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from facts import parameters
from facts.bindings import Definition, Resolved, Value
from facts.calls import called_name
from facts.classes import Classes
from facts.self_attributes import FunctionNode

if TYPE_CHECKING:
    from facts.resolver import Resolver

#: Functions that create a class.
_CLASS_MAKERS = frozenset({"namedtuple", "NamedTuple", "GeneratedProtocolMessageType", "new_class"})
#: Functions that create a function which accepts only keyword arguments.
_KEYWORD_ONLY = frozenset({"kwarg_only", "to_raw_op"})
#: Functions that create a function with the signature of their first argument.
_LOOKALIKES = frozenset({"make_decorator", "wraps", "deprecated_alias", "add_arg_scope", "add_dispatch_support"})


@dataclass(frozen=True, slots=True)
class Shape:
    """How something is called.

    Attributes:
        is_class: whether it is a class.
        parameters: its parameters; None if they are unknown.
    """

    is_class: bool
    parameters: ast.arguments | None


class Callables:
    """Finds the shape of what a name resolves to.

    Args:
        resolver: the resolver of the release.
    """

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._classes = Classes(resolver)

    def shape(self, resolved: Resolved) -> Shape | None:
        """Returns how something is called; None if it is not callable, or nothing is known about it."""
        match resolved:
            case Definition(node=ast.ClassDef()):
                return Shape(True, self._classes.constructor(resolved))
            case Definition(node=ast.FunctionDef(args=arguments) | ast.AsyncFunctionDef(args=arguments)):
                return Shape(False, arguments)
            case Value(is_class=True):
                return Shape(True, None)
            case Value(node=ast.Lambda(args=arguments)):
                return Shape(False, arguments)
            case Value(node=ast.Call() as call):
                return self._created(resolved, call)
        return None

    def _created(self, value: Value, call: ast.Call) -> Shape | None:
        """Returns the shape of what a call returns."""
        name = called_name(call).removeprefix("_")
        if name in _CLASS_MAKERS:
            return Shape(True, parameters.of_namedtuple(call))
        if name == "partial" and call.args:
            inner = self._argument(value, call.args[0])
            known = inner and inner.parameters
            return Shape(False, parameters.partly_applied(known, call) if known else None)
        if name in _KEYWORD_ONLY and call.args:
            inner = self._argument(value, call.args[0])
            known = inner and inner.parameters
            return Shape(False, parameters.keyword_only(known) if known else None)
        if name in _LOOKALIKES:
            return next((shape for one in _arguments(call) if (shape := self._argument(value, one))), None)
        if isinstance(call.func, ast.Call) and call.args:
            # `decorator(options)(function)`: decorators preserve the shape of what they decorate.
            return self._argument(value, call.args[0])
        return self._returned(value, call)

    def _argument(self, value: Value, node: ast.expr) -> Shape | None:
        """Returns the shape of an expression within the one that creates a value."""
        return self.shape(self._resolver.expression(value, node))

    def _returned(self, value: Value, call: ast.Call) -> Shape | None:
        """Returns the shape of the function that a call returns, if the called function defines it."""
        factory = self._resolver.expression(value, call.func)
        if isinstance(factory, Value) and isinstance(factory.node, ast.Call) and call.args:
            # `_old = decorator(options)` and then `_old(function)`.
            return self._argument(value, call.args[0])
        if not isinstance(factory, Definition) or not isinstance(factory.node, FunctionNode):
            return None
        inner = {node.name: node for node in factory.node.body if isinstance(node, FunctionNode)}
        for statement in factory.node.body:
            match statement:
                case ast.Return(value=ast.Name(id=name)) if name in inner:
                    return self._inner_shape(value, call, factory.node, inner[name])
                case ast.Return(value=ast.Call(args=[ast.Name(id=name), *_]) as created):
                    if called_name(created) in _LOOKALIKES:
                        return self._bound(value, call, factory.node, name)
        return None

    def _inner_shape(self, value: Value, call: ast.Call, factory: FunctionNode, inner: FunctionNode) -> Shape | None:
        for decorator in inner.decorator_list:
            match decorator:
                case ast.Call(args=[ast.Name(id=wrapped), *_]) if called_name(decorator) == "wraps":
                    return self._bound(value, call, factory, wrapped) or Shape(False, None)
        return Shape(False, inner.args)

    def _bound(self, value: Value, call: ast.Call, factory: FunctionNode, parameter: str) -> Shape | None:
        """Returns the shape of the argument that a call binds to a parameter."""
        names = [one.arg for one in (*factory.args.posonlyargs, *factory.args.args)]
        passed = dict(zip(names, call.args, strict=False))
        passed.update({keyword.arg: keyword.value for keyword in call.keywords if keyword.arg})
        return self._argument(value, passed[parameter]) if parameter in passed else None


def _arguments(call: ast.Call) -> list[ast.expr]:
    return [*call.args, *(keyword.value for keyword in call.keywords)]
