"""The edits that delete a statement, or the head of a `with` statement, whose block moves to the left."""

from __future__ import annotations

import io
import re
import tokenize
from functools import cached_property
from typing import TYPE_CHECKING, Final

from tf2lint.model import Span, TextEdit
from tf2lint.rewriting.tokens import tokens
from tf2lint.source import Lines, split_lines

if TYPE_CHECKING:
    import ast

    from tf2lint.rewriting.tokens import Token

_COMMENT: Final = "#"
#: A comment that only tells linters something about the statement before it.
_FOR_LINTERS: Final = re.compile(r"\s*#\s*(?:noqa\b|(?:pylint|pytype|type)\s*:)[^#]*$")
#: What a line ends with that goes on in the next one.
_CONTINUED: Final = "\\"
#: Spaces, without form feeds, which separate pages.
_SPACES: Final = " \t"
_PASS: Final = "pass"
#: What strings that go over lines begin with, or have at the end of a line.
_LONG_STRINGS: Final = ('"""', "'''", "\\")


class Deletions:
    """Deletes statements of one file.

    Args:
        source: the text of the file.
    """

    def __init__(self, source: str) -> None:
        self._source = source
        self._lines = split_lines(source)
        self._positions = Lines(source)

    def of_statement(self, statement: ast.stmt, *, is_alone: bool) -> tuple[TextEdit, ...]:
        """Returns the edits that delete a statement; empty if other code or comments are in its lines.

        A comment behind it stays, unless it is one for a linter.

        Args:
            statement: a statement without a block.
            is_alone: whether it is the only one in its block.
        """
        start_line, start, end_line, end = self._span(statement)
        rest = self._line(end_line)[end - 1 :]
        before = self._line(start_line)[: start - 1]
        if before.strip(_SPACES) or not _is_blank_or_comment(rest) or self._line(start_line - 1).endswith(_CONTINUED):
            return ()
        if self._has_comment(range(start_line, end_line)):
            return ()
        if _FOR_LINTERS.match(rest):
            end, rest = end + len(rest), ""
        if is_alone:
            return (TextEdit(Span(start_line, start, end_line, end), _PASS),)
        if rest.strip():  # the comment stays
            spaces = len(rest) - len(rest.lstrip())
            return (TextEdit(Span(start_line, start, end_line, end + spaces), ""),)
        first, last = self._first_blank(start_line, end_line), self._last_blank(start_line, end_line)
        return (TextEdit(Span(first, 1, last + 1, 1), ""),)

    def _first_blank(self, first: int, last: int) -> int:
        """Returns the first of the blank lines to delete with a statement that stands between blank lines."""
        above, below = first, last
        while above > 1 and not self._line(above - 1).strip(_SPACES):
            above -= 1
        while below < len(self._lines) and not self._line(below + 1).strip(_SPACES):
            below += 1
        return max(above, first - (below - last))

    def _last_blank(self, first: int, last: int) -> int:
        """Returns the last of the blank lines to delete behind a statement: all, if it is the first of a block."""
        head, own = self._line(first - 1), self._line(first)
        is_first = head.rstrip(_SPACES).endswith(":") and _indentation(head) < _indentation(own)
        while is_first and last < len(self._lines) and not self._line(last + 1).strip(_SPACES):
            last += 1
        return last

    def of_head(self, statement: ast.With) -> tuple[TextEdit, ...]:
        """Returns the edits that delete the head of a `with` statement that enters one thing, and move its block.

        A comment behind the head stays, in a line of its own, unless it is one for a linter. Empty if the block is in
        the same line, or another comment is in the head.
        """
        first, last = statement.lineno, self._end_of_head(statement)
        body = statement.body[0]
        outer = self._line(first)[: statement.col_offset]
        inner = self._line(body.lineno)[: body.col_offset]
        if not last or outer.strip() or inner.strip() or not inner.startswith(outer) or len(inner) == len(outer):
            return ()
        if self._has_comment(range(first, last)):
            return ()
        comment = self._comment_behind(last)
        block = range(last + 1, (statement.end_lineno or last) + 1)
        # Only such strings go over lines.
        has_strings = any(mark in self._line(number) for number in block for mark in _LONG_STRINGS)
        head = Span(first, len(outer) + 1, last, comment) if comment else Span(first, 1, last + 1, 1)
        edits = [TextEdit(head, "")]
        for number in block:
            line = self._line(number)
            if (has_strings and number in self._lines_in_strings) or not line.strip():
                continue
            if line.startswith(inner):
                edits.append(TextEdit(Span(number, len(outer) + 1, number, len(inner) + 1), ""))
            elif number in self._first_lines:
                return ()  # indented by other characters
        return tuple(edits)

    def _comment_behind(self, line: int) -> int:
        """Returns the column of the comment behind the code in a line; 0 if there is none, or one for a linter."""
        columns = (comment.start[1] for comment in self._tokens[1] if comment.start[0] == line)
        return next((column for column in columns if not _FOR_LINTERS.match(self._line(line)[column - 1 :])), 0)

    def _has_comment(self, lines: range) -> bool:
        """Returns whether there is a comment in lines."""
        return any(_COMMENT in self._line(line) and line in self._comment_lines for line in lines)

    def _end_of_head(self, statement: ast.With) -> int:
        """Returns the line in which the head of a statement ends; 0 if the block starts there."""
        item = statement.items[-1]
        node = item.optional_vars or item.context_expr
        line, column = node.end_lineno or 0, node.end_col_offset or 0
        for number in range(line, statement.body[0].lineno + 1):
            rest = self._line(number)[column:].strip()
            column = 0
            if rest:
                is_end = rest.partition(_COMMENT)[0].strip().lstrip(")").strip() == ":"
                return number if is_end and number < statement.body[0].lineno else 0
        return 0

    def _span(self, node: ast.stmt) -> Span:
        return self._positions.span(node)

    def _line(self, number: int) -> str:
        return self._lines[number - 1] if 0 < number <= len(self._lines) else ""

    @cached_property
    def _tokens(self) -> tuple[list[Token], list[Token]]:
        """The tokens of the code, and the comments."""
        return tokens("\n".join(self._lines))

    @cached_property
    def _comment_lines(self) -> frozenset[int]:
        return frozenset(comment.start[0] for comment in self._tokens[1])

    @cached_property
    def _lines_in_strings(self) -> frozenset[int]:
        """The lines that start in a string. No other token goes over lines."""
        return frozenset(line for token in self._tokens[0] for line in range(token.start[0] + 1, token.end[0] + 1))

    @cached_property
    def _first_lines(self) -> frozenset[int]:
        """The lines in which statements start."""
        kinds = (tokenize.NL, tokenize.COMMENT, tokenize.INDENT, tokenize.DEDENT)
        found, is_first = set[int](), True
        try:
            tokens_of_file = list(tokenize.generate_tokens(io.StringIO("\n".join(self._lines)).readline))
        except (tokenize.TokenError, SyntaxError):  # the tokenizer is stricter than the parser in rare cases
            tokens_of_file = []
        for token in tokens_of_file:
            if is_first and token.type not in kinds:
                found.add(token.start[0])
                is_first = False
            if token.type == tokenize.NEWLINE:
                is_first = True
        return frozenset(found)


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip(_SPACES))


def _is_blank_or_comment(text: str) -> bool:
    text = text.strip()
    return not text or text.startswith(_COMMENT)
