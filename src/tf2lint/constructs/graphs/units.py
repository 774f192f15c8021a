"""The statements of a block that builds a graph, with the names that each of them reads and binds."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final, Protocol

from tf2lint.constructs.analysis.scopes import FUNCTIONS
from tf2lint.source import children_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tf2lint.source import SyntaxIndex

#: Statements that build a graph and can be moved into a function.
_BUILDS: Final = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.With, ast.For, ast.If, *FUNCTIONS)
#: Statements and expressions that keep others from being moved.
_JUMPS: Final = (ast.Return, ast.Raise, ast.Yield, ast.YieldFrom, ast.Await, ast.Global, ast.Nonlocal, ast.Import)
_DEFINITIONS: Final = (*FUNCTIONS, ast.ClassDef, ast.Lambda)
#: The nodes that may read, bind, or change a name.
_RELEVANT: Final = frozenset({
    ast.Name, ast.Attribute, ast.Subscript, ast.Call, ast.Expr, ast.AugAssign, ast.alias, *_DEFINITIONS,
    ast.ExceptHandler, ast.MatchAs, ast.MatchStar,
})  # fmt: skip


class _Names(Protocol):
    """What a block says about its names."""

    syntax: SyntaxIndex

    def name(self, node: ast.AST) -> str:
        """Returns the name of the block, or of its class, that an expression is, or a statement binds; else nothing."""

    def method(self, call: ast.Call) -> ast.stmt | None:
        """Returns the method of the class of the block that a call calls; None if it calls none."""


class Unit:
    """A statement of a block.

    Args:
        statement: the statement.
        block: the block.
        scopes: the `with` statements for scopes of variables around it, in which it moves alone.

    Attributes:
        statement: the statement.
        scopes: the `with` statements for scopes of variables around it, in which it moves alone.
        reads: the names of the block that it reads.
        binds: the names of the block that it binds, and those whose objects it changes.
        changes: the names of the block whose objects it changes, as `x.append(y)` does.
        replaces: the names of the block that hold nothing of what they held before.
    """

    def __init__(self, statement: ast.stmt, block: _Names, scopes: tuple[ast.With, ...] = ()) -> None:
        self.statement = statement
        self.scopes = scopes
        reads, binds, changes = set[str](), set[str](), set[str]()
        for code in (statement, *(scope.items[0].context_expr for scope in scopes)):
            self._add(code, block, reads, binds, changes, set())
        self.reads, self.binds, self.changes = frozenset(reads), frozenset(binds), frozenset(changes)
        targets = statement.targets if isinstance(statement, ast.Assign) else []
        parts = [part for target in targets for part in getattr(target, "elts", [target])]
        self.replaces = frozenset(filter(None, map(block.name, parts)))

    def _add(
        self,
        code: ast.AST,
        block: _Names,
        reads: set[str],
        binds: set[str],
        changes: set[str],
        methods: set[ast.AST],
    ) -> None:
        """Adds what code reads and binds, also in the methods that it calls."""
        for node in block.syntax.nodes_in(code):
            if node.__class__ not in _RELEVANT or node in methods:
                continue
            name = block.name(node)
            if name:
                is_binding = isinstance(node, _DEFINITIONS) or isinstance(getattr(node, "ctx", None), ast.Store)
                (binds if is_binding else reads).add(name)
            elif (changed := _changed(node)) is not None:
                while isinstance(changed, ast.Attribute | ast.Subscript) and not block.name(changed):
                    changed = changed.value  # what changes is a part of it
                found = {block.name(changed)} - {""}
                binds |= found
                changes |= found
            if isinstance(node, ast.alias):
                binds.add(node.asname or node.name.partition(".")[0])
            elif isinstance(node, ast.AugAssign):
                reads.update(filter(None, [block.name(node.target)]))
            elif isinstance(node, ast.Call):
                method = block.method(node)
                if method is not None and method not in methods:
                    methods.add(method)
                    self._add(method, block, reads, binds, changes, methods)

    def consists_of(self, statements: Iterable[ast.stmt]) -> bool:
        """Returns whether a unit is one of some statements, or a `with` statement with nothing else in it."""
        statements = set(statements)
        body = self.statement.body if isinstance(self.statement, ast.With) else [self.statement]
        return all(statement in statements for statement in body)

    @property
    def can_move(self) -> bool:
        """Whether the statement only builds a graph, so that it can be moved into a function."""
        return isinstance(self.statement, _BUILDS) and not any(
            isinstance(node, _JUMPS) or _has_effect(node) for node in in_block(self.statement)
        )


def in_block_of(node: ast.AST) -> Iterator[ast.AST]:
    """Yields what is in a function or module, without the code of functions and classes in it."""
    for statement in getattr(node, "body", []):
        yield from in_block(statement)


def in_block(statement: ast.AST) -> Iterator[ast.AST]:
    """Yields a statement and what is in it, without the code of functions and classes."""
    yield statement
    if not isinstance(statement, _DEFINITIONS):
        for child in children_of(statement):
            yield from in_block(child)


def _has_effect(node: ast.AST) -> bool:
    """Returns whether a node is a statement that does something else than to change an object, such as a `print`."""
    return isinstance(node, ast.Expr) and not isinstance(node.value, ast.Constant) and _changed(node) is None


def _changed(node: ast.AST) -> ast.expr | None:
    """Returns what a statement changes: the list of `x.append(y)`, the dictionary of `x[y] = z`."""
    match node:
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=owner))):
            return owner
        case ast.Subscript(value=owner, ctx=ast.Store()) | ast.Attribute(value=owner, ctx=ast.Store()):
            return owner
        case _:
            return None
