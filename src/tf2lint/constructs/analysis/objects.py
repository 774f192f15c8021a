"""Names that always hold an object of a class of the file, also where functions take it as a parameter."""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TYPE_CHECKING

from tf2lint.constructs.analysis.scopes import FUNCTIONS, RECEIVER

if TYPE_CHECKING:
    from collections.abc import Collection

    from tf2lint.constructs.analysis.scopes import Scopes

_Key = tuple[ast.AST | None, str]


class Objects:
    """The names for the objects that calls of a class or function of the file make.

    Args:
        makers: the names of the classes, or of the function.
        scope: the module or function that binds these names.
        scopes: the names of the file.
    """

    def __init__(self, makers: Collection[str], scope: ast.AST | None, scopes: Scopes) -> None:
        self._makers = makers
        self._scope = scope
        self._scopes = scopes

    def _is_made(self, value: ast.expr) -> bool:
        if not isinstance(value, ast.Call) or not isinstance(value.func, ast.Name):
            return False
        return value.func.id in self._makers and self._scopes.owner(value.func) is self._scope

    def attribute(self, node: ast.AST) -> str:
        """Returns the attribute of an object that an expression is, as methods of the class write it; else nothing."""
        if isinstance(node, ast.Attribute) and self.holds(node.value):
            return f"{RECEIVER}{node.attr}"
        return ""

    def holds(self, node: ast.AST) -> bool:
        """Returns whether an expression is a name that always holds an object of the class."""
        return isinstance(node, ast.Name | ast.Attribute) and self._key(node) in self._names

    def _key(self, node: ast.AST) -> _Key:
        return self._scopes.owner(node), self._scopes.name(node)

    @cached_property
    def _names(self) -> frozenset[_Key]:
        found = set[_Key]()
        made: dict[_Key, int] = {}
        for node in self._scopes.syntax.of_class(ast.Assign):
            match node:
                case ast.Assign(targets=[ast.Name() | ast.Attribute() as target], value=value) if self._is_made(value):
                    made[self._key(target)] = made.get(self._key(target), 0) + 1
                case _:
                    pass
        found.update(key for key, count in made.items() if self._bindings(key) == count)
        size = -1
        while size != len(found):
            size = len(found)
            found.update(key for key, passed in self._passed.items() if passed and set(passed) <= found)
            found.update(key for key, elements in self._looped.items() if elements <= found)
        return frozenset(found)

    @cached_property
    def _looped(self) -> dict[_Key, set[_Key]]:
        """The names that loops give to the elements of displays, with these, by name."""
        found: dict[_Key, set[_Key]] = {}
        for node in self._scopes.syntax.of_class(ast.For, ast.comprehension):
            match node:
                case ast.For(target=ast.Name() as target, iter=ast.Tuple(elts=elements) | ast.List(elts=elements)):
                    pass
                case ast.comprehension(
                    target=ast.Name() as target, iter=ast.Tuple(elts=elements) | ast.List(elts=elements)
                ):
                    pass
                case _:
                    continue
            if elements and self._bindings(self._key(target)) == 1:
                found[self._key(target)] = {self._key(element) for element in elements}
        return found

    def _bindings(self, key: _Key) -> int:
        scope, name = key
        return sum(use.is_binding for use in self._scopes.uses(scope, name)) if scope is not None else 0

    def is_passed(self, call: ast.Call, argument: ast.expr) -> bool:
        """Returns whether an argument of a call goes to a parameter that always holds an object."""
        return any(
            function_call is call and passed is argument
            for key, arguments in self._passed_nodes.items()
            if key in self._names
            for function_call, passed in arguments
        )

    @property
    def _passed(self) -> dict[_Key, list[_Key]]:
        """What the calls of the file's functions pass, by parameter; only where all calls are known."""
        return {
            key: [self._key(node) if node is not None else (None, "") for _, node in arguments]
            for key, arguments in self._passed_nodes.items()
        }

    @cached_property
    def _passed_nodes(self) -> dict[_Key, list[tuple[ast.Call, ast.expr | None]]]:
        found: dict[_Key, list[tuple[ast.Call, ast.expr | None]]] = {}
        called = {call.func: call for call in self._scopes.syntax.of_class(ast.Call)}
        for function in self._scopes.syntax.of_class(*FUNCTIONS):
            if function in self._scopes.classes:
                continue
            scope = self._scopes.owner(function)
            uses = self._scopes.uses(scope, function.name) if scope is not None else []
            named = [use.node for use in uses if not use.is_binding]
            calls = [called[node] for node in named if node in called]
            if len(calls) != len(named):
                continue
            for position, parameter in enumerate(function.args.args):
                if not self._bindings((function, parameter.arg)):  # nothing but the calls binds it
                    arguments = [(call, _argument(call, position, parameter.arg)) for call in calls]
                    found[function, parameter.arg] = arguments
        return found


def _argument(call: ast.Call, position: int, name: str) -> ast.expr | None:
    if any(isinstance(each, ast.Starred) for each in call.args):
        return None
    if position < len(call.args):
        return call.args[position]
    return next((keyword.value for keyword in call.keywords if keyword.arg == name), None)
