"""Jupyter notebooks: the cells with Python in them, and what in these is IPython's and not Python's."""

from __future__ import annotations

import io
import json
import re
import tokenize
from typing import Any, Final, NamedTuple

from tf2lint.runner.python2 import Edit

#: A line for IPython: a magic, a command of the shell, a question about an object.
_LINE: Final = re.compile(r"[ \t]*(?:[%!?]|%{0,2}[\w.*\[\]-]+\?{1,2}[ \t]*$)")
#: Something that is bound to what such a line gives.
_ASSIGNED: Final = re.compile(r"([ \t]*[\w.,\[\]'\" :\t]+=[ \t]*)([%!].*)")
#: What stands before Python that is timed or profiled: the magic, and its options.
_TIMED: Final = re.compile(
    r"%{1,2}(?:timeit|time|prun|memit|mprun|lprun)\b"
    r"(?:[ \t]+-(?:[nrpl][ \t]*\d+|[lsTDfm][ \t]+\S+|\w+))*[ \t]*"
)
#: Magics of a whole cell behind which stands Python.
_PYTHON_CELL: Final = re.compile(r"%%(?:timeit|time|prun|capture|memit|debug|python3|python|py)\b")


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


class Plain(NamedTuple):
    """The text of a cell in which Python stands for what only IPython knows.

    Attributes:
        text: with as many lines as before.
        edits: what is left out before Python, in lines by their numbers from 1.
    """

    text: str
    edits: dict[int, tuple[Edit, ...]]


def without_magics(text: str) -> Plain:
    """Writes Python where a cell has what only IPython knows, each line where it was.

    Args:
        text: the cell's.
    """
    written = text.split("\n")
    first = next((line for line in written if line.strip()), "")
    is_other = first.startswith("%%") and not _PYTHON_CELL.match(first)
    lines, edits = list[str](), dict[int, tuple[Edit, ...]]()
    goes_on = False  # a line for IPython that ends with a backslash
    for number, line in enumerate(written, 1):
        if is_other or goes_on:
            goes_on = goes_on and line.endswith("\\")
            lines.append("")
        elif _is_for_ipython(line, lines):
            python, edit = _python_of(line)
            edits.update({number: (edit,)} if edit else {})
            goes_on = edit is None and line.endswith("\\")
            lines.append(python)
        else:
            lines.append(line)
    return Plain("\n".join(lines), edits)


def _is_for_ipython(line: str, before: list[str]) -> bool:
    if not (_LINE.match(line) or _ASSIGNED.fullmatch(line)):
        return False
    return not _is_inside("\n".join(before))


def _python_of(line: str) -> tuple[str, Edit | None]:
    """What stands for a line for IPython: the Python in it, and what was left out before that, or something empty."""
    assigned = _ASSIGNED.fullmatch(line)
    start = len(assigned[1]) if assigned else len(line) - len(line.lstrip())
    timed = _TIMED.match(line, start)
    rest = line[timed.end() :] if timed else ""
    if timed is None or not rest.strip() or rest[0] in "%!?" or rest.rstrip().endswith("?"):
        return f"{line[:start]}{'None' if assigned else 'pass'}", None
    return f"{line[:start]}{rest}", Edit(start + 1, 0, timed.end() - start)


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
