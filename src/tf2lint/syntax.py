"""Python's parser, quiet about what is not ours to show and with one exception for all that it refuses."""

from __future__ import annotations

import ast
import warnings


def parse(source: str, path: str = "<unknown>") -> ast.Module:
    """The syntax of a source; its own warnings (invalid escapes and the like) are not ours to show.

    Raises:
        SyntaxError: Python's parser refuses it.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.parse(source, path)
        except (ValueError, RecursionError, MemoryError) as error:
            # Null bytes and nesting beyond what the parser can take.
            raise SyntaxError(str(error) or type(error).__name__, (path, 1, 1, None)) from error
