"""Detects statements that end a code path (return, raise, sys.exit())."""

from __future__ import annotations

import ast
from typing import Final

#: Functions that end the program.
EXITS: Final = frozenset({"sys.exit", "os._exit", "os.abort", "exit", "quit"})
#: Every text that calls such a function, or one that skips a test, contains one of these words.
EXITING: Final = ("exit", "_exit", "abort", "quit", "skip", "skipTest")
#: Statements that leave a block.
JUMPS: Final = frozenset({ast.Return, ast.Raise, ast.Break, ast.Continue})


def never_returns(node: ast.expr) -> bool:
    """Returns whether an expression is a call that never returns: it exits, or skips the current test."""
    if type(node) is not ast.Call:
        return False
    name = dotted(node.func)
    return name in EXITS or name == "pytest.skip" or name.endswith(".skipTest")


def dotted(node: ast.expr) -> str:
    """Returns the dotted name of an expression, such as `sys.exit`; a first part that is no name becomes empty."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    parts.append(node.id if isinstance(node, ast.Name) else "")
    return ".".join(reversed(parts))
