"""Statements of a function: those around an expression, and those that bind a name."""

from __future__ import annotations

import ast
from bisect import bisect_right
from collections import Counter
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from tf2lint.source import children_of, dotted, nodes_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef)
#: Statements with a scope of their own.
_SCOPES: Final = (*FUNCTIONS, ast.ClassDef)
#: The fields of statements that contain statements.
_BLOCKS: Final = ("body", "orelse", "finalbody", "handlers", "cases")
#: Returns the line and the column where an expression, a statement, or a handler starts, and where it ends.
_start: Final[Callable[[ast.AST], tuple[int, int]]] = attrgetter("lineno", "col_offset")
_end: Final[Callable[[ast.AST], tuple[int, int]]] = attrgetter("end_lineno", "end_col_offset")

#: A statement that binds a name, and the expression that it binds the name to; None if that is a part of something.
Binding = tuple[ast.stmt, ast.expr | None]


class Code:
    """A function or a module.

    Args:
        node: its syntax.
        receiver: the name that holds the object of the method that it is part of; empty if it is in none.

    Attributes:
        node: its syntax.
        receiver: the name of the object.
    """

    def __init__(self, node: ast.AST, receiver: str = "") -> None:
        self.node = node
        self.receiver = receiver

    @cached_property
    def parameters(self) -> frozenset[str]:
        """The parameters of a function without that for the object of a method; none of a module."""
        if not isinstance(self.node, FUNCTIONS):
            return frozenset()
        arguments = self.node.args
        names = {each.arg for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)}
        return frozenset(names - {self.receiver})

    @cached_property
    def bindings(self) -> dict[str, list[Binding]]:
        """What its statements bind names to, without those of functions and classes in it."""
        return _by_name(statement for statement in _statements(self.node) if isinstance(statement, ast.stmt))

    @cached_property
    def attributes(self) -> dict[str, list[Binding]]:
        """What all statements in it bind attributes to, such as `self.x`."""
        return _by_name(
            statement
            for statement in _statements(self.node, with_scopes=True)
            if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Attribute)
        )

    @cached_property
    def uses(self) -> Counter[str]:
        """How often each name occurs in it, also where it is bound."""
        return Counter(node.id for node in nodes_in(self.node) if isinstance(node, ast.Name))


def around(module: ast.AST, call: ast.AST) -> Iterator[ast.AST]:
    """Yields the module, and the statements around a call, from the outside in."""
    node: ast.AST | None = module
    while node is not None:
        if not isinstance(node, ast.ExceptHandler | ast.match_case):
            yield node
        node = _statement_around(node, call)


def start(node: ast.AST) -> tuple[int, int]:
    """Returns the line and the column where a node starts."""
    return getattr(node, "lineno", 0), getattr(node, "col_offset", 0)


def is_inside(node: ast.AST, other: ast.AST) -> bool:
    """Returns whether an expression or statement stands inside of another one."""
    return _start(other) <= _start(node) < _end(other)


def expressions(node: ast.AST) -> list[ast.AST]:
    """Returns what a statement or expression directly consists of, without the statements in it."""
    children = children_of(node)
    if isinstance(node, ast.expr):
        return children
    return [child for child in children if not isinstance(child, ast.stmt | ast.ExceptHandler | ast.match_case)]


def names(targets: Iterable[ast.expr]) -> Iterator[str]:
    """Yields the names and attributes in what is assigned to, as text."""
    for target in targets:
        if isinstance(target, ast.Name | ast.Attribute):
            yield dotted(target)
        elif isinstance(target, ast.List | ast.Tuple):
            yield from names(target.elts)
        elif isinstance(target, ast.Starred | ast.Subscript):
            yield from names([target.value])


def _statement_around(node: ast.AST, call: ast.AST) -> ast.AST | None:
    """Returns the statement or the handler, directly in a node, in which a call is; None if there is none."""
    for field in _BLOCKS:
        block = getattr(node, field, None)
        if not isinstance(block, list) or not block:
            continue
        if isinstance(block[0], ast.match_case):
            return next((case for case in block if _statement_around(case, call) is not None), None)
        index = bisect_right(block, _start(call), key=_start) - 1
        if index >= 0 and is_inside(call, block[index]):
            found: ast.AST = block[index]
            return found
    return None


def blocks(node: ast.AST) -> Iterator[list[ast.AST]]:
    """Yields the blocks of a statement, function, or module, and those of its handlers."""
    for field in _BLOCKS:
        block = getattr(node, field, None)
        if isinstance(block, list) and block:
            if isinstance(block[0], ast.ExceptHandler | ast.match_case):
                for part in block:
                    yield part.body
            else:
                yield block


def _inner(node: ast.AST) -> list[ast.AST]:
    """Returns the statements directly in a statement, function, or module."""
    fields = vars(node)
    if "body" not in fields and "cases" not in fields:
        return []
    blocks_of_node = [fields.get(field) for field in _BLOCKS]
    return [inner for block in blocks_of_node if isinstance(block, list) for inner in block]


def _statements(code: ast.AST, *, with_scopes: bool = False) -> Iterator[ast.AST]:
    """Yields the statements of a function or module, in order, those of functions and classes in it if told."""
    pending = _inner(code)[::-1]
    while pending:
        node = pending.pop()
        yield node
        if with_scopes or not isinstance(node, _SCOPES):
            pending += _inner(node)[::-1]


def _by_name(statements: Iterable[ast.stmt]) -> dict[str, list[Binding]]:
    found: dict[str, list[Binding]] = {}
    for statement in statements:
        for name in dict.fromkeys(names(_targets(statement))):
            found.setdefault(name, []).append((statement, _plain_value(statement)))
    return found


def _targets(node: ast.stmt) -> list[ast.expr]:
    match node:
        case ast.Assign(targets=targets):
            return targets
        case ast.AnnAssign(target=target) | ast.AugAssign(target=target):
            return [target]
        case ast.For(target=target) | ast.AsyncFor(target=target):
            return [target]
        case ast.With(items=items) | ast.AsyncWith(items=items):
            return [item.optional_vars for item in items if item.optional_vars is not None]
        case _:
            return []


def _plain_value(node: ast.stmt) -> ast.expr | None:
    """Returns the expression that a statement binds a name or attribute to; None if it binds parts of it."""
    match node:
        case ast.Assign(targets=[ast.Name() | ast.Attribute()], value=value) | ast.AnnAssign(value=value):
            return value
        case _:
            return None
