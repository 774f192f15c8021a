"""Where a file reads its command-line flags: TensorFlow 1 parsed them when one was read, absl must have parsed them."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.source import blocks_in, children_of

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

_FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef)
_NAMED: Final = (*_FUNCTIONS, ast.ClassDef)


def are_read_in_functions(module: ast.Module, flags: Container[ast.AST], runners: Iterable[ast.Call]) -> bool:
    """Returns whether a file reads flags only in functions that none of its code calls before it parses them.

    Args:
        module: the syntax of the file.
        flags: the expressions that are the object whose attributes are the flags.
        runners: the calls that parse the flags, and call what they are given.
    """
    given = {argument for call in runners for argument in call.args}
    given |= {keyword.value for call in runners for keyword in call.keywords}
    statements = [statement for _, block in blocks_in(module) for statement in block]
    names = set(_names_of(statements, flags))
    functions = {node.name: node for node in statements if isinstance(node, _NAMED)}
    pending, seen = list(_run_at_once(module)), set[str]()
    while pending:
        node = pending.pop()
        if node in given:
            continue
        if isinstance(node, ast.Assign) and node.value in flags:
            continue
        word = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
        if node in flags or (isinstance(node, ast.Name) and word in names):
            return False
        if word in functions and word not in seen:
            seen.add(word)
            pending += _called(functions[word])
        pending += _run_at_once(node)
    return True


def _names_of(statements: Iterable[ast.stmt], flags: Container[ast.AST]) -> Iterator[str]:
    """Yields the names that a file gives to the object whose attributes are the flags."""
    for node in statements:
        if isinstance(node, ast.Assign) and node.value in flags:
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))


def _run_at_once(node: ast.AST) -> list[ast.AST]:
    """Returns the code in a node that runs when the node does: of a function, the decorators and the defaults.

    A decorator may call what it decorates.
    """
    if isinstance(node, ast.Lambda):
        return [node.args]
    if isinstance(node, _FUNCTIONS):
        return [node.args, *node.decorator_list, *(node.body if node.decorator_list else ())]
    return children_of(node)


def _called(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> Iterator[ast.AST]:
    """Yields the code that a call runs: of a class, that of all its methods."""
    for statement in node.body:
        yield statement
        if isinstance(statement, _FUNCTIONS) and isinstance(node, ast.ClassDef):
            yield from statement.body
