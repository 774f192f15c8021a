"""Reads source files into text that Python's parser accepts: Python 3, older Python, and notebooks."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from tf2lint.model import Span
from tf2lint.runner.notebooks import read_cells
from tf2lint.source import check_size, may_use_tensorflow, mentions_tensorflow, parse, read_source, split_lines

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterator, Mapping, Sequence

    from tf2lint.runner.python2 import Edit, Rewritten


class Place(NamedTuple):
    """A position in a file.

    Attributes:
        span: the span in the file, or in a cell of a notebook.
        cell: the number of the cell, from 1; None outside of notebooks.
    """

    span: Span
    cell: int | None = None


class OldPython(NamedTuple):
    """Syntax of an older Python version.

    Attributes:
        construct: the first construct that current Python does not accept, to show to the user.
        python: the newest Python version that accepts it.
        span: its position.
    """

    construct: str
    python: str
    span: Span


@dataclass
class Source:
    """The content of a file.

    Attributes:
        text: the text that Python's parser accepts.
        tree: its syntax tree; None if the file does not mention TensorFlow or can't be parsed.
        lines: the original lines of the file, or of its cells.
        edits: the edits that rewrote old Python in a line of the text, by line number.
        magics: the edits that removed IPython syntax from a line, which were made before `edits`.
        cells: for a notebook, the number of each cell and the number of lines before it.
        old: the first construct of an older Python version; None if there is none.
        errors: the syntax errors of parts that can't be parsed.
    """

    text: str = ""
    tree: ast.Module | None = None
    lines: Sequence[str] = ()
    edits: Mapping[int, tuple[Edit, ...]] = field(default_factory=dict)
    magics: Mapping[int, tuple[Edit, ...]] = field(default_factory=dict)
    cells: tuple[tuple[int, int], ...] = ()
    old: OldPython | None = None
    errors: tuple[SyntaxError, ...] = ()

    def place(self, span: Span) -> Place:
        """Converts a span of the text to a position in the file."""
        if not (self.edits or self.magics or self.cells):
            return Place(span, None)
        column = self._column(span.line, span.column)
        end_column = self._column(span.end_line, span.end_column)
        number, before = self._cell(span.line)
        return Place(Span(span.line - before, column, span.end_line - before, end_column), number)

    def in_cells(self, span: Span, text: str) -> Iterator[tuple[Span, str]]:
        """Yields an edit of the text as edits that each change one cell of a notebook.

        What is added in front of a cell is added behind the one before it, to which it belongs more often. What takes
        the place of lines in several cells is in the last one.
        """
        starts, lines = [before + 1 for _, before in self.cells[1:]], self.text.split("\n") if self.cells else []
        if span[:2] == span[2:] and span.column == 1 and span.line in starts and text.endswith("\n"):
            line = next((number for number in range(span.line - 1, 0, -1) if lines[number - 1].strip()), 0)
            end = len(lines[line - 1]) + 1
            yield (Span(line, end, line, end), f"\n{text[:-1]}") if line else (span, text)
            return
        ends = [(start, 1) for start in starts if span[:2] < (start, 1) < span[2:]]
        parts = [Span(*first, *last) for first, last in pairwise([span[:2], *ends, span[2:]])]
        changed = parts[-1] if span.column == 1 else parts[0]
        for part in parts:
            if part is changed:
                yield part, text
            elif any(line.strip() for line in lines[part.line - 1 : part.end_line - 1]):
                yield part, ""

    def _column(self, line: int, column: int) -> int:
        if not self.edits and not self.magics:
            return column
        from tf2lint.runner.python2 import old_column  # most files are for Python 3

        return old_column(old_column(column, self.edits.get(line, ())), self.magics.get(line, ()))

    def _cell(self, line: int) -> tuple[int | None, int]:
        index = bisect_right(self.cells, line - 1, key=lambda cell: cell[1])
        return self.cells[index - 1] if index else (None, 0)


def read_text(path: str) -> str:
    """Returns the text of a file, with the cells of a notebook joined; empty for what can't be read."""
    try:
        return program_text(read_source(path), path)
    except (OSError, SyntaxError):
        return ""


