"""Recognizes decorators that leave unchanged what a function is called with and what it returns."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tf2lint.source.optional_values import unless_none

if TYPE_CHECKING:
    from collections.abc import Iterator

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
Function = ast.FunctionDef | ast.AsyncFunctionDef


def hands_through(node: Function, *, is_called: bool) -> bool:
    """Returns whether a decorator hands all arguments, and what is returned, through to the function that it decorates.

    Args:
        node: the decorator, or a function that returns it.
        is_called: whether the decorator is what a call of `node` returns, as in `@logged(level=3)`.
    """
    inner = {statement.name: statement for statement in node.body if isinstance(statement, _FUNCTIONS)}
    returned = [_without_wrapping(value) for value in _returned(node)]
    if not returned or not all(isinstance(value, ast.Name) for value in returned):
        return False
    names = {value.id for value in returned if isinstance(value, ast.Name)}
    if is_called:
        return all(name in inner and hands_through(inner[name], is_called=False) for name in names)
    decorated = node.args.args[0].arg if node.args.args else ""
    return all(name == decorated or (name in inner and _calls(inner[name], decorated)) for name in names)


def _without_wrapping(node: ast.expr) -> ast.expr:
    """Returns `wrapper` of `functools.wraps(f)(wrapper)` and of `functools.update_wrapper(wrapper, f)`."""
    if isinstance(node, ast.Call) and node.args:
        function = node.func.func if isinstance(node.func, ast.Call) else node.func
        if _last_name(function) in ("wraps", "update_wrapper"):
            return node.args[0]
    return node


def _last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _calls(wrapper: Function, decorated: str) -> bool:
    """Returns whether a wrapper calls the decorated function with its own arguments, and returns the result."""
    results = set[str]()
    for node in _own_nodes(wrapper):
        if isinstance(node, ast.Yield | ast.YieldFrom):
            return False
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if _is_handed_through(unless_none(node.value), wrapper, decorated):
                results |= {target.id for target in targets if isinstance(target, ast.Name)}
    returned = list(_returned(wrapper))
    return bool(returned) and all(
        _is_handed_through(value, wrapper, decorated) or (isinstance(value, ast.Name) and value.id in results)
        for value in returned
    )


def _is_handed_through(node: ast.expr, wrapper: Function, decorated: str) -> bool:
    """Returns whether an expression is a call of the decorated function with the arguments of the wrapper."""
    call = node.value if isinstance(node, ast.Await) else node
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name) or call.func.id != decorated:
        return False
    parameters = wrapper.args
    positional: list[str] = [parameter.arg for parameter in (*parameters.posonlyargs, *parameters.args)]
    positional += [f"*{parameters.vararg.arg}"] if parameters.vararg is not None else []
    keywords = [(parameter.arg, parameter.arg) for parameter in parameters.kwonlyargs]
    handed: list[tuple[str | None, str]] = [*keywords]
    handed += [(None, parameters.kwarg.arg)] if parameters.kwarg is not None else []
    passed = [
        f"*{_last_name(argument.value)}" if isinstance(argument, ast.Starred) else _name(argument)
        for argument in call.args
    ]
    return passed == positional and [(keyword.arg, _name(keyword.value)) for keyword in call.keywords] == handed


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def _returned(function: Function) -> Iterator[ast.expr]:
    """Yields what the `return` statements of a function return, if anything."""
    return (node.value for node in _own_nodes(function) if isinstance(node, ast.Return) and node.value is not None)


def _own_nodes(function: Function) -> Iterator[ast.AST]:
    """Yields the nodes in a function that are not in another function or class."""
    pending: list[ast.AST] = list(function.body)
    while pending:
        node = pending.pop()
        if not isinstance(node, (*_FUNCTIONS, ast.Lambda, ast.ClassDef)):
            yield node
            pending += ast.iter_child_nodes(node)
