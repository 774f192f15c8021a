"""Rewrites programs for Python 2 so that Python 3's parser accepts them.

The result is analyzed and never run: `raise E, "text"` becomes `raise(E, "text")`, which reads the same names. The
number of lines stays the same, and all edits are recorded, so that columns can be mapped back.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.source import LINE_END

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

#: A string without an end goes up to that of the line, or of the text, so that its other quotes are not tried in turn.
_TOKEN: Final = re.compile(
    r"""(?P<space>[ \t\f]+|\\(?:\r\n|\r|\n))|(?P<newline>\r\n|\r|\n)|(?P<comment>\#[^\r\n]*)
    |(?P<string>[uUbB]?[rR]?(?:'''[^\\']*+(?:(?:\\.|'(?!''))[^\\']*+)*+(?:''')?
                            |\"\"\"[^\\"]*+(?:(?:\\.|"(?!""))[^\\"]*+)*+(?:\"\"\")?
                            |'[^\\'\r\n]*+(?:\\.[^\\'\r\n]*+)*+'?|"[^\\"\r\n]*+(?:\\.[^\\"\r\n]*+)*+"?))
    |(?P<number>\.?\d\w*(?:\.\w*)?)|(?P<name>\w+)|(?P<operator><>|.)""",
    re.VERBOSE | re.DOTALL,
)
_OCTAL: Final = re.compile(r"(0+)[1-7][0-7]*[lL]?")
_COMPOUND: Final = frozenset({
    "class", "def", "elif", "else", "except", "finally", "for", "if", "try", "while", "with",
})  # fmt: skip
#: Keywords that follow a variable name; after them, `print` or `exec` is a variable and not a statement.
_INFIX: Final = frozenset({"and", "for", "if", "in", "is", "or"})
_TAB_SIZE: Final = 8
#: The maximum number of tokens per statement, and of changes per program, to bound memory. Files with more are data.
_LIMIT: Final = 200_000


class Edit(NamedTuple):
    """A replacement of characters in a line.

    Attributes:
        column: the start column in the new line, from 1.
        width: the number of new characters.
        old_width: the number of characters replaced.
    """

    column: int
    width: int
    old_width: int


class Rewritten(NamedTuple):
    """A program rewritten for Python 3.

    Attributes:
        text: the new text, with the same number of lines.
        edits: the edits of each line, by line number from 1.
        construct: the first construct that Python 3 does not accept, to show to the user.
        python: the newest Python version that accepts it.
        line: the line of that construct, from 1.
        column: its column, from 1.
        width: its length in characters.
    """

    text: str
    edits: dict[int, tuple[Edit, ...]]
    construct: str
    python: str
    line: int
    column: int
    width: int


class _Token(NamedTuple):
    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


class _Change(NamedTuple):
    """A replacement of characters; `construct` is empty if it only accompanies another change."""

    start: int
    end: int
    text: str
    construct: str = ""
    python: str = "Python 2"


def old_column(column: int, edits: Iterable[Edit]) -> int:
    """Returns the column in the old line, from 1, of a column in the new line."""
    shift = 0
    for edit in edits:
        if column < edit.column:
            break
        if column < edit.column + edit.width:
            return edit.column - shift
        shift += edit.width - edit.old_width
    return column - shift


def rewrite(source: str, *, tabs: bool = False) -> Rewritten | None:
    """Rewrites a program for Python 2 so that Python 3's parser accepts it.

    The result may still contain syntax errors.

    Args:
        source: the program.
        tabs: whether to expand tabs in its indentation, as Python 2 does.

    Returns:
        None if there is nothing to rewrite, or more than in any real program.
    """
    changes = sorted(islice(_changes(source, tabs), _LIMIT))
    first = next((change for change in changes if change.construct), None)
    if first is None or len(changes) == _LIMIT:
        return None
    starts = [0, *(match.end() for match in LINE_END.finditer(source))]
    text, edits = _apply(source, changes, starts)
    line = bisect_right(starts, first.start)
    column, width = first.start - starts[line - 1] + 1, max(first.end - first.start, 1)
    return Rewritten(text, edits, first.construct, first.python, line, column, width)


def _apply(source: str, changes: Sequence[_Change], starts: Sequence[int]) -> tuple[str, dict[int, tuple[Edit, ...]]]:
    pieces, edits, done, shifts = list[str](), dict[int, list[Edit]](), 0, dict[int, int]()
    for change in changes:
        if change.start < done:
            continue  # inside a change that was applied already
        line, last = bisect_right(starts, change.start), bisect_right(starts, change.end)
        pieces += [source[done : change.start], change.text, "\\\n" * (last - line)]  # as many lines as before
        done = change.end
        shift = shifts.get(line, 0)
        edit = Edit(change.start - starts[line - 1] + 1 + shift, len(change.text), change.end - change.start)
        edits.setdefault(line, []).append(edit)
        shifts[line] = shift + edit.width - edit.old_width
        if last > line:
            edits.setdefault(last, []).append(Edit(1, 0, change.end - starts[last - 1]))
            shifts[last] = starts[last - 1] - change.end
    return "".join([*pieces, source[done:]]), {line: tuple(made) for line, made in edits.items()}


def _changes(source: str, tabs: bool) -> Iterator[_Change]:
    statement, depth, backticks, at_start = list[_Token](), 0, 0, True
    for match in _TOKEN.finditer(source):
        token = _Token(match.lastgroup or "", match[0], match.start())
        if tabs and at_start and token.kind == "space" and "\t" in token.text:
            yield _Change(token.start, token.end, token.text.expandtabs(_TAB_SIZE), "tabs mixed with spaces")
        at_start = token.kind == "newline" and not depth
        if token.kind in ("space", "comment") or (token.kind == "newline" and depth):
            continue
        depth += (token.text in "([{") - (token.text in ")]}") if token.kind == "operator" else 0
        depth = max(depth, 0)
        if token.text == "`":
            backticks += 1
            yield _Change(token.start, token.end, "(" if backticks % 2 else ")", "backticks")
        yield from _in_token(token)
        ends = token.kind == "newline" or (not depth and token.text == ";")
        if not ends and len(statement) < _LIMIT:
            statement.append(token)
            ends = not depth and token.text == ":" and statement[0].text in _COMPOUND
        if ends:
            yield from _in_statement(statement, source)
            statement = []
    yield from _in_statement(statement, source)


def _in_token(token: _Token) -> Iterator[_Change]:
    if token.text == "<>":
        yield _Change(token.start, token.end, "!=", "the operator <>")
    elif token.kind == "string" and token.text[:2].lower() == "ur":
        yield _Change(token.start, token.start + 1, "", "the prefix ur of a text")
    elif token.kind == "number":
        octal = _OCTAL.fullmatch(token.text)
        if octal is not None:  # the new number has another value, which does not matter here, but the same width
            yield _Change(token.start, token.start + octal.end(1), "1" * octal.end(1), f"the number {token.text}")
        if token.text[-1] in "lL":
            yield _Change(token.end - 1, token.end, " ", f"the number {token.text}")


def _in_statement(statement: Sequence[_Token], source: str) -> Iterator[_Change]:
    if len(statement) < 2:
        return
    first, second = statement[0].text, statement[1]
    if first in ("print", "exec") and _is_operand(second):
        yield from _in_parentheses(statement, source, f"the {first} statement")
    elif first == "raise" and _comma(statement) is not None:
        yield from _in_parentheses(statement, source, "a raise statement with a comma")
    elif first == "except":
        yield from _except(statement)
    for index, token in enumerate(statement):
        if token.text == "async" and not _is_async_keyword(statement, index):
            yield _Change(token.start, token.end, "asyn_", "async as a name", "Python 3.6")
        elif token.text == "lambda" or (token.text == "def" and index == 0):
            yield from _tuple_parameters(statement, index + (3 if token.text == "def" else 1))


def _is_operand(token: _Token) -> bool:
    if token.kind == "name":
        return token.text not in _INFIX
    return token.kind in ("string", "number") or token.text in ("{", "`", "[", "~")


def _in_parentheses(statement: Sequence[_Token], source: str, construct: str) -> Iterator[_Change]:
    """Yields the changes that put everything after the first word of a statement into parentheses."""
    end = statement[0].end
    has_space = source[end] in " \t"
    yield _Change(statement[0].start, statement[0].end, statement[0].text, construct)
    yield _Change(end, end + has_space, "(")
    yield _Change(statement[-1].end, statement[-1].end, ")")


def _except(statement: Sequence[_Token]) -> Iterator[_Change]:
    comma = _comma(statement)
    if comma is None or comma + 2 >= len(statement):
        return
    start, target = statement[comma].start, statement[comma + 1]
    if target.kind == "name" and comma + 3 == len(statement):
        yield _Change(start, target.start, " as ", "an except clause with a comma")
    else:
        yield _Change(start, statement[-1].start, " as _", "an except clause with a comma")


def _comma(statement: Sequence[_Token]) -> int | None:
    """Returns the index of the first comma outside of brackets; None if there is none."""
    depth = 0
    for index, token in enumerate(statement):
        if token.kind == "operator":
            depth += (token.text in "([{") - (token.text in ")]}")
            if token.text == "," and not depth:
                return index
    return None


def _is_async_keyword(statement: Sequence[_Token], index: int) -> bool:
    return index + 1 < len(statement) and statement[index + 1].text in ("def", "for", "with")


def _tuple_parameters(statement: Sequence[_Token], start_index: int) -> Iterator[_Change]:
    """Yields changes of tuple parameters to names, starting at the first parameter of a function or lambda."""
    depth, start, is_adjacent = 0, None, False
    for index in range(start_index, len(statement)):  # slicing would be slow in a statement with many lambdas
        previous, token = statement[index - 1], statement[index]
        if token.kind != "operator":
            continue
        if token.text in ")]}":
            depth -= 1
            if start is not None and not depth:
                yield _Change(start, token.end, " _" if is_adjacent else "_", "a parameter in parentheses")
                start = None
        if depth < 0 or (token.text == ":" and not depth):
            return
        if token.text in "([{":
            if not depth and previous.text in ("(", ",", "lambda"):
                start, is_adjacent = token.start, previous.text == "lambda" and previous.end == token.start
            depth += 1
