"""The text of calls that are too long for one line."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tf2lint.constructs.analysis.block_text import BlockText

_MAX_LINE: Final = 110
#: What stands around the code that makes a layer: what it is assigned to, and what it is called with.
_MAX_REST: Final = 20


def wrapped(text: BlockText, line: int, made: str, width: int = 0) -> str:
    """Returns the code of a call on several lines, if it is long.

    Args:
        text: the text of the file.
        line: the line where it stands.
        made: the code, on one line.
        width: how much stands before it, besides what it is assigned to.
    """
    above = text.lines[line - 1]
    indentation = above[: len(above) - len(above.lstrip())]
    if len(indentation) + width + len(made) + _MAX_REST <= _MAX_LINE:
        return made
    tree = ast.parse(made, mode="eval").body
    assert isinstance(tree, ast.Call)
    inner = indentation + text.step
    lines = [f"{ast.get_source_segment(made, tree.func)}(", inner]
    for part in [*tree.args, *tree.keywords]:
        argument = f"{ast.get_source_segment(made, part)}, "
        if lines[-1] != inner and len(lines[-1]) + len(argument) > _MAX_LINE:
            lines[-1] = lines[-1].rstrip()
            lines.append(inner)
        lines[-1] += argument
    return text.line_end.join(lines).rstrip().removesuffix(",") + ")"
