"""Finds the attributes that methods set on `self`, because an outline drops the bodies of methods."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


class SetOnSelf(ast.stmt):
    """A statement that exists only in outlines: the public attributes that a class's methods set.

    Attributes:
        names: the names of the attributes.
    """

    _fields = ()

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__()
        self.names = names


def names_set_on_self(body: list[ast.stmt]) -> SetOnSelf:
    """Returns the public attributes that the methods in a class's body set on their first parameter."""
    found: dict[str, None] = {}
    for method in statements(body, into_functions=False):
        if isinstance(method, FunctionNode) and (parameters := [*method.args.posonlyargs, *method.args.args]):
            found.update(dict.fromkeys(_names_set(method, parameters[0].arg)))
    return SetOnSelf(tuple(name for name in found if not name.startswith("_")))


def statements(body: Iterable[ast.stmt], *, into_functions: bool) -> Iterator[ast.stmt]:
    """Yields statements and those nested in them, except in classes and, unless `into_functions`, in functions."""
    for statement in body:
        yield statement
        if isinstance(statement, FunctionNode) and not into_functions:
            continue
        if not isinstance(statement, ast.ClassDef):
            for field in ("body", "orelse", "finalbody"):
                yield from statements(getattr(statement, field, ()), into_functions=into_functions)
            for part in (*getattr(statement, "handlers", ()), *getattr(statement, "cases", ())):
                yield from statements(part.body, into_functions=into_functions)


def bound_targets(statement: ast.stmt) -> Iterator[ast.expr]:
    """Yields the targets that a statement binds; tuples are split into their elements."""
    match statement:
        case ast.Assign(targets=targets):
            pending = list(targets)
        case ast.AnnAssign(target=target) | ast.AugAssign(target=target) | ast.For(target=target):
            pending = [target]
        case ast.With(items=items):
            pending = [item.optional_vars for item in items if item.optional_vars]
        case _:
            return
    while pending:
        target = pending.pop(0)
        if isinstance(target, ast.Tuple | ast.List):
            pending += target.elts
        else:
            yield target.value if isinstance(target, ast.Starred) else target


def _names_set(method: FunctionNode, self_name: str) -> Iterator[str]:
    for statement in statements(method.body, into_functions=True):
        for target in bound_targets(statement):
            match target:
                case ast.Attribute(value=ast.Name(id=owner), attr=name) if owner == self_name:
                    yield name
        match statement:
            case ast.Expr(value=ast.Call(func=function, args=[ast.Name(id=owner), ast.Constant(value=str(name)), _])):
                if owner == self_name and ast.unparse(function).endswith(("setattr", "__setattr__")):
                    yield name
