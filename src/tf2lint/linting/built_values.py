"""Whether the code of a file itself computes a value: by calls of the library, or of functions in the file."""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TYPE_CHECKING, Final

from tf2lint.linting.statements import Code
from tf2lint.source import Definitions, dotted, nodes_in

if TYPE_CHECKING:
    from collections.abc import Callable

_LIBRARY: Final = "tensorflow"


class BuiltValues:
    """The values that the code of one file computes.

    What a function of another module returns may be anything: an operation that an object keeps, or a function. So may
    parameters and attributes.

    Args:
        module: the syntax of the file.
        name: returns the name below `tf` of the member of the library that is called; empty if that is none.
    """

    def __init__(self, module: ast.AST, name: Callable[[ast.expr], str]) -> None:
        self._module = module
        self._name = name

    def is_built(self, node: ast.expr, code: Code) -> bool:
        """Returns whether calls of the library, or functions of the file that return their results, make a value.

        Args:
            node: an expression.
            code: the function or module that it stands in.
        """
        return self._is_built(node, code, set())

    def _is_built(self, node: ast.expr, code: Code, seen: set[tuple[ast.AST, str]]) -> bool:
        match node:
            case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Dict(values=parts):
                return bool(parts) and all(self._is_built(part, code, seen) for part in parts)
            case ast.BinOp(left=left, right=right):
                return self._is_built(left, code, seen) or self._is_built(right, code, seen)
            case ast.IfExp(body=first, orelse=second):
                return self._is_built(first, code, seen) and self._is_built(second, code, seen)
            case ast.UnaryOp(operand=value) | ast.Subscript(value=value):
                return self._is_built(value, code, seen)
            case ast.Name(id=name):
                return self._is_name_built(name, code, seen)
            case ast.Call(func=function) if self._is_of_library(function) or self._returns_built(function, code, seen):
                return True
            case ast.Call(func=ast.Attribute(value=value)):
                return self._is_built(value, code, seen)
            case _:
                return False

    def _is_name_built(self, name: str, code: Code, seen: set[tuple[ast.AST, str]]) -> bool:
        if name not in code.bindings and name not in code.parameters:
            code = self._top
        if name in code.parameters or (code.node, name) in seen:
            return name not in code.parameters
        seen.add((code.node, name))
        values = [getattr(statement, "value", None) for statement, _ in code.bindings.get(name, ())]
        return bool(values) and all(value is not None and self._is_built(value, code, seen) for value in values)

    def _is_of_library(self, function: ast.expr) -> bool:
        """Returns whether what is called is a member of the library; not all of them are references."""
        root = dotted(function).partition(".")[0]
        return root in self._imported or bool(self._name(function))

    def _returns_built(self, function: ast.expr, code: Code, seen: set[tuple[ast.AST, str]]) -> bool:
        """Returns whether what is called is a function of the file, or a method of `self`, that returns such values."""
        match function:
            case ast.Name(id=name):
                found = self._functions.get(name, [])
            case ast.Attribute(value=ast.Name(id=owner), attr=name) if owner == code.receiver:
                found = self._functions.get(name, [])
            case _:
                return False
        if len(found) != 1 or (found[0], "") in seen:
            return len(found) == 1
        seen.add((found[0], ""))
        returned = [node.value for node in nodes_in(found[0]) if isinstance(node, ast.Return)]
        code = Code(found[0], self._receivers[found[0]])
        return bool(returned) and all(value is not None and self._is_built(value, code, seen) for value in returned)

    @cached_property
    def _imported(self) -> frozenset[str]:
        """What the file calls the library, its modules, and what it imports from them."""
        found = set[str]()
        for node in nodes_in(self._module):
            if isinstance(node, ast.Import):
                found.update(each.asname or _LIBRARY for each in node.names if _is_library(each.name))
            elif isinstance(node, ast.ImportFrom) and _is_library(node.module or ""):
                found.update(each.asname or each.name for each in node.names)
        return frozenset(found)

    @cached_property
    def _top(self) -> Code:
        return Code(self._module)

    @cached_property
    def _functions(self) -> dict[str, list[ast.FunctionDef | ast.AsyncFunctionDef]]:
        """The functions and methods of the file, by name."""
        found: dict[str, list[ast.FunctionDef | ast.AsyncFunctionDef]] = {}
        for node in self._receivers:
            found.setdefault(node.name, []).append(node)
        return found

    @cached_property
    def _receivers(self) -> dict[ast.FunctionDef | ast.AsyncFunctionDef, str]:
        return Definitions(self._module).receivers


def _is_library(module: str) -> bool:
    return module.partition(".")[0] == _LIBRARY
