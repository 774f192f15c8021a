"""Which arguments say whether variables are found again by their names, and which calls do."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tf2lint.resolver.scopes import Body
    from tf2lint.resolver.values import Symbol
    from tf2lint.table import Argument

#: The parameter of scopes, layers and cells that says whether variables are found again by their names.
FLAG: Final = "reuse"
FLAGS: Final = (FLAG, f"_{FLAG}")
#: What says in a text that a flag comes from somewhere else: it is neither written out nor left out.
_FROM_ELSEWHERE: Final = re.compile(r"reuse(?:_variables\b|[ \t]*=[ \t]*(?!True\b|False\b|None\b|\w+\.AUTO_REUSE\b)\w)")
#: The method that says so of the scope around it.
_METHOD: Final = "reuse_variables"


def takes_flag(source: str) -> bool:
    """Whether functions of a module may take a flag, as far as its text tells."""
    return FLAG in source and _FROM_ELSEWHERE.search(source) is not None


def find_reuse_arguments(
    argument: Callable[[Symbol, ast.Call, str], Argument | None],
    exists: Callable[[Symbol], bool | None],
    body: Body,
) -> Iterator[ast.expr]:
    """The expressions in a body that decide about reuse, of what the target has not.

    Args:
        argument: what a call of a symbol gives to a parameter.
        exists: whether the target has a symbol.
        body: the body.
    """
    for reference in body.references.values():
        if reference.call is None:
            continue
        for symbol in reference.symbols:
            if exists(symbol) is not False:
                continue
            given = (argument(symbol, reference.call, flag) for flag in FLAGS)
            yield from (flag.value for flag in given if flag is not None)
            if symbol.name.endswith(f".{_METHOD}"):
                yield from _conditions(reference.call, body.node)


def _conditions(call: ast.Call, node: ast.AST) -> Iterator[ast.expr]:
    """The conditions under which a call is made."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.If | ast.IfExp):
            then = inner.body if isinstance(inner.body, list) else [inner.body]
            if any(call is found for statement in then for found in ast.walk(statement)):
                yield inner.test
