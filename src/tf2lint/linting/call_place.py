"""What a call is in its statement, and whether a change leaves anything of an expression."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.linting.call_statement import CallStatement
from tf2lint.linting.file_calls import EVALUATE, RUNS_FIRST
from tf2lint.linting.statements import FUNCTIONS
from tf2lint.source import dotted, receiver_of

if TYPE_CHECKING:
    from tf2lint.linting.file_calls import FileCalls

#: Functions that only run all that they are given, and methods that only run their object.
_RUNS_ALL: Final = frozenset({"group"})
_RUNS_OBJECT: Final = frozenset({"Operation().run"})
#: The class of tests, which evaluate what they are given.
_TEST: Final = "test.TestCase"
#: What the data calls the object of a method in the code that it writes, which must have that name there.
_SELF: Final = "self"


class CallPlace(CallStatement):
    """The place of a call.

    Args:
        file: the calls of the file.
        call: the call.
    """

    def __init__(self, file: FileCalls, call: ast.Call) -> None:
        super().__init__(call, file.module, file.code)
        self._file = file

    @property
    def place(self) -> str:
        """What the call is, with what only runs it: a statement, the head of a `with` statement, or what is assigned.

        An element that can be left out of a list of what is run is an `element`. What arithmetic is done with, also
        with a slice of it, is an `operand`.
        """
        parents = self._file.parents(self._around[-1])
        if _is_operand(self._call, parents):
            return "operand"
        node: ast.AST = self._call
        parent = parents.get(node)
        while isinstance(parent, ast.List | ast.Tuple | ast.Call | ast.Attribute):
            if not self._only_runs(parent, node, parents):
                return ""
            if any(not self.is_deleted(other) for other in self._elements(parent) if other is not node):
                return "element"
            node, parent = parent, parents.get(parent)
        match parent:
            case ast.Expr():
                return "statement"
            case ast.withitem(optional_vars=name):
                return "with" if name is None else "named with"
            case ast.Assign(targets=[ast.Name() | ast.Attribute()]) | ast.AnnAssign(value=ast.expr()):
                return "assigned"
            case _:
                return ""

    def _only_runs(self, parent: ast.expr, node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
        """Returns whether an expression does nothing but run a part of it."""
        if isinstance(parent, ast.Attribute):
            return self._file.name(parent) in _RUNS_OBJECT and _is_called_without_arguments(parent, parents)
        if not isinstance(parent, ast.Call) or parent.func is node:
            return True
        return node in parent.args and self._is_runner(parent.func)

    def _is_runner(self, function: ast.expr) -> bool:
        """Returns whether a function or method only runs what it is given."""
        match function:
            case ast.Attribute(value=ast.Name(id=name), attr=method) if (
                method == EVALUATE and name == self._function.receiver
            ):
                return self.is_in(_TEST)
            case _:
                return self._file.name(function) in _RUNS_ALL | RUNS_FIRST

    def _elements(self, node: ast.expr) -> list[ast.expr]:
        """Returns the elements of a list, or what a call runs."""
        if isinstance(node, ast.Call):
            return node.args[:1] if self._file.name(node.func) in RUNS_FIRST else node.args
        return getattr(node, "elts", [])

    def is_in(self, name: str) -> bool:
        """Returns whether the call is in a method, whose object is `self`, of a class that derives from a class."""
        owners = [node for node in self._around if isinstance(node, ast.ClassDef)]
        if not owners or not self._file.derives(owners[-1], name):
            return False
        inside = self._around[self._around.index(owners[-1]) :]
        method = next((node for node in inside if isinstance(node, FUNCTIONS)), None)
        return method is not None and receiver_of(method) == _SELF

    def is_deleted(self, node: ast.expr) -> bool:
        """Returns whether all that an expression consists of are calls that are to be deleted."""
        if not isinstance(node, ast.Name | ast.Attribute):
            return self._consists_of_deleted(node)
        values = self._values(node)
        return bool(values) and all(value is not None and self._consists_of_deleted(value) for value in values)

    def _consists_of_deleted(self, node: ast.expr) -> bool:
        """Returns whether all parts of an expression are calls that are to be deleted, or run only these."""
        match node:
            case ast.List(elts=elements) | ast.Tuple(elts=elements):
                return bool(elements) and all(map(self._consists_of_deleted, elements))
            case ast.Call(func=function, args=elements) if self._is_runner(function):
                return bool(elements) and all(map(self._consists_of_deleted, elements))
            case ast.Call():
                return self._file.is_deleted_call(node)
            case _:
                return False

    def _is_local(self, name: ast.Name) -> bool:
        return name.id in self._function.parameters or name.id in self._function.bindings

    def _values(self, target: ast.Name | ast.Attribute) -> list[ast.expr | None]:
        """Returns what a name or attribute is bound to: in the function, or else in the module."""
        module = self._file.code(self._around[0])
        if isinstance(target, ast.Attribute):
            found = module.attributes.get(dotted(target), [])
        elif self._is_local(target):
            found = self._function.bindings.get(target.id, [])
        else:
            found = module.bindings.get(target.id, [])
        return [value for _, value in found]


def _is_operand(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    """Returns whether arithmetic is done with an expression, or with a slice of it."""
    parent = parents.get(node)
    while isinstance(parent, ast.Subscript) and parent.value is node and isinstance(parent.slice, ast.Slice):
        node, parent = parent, parents.get(parent)
    return isinstance(parent, ast.BinOp | ast.UnaryOp)


def _is_called_without_arguments(function: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    parent = parents.get(function)
    return isinstance(parent, ast.Call) and parent.func is function and not parent.args