def program_text(text: str, path: str) -> str:
    """Returns the program in a file: the text of a Python file, or the joined cells of a notebook.

    Args:
        text: the content of the file.
        path: the path, which tells what it is.

    Raises:
        SyntaxError: it is no valid notebook.
    """
    return read_notebook(text, path).text if path.lower().endswith(".ipynb") else text


def read_file(text: str, path: str) -> Source:
    """Reads a Python file or a notebook.

    Args:
        text: the content of the file.
        path: the path, which tells what it is.

    Raises:
        SyntaxError: it is no valid notebook, or the program is too large.
    """
    return read_notebook(text, path) if path.lower().endswith(".ipynb") else read_program(text, path)


def read_program(text: str, path: str) -> Source:
    """Reads a Python file.

    Args:
        text: the content of the file.
        path: the path, for messages.

    Raises:
        TooLargeError: it is too large.
    """
    if not may_use_tensorflow(text, path):
        return Source(text)
    check_size(text)
    try:
        return Source(text, parse(text, path), split_lines(text))
    except SyntaxError as error:
        modern = _modernized(text, error)
        if modern is None:
            return Source(text, lines=split_lines(text), errors=(error,))
        rewritten, tree = modern
        return Source(rewritten.text, tree, split_lines(text), rewritten.edits, old=_old_python(rewritten))


def modern_text(text: str) -> str | None:
    """Rewrites a program for an older Python so that it can be parsed; returns None if that is not possible."""
    modern = _modernized(text, SyntaxError())
    return None if modern is None else modern[0].text


def _modernized(text: str, error: SyntaxError) -> tuple[Rewritten, ast.Module] | None:
    """Rewrites and parses a program for an older Python; returns None if that is not possible."""
    from tf2lint.runner.python2 import rewrite  # most files are for Python 3

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


def _old_python(rewritten: Rewritten) -> OldPython:
    line, column = rewritten.line, rewritten.column
    return OldPython(rewritten.construct, rewritten.python, Span(line, column, line, column + rewritten.width))


def read_notebook(text: str, path: str) -> Source:
    """Reads a Jupyter notebook, whose code cells are joined to one text.

    Args:
        text: the content of the file.
        path: the path, for messages.

    Raises:
        SyntaxError: the file is not a notebook, or the program in it is too large.
    """
    try:
        cells = read_cells(text)
    except ValueError as error:
        raise SyntaxError(f"this is no Jupyter notebook: {error}") from error
    joined = "".join(f"{cell.text}\n" for cell in cells)
    if not mentions_tensorflow(joined):
        return Source(joined)
    check_size(joined)
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
        edits.update({line + before: line_edits for line, line_edits in part.edits.items()})
        magics.update({line + before: line_edits for line, line_edits in part.magics.items()})
        source.errors += tuple(_shifted(error, before) for error in part.errors)
        if part.old is not None and source.old is None:
            line = part.old.span.line + before
            source.old = part.old._replace(span=part.old.span._replace(line=line, end_line=line))
        before += cell.text.count("\n") + 1
    source.text, source.edits, source.magics, source.cells = "".join(texts), edits, magics, tuple(numbers)
    try:
        source.tree = parse(source.text, path)
    except SyntaxError as error:  # cells may parse one by one, but not together
        source.errors += (error,)
    return source


def _read_cell(text: str) -> Source:
    """Reads one cell; the text of a cell that can't be parsed is empty lines."""
    from tf2lint.runner.ipython import without_ipython  # most files are no notebooks

    plain = without_ipython(text)
    try:
        parse(plain.text)
        return Source(plain.text, magics=plain.edits)
    except SyntaxError as error:
        modern = _modernized(plain.text, error)
        if modern is None:
            return Source("\n" * text.count("\n"), errors=(error,), magics=plain.edits)
        return Source(modern[0].text, edits=modern[0].edits, magics=plain.edits, old=_old_python(modern[0]))


def _shifted(error: SyntaxError, before: int) -> SyntaxError:
    shifted = SyntaxError(error.msg)
    shifted.lineno, shifted.offset = (error.lineno or 1) + before, error.offset
    shifted.end_lineno = None if error.end_lineno is None else error.end_lineno + before
    shifted.end_offset = error.end_offset
    return shifted
