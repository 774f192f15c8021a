"""Names that always hold an object of a class of the file, also where functions take it as a parameter."""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TYPE_CHECKING

from tf2lint.constructs.scopes import FUNCTIONS, RECEIVER

if TYPE_CHECKING:
    from tf2lint.constructs.scopes import Scopes

_Key = tuple[ast.AST | None, str]


class Objects:
    """The names for the objects of one class.

    Args:
        owner: the class.
        scopes: the names of the file.
    """

    def __init__(self, owner: ast.ClassDef, scopes: Scopes) -> None:
        self._owner = owner
        self._scopes = scopes

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
        for node in ast.walk(self._scopes.module):
            match node:
                case ast.Assign(targets=[ast.Name() | ast.Attribute() as target], value=ast.Call(func=maker)):
                    is_own = self._scopes.name(maker) == self._owner.name and self._is_bound_once(self._key(target))
                    if is_own and self._scopes.owner(maker) is self._scopes.module:
                        found.add(self._key(target))
                case _:
                    pass
        size = -1
        while size != len(found):
            size = len(found)
            found.update(key for key, passed in self._passed.items() if passed and set(passed) <= found)
        return frozenset(found)

    def _is_bound_once(self, key: _Key) -> bool:
        scope, name = key
        return scope is not None and sum(use.is_binding for use in self._scopes.uses(scope, name)) == 1

    @cached_property
    def _passed(self) -> dict[_Key, list[_Key]]:
        """What the calls of the file's functions pass, by parameter; only where all calls are known."""
        found: dict[_Key, list[_Key]] = {}
        for function in ast.walk(self._scopes.module):
            if not isinstance(function, FUNCTIONS) or function in self._scopes.classes:
                continue
            scope = self._scopes.owner(function)
            uses = self._scopes.uses(scope, function.name) if scope is not None else []
            calls = [
                call
                for call in ast.walk(self._scopes.module)
                if isinstance(call, ast.Call) and any(use.node is call.func for use in uses)
            ]
            if len(calls) != sum(not use.is_binding for use in uses):
                continue
            for position, parameter in enumerate(function.args.args):
                if sum(use.is_binding for use in self._scopes.uses(function, parameter.arg)) == 1:
                    arguments = [self._argument(call, position, parameter.arg) for call in calls]
                    found[function, parameter.arg] = arguments
        return found

    def _argument(self, call: ast.Call, position: int, name: str) -> _Key:
        if position < len(call.args) and not any(isinstance(each, ast.Starred) for each in call.args):
            return self._key(call.args[position])
        given = next((keyword.value for keyword in call.keywords if keyword.arg == name), None)
        return self._key(given) if given is not None else (None, "")
