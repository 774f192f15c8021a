"""Parses source with Python's parser, without its warnings, and raises SyntaxError for everything that it rejects.

A statement that is nothing but an assignment expression becomes an assignment, which it is. Also raises the recursion
limit for analyzing deeply nested code.
"""

from __future__ import annotations

import ast
import sys
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from tf2lint.source.code_text import has_more_tokens
from tf2lint.source.syntax_walk import blocks_in

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The recursion limit for analyzing deeply nested code: several frames for each level that Python's parser accepts.
#: These are frames of Python functions, which take no space on the C stack.
_DEEP_LIMIT: Final = 100_000
#: The size of the largest program that is parsed, in words and signs. Each takes up to 900 bytes in the syntax tree.
_MAX_TOKENS: Final = 1_000_000
#: Whether Python's parser keeps to the recursion limit. Later versions have a limit of their own for it.
_PARSER_IS_LIMITED: Final = sys.version_info < (3, 12)
#: How exact the depth of the call stack is.
_STEP: Final = 256
#: What every text with an assignment expression contains.
WALRUS: Final = ":="


class TooLargeError(SyntaxError):
    """A program is too large to be parsed."""


class _HostLimit:
    """The recursion limit that the host process has set, and how deep the call stack was when a text was parsed."""

    limit = sys.getrecursionlimit()
    depth = _STEP


def parse(source: str, path: str = "<unknown>") -> ast.Module:
    """Parses a module, without showing warnings about it (invalid escapes and the like).

    Raises:
        SyntaxError: Python's parser rejects the source, or it is too large.
    """
    check_size(source)
    tree = _parsed(source, path, "exec")
    assert isinstance(tree, ast.Module)
    if WALRUS in source:
        _write_assignments(tree)
    return tree


def check_size(source: str) -> None:
    """Checks that the syntax tree of a program would take at most a gigabyte.

    Raises:
        TooLargeError: it would take more.
    """
    if has_more_tokens(source, _MAX_TOKENS):
        raise TooLargeError(f"it has more than {_MAX_TOKENS:,} words and signs")


def _write_assignments(module: ast.Module) -> None:
    """Puts assignments in the place of statements that are nothing but an assignment expression."""
    for _, block in blocks_in(module):
        for index, statement in enumerate(block):
            match statement:
                case ast.Expr(value=ast.NamedExpr(target=target, value=value)):
                    block[index] = ast.copy_location(ast.Assign([target], value), statement)
                case _:
                    pass


def parse_expression(source: str) -> ast.expr:
    """Parses an expression.

    Raises:
        SyntaxError: Python's parser rejects the source.
    """
    tree = _parsed(source, "<unknown>", "eval")
    assert isinstance(tree, ast.Expression)
    return tree.body


def _parsed(source: str, path: str, mode: str) -> ast.AST:
    with warnings.catch_warnings(), _host_recursion_limit():
        warnings.simplefilter("ignore")
        try:
            return ast.parse(source, path, mode)
        except ValueError as error:  # null bytes
            raise SyntaxError(str(error), (path, 1, 1, None)) from error
        except (RecursionError, MemoryError) as error:
            raise SyntaxError("it is nested too deeply", (path, 1, 1, None)) from error


@contextmanager
def deep_recursion() -> Iterator[None]:
    """Raises the recursion limit for analyzing deeply nested code."""
    limit = sys.getrecursionlimit()
    if limit < _DEEP_LIMIT:
        _HostLimit.limit = limit
        sys.setrecursionlimit(_DEEP_LIMIT)
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)


@contextmanager
def _host_recursion_limit() -> Iterator[None]:
    """Gives Python's parser the host's limit, because up to Python 3.11 it recurses that deep on the C stack."""
    limit = sys.getrecursionlimit()
    if not _PARSER_IS_LIMITED or limit <= _HostLimit.limit:
        yield
        return
    sys.setrecursionlimit(min(limit, _depth() + _HostLimit.limit))
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)


def _depth() -> int:
    """Returns the depth of the call stack, up to `_STEP` too much.

    Among modules that import each other it can be that of thousands of modules. To walk it would make an object of each
    frame, so frames are only counted, beginning with the depth of the last time.
    """
    low, high = 0, _HostLimit.depth
    while _is_deeper(high):
        low, high = high, 2 * high
    if not low and high > _STEP and _is_deeper(high - _STEP):
        low = high - _STEP
    while high - low > _STEP:
        middle = (low + high) // 2
        low, high = (middle, high) if _is_deeper(middle) else (low, middle)
    _HostLimit.depth = high
    return high


def _is_deeper(depth: int) -> bool:
    """Returns whether the call stack is deeper than this."""
    try:
        sys._getframe(depth)
    except ValueError:
        return False
    return True
