"""The edits that delete names from import statements."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.model import Span, TextEdit
from tf2lint.source import Lines, blocks_in, split_lines

if TYPE_CHECKING:
    from tf2lint.rewriting.deletion import Deletions

#: A comment that only tells a linter to say nothing about an import, but not that it is meant to be unused.
_FOR_LINTERS: Final = re.compile(r"#\s*(?:pylint|pytype|type)\s*:(?![^#]*unused)[^#]*$")
ImportStatement = ast.Import | ast.ImportFrom


class _Listed(NamedTuple):
    """A name that an import statement lists.

    Attributes:
        statement: the statement.
        place: the number of names that are listed before it.
        is_alone: whether the statement is the only one of its block, which is not the module.
    """

    statement: ImportStatement
    place: int
    is_alone: bool


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
        self._listed: dict[ast.alias, _Listed] = {}
        self._commented: dict[ImportStatement, bool] = {}
        for owner, block in blocks_in(module):
            is_alone = len(block) == 1 and owner is not module
            for statement in block:
                if isinstance(statement, ImportStatement):
                    for place, alias in enumerate(statement.names):
                        self._listed[alias] = _Listed(statement, place, is_alone)

    def statement(self, alias: ast.alias) -> ImportStatement | None:
        """Returns the statement that imports a name."""
        found = self._listed.get(alias)
        return found.statement if found is not None else None

    def of(self, alias: ast.alias) -> tuple[TextEdit, ...]:
        """Returns the edits that delete a name from its statement, or the statement if it is the only one.

        They are empty if other code or comments are there, except for what tells a linter about the import itself.
        """
        if alias not in self._listed:
            return ()
        statement, place, is_alone = self._listed[alias]
        has_own_comment = len(statement.names) == 1 and _FOR_LINTERS.search(self._line(statement))
        if self._has_comment(statement) and not has_own_comment:
            return ()
        if len(statement.names) == 1:
            return self._deletions.of_statement(statement, is_alone=is_alone)
        span = self._positions.span(alias)
        if place + 1 < len(statement.names):
            following = self._positions.span(statement.names[place + 1])
            return (TextEdit(Span(*span[:2], *following[:2]), ""),)
        before = self._positions.span(statement.names[place - 1])
        return (TextEdit(Span(*before[2:], *span[2:]), ""),)

    def _line(self, statement: ImportStatement) -> str:
        """Returns the line of a statement; empty if it has several."""
        return self._lines[statement.lineno - 1] if statement.lineno == statement.end_lineno else ""

    def _has_comment(self, statement: ImportStatement) -> bool:
        if statement not in self._commented:
            lines = self._lines[statement.lineno - 1 : statement.end_lineno]
            self._commented[statement] = any("#" in line for line in lines)
        return self._commented[statement]
