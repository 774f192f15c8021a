"""Where a file reads its command-line flags: TensorFlow 1 parsed them when one was read, absl must have parsed them."""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.source import blocks_in, children_of, main_block

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

_FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef)
_NAMED: Final = (*_FUNCTIONS, ast.ClassDef)


class UnparsedRead(NamedTuple):
    """A statement that may read flags before the file parses them.

    Attributes:
        statement: the statement.
        before: the statement before it in the same block; None if there is none.
        is_certain: whether it reads them itself, or in functions that it calls by name.
    """

    statement: ast.stmt
    before: ast.stmt | None
    is_certain: bool


class FlagReads:
    """Where one file reads its flags.

    Args:
        module: the syntax of the file.
        flags: the expressions that are the object whose attributes are the flags.
        runners: the calls that parse the flags, and call what they are given.

    Attributes:
        names: the names that the top level gives to that object, each with the statement.
    """

    def __init__(self, module: ast.Module, flags: Container[ast.AST], runners: Iterable[ast.Call]) -> None:
        self._module = module
        self._flags = flags
        self._given = {argument for call in runners for argument in call.args}
        self._given |= {keyword.value for call in runners for keyword in call.keywords}
        statements = [statement for _, block in blocks_in(module) for statement in block]
        self._names = {name for name, _ in _names_of(statements, flags)}
        self.names = dict(_names_of(module.body, flags))
        self._functions = {node.name: node for node in statements if isinstance(node, _NAMED)}

    @cached_property
    def first_unparsed(self) -> UnparsedRead | None:
        """The first statement that may read flags before the file parses them; None if there is none.

        It reads them itself, or in functions of the file that it calls.
        """
        seen = set[str]()
        before: ast.stmt | None = None
        for statement in self._module.body:
            block = main_block(statement)
            before = None if block else before
            for one in block or [statement]:
                if self._parses(one):
                    return None
                if self._reads(one, seen, is_certain=False):
                    return UnparsedRead(one, before, is_certain=self._reads(one, set(), is_certain=True))
                before = one
        return None

    @cached_property
    def are_parsed(self) -> bool:
        """Whether the file itself parses the flags: `FLAGS(sys.argv)`."""
        statements = (one for statement in self._module.body for one in main_block(statement) or [statement])
        return any(map(self._parses, statements))

    def _parses(self, statement: ast.stmt) -> bool:
        match statement:
            case ast.Expr(ast.Call(ast.Name(name))):
                return name in self._names
        return False

    def _reads(self, statement: ast.stmt, seen: set[str], *, is_certain: bool) -> bool:
        """Returns whether a statement reads flags when it runs.

        Args:
            statement: the statement.
            seen: the functions that were looked at; those that the statement leads to are added.
            is_certain: whether only what it certainly runs counts: not what it may pass to something that calls it.
        """
        pending: list[ast.AST] = [statement]
        while pending:
            node = pending.pop()
            if node in self._given or (isinstance(node, ast.Assign) and node.value in self._flags):
                continue
            if is_certain and isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
                continue  # To set a flag parses nothing.
            if node in self._flags or (isinstance(node, ast.Name) and node.id in self._names):
                return True
            function = self._functions.get(_called_name(node) if is_certain else _word(node))
            followed = _FUNCTIONS if is_certain else _NAMED
            if isinstance(function, followed) and function.name not in seen:
                seen.add(function.name)
                pending += _body(function)
            pending += _run_at_once(node, is_certain=is_certain)
        return False


def _names_of(statements: Iterable[ast.stmt], flags: Container[ast.AST]) -> Iterator[tuple[str, ast.Assign]]:
    """Yields the names that statements give to the object whose attributes are the flags, with the statements."""
    for node in statements:
        if isinstance(node, ast.Assign) and node.value in flags:
            yield from ((target.id, node) for target in node.targets if isinstance(target, ast.Name))


def _word(node: ast.AST) -> str:
    """Returns the last part of a name; an empty string for another node."""
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _called_name(node: ast.AST) -> str:
    """Returns the name that a node calls; an empty string if it calls none."""
    return node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""


def _run_at_once(node: ast.AST, *, is_certain: bool) -> list[ast.AST]:
    """Returns the code in a node that runs when the node does: of a function, the decorators and the defaults.

    A decorator may call what it decorates.
    """
    if isinstance(node, ast.Lambda):
        return [node.args]
    if isinstance(node, _FUNCTIONS):
        is_called = node.decorator_list and not is_certain
        return [node.args, *node.decorator_list, *(node.body if is_called else ())]
    return children_of(node)


def _body(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> Iterator[ast.AST]:
    """Yields the code that a call may run: of a class, that of all its methods."""
    for statement in node.body:
        yield statement
        if isinstance(statement, _FUNCTIONS) and isinstance(node, ast.ClassDef):
            yield from statement.body
