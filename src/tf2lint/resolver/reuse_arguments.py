"""Finds the arguments and calls that decide whether variables are reused by name."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tf2lint.resolver.scopes import Body
    from tf2lint.resolver.values import Symbol
    from tf2lint.table import Argument

#: The parameter of scopes, layers and cells that decides whether variables are reused by name.
REUSE_FLAG: Final = "reuse"
REUSE_FLAGS: Final = (REUSE_FLAG, f"_{REUSE_FLAG}")
#: Matches a reuse flag that is computed, neither a literal nor left out, and `reuse_variables`.
_COMPUTED_FLAG: Final = re.compile(r"reuse(?:_variables\b|[ \t]*=[ \t]*(?!True\b|False\b|None\b|\w+\.AUTO_REUSE\b)\w)")
#: The method that turns reuse on for the scope around it.
_REUSE_METHOD: Final = "reuse_variables"


def may_take_reuse_flag(source: str) -> bool:
    """Returns whether functions of a module may take a reuse flag, judging by its text."""
    return REUSE_FLAG in source and _COMPUTED_FLAG.search(source) is not None


def find_reuse_arguments(
    argument: Callable[[Symbol, ast.Call, str], Argument | None],
    exists: Callable[[Symbol], bool | None],
    body: Body,
) -> Iterator[ast.expr]:
    """Yields the expressions in a body that decide about reuse for symbols that the target lacks.

    Args:
        argument: returns the argument that a call of a symbol passes to a parameter.
        exists: returns whether the target has a symbol.
        body: the body.
    """
    for reference in body.references.values():
        if reference.call is None:
            continue
        for symbol in reference.symbols:
            if exists(symbol) is not False:
                continue
            arguments = (argument(symbol, reference.call, flag) for flag in REUSE_FLAGS)
            yield from (flag.value for flag in arguments if flag is not None)
            if symbol.name.endswith(f".{_REUSE_METHOD}"):
                yield from _conditions(reference.call, body.node)


def _conditions(call: ast.Call, node: ast.AST) -> Iterator[ast.expr]:
    """Yields the conditions under which a call runs."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.If | ast.IfExp):
            then = inner.body if isinstance(inner.body, list) else [inner.body]
            if any(call is found for statement in then for found in ast.walk(statement)):
                yield inner.test
