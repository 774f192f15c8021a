"""Jupyter notebooks: extracts the Python cells."""

from __future__ import annotations

import json
from typing import Any, NamedTuple


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
