"""Which statements end the way that the program takes, as far as their own text tells."""

from __future__ import annotations

import ast
from typing import Final

#: Calls that end the program.
EXITS: Final = frozenset({"sys.exit", "os._exit", "os.abort", "exit", "quit"})
#: The words of which one stands in a text that has such a call, or one that ends a test.
EXITING: Final = ("exit", "_exit", "abort", "quit", "skip", "skipTest")
#: Statements that leave a block.
JUMPS: Final = frozenset({ast.Return, ast.Raise, ast.Break, ast.Continue})


def never_returns(node: ast.expr) -> bool:
    """Whether an expression is a call that never comes back: it exits, or skips the test that it stands in."""
    if type(node) is not ast.Call:
        return False
    name = dotted(node.func)
    return name in EXITS or name == "pytest.skip" or name.endswith(".skipTest")


def dotted(node: ast.expr) -> str:
    """The name that an expression is, such as `sys.exit`; its beginning is empty where that is no name."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    parts.append(node.id if isinstance(node, ast.Name) else "")
    return ".".join(reversed(parts))
