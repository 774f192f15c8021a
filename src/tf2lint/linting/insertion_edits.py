"""The edits that insert code behind, before, or in syntax of a file."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Final

from tf2lint.model import UNSAFE, Fix, Span, TextEdit
from tf2lint.source import LINE_END, Lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.linting.problem import Insertion, Insertions

_STEP: Final = "    "
_COMMENT: Final = "#"
_ROOT: Final = "{tf}"
#: What stands before the value of an item of a dictionary that begins a line.
_ITEM: Final = re.compile(r"(?P<spaces>[ \t]+)(?P<quote>['\"])\w+(?P=quote)\s*:\s*")


class InsertionEdits:
    """Inserts code into one file.

    Args:
        source: its text.
        root: what it calls TensorFlow.
        quote: what its strings mostly begin with.
    """

    def __init__(self, source: str, root: str, quote: str) -> None:
        self._lines = LINE_END.split(source)
        found = LINE_END.search(source)
        self._line_end = found[0] if found is not None else "\n"
        self._positions = Lines(source)
        self._root = root
        self._quote = quote

    def fix(self, insertions: Insertions) -> Fix | None:
        """Returns the fix; None if other code stands in a line that would have to be new."""
        edits = [edit for place in insertions.places for edit in self._edits(place)]
        return Fix(tuple(edits), UNSAFE, insertions.note) if len(edits) == len(insertions.places) else None

    def _edits(self, place: Insertion) -> Iterator[TextEdit]:
        span = self._positions.span(place.node)
        texts = [text.replace(_ROOT, self._root).replace('"', self._quote) for text in place.lines]
        if place.is_inside:
            yield TextEdit(Span(span.end_line, span.end_column - 1, span.end_line, span.end_column - 1), texts[0])
        elif place.is_item:
            between = f",{self._line_end}{spaces}" if (spaces := self._before_item(span)) else ", "
            yield TextEdit(Span(*span[2:], *span[2:]), "".join(f"{between}{text}" for text in texts))
        else:
            indentation = self._indentation(place.like or place.node)
            line = span.line - 1 if place.is_before else span.end_line
            rest = "" if place.is_before else self._lines[line - 1][span.end_column - 1 :].strip()
            if indentation.strip() or (rest and not rest.startswith(_COMMENT)):
                return
            step = self._step(place.like)
            new = [indentation + text.replace(_STEP, step) if text else "" for text in texts]
            if place.is_before:
                yield TextEdit(Span(line + 1, 1, line + 1, 1), "".join(text + self._line_end for text in new))
            else:
                end = len(self._lines[line - 1]) + 1
                yield TextEdit(Span(line, end, line, end), "".join(self._line_end + text for text in new))

    def _before_item(self, span: Span) -> str:
        """Returns what stands before an item of a dictionary that has its own line, given its value; else nothing."""
        line = self._lines[span.line - 1]
        found = _ITEM.fullmatch(line[: span.column - 1])
        rest = self._lines[span.end_line - 1][span.end_column - 1 :].strip()
        return found["spaces"] if found is not None and span.line == span.end_line and rest in ("", ",") else ""

    def _indentation(self, node: object) -> str:
        assert isinstance(node, ast.stmt)
        return self._lines[node.lineno - 1][: node.col_offset]

    def _step(self, like: ast.stmt | None) -> str:
        """Returns what one more level adds: in a method that new ones look like."""
        if not isinstance(like, ast.FunctionDef) or like.body[0].lineno == like.lineno:
            return _STEP
        return self._indentation(like.body[0]).removeprefix(self._indentation(like))
