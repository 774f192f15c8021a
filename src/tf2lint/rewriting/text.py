"""The text of rewritten code: pieces of new text, and the arguments between them."""

from __future__ import annotations

import ast
import copy
import re
from typing import TYPE_CHECKING, Final

from tf2lint.rewriting.instantiation import MARK
from tf2lint.rewriting.precedence import needs_parentheses

if TYPE_CHECKING:
    from collections.abc import Mapping

_MARKED: Final = re.compile(rf"({MARK}\d+)")
#: Code in a message is shortened to this many characters, where leaving out arguments can do it.
_MAX_SHOWN: Final = 110
_LEFT_OUT: Final = "..."


def pieces(expression: ast.expr, placed: Mapping[str, ast.expr]) -> list[str | ast.expr]:
    """Returns the text of an expression: strings, and the arguments that stand between them.

    Args:
        expression: an expression in which names stand for arguments.
        placed: the arguments by these names.
    """
    expression = copy.deepcopy(expression)
    for parent in ast.walk(expression):
        for child in ast.iter_child_nodes(parent):
            argument = placed.get(child.id) if isinstance(child, ast.Name) else None
            if isinstance(child, ast.Name) and argument is not None and needs_parentheses(argument, child, parent):
                child.id = f"({child.id})"
    parts = _MARKED.split(ast.unparse(expression))
    return [placed[part] if part in placed else part for part in parts if part]


def shown(expression: ast.expr, placed: Mapping[str, ast.expr]) -> str:
    """Returns an expression as it is shown in a message: on one line, without its longest arguments if it is long."""
    parts = pieces(expression, placed)
    texts = [part if isinstance(part, str) else ast.unparse(part) for part in parts]
    arguments = [index for index, part in enumerate(parts) if not isinstance(part, str)]
    for index in sorted(arguments, key=lambda index: -len(texts[index])):
        if sum(map(len, texts)) <= _MAX_SHOWN or len(texts[index]) <= len(_LEFT_OUT):
            break
        texts[index] = _LEFT_OUT
    return "".join(texts)
