"""Edits the cells of a notebook, and leaves all other bytes as they are."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.source import apply_edits

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tf2lint.model import TextEdit

_TOKEN: Final = re.compile(r'"(?:[^"\\]++|\\.)*+"|[\[\]{}:,]|[^\s\[\]{}:,"]+', re.DOTALL)
_STRING: Final = '"'
_CELLS: Final = "cells"
_SHEETS: Final = "worksheets"
#: The key of a cell's text, and that before version 4 of the format.
_TEXT: Final = "source"
_OLD_TEXT: Final = "input"


class _Literal(NamedTuple):
    """A string in a JSON document."""

    start: int
    end: int
    value: str


def with_edited_cells(text: str, edits: Mapping[int, Sequence[TextEdit]]) -> str:
    """Returns the content of a notebook with edits applied in its cells.

    Args:
        text: the content of the notebook.
        edits: the edits by the number of the cell, from 1; positions are those in the cell.
    """
    literals = _Scanner(text).cell_texts()
    is_ascii = text.isascii()
    replaced: list[tuple[int, int, str]] = []
    for number, own in edits.items():
        replaced += _replacements(text, literals[number - 1], own, ensure_ascii=is_ascii)
    for start, end, new in sorted(replaced, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _replacements(
    text: str, literals: Sequence[_Literal], edits: Sequence[TextEdit], *, ensure_ascii: bool
) -> Iterator[tuple[int, int, str]]:
    """Yields the parts of the document to replace, with what replaces them: the strings of the lines that change."""
    old = "".join(literal.value for literal in literals)
    # A cell ends like a line; blank lines around what is new belong between the statements of one cell.
    new = apply_edits(f"{old}\n", edits).removesuffix("\n")
    new = new if old[:1] in ("", "\n") else new.lstrip("\n")
    new = new if old.endswith("\n") else new.rstrip("\n")
    lines = new.splitlines(keepends=True)
    if len(literals) == 1 and not text[: literals[0].start].rstrip().endswith("["):
        lines = ["".join(lines)]  # the text of the cell is one string
    if len(lines) == len(literals):
        for literal, line in zip(literals, lines, strict=True):
            if literal.value != line:
                yield literal.start, literal.end, json.dumps(line, ensure_ascii=ensure_ascii)
        return
    separator = text[literals[0].end : literals[1].start] if len(literals) > 1 else ", "
    written = separator.join(json.dumps(line, ensure_ascii=ensure_ascii) for line in lines)
    yield literals[0].start, literals[-1].end, written


class _Scanner:
    """Finds the strings in a JSON document, which is known to be valid, that are the texts of cells."""

    def __init__(self, text: str) -> None:
        self._tokens = [(found.start(), found.end(), found[0]) for found in _TOKEN.finditer(text)]
        self._next = 0

    def cell_texts(self) -> list[list[_Literal]]:
        """Returns the strings that make up the text of each cell."""
        cells: list[list[_Literal]] = []
        for key in self._keys():
            if key == _CELLS:
                cells += [self._cell() for _ in self._items()]
            elif key == _SHEETS:
                cells += self._cells_of_sheets()
            else:
                self._skip()
        return cells

    def _cells_of_sheets(self) -> Iterator[list[_Literal]]:
        for _ in self._items():
            for key in self._keys():
                if key == _CELLS:
                    yield from [self._cell() for _ in self._items()]
                else:
                    self._skip()

    def _cell(self) -> list[_Literal]:
        found: list[_Literal] = []
        for key in self._keys():
            if key == _TEXT or (key == _OLD_TEXT and not found):
                found = self._strings()
            else:
                self._skip()
        return found

    def _strings(self) -> list[_Literal]:
        start = self._next
        self._skip()
        return [
            _Literal(first, end, json.loads(token))
            for first, end, token in self._tokens[start : self._next]
            if token.startswith(_STRING)
        ]

    def _keys(self) -> Iterator[str]:
        """Yields the keys of an object; whoever takes one then reads the value. Anything else is skipped."""
        if self._peek() != "{":
            self._skip()
            return
        self._take()
        while self._peek() != "}":
            key = json.loads(self._take())
            self._take()
            yield key
            if self._peek() == ",":
                self._take()
        self._take()

    def _items(self) -> Iterator[None]:
        """Yields for each item of a list, which is to be read then. Anything else is skipped."""
        if self._peek() != "[":
            self._skip()
            return
        self._take()
        while self._peek() != "]":
            yield None
            if self._peek() == ",":
                self._take()
        self._take()

    def _peek(self) -> str:
        return self._tokens[self._next][2]

    def _take(self) -> str:
        self._next += 1
        return self._tokens[self._next - 1][2]

    def _skip(self) -> None:
        """Skips a value."""
        depth = 0
        while True:
            token = self._take()
            depth += (token in ("{", "[")) - (token in ("}", "]"))
            if not depth:
                return
