"""Whether expressions are tensors or structures of them, as far as the code of one file shows it."""

from __future__ import annotations

import ast
from enum import Enum
from typing import TYPE_CHECKING, Final

from tf2lint.constructs.scopes import FUNCTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.constructs.library_names import LibraryNames
    from tf2lint.constructs.scopes import Scopes

#: Displays of structures.
STRUCTURES: Final = (ast.List, ast.Tuple, ast.Dict, ast.ListComp, ast.DictComp)
#: Functions that call each other, and names that are bound to each other, are followed so far.
_MAX_DEPTH: Final = 8


class Kind(Enum):
    """What an expression is."""

    TENSOR = "a tensor"
    STRUCTURE = "a list, a tuple, or a dictionary"
    RESULT = "what a function of TensorFlow returns: a tensor, or a structure of them"
    UNKNOWN = "anything"


class ValueKinds:
    """Tells what expressions of one file are.

    Args:
        scopes: the names of the file.
        names: the members of the library that expressions refer to.
    """

    def __init__(self, scopes: Scopes, names: LibraryNames) -> None:
        self._scopes = scopes
        self._names = names

    def of(self, node: ast.expr, depth: int = 0) -> Kind:
        """Returns what an expression is."""
        if depth > _MAX_DEPTH:
            return Kind.UNKNOWN
        match node:
            case ast.BinOp(left=left, right=right) | ast.Compare(left=left, comparators=[right]):
                kinds = {self.of(left, depth + 1), self.of(right, depth + 1)}
                return Kind.TENSOR if kinds & {Kind.TENSOR, Kind.RESULT} else Kind.UNKNOWN
            case ast.UnaryOp(operand=operand) | ast.Subscript(value=operand):
                found = self.of(operand, depth + 1)
                return found if found is Kind.TENSOR else Kind.UNKNOWN
            case ast.Call(func=function):
                return self._called(function, depth)
            case ast.Name():
                return self._only({self.of(value, depth + 1) for value in self._values(node)})
            case _:
                return Kind.STRUCTURE if isinstance(node, STRUCTURES) else Kind.UNKNOWN

    def _called(self, function: ast.expr, depth: int) -> Kind:
        if self._names.of(function):
            returned = self._names.returned(function)
            return Kind.TENSOR if returned is True else Kind.RESULT if returned is None else Kind.UNKNOWN
        scope, name = self._scopes.owner(function), self._scopes.name(function)
        bindings = [use.node for use in self._scopes.uses(scope, name) if use.is_binding] if scope is not None else []
        if len(bindings) != 1 or not isinstance(bindings[0], FUNCTIONS):
            return Kind.UNKNOWN
        returns = self._scopes.syntax.of_class(ast.Return, inside=bindings[0])
        values = [node.value for node in returns if node.value is not None and self._is_own(node, bindings[0])]
        return self._only({self.of(value, depth + 1) for value in values})

    def _is_own(self, node: ast.Return, function: ast.AST) -> bool:
        """Returns whether a `return` belongs to a function, and not to one in it."""
        syntax = self._scopes.syntax
        inner = (each for each in syntax.of_class(*FUNCTIONS, inside=function) if each is not function)
        return not any(syntax.contains(each, node) for each in inner)

    def _values(self, name: ast.Name) -> Iterator[ast.expr]:
        """Yields what a name is bound to; nothing if one binding is no plain assignment."""
        scope = self._scopes.owner(name)
        if scope is None:
            return
        bindings = {use.node for use in self._scopes.uses(scope, name.id) if use.is_binding}
        found = [
            value
            for node in self._scopes.syntax.of_class(ast.Assign, inside=scope)
            if len(node.targets) == 1
            for target, value in _assigned(node.targets[0], node.value)
            if target in bindings
        ]
        if len(found) == len(bindings):
            yield from found

    def _only(self, kinds: set[Kind]) -> Kind:
        if kinds <= {Kind.TENSOR, Kind.RESULT} and kinds:
            return Kind.TENSOR if kinds == {Kind.TENSOR} else Kind.RESULT
        return kinds.pop() if len(kinds) == 1 else Kind.UNKNOWN


def _assigned(target: ast.expr, value: ast.expr) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Yields what is assigned to what; for a call whose result is unpacked, the call, which returns tensors."""
    match target, value:
        case ((ast.Tuple(elts=targets) | ast.List(elts=targets)), (ast.Tuple(elts=values) | ast.List(elts=values))):
            yield from zip(targets, values, strict=False)
        case ((ast.Tuple(elts=targets) | ast.List(elts=targets)), ast.Call()):
            yield from ((each, value) for each in targets)
        case _:
            yield target, value
