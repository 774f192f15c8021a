"""What can be called, and with which parameters."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from facts import parameters
from facts.bindings import Definition, Resolved, Value
from facts.calls import called_name
from facts.classes import Classes
from facts.selfnames import FunctionNode

if TYPE_CHECKING:
    from facts.resolver import Resolver

#: Calls that make a class.
_CLASS_MAKERS = frozenset({"namedtuple", "NamedTuple", "GeneratedProtocolMessageType", "new_class"})
#: Calls that make a function which takes keyword arguments only.
_KEYWORD_ONLY = frozenset({"kwarg_only", "to_raw_op"})
#: Calls that make a function which looks like their first argument.
_LOOKALIKES = frozenset({"make_decorator", "wraps", "deprecated_alias", "add_arg_scope", "add_dispatch_support"})


@dataclass(frozen=True, slots=True)
class Shape:
    """How something is called: whether it is a class, and its parameters if they are known."""

    is_class: bool
    parameters: ast.arguments | None


class Callables:
    """Finds the shape of what a name leads to, given the resolver of its release."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._classes = Classes(resolver)

    def shape(self, resolved: Resolved) -> Shape | None:
        """Return how something is called, or None if it is not callable or nothing is known of it."""
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
                return self._made(resolved, call)
        return None

    def _made(self, value: Value, call: ast.Call) -> Shape | None:
        """Return the shape of what a call makes."""
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
            # `decorator(options)(function)`: decorators keep the shape of what they decorate.
            return self._argument(value, call.args[0])
        return self._returned(value, call)

    def _argument(self, value: Value, node: ast.expr) -> Shape | None:
        """Return the shape of an expression inside the one that made a value."""
        return self.shape(self._resolver.expression(value, node))

    def _returned(self, value: Value, call: ast.Call) -> Shape | None:
        """Return the shape of the function that a called function returns, if it returns one that it defines."""
        maker = self._resolver.expression(value, call.func)
        if isinstance(maker, Value) and isinstance(maker.node, ast.Call) and call.args:
            # `_old = decorator(options)` and then `_old(function)`.
            return self._argument(value, call.args[0])
        if not isinstance(maker, Definition) or not isinstance(maker.node, FunctionNode):
            return None
        inner = {node.name: node for node in maker.node.body if isinstance(node, FunctionNode)}
        for statement in maker.node.body:
            match statement:
                case ast.Return(value=ast.Name(id=name)) if name in inner:
                    return self._inner_shape(value, call, maker.node, inner[name])
                case ast.Return(value=ast.Call(args=[ast.Name(id=name), *_]) as made):
                    if called_name(made) in _LOOKALIKES:
                        return self._bound(value, call, maker.node, name)
        return None

    def _inner_shape(self, value: Value, call: ast.Call, maker: FunctionNode, inner: FunctionNode) -> Shape | None:
        for decorator in inner.decorator_list:
            match decorator:
                case ast.Call(args=[ast.Name(id=wrapped), *_]) if called_name(decorator) == "wraps":
                    return self._bound(value, call, maker, wrapped) or Shape(False, None)
        return Shape(False, inner.args)

    def _bound(self, value: Value, call: ast.Call, maker: FunctionNode, parameter: str) -> Shape | None:
        """Return the shape of the argument that a call binds to a parameter."""
        names = [one.arg for one in (*maker.args.posonlyargs, *maker.args.args)]
        given = dict(zip(names, call.args, strict=False))
        given.update({keyword.arg: keyword.value for keyword in call.keywords if keyword.arg})
        return self._argument(value, given[parameter]) if parameter in given else None


def _arguments(call: ast.Call) -> list[ast.expr]:
    return [*call.args, *(keyword.value for keyword in call.keywords)]
