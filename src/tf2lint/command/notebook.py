"""Jupyter notebooks: the cells with Python in them, and what in these is IPython's and not Python's."""

from __future__ import annotations

import io
import json
import re
import tokenize
from typing import Any, Final, NamedTuple

#: A line for IPython: a magic, a command of the shell, a question about an object.
_LINE: Final = re.compile(r"([ \t]*)(?:[%!?]|\S.*\?[ \t]*$)")
#: A name that is bound to what such a line gives.
_ASSIGNED: Final = re.compile(r"([ \t]*[\w.,\[\] \t]+=[ \t]*)([%!].*)")
#: Magics of one line, and of a whole cell, behind which stands Python.
_TIMED: Final = re.compile(r"([ \t]*)%(?:timeit|time|prun|memit|mprun|lprun)\b(?:[ \t]+-\w+(?:[ \t]*\d+)?)*")
_PYTHON_CELL: Final = re.compile(r"%%(?:timeit|time|prun|capture|memit|python3|python|py|tensorflow_version)\b")
#: The shortest thing in which a statement can stand behind something: as long as `%time`.
_BLOCK: Final = "if 1:"


class Cell(NamedTuple):
    """A cell with Python in it.

    Attributes:
        number: its place among all cells of the notebook, from 1.
        text: what it says.
    """

    number: int
    text: str


def read_cells(text: str) -> list[Cell]:
    """The cells of a notebook with Python in them; none if it is in another language.

    Args:
        text: the notebook's file.

    Raises:
        ValueError: it is no notebook.
    """
    try:
        document = json.loads(text)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    cells = _cells(document)
    if not isinstance(cells, list):
        raise ValueError("it has no cells")
    metadata = document.get("metadata")
    if not _is_python(metadata if isinstance(metadata, dict) else {}):
        return []
    listed = ((number, cell) for number, cell in enumerate(cells, 1) if isinstance(cell, dict))
    return [Cell(number, _text(cell)) for number, cell in listed if cell.get("cell_type") == "code"]


def _cells(document: Any) -> Any:
    if not isinstance(document, dict):
        return None
    sheets = document.get("worksheets")  # before version 4 of the format
    if isinstance(sheets, list):
        listed = [sheet.get("cells") for sheet in sheets if isinstance(sheet, dict)]
        return [cell for cells in listed if isinstance(cells, list) for cell in cells]
    return document.get("cells")


def _is_python(metadata: dict[str, Any]) -> bool:
    kernel, language = metadata.get("kernelspec"), metadata.get("language_info")
    named = [part.get(key) for part, key in ((kernel, "language"), (language, "name")) if isinstance(part, dict)]
    names = [name.lower() for name in named if isinstance(name, str)]
    return not names or any(name.startswith(("python", "ipython")) for name in names)


def _text(cell: dict[str, Any]) -> str:
    source = cell.get("source", cell.get("input", ""))
    lines = source if isinstance(source, list) else [source]
    text = "".join(line for line in lines if isinstance(line, str))
    return text.replace("\r\n", "\n").replace("\r", "\n")


def without_magics(text: str) -> str:
    """The text of a cell in which Python stands for what only IPython knows, each line where it was.

    Args:
        text: the cell's.
    """
    if text.lstrip().startswith("%%"):
        start = len(text) - len(text.lstrip())
        end = text.find("\n", start)
        rest = text[end:] if end >= 0 and _PYTHON_CELL.match(text, start) else "\n" * text.count("\n", start)
        return "\n" * text.count("\n", 0, start) + without_magics(rest)
    lines: list[str] = []
    goes_on = False  # a line for IPython that ends with a backslash
    for line in text.split("\n"):
        if goes_on:
            goes_on = line.endswith("\\")
            lines.append("")
            continue
        assigned = _ASSIGNED.fullmatch(line)
        if not (_LINE.match(line) or assigned) or line.lstrip().startswith("#") or _is_inside("\n".join(lines)):
            lines.append(line)
            continue
        goes_on = line.endswith("\\")
        lines.append(f"{assigned[1]}None" if assigned else _python_of(line))
    return "\n".join(lines)


def _python_of(line: str) -> str:
    timed = _TIMED.match(line)
    if timed is None or not line[timed.end() :].strip():
        indentation = line[: len(line) - len(line.lstrip())]
        return f"{indentation}pass"
    return f"{timed[1]}{_BLOCK}{line[timed.end() :].rjust(len(line) - len(timed[1]) - len(_BLOCK))}"


def _is_inside(text: str) -> bool:
    """Whether a line behind some others goes on with a text or with something in brackets."""
    depth = 0
    try:
        for token in tokenize.generate_tokens(io.StringIO(f"{text}\n").readline):
            if token.type == tokenize.OP:
                depth += (token.string in "([{") - (token.string in ")]}")
    except tokenize.TokenError:
        return True  # the end came before a text or bracket was closed
    except SyntaxError:
        return False
    return depth > 0
