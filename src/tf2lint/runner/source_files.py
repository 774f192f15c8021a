"""What a file holds, as Python's parser can read it: a program, an old program, or a notebook."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from tf2lint.model import Span
from tf2lint.runner.notebooks import read_cells, without_magics
from tf2lint.runner.python2 import Edit, old_column, rewrite
from tf2lint.source import LINE_END, mentions_tensorflow, parse

if TYPE_CHECKING:
    import ast
    from collections.abc import Mapping, Sequence

    from tf2lint.runner.python2 import Rewritten


class Place(NamedTuple):
    """Where something stands in a file.

    Attributes:
        span: in the file, or in its cell.
        cell: the cell's number, from 1; None where there are no cells.
    """

    span: Span
    cell: int | None = None


class Old(NamedTuple):
    """That a program is for an older Python.

    Attributes:
        construct: the first thing that shows it.
        python: the newest Python that takes it.
        span: where that stands.
    """

    construct: str
    python: str
    span: Span


@dataclass
class Source:
    """What a file holds.

    Attributes:
        text: for Python's parser.
        tree: its syntax; None where nothing has to do with TensorFlow.
        lines: as they stand in the file, or in its cells.
        edits: what is written in another way in lines of the text, by their numbers.
        magics: what is left out of such lines of a notebook, before anything was written in another way.
        cells: the number of each cell, and the line before it.
        old: whether it is for an older Python.
        errors: why parts of it can't be read.
    """

    text: str = ""
    tree: ast.Module | None = None
    lines: Sequence[str] = ()
    edits: Mapping[int, tuple[Edit, ...]] = field(default_factory=dict)
    magics: Mapping[int, tuple[Edit, ...]] = field(default_factory=dict)
    cells: tuple[tuple[int, int], ...] = ()
    old: Old | None = None
    errors: tuple[SyntaxError, ...] = ()

    def place(self, span: Span) -> Place:
        """Where in the file a part of the text stands."""
        column = self._column(span.line, span.column)
        end_column = self._column(span.end_line, span.end_column)
        number, before = self._cell(span.line)
        return Place(Span(span.line - before, column, span.end_line - before, end_column), number)

    def _column(self, line: int, column: int) -> int:
        return old_column(old_column(column, self.edits.get(line, ())), self.magics.get(line, ()))

    def _cell(self, line: int) -> tuple[int | None, int]:
        place = bisect_right(self.cells, line - 1, key=lambda cell: cell[1])
        return self.cells[place - 1] if place else (None, 0)


def read_program(text: str, path: str) -> Source:
    """A Python file.

    Args:
        text: what it says.
        path: where it is, for messages.
    """
    if not mentions_tensorflow(text):
        return Source(text)
    try:
        return Source(text, parse(text, path), LINE_END.split(text))
    except SyntaxError as error:
        old = _modernised(text, error)
        if old is None:
            return Source(text, lines=LINE_END.split(text), errors=(error,))
        rewritten, tree = old
        return Source(rewritten.text, tree, LINE_END.split(text), rewritten.edits, old=_told(rewritten, 0))


def modern_text(text: str) -> str | None:
    """The text of a program for an older Python, in such a way that it can be read; None if it is none."""
    modern = _modernised(text, SyntaxError())
    return None if modern is None else modern[0].text


def _modernised(text: str, error: SyntaxError) -> tuple[Rewritten, ast.Module] | None:
    """A program for an older Python in such a way that it can be read; None if it is none."""
    for tabs in (isinstance(error, TabError), True):
        rewritten = rewrite(text, tabs=tabs)
        if rewritten is None:
            return None
        try:
            return rewritten, parse(rewritten.text)
        except TabError:
            continue
        except SyntaxError:
            return None
    return None


def _told(rewritten: Rewritten, before: int) -> Old:
    line, column = rewritten.line + before, rewritten.column
    return Old(rewritten.construct, rewritten.python, Span(line, column, line, column + rewritten.width))


def read_notebook(text: str, path: str) -> Source:
    """A Jupyter notebook: its cells with Python, one behind the other.

    Args:
        text: its file.
        path: where it is, for messages.

    Raises:
        SyntaxError: it is no notebook.
    """
    try:
        cells = read_cells(text)
    except ValueError as error:
        raise SyntaxError(f"this is no Jupyter notebook: {error}") from error
    joined = "".join(f"{cell.text}\n" for cell in cells)
    if not mentions_tensorflow(joined):
        return Source(joined)
    source = Source(lines=joined.split("\n"))
    texts: list[str] = []
    numbers: list[tuple[int, int]] = []
    edits: dict[int, tuple[Edit, ...]] = {}
    magics: dict[int, tuple[Edit, ...]] = {}
    before = 0
    for cell in cells:
        numbers.append((cell.number, before))
        part = _read_cell(cell.text)
        texts.append(f"{part.text}\n")
        edits.update({line + before: changed for line, changed in part.edits.items()})
        magics.update({line + before: changed for line, changed in part.magics.items()})
        source.errors += tuple(_moved(error, before) for error in part.errors)
        if part.old is not None and source.old is None:
            line = part.old.span.line + before
            source.old = part.old._replace(span=part.old.span._replace(line=line, end_line=line))
        before += cell.text.count("\n") + 1
    source.text, source.edits, source.magics, source.cells = "".join(texts), edits, magics, tuple(numbers)
    try:
        source.tree = parse(source.text, path)
    except SyntaxError as error:  # cells that can be read one by one, and not together
        source.errors += (error,)
    return source


def _read_cell(text: str) -> Source:
    """One cell: what can't be read is left out of its text."""
    try:
        parse(text)
        return Source(text)
    except SyntaxError:
        plain = without_magics(text)
    try:
        parse(plain.text)
        return Source(plain.text, magics=plain.edits)
    except SyntaxError as error:
        old = _modernised(plain.text, error)
        if old is None:
            return Source("\n" * text.count("\n"), errors=(error,))
        return Source(old[0].text, edits=old[0].edits, magics=plain.edits, old=_told(old[0], 0))


def _moved(error: SyntaxError, before: int) -> SyntaxError:
    moved = SyntaxError(error.msg)
    moved.lineno, moved.offset = (error.lineno or 1) + before, error.offset
    moved.end_lineno = None if error.end_lineno is None else error.end_lineno + before
    moved.end_offset = error.end_offset
    return moved
