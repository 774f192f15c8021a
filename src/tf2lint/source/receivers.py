"""The parameters by which methods receive their objects: the first, whatever its name is."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.source.local_names import BLOCKS

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from tf2lint.source.local_names import BodyNode

FunctionStatement = ast.FunctionDef | ast.AsyncFunctionDef

#: What a function outside of a class calls it, which is put into a class later.
_CONVENTIONAL: Final = "self"
#: Decorators of methods that receive no object of their class, and methods that do without a decorator.
_WITHOUT_OBJECT: Final = frozenset({"classmethod", "staticmethod"})
_OF_CLASSES: Final = frozenset({"__class_getitem__", "__init_subclass__", "__new__"})


def first_parameter(function: BodyNode) -> str:
    """Returns the name of the first positional parameter of a function; empty if there is none."""
    if not isinstance(function, FunctionStatement | ast.Lambda):
        return ""
    arguments = function.args
    for parameter in arguments.posonlyargs or arguments.args:
        return parameter.arg
    return ""


def receiver_of(method: FunctionStatement) -> str:
    """Returns the name of the parameter that holds the object of a method; empty if it has none."""
    if method.name in _OF_CLASSES:
        return ""
    for decorator in method.decorator_list:
        if isinstance(decorator, ast.Name) and decorator.id in _WITHOUT_OBJECT:
            return ""
    return first_parameter(method)


def methods_of(owner: ast.ClassDef, skipped: Container[ast.AST] = ()) -> Iterator[FunctionStatement]:
    """Yields the methods of a class, also those that it defines in an `if` or `try`, in order.

    Args:
        owner: the class.
        skipped: statements that do not run.
    """
    pending: list[ast.AST] = [*reversed(owner.body)]
    while pending:
        node = pending.pop()
        if node in skipped or isinstance(node, ast.ClassDef):
            continue
        if isinstance(node, FunctionStatement):
            yield node
            continue
        for field in reversed(BLOCKS.get(type(node), ())):
            pending += reversed(getattr(node, field))


def receiver_in(function: FunctionStatement, outer: str, *, is_in_class: bool) -> str:
    """Returns the name that holds, in a function, the object of the method that it is part of; empty if it is in none.

    Args:
        function: the function, which sees the name of the method around it unless a parameter is called the same.
        outer: the name in the code around it.
        is_in_class: whether it is a method itself.
    """
    if is_in_class:
        return receiver_of(function)
    first = first_parameter(function)
    if first == _CONVENTIONAL:
        return first
    arguments = function.args
    names = [parameter.arg for parameter in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]
    return "" if outer in names else outer
