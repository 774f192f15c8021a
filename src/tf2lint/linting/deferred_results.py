"""Tells whether a program keeps the result of a call to run it in a session later."""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from tf2lint.linting.execution_context import body_of
from tf2lint.source import assigned_values, nodes_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tf2lint.resolver import Body

_RUN: Final = "run"


def is_run_later(bodies: Iterable[Body], call: ast.Call) -> bool:
    """Returns whether the result of a call, or what is computed from it, is assigned, and the file runs that.

    The result in an attribute that the file does not use any further is for other modules, which run it.

    Args:
        bodies: all bodies of the file, the module first.
        call: the call.
    """
    bodies = list(bodies)
    body = body_of(bodies, call)
    targets = list(_targets(body.node, call)) if body is not None else []
    if not targets:
        return False
    loaded, run = _uses(bodies[0].node)
    return any(_word(t) in run or (isinstance(t, ast.Attribute) and _word(t) not in loaded) for t in targets)


@lru_cache(maxsize=1)  # a file may have many such calls
def _uses(module: ast.AST) -> tuple[set[str], set[str]]:
    """Returns the names and attributes that a module reads, and those in what its sessions run."""
    loaded, run = set[str](), set[str]()
    for node in nodes_in(module):
        if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load):
            loaded.add(_word(node))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == _RUN:
            run.update(_word(name) for argument in node.args[:1] for name in nodes_in(argument))
    return loaded, run


def _targets(code: ast.AST, call: ast.Call) -> Iterator[ast.expr]:
    """Yields the names and attributes to which code assigns the result of a call, or what is computed from it."""
    pending: list[ast.AST] = [code]
    while pending:
        node = pending.pop()
        for target, value in assigned_values(node):
            if isinstance(target, ast.Name | ast.Attribute) and any(inner is call for inner in nodes_in(value)):
                yield target
        pending += [child for child in ast.iter_child_nodes(node) if _is_statement_around(child, call.lineno)]


def _is_statement_around(node: ast.AST, line: int) -> bool:
    """Returns whether a node is, or contains, a statement in a line."""
    if isinstance(node, ast.stmt):
        return node.lineno <= line <= (node.end_lineno or node.lineno)
    return isinstance(node, ast.ExceptHandler | ast.match_case)


def _word(node: ast.AST) -> str:
    """Returns a name, or the name of an attribute; empty for other syntax."""
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
