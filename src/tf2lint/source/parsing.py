"""Python's parser, quiet about what is not ours to show and with one exception for all that it refuses.

And room for what looks at deeply nested code.
"""

from __future__ import annotations

import ast
import sys
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Frames that looking at deeply nested code may take: several for each level that Python's parser accepts. They are
#: Python's own: none is on the C stack.
_DEEPEST: Final = 100_000


class _Usual:
    """The limit of recursion that the host has set."""

    limit = sys.getrecursionlimit()


def parse(source: str, path: str = "<unknown>") -> ast.Module:
    """The syntax of a source; its own warnings (invalid escapes and the like) are not ours to show.

    Raises:
        SyntaxError: Python's parser refuses it.
    """
    tree = _parsed(source, path, "exec")
    assert isinstance(tree, ast.Module)
    return tree


def parse_expression(source: str) -> ast.expr:
    """The syntax of an expression.

    Raises:
        SyntaxError: Python's parser refuses it.
    """
    tree = _parsed(source, "<unknown>", "eval")
    assert isinstance(tree, ast.Expression)
    return tree.body


def _parsed(source: str, path: str, mode: str) -> ast.AST:
    with warnings.catch_warnings(), _usual_recursion():
        warnings.simplefilter("ignore")
        try:
            return ast.parse(source, path, mode)
        except ValueError as error:  # null bytes
            raise SyntaxError(str(error), (path, 1, 1, None)) from error
        except (RecursionError, MemoryError) as error:
            raise SyntaxError("it is nested too deeply", (path, 1, 1, None)) from error


@contextmanager
def deep_recursion() -> Iterator[None]:
    """Makes room to look at deeply nested code."""
    limit = sys.getrecursionlimit()
    if limit < _DEEPEST:
        _Usual.limit = limit
        sys.setrecursionlimit(_DEEPEST)
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)


def _depth() -> int:
    """How many calls deep the program is."""
    depth, frame = 0, sys._getframe().f_back
    while frame is not None:
        depth, frame = depth + 1, frame.f_back
    return depth


@contextmanager
def _usual_recursion() -> Iterator[None]:
    """Lets Python's parser accept what it always accepts: up to Python 3.12 it goes by this limit, on the C stack."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(min(limit, _depth() + _Usual.limit))
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)
