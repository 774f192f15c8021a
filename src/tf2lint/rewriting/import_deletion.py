"""The edits that delete names from import statements."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Final

from tf2lint.model import Span, TextEdit
from tf2lint.source import Lines, blocks_in, split_lines

if TYPE_CHECKING:
    from tf2lint.rewriting.deletion import Deletions

#: A comment that only tells a linter to say nothing about an import, but not that it is meant to be unused.
_FOR_LINTERS: Final = re.compile(r"#\s*(?:pylint|pytype|type)\s*:(?![^#]*unused)[^#]*$")
ImportStatement = ast.Import | ast.ImportFrom


class ImportDeletions:
    """Deletes what a file imports.

    Args:
        module: the syntax of the file.
        source: its text.
        deletions: deletes its statements.
    """

    def __init__(self, module: ast.Module, source: str, deletions: Deletions) -> None:
        self._lines = split_lines(source)
        self._positions = Lines(source)
        self._deletions = deletions
        self._statements: dict[ast.alias, tuple[ImportStatement, bool]] = {}
        for owner, block in blocks_in(module):
            is_alone = len(block) == 1 and owner is not module
            for statement in block:
                if isinstance(statement, ImportStatement):
                    self._statements.update((alias, (statement, is_alone)) for alias in statement.names)

    def statement(self, alias: ast.alias) -> ImportStatement | None:
        """Returns the statement that imports a name."""
        found = self._statements.get(alias)
        return found[0] if found is not None else None

    def of(self, alias: ast.alias) -> tuple[TextEdit, ...]:
        """Returns the edits that delete a name from its statement, or the statement if it is the only one.

        They are empty if other code or comments are there, except for what tells a linter about the import itself.
        """
        if alias not in self._statements:
            return ()
        statement, is_alone = self._statements[alias]
        has_own_comment = len(statement.names) == 1 and _FOR_LINTERS.search(self._line(statement))
        if self._has_comment(statement) and not has_own_comment:
            return ()
        if len(statement.names) == 1:
            return self._deletions.of_statement(statement, is_alone=is_alone)
        index = statement.names.index(alias)
        span = self._positions.span(alias)
        if index + 1 < len(statement.names):
            following = self._positions.span(statement.names[index + 1])
            return (TextEdit(Span(*span[:2], *following[:2]), ""),)
        before = self._positions.span(statement.names[index - 1])
        return (TextEdit(Span(*before[2:], *span[2:]), ""),)

    def _line(self, statement: ImportStatement) -> str:
        """Returns the line of a statement; empty if it has several."""
        return self._lines[statement.lineno - 1] if statement.lineno == statement.end_lineno else ""

    def _has_comment(self, statement: ImportStatement) -> bool:
        lines = range(statement.lineno, (statement.end_lineno or statement.lineno) + 1)
        return any("#" in self._lines[line - 1] for line in lines)
