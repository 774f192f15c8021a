"""The edits of a source text that turn a call into the code to write instead.

Only tokens that differ are edited: comments, line breaks, quotes, and alignment stay as they are.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Final

from tf2lint.model import Span, TextEdit
from tf2lint.rewriting.new_code import NewCode, parsed, tokens_of
from tf2lint.rewriting.precedence import needs_parentheses
from tf2lint.rewriting.same_syntax import is_same
from tf2lint.rewriting.token_alignment import changes, with_arguments
from tf2lint.rewriting.tokens import tokens
from tf2lint.source import apply_edits
from tf2lint.table import Place

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from tf2lint.rewriting.instantiation import Piece
    from tf2lint.rewriting.text import SourceTexts
    from tf2lint.rewriting.token_alignment import Change
    from tf2lint.rewriting.tokens import Position, Token

_COMMA: Final = ","
#: What an expression cannot start with.
_BLANK: Final = (" ", "\t", "\f", "\n", "\\")
#: Expressions that need no parentheses between delimiters.
_EXPRESSIONS: Final = (ast.Lambda, ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.IfExp)
_OPENING: Final = ("(", "[", "{")
_CLOSING: Final = (")", "]", "}")


def edits_of_call(
    call: ast.expr, pieces: Sequence[Piece], root: str, texts: SourceTexts, known: Container[str]
) -> tuple[TextEdit, ...] | None:
    """Returns the edits that turn a call, or a name, into new code.

    Args:
        call: the expression of the program.
        pieces: the code to write instead.
        root: the name of TensorFlow in the program.
        texts: the text of the program's expressions, without replacements.
        known: the names that new code may use.

    Returns:
        The edits; None if no edits do that, if a comment would be lost, or if the code uses other names.
    """
    try:
        new = NewCode(call, pieces, root, texts)
        return _Alignment(call, new, texts).edits() if new.uses_only(known) else None
    except SyntaxError:
        return None


class _Alignment:
    """The tokens of an expression beside those of the code to write instead."""

    def __init__(self, call: ast.expr, new: NewCode, texts: SourceTexts) -> None:
        span = texts.span(call)
        self._start = span.line, span.column
        self._text = texts.exact(call)
        self._lines = self._text.split("\n")
        # In an f-string, positions are those of the string, or none.
        self._is_call = not texts.has_f_strings or is_same(parsed(f"({self._text})"), call)
        self._names = list(new.arguments)
        spans = {name: _ends(texts.span(node)) for name, node in new.arguments.items()}
        dropped = {name: _ends(texts.span(node)) for name, node in new.dropped.items()}
        found, self._comments = tokens(self._text, self._start)
        self._old = with_arguments(found, spans | dropped)
        self._code = new.text
        self._written = dict(new.written)
        for token in self._old:
            if token.text in spans and token.start < spans[token.text][0]:  # it has parentheses of its own
                self._written[token.text] = f"({self._written[token.text]})"
                self._code = re.sub(rf"(?<![\w)\]])\({token.text}\)", token.text, self._code)
        written = parsed(f"({self._code})")
        is_delimited = isinstance(written, _EXPRESSIONS) and texts.is_delimited(call)
        if needs_parentheses(written, Place.OWNER) and not is_delimited:
            self._code = f"({self._code})"
        self._has_only_atoms = all(map(_is_atom, (written, *new.arguments.values())))
        self._new = tokens_of(self._code)
        self._keep_trailing_comma()

    def _keep_trailing_comma(self) -> None:
        old, new = self._old, self._new
        if len(old) < 2 or old[-2].text != _COMMA or old[-1].text not in _CLOSING or new[-1].text not in _CLOSING:
            return
        if new[-2].text not in (*_OPENING, _COMMA):
            before = new[-2].end[1] - 1
            self._code = f"{self._code[:before]},{self._code[before:]}"
            self._new = tokens_of(self._code)

    def edits(self) -> tuple[TextEdit, ...] | None:
        """Returns the edits; None if they do not make the code, or would lose a comment."""
        if not self._is_call:
            return None
        expected = self._with_arguments(self._code)
        found = [edit for change in changes(self._old, self._new, self._names) for edit in self._of_change(change)]
        if self._makes(expected, found):
            return tuple(found)
        whole = TextEdit(Span(*self._start, *self._old[-1].end), expected)
        return (whole,) if self._makes(expected, [whole]) else None

    def _makes(self, expected: str, edits: Sequence[TextEdit]) -> bool:
        """Returns whether edits make an expression, which can stand wherever the old one can, and keep all comments."""
        changed = apply_edits(self._text, edits, self._start)
        if self._comments and not self._has_comments(changed):
            return False
        if changed == expected and ((self._has_only_atoms and "\n" not in changed) or _stands_alone(changed)):
            return True
        if not is_same(parsed(f"({changed})"), parsed(f"({expected})")):
            return False
        return _stands_alone(changed) or not _stands_alone(self._text)

    def _has_comments(self, changed: str) -> bool:
        """Returns whether an expression has the comments of the old one: an argument that moves loses those in it."""
        return [one.text for one in tokens(changed)[1]] == [one.text for one in self._comments]

    def _of_change(self, change: Change) -> Iterator[TextEdit]:
        new = self._new_text(change.new)
        if not change.old:
            yield self._insertion(change, new)
            return
        if new and self._opens_where_line_breaks(change):
            yield self._replacement(change.old[:1], change, new)
            yield TextEdit(self._deleted(change.old[1:]), "")
            return
        if new and self._belongs_to_next_line(change):
            at = self._gap(change.old.stop)[1]
            yield TextEdit(Span(*at, *at), new)
            new = ""
        for run in self._between_comments(change.old):
            yield self._replacement(run, change, new) if new else TextEdit(self._deleted(run), "")
            new = ""

    def _belongs_to_next_line(self, change: Change) -> bool:
        """Returns whether new tokens stand directly before an old one that is not in the line of those replaced."""
        start, end = self._gap(change.old.stop)
        return end[0] > start[0] and not self._is_closing(change.old.stop) and not self._new_space(change.new.stop)

    def _opens_where_line_breaks(self, change: Change) -> bool:
        """Returns whether a comma at the end of a line becomes a bracket, behind which the line then breaks."""
        if len(change.old) < 2 or self._new[change.new.stop - 1].text not in _OPENING:
            return False
        start, end = self._gap(change.old.start + 1)
        is_comma = self._old[change.old.start].text == _COMMA
        return is_comma and start[0] < end[0] and len(list(self._between_comments(change.old))) == 1

    def _new_text(self, run: range) -> str:
        """Returns the code of new tokens, with the text of the arguments that are moved there."""
        if not run:
            return ""
        return self._with_arguments(self._code[self._new[run.start].start[1] - 1 : self._new[run.stop - 1].end[1] - 1])

    def _with_arguments(self, text: str) -> str:
        for name, written in self._written.items():
            text = text.replace(name, written)
        return text

    def _new_space(self, index: int) -> str:
        """Returns the space before a new token."""
        if not 0 < index < len(self._new):
            return ""
        return " " * (self._new[index].start[1] - self._new[index - 1].end[1])

    def _insertion(self, change: Change, new: str) -> TextEdit:
        """Returns the edit that adds new code between two tokens."""
        before, after = self._new_space(change.new.start), self._new_space(change.new.stop)
        start, end = self._gap(change.old.start)
        if start[0] == end[0] and self._is_free(start, end):
            if self._is_closing(change.old.start):
                end = start  # what stands before a bracket stays
            return TextEdit(Span(*start, *end), f"{before}{new}{after}")
        belongs_to_next = not after and (before or not new.startswith(_COMMA))
        if belongs_to_next and not self._is_closing(change.old.start):
            return TextEdit(Span(*end, *end), new)
        return TextEdit(Span(*start, *start), f"{before}{new}")

    def _is_closing(self, index: int) -> bool:
        """Returns whether an old token is a closing bracket."""
        return index < len(self._old) and self._old[index].text in _CLOSING

    def _replacement(self, run: range, change: Change, new: str) -> TextEdit:
        """Returns the edit that replaces tokens; what is around them in their line gets the space of the new code."""
        first, last = self._old[run.start], self._old[run.stop - 1]
        start, end = first.start, last.end
        before, _ = self._gap(run.start)
        _, after = self._gap(run.stop)
        if before[0] == start[0] and not _is_alike(first, self._new[change.new.start]) and self._is_free(before, start):
            start, new = before, f"{self._new_space(change.new.start)}{new}"
        is_last = run.stop == change.old.stop and not _is_alike(last, self._new[change.new.stop - 1])
        if is_last and after[0] == end[0] and self._is_free(end, after):
            end, new = after, f"{new}{self._new_space(change.new.stop)}"
        return TextEdit(Span(*start, *end), new)

    def _gap(self, index: int) -> tuple[Position, Position]:
        """Returns where the space before an old token starts and ends, or that behind the last one."""
        start = self._old[index - 1].end if index else self._start
        return start, self._old[index].start if index < len(self._old) else start

    def _between_comments(self, run: range) -> Iterator[range]:
        """Yields the parts of a range of tokens between which there are comments."""
        start = run.start
        for index in range(run.start + 1, run.stop):
            if not self._is_free(*self._gap(index)):
                yield range(start, index)
                start = index
        yield range(start, run.stop)

    def _is_free(self, start: Position, end: Position) -> bool:
        """Returns whether there is no comment between two positions."""
        return not any(start <= comment.start < end for comment in self._comments)

    def _deleted(self, run: range) -> Span:
        """Returns the span of tokens to delete, with the space that is not needed without them."""
        start, end = self._old[run.start].start, self._old[run.stop - 1].end
        before, after = self._gap(run.start)[0], self._gap(run.stop)[1]
        is_free_before = self._is_free(before, start)
        is_free_after = self._is_free(end, after)
        if not run.start and is_free_after:
            return Span(*start, *after)
        if self._old[run.start].text == _COMMA and is_free_before:
            return Span(*before, *end)
        if after[0] == end[0] and is_free_after:
            return Span(*start, *after)
        rest = self._line(end[0])[end[1] - 1 :]
        indent = self._line(start[0])[: start[1] - 1]
        if not rest.strip() or not indent.strip():
            end = end[0], end[1] + len(rest) - len(rest.lstrip())
        if before[0] == start[0] and is_free_before:
            return Span(*before, *end)
        if not rest.strip() and not indent.strip() and start[0] > self._start[0]:
            return Span(start[0], 1, end[0] + 1, 1)
        return Span(*start, *end)

    def _line(self, number: int) -> str:
        """Returns a line of the expression, with blanks for what stands before it."""
        index = number - self._start[0]
        return " " * (self._start[1] - 1) * (index == 0) + self._lines[index]


def _is_alike(old: Token, new: Token) -> bool:
    """Returns whether two tokens are names, around which there are the same spaces."""
    return old.text.isidentifier() and new.text.isidentifier()


def _is_atom(node: ast.expr) -> bool:
    """Returns whether the text of an expression, if it is one line, is one wherever it stands."""
    return isinstance(node, ast.Constant) or not needs_parentheses(node, Place.OWNER)


def _stands_alone(text: str) -> bool:
    """Returns whether an expression starts at once, and goes over lines only in brackets of its own."""
    if text[:1] in _BLANK:
        return False
    try:
        ast.parse(f"0, {text}", mode="eval")
    except SyntaxError:
        return False
    return True


def _ends(span: Span) -> tuple[Position, Position]:
    return (span.line, span.column), (span.end_line, span.end_column)
