"""The attributes of objects in which methods store the results of calls."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.linting.execution_context import body_of
from tf2lint.linting.rule_context import StoredResult
from tf2lint.source import assigned_values, nodes_in, receiver_of

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator

    from tf2lint.resolver import Body, ClassInfo
    from tf2lint.typestate import UserClass

#: Methods that put their argument into the list that they are called on.
_ADDING: Final = ("append", "insert")


def stored_result_of(
    bodies: Iterable[Body], call: ast.Call, user_class: Callable[[ClassInfo], UserClass], bases: tuple[str, ...]
) -> StoredResult | None:
    """Returns the attribute of `self` in which a method stores the result of a call, itself or in a container.

    A method may also return it to another method of its class, which stores it.

    Args:
        bodies: all bodies of the file.
        call: the call.
        user_class: returns the class of the program for the resolver's record of it.
        bases: the prefixes of the library classes from which the class must derive.

    Returns:
        None if the call is in no method of such a class, or its result is stored nowhere else than in local names that
        the method does not store.
    """
    body = body_of(bodies, call)
    while body is not None and body.owner is None:
        body = body.parent
    if body is None or body.owner is None or not isinstance(body.node, ast.FunctionDef):
        return None
    owner = user_class(body.owner)
    if not any(base.startswith(bases) for base in owner.bases):
        return None
    attribute = _attribute(body.node, call) or _attribute_of_caller(body.owner.node, body.node, call)
    return StoredResult(owner, attribute) if attribute else None


def _attribute(method: ast.FunctionDef, call: ast.Call) -> str:
    """Returns the attribute of `self` that holds the result of a call; empty if there is none."""
    stored = list(_stored(method, receiver_of(method)))
    holders = _holders(stored, call)
    for target, value in stored:
        if isinstance(target, ast.Attribute) and _holds(value, call, holders):
            return target.attr
    return ""


def _attribute_of_caller(owner: ast.ClassDef, method: ast.FunctionDef, call: ast.Call) -> str:
    """Returns the attribute of `self` in which another method stores what a method returns, if that is the result."""
    holders = _holders(_stored(method, receiver_of(method)), call)
    returned = (node.value for node in nodes_in(method) if isinstance(node, ast.Return) and node.value is not None)
    if not any(_holds(value, call, holders) for value in returned):
        return ""
    calls = (
        (other, node)
        for other in owner.body
        if isinstance(other, ast.FunctionDef) and other is not method
        for node in nodes_in(other)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == f"{receiver_of(other)}.{method.name}"
    )
    return next(filter(None, (_attribute(other, node) for other, node in calls)), "")


def _holders(stored: Iterable[tuple[ast.expr, ast.expr]], call: ast.Call) -> frozenset[str]:
    """Returns the names and attributes that hold the result of a call, given what is stored where."""
    return frozenset(ast.unparse(target) for target, value in stored if _holds(value, call, ()))


def _holds(value: ast.expr, call: ast.Call, holders: Container[str]) -> bool:
    """Returns whether a value is, or contains, the result of a call, which these names hold, too."""
    return any(part is call or (isinstance(part, ast.Name) and part.id in holders) for part in _held(value))


def _stored(method: ast.FunctionDef, receiver: str) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Yields the local names and attributes of `self` that a method stores something in, and what that is."""
    for node in nodes_in(method):
        match node:
            case ast.Assign() | ast.AnnAssign():
                owners = ((_owner(target, receiver), value) for target, value in assigned_values(node))
                yield from ((owner, value) for owner, value in owners if owner is not None)
            case ast.AugAssign(target=target, value=value):
                owner = _owner(target, receiver)
                if owner is not None:
                    yield owner, value
            case ast.Call(func=ast.Attribute(attr=attr, value=held), args=[*_, value]) if attr in _ADDING:
                owner = _owner(held, receiver)
                if owner is not None:
                    yield owner, value


def _owner(target: ast.expr, receiver: str) -> ast.expr | None:
    """Returns the name or attribute of `self` that an assignment binds or changes; None for anything else."""
    match target:
        case ast.Subscript(value=value):
            return _owner(value, receiver)
        case ast.Name():
            return target
        case ast.Attribute(value=ast.Name(id=name)) if name == receiver:
            return target
        case _:
            return None


def _held(value: ast.expr) -> Iterator[ast.expr]:
    """Yields what an expression evaluates to, and what the lists, tuples and dictionaries that it makes contain."""
    match value:
        case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Dict(values=parts):
            for part in parts:
                yield from _held(part)
        case ast.ListComp(elt=part) | ast.DictComp(value=part):
            yield from _held(part)
        case ast.IfExp(body=body, orelse=orelse):
            yield from _held(body)
            yield from _held(orelse)
        case _:
            yield value
