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

#: Frames that looking at deeply nested code may take. They are Python's own: none is on the C stack.
_DEEPEST: Final = 20_000


def parse(source: str, path: str = "<unknown>") -> ast.Module:
    """The syntax of a source; its own warnings (invalid escapes and the like) are not ours to show.

    Raises:
        SyntaxError: Python's parser refuses it.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.parse(source, path)
        except ValueError as error:  # null bytes
            raise SyntaxError(str(error), (path, 1, 1, None)) from error
        except (RecursionError, MemoryError) as error:
            raise SyntaxError("it is nested too deeply", (path, 1, 1, None)) from error


@contextmanager
def deep_recursion() -> Iterator[None]:
    """Makes room to look at deeply nested code."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, _DEEPEST))
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)
