"""The edits that import names from another module."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tf2lint.model import Span, TextEdit
from tf2lint.source import LINE_END, Lines, split_lines

if TYPE_CHECKING:
    import ast
    from collections.abc import Sequence

#: What stands before the module in an import statement, and the module.
_FROM: Final = re.compile(r"(from[ \t]+)([\w.]+)(?=[ \t]+import\b)")


class ImportMoves:
    """Imports names of one file from other modules.

    Args:
        source: the text of the file.
    """

    def __init__(self, source: str) -> None:
        self._lines = split_lines(source)
        self._positions = Lines(source)
        end = LINE_END.search(source)
        self._line_end = end[0] if end is not None else "\n"

    def of(self, statement: ast.ImportFrom, module: str, name: str = "") -> tuple[TextEdit, ...]:
        """Returns the edits that import what a statement imports from another module.

        They are empty if the module is not written in one piece.

        Args:
            statement: the statement.
            module: the dotted name of the module.
            name: what the only name that it imports is called there; empty if all names stay the same.
        """
        line, column, *_ = self._positions.span(statement)
        found = _FROM.match(self._lines[line - 1], column - 1)
        if found is None:
            return ()
        edits = [TextEdit(Span(line, found.start(2) + 1, line, found.end(2) + 1), module)]
        if name:
            (alias,) = statement.names
            start_line, start, end_line, end = self._positions.span(alias)
            kept = alias.asname or alias.name
            edits.append(
                TextEdit(Span(start_line, start, end_line, end), f"{name} as {kept}" if kept != name else name)
            )
        return tuple(edits)

    def apart(self, statement: ast.ImportFrom, moved: Sequence[tuple[str, str] | None]) -> tuple[TextEdit, ...]:
        """Returns the edits that import the names of a statement from several modules, each in a line of its own.

        They are empty if the statement has more than one line. What stands behind it in the line stays behind it.

        Args:
            statement: the statement.
            moved: the module of each name that moved, and the name there; None for names that stay where they are.
        """
        line, column, end_line, end_column = self._positions.span(statement)
        text = self._lines[line - 1]
        if line != end_line or text[: column - 1].strip() or ";" in text or statement.module is None:
            return ()
        found: dict[str, list[str]] = {}
        for alias, target in zip(statement.names, moved, strict=True):
            module, name = target or ("." * statement.level + statement.module, alias.name)
            kept = alias.asname or alias.name
            found.setdefault(module, []).append(f"{name} as {kept}" if kept != name else name)
        lines = [f"from {module} import {', '.join(names)}" for module, names in found.items()]
        separator = self._line_end + text[: column - 1]
        return (TextEdit(Span(line, column, end_line, end_column), separator.join(lines)),)
