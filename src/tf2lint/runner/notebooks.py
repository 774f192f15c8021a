"""Jupyter notebooks: extracts the Python cells."""

from __future__ import annotations

import json
import re
from itertools import islice
from typing import Any, Final, NamedTuple

from tf2lint.source import TooLargeError

#: How many values a notebook has at most, with those in its outputs. Each takes up to 80 bytes.
_MAX_VALUES: Final = 10_000_000
#: What ends where a value ends or others begin, outside of strings.
_VALUE: Final = re.compile(r'(?:[^"\[{,]++|"[^"\\]*+(?:\\.[^"\\]*+)*+")*+[,\[{]', re.DOTALL)


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
        TooLargeError: it has too many values.
    """
    if len(text) > _MAX_VALUES and next(islice(_VALUE.finditer(text), _MAX_VALUES, None), None) is not None:
        raise TooLargeError(f"it has more than {_MAX_VALUES:,} values")
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
