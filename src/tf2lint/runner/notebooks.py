"""Jupyter notebooks: extracts the Python cells and replaces IPython syntax with Python."""

from __future__ import annotations

import io
import json
import re
import tokenize
from typing import Any, Final, NamedTuple

from tf2lint.runner.python2 import Edit

#: A line of IPython: a magic, a shell command, or a help request.
_IPYTHON_LINE: Final = re.compile(r"[ \t]*(?:[%!?]|%{0,2}[\w.*\[\]-]+\?{1,2}[ \t]*$)")
#: An assignment of the result of a magic or a shell command.
_ASSIGNMENT: Final = re.compile(r"([ \t]*[\w.,\[\]'\" :\t]+=[ \t]*)([%!].*)")
#: A magic that times or profiles the Python code after it, with its options.
_TIMING_MAGIC: Final = re.compile(
    r"%{1,2}(?:timeit|time|prun|memit|mprun|lprun)\b"
    r"(?:[ \t]+-(?:[nrpl][ \t]*\d+|[lsTDfm][ \t]+\S+|\w+))*[ \t]*"
)
#: A cell magic whose cell contains Python.
_PYTHON_CELL_MAGIC: Final = re.compile(r"%%(?:timeit|time|prun|capture|memit|debug|python3|python|py)\b")


class Cell(NamedTuple):
    """A code cell.

    Attributes:
        number: the cell's number among all cells of the notebook, from 1.
        text: its text.
    """

    number: int
    text: str


def read_cells(text: str) -> list[Cell]:
    """Returns the code cells of a notebook; empty if the notebook is in another language.

    Args:
        text: the content of the file.

    Raises:
        ValueError: the file is not a notebook.
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
    numbered = ((number, cell) for number, cell in enumerate(cells, 1) if isinstance(cell, dict))
    return [Cell(number, _text(cell)) for number, cell in numbered if cell.get("cell_type") == "code"]


def _cells(document: Any) -> Any:
    if not isinstance(document, dict):
        return None
    sheets = document.get("worksheets")  # before version 4 of the format
    if isinstance(sheets, list):
        cells_by_sheet = [sheet.get("cells") for sheet in sheets if isinstance(sheet, dict)]
        return [cell for cells in cells_by_sheet if isinstance(cells, list) for cell in cells]
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


class PlainCell(NamedTuple):
    """The text of a cell without IPython syntax.

    Attributes:
        text: Python code, with the same number of lines as the cell.
        edits: the magics removed in front of Python code, by line number from 1.
    """

    text: str
    edits: dict[int, tuple[Edit, ...]]


def without_magics(text: str) -> PlainCell:
    """Replaces the IPython syntax of a cell with Python, line by line.

    Args:
        text: the cell's text.
    """
    cell_lines = text.split("\n")
    first = next((line for line in cell_lines if line.strip()), "")
    is_other_language = first.startswith("%%") and not _PYTHON_CELL_MAGIC.match(first)
    lines, edits = list[str](), dict[int, tuple[Edit, ...]]()
    is_continued = False  # the line before is a line of IPython that ends with a backslash
    for number, line in enumerate(cell_lines, 1):
        if is_other_language or is_continued:
            is_continued = is_continued and line.endswith("\\")
            lines.append("")
        elif _is_ipython(line, lines):
            python, edit = _as_python(line)
            edits.update({number: (edit,)} if edit else {})
            is_continued = edit is None and line.endswith("\\")
            lines.append(python)
        else:
            lines.append(line)
    return PlainCell("\n".join(lines), edits)


def _is_ipython(line: str, before: list[str]) -> bool:
    if not (_IPYTHON_LINE.match(line) or _ASSIGNMENT.fullmatch(line)):
        return False
    return not _is_incomplete("\n".join(before))


def _as_python(line: str) -> tuple[str, Edit | None]:
    """Returns a replacement for a line of IPython: the Python code after a timing magic and its edit, or a no-op."""
    assignment = _ASSIGNMENT.fullmatch(line)
    start = len(assignment[1]) if assignment else len(line) - len(line.lstrip())
    magic = _TIMING_MAGIC.match(line, start)
    code = line[magic.end() :] if magic else ""
    if magic is None or not code.strip() or code[0] in "%!?" or code.rstrip().endswith("?"):
        return f"{line[:start]}{'None' if assignment else 'pass'}", None
    return f"{line[:start]}{code}", Edit(start + 1, 0, magic.end() - start)


def _is_incomplete(text: str) -> bool:
    """Returns whether some lines end inside a string or brackets, so that the next line continues them."""
    depth = 0
    try:
        for token in tokenize.generate_tokens(io.StringIO(f"{text}\n").readline):
            if token.type == tokenize.OP:
                depth += (token.string in "([{") - (token.string in ")]}")
    except tokenize.TokenError:
        return True  # a string or bracket is not closed
    except SyntaxError:
        return False
    return depth > 0
