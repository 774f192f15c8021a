"""Reads programs for Python 2: writes what only Python 2 takes so that Python 3's parser takes it, too.

What comes out is looked at and never run: `raise E, "text"` becomes `raise(E, "text")`, which reads the same names.
Every line stays a line, and what is written in another way is noted, so that columns can be told.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.source import LINE_END

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_TOKEN: Final = re.compile(
    r"""(?P<space>[ \t\f]+|\\\r?\n)|(?P<newline>\r\n|\r|\n)|(?P<comment>\#[^\r\n]*)
    |(?P<string>[uUbB]?[rR]?(?:'''(?:\\.|[^\\])*?'''|\"\"\"(?:\\.|[^\\])*?\"\"\"
                            |'(?:\\.|[^\\'\n])*'|"(?:\\.|[^\\"\n])*"))
    |(?P<number>\.?\d\w*(?:\.\w*)?)|(?P<name>\w+)|(?P<operator><>|.)""",
    re.VERBOSE | re.DOTALL,
)
_OCTAL: Final = re.compile(r"(0+)[1-7][0-7]*[lL]?")
_COMPOUND: Final = frozenset({
    "class", "def", "elif", "else", "except", "finally", "for", "if", "try", "while", "with",
})  # fmt: skip
#: What may follow the name of a variable, and so be no operand of a statement.
_INFIX: Final = frozenset({"and", "for", "if", "in", "is", "or"})
_TAB: Final = 8
#: How many tokens of one statement are kept, and how many changes are made: beyond that it is data, which takes memory.
_MOST: Final = 200_000


class Edit(NamedTuple):
    """Characters of a line that were written in another way.

    Attributes:
        column: where they begin in the new line, from 1.
        width: how many they are there.
        old_width: how many they were.
    """

    column: int
    width: int
    old_width: int


class Rewritten(NamedTuple):
    """A program as Python 3 can read it.

    Attributes:
        text: with as many lines as before.
        edits: those of each line, by its number from 1.
        construct: the first thing that Python 3 does not take, for people.
        python: the newest Python that takes it.
        line: where that stands, from 1.
        column: from 1.
        width: of how many characters it is.
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
    """Characters to be written in another way, and what is old about them; nothing if they only go with others."""

    start: int
    end: int
    text: str
    construct: str = ""
    python: str = "Python 2"


def old_column(column: int, edits: Iterable[Edit]) -> int:
    """The column in the old line, from 1, of what stands in a column of the new one."""
    shift = 0
    for edit in edits:
        if column < edit.column:
            break
        if column < edit.column + edit.width:
            return edit.column - shift
        shift += edit.width - edit.old_width
    return column - shift


def rewrite(source: str, *, tabs: bool = False) -> Rewritten | None:
    """Writes a program for Python 2 so that Python 3's parser may take it.

    Args:
        source: the program.
        tabs: whether its blocks are indented with tabs and spaces, as Python 2 counts them.

    Returns:
        None if nothing in it is old, or more than in any program.
    """
    changes = sorted(islice(_changes(source, tabs), _MOST))
    first = next((change for change in changes if change.construct), None)
    if first is None or len(changes) == _MOST:
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
            continue  # within one that was made
        pieces += [source[done : change.start], change.text]
        done = change.end
        line = bisect_right(starts, change.start)
        shift = shifts.get(line, 0)
        edit = Edit(change.start - starts[line - 1] + 1 + shift, len(change.text), change.end - change.start)
        edits.setdefault(line, []).append(edit)
        shifts[line] = shift + edit.width - edit.old_width
    return "".join([*pieces, source[done:]]), {line: tuple(made) for line, made in edits.items()}


def _changes(source: str, tabs: bool) -> Iterator[_Change]:
    statement, depth, backticks, at_start = list[_Token](), 0, 0, True
    for match in _TOKEN.finditer(source):
        token = _Token(match.lastgroup or "", match[0], match.start())
        if tabs and at_start and token.kind == "space" and "\t" in token.text:
            yield _Change(token.start, token.end, token.text.expandtabs(_TAB), "tabs mixed with spaces")
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
        if not ends and len(statement) < _MOST:
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
        if octal is not None:  # its value is of no interest here
            yield _Change(token.start, token.start + octal.end(1), " " * octal.end(1), f"the number {token.text}")
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
    for place, token in enumerate(statement):
        if token.text == "async" and not _goes_with_async(statement, place):
            yield _Change(token.start, token.end, "asyn_", "async as a name", "Python 3.6")
        elif token.text == "lambda" or (token.text == "def" and place == 0):
            yield from _tuple_parameters(statement, place + (3 if token.text == "def" else 1))


def _is_operand(token: _Token) -> bool:
    if token.kind == "name":
        return token.text not in _INFIX
    return token.kind in ("string", "number") or token.text in ("{", "`", "[", "~")


def _in_parentheses(statement: Sequence[_Token], source: str, construct: str) -> Iterator[_Change]:
    """What stands behind the first word of a statement."""
    end = statement[0].end
    is_apart = source[end] in " \t"
    yield _Change(statement[0].start, statement[0].end, statement[0].text, construct)
    yield _Change(end, end + is_apart, "(")
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
    """Where a comma stands in a statement that is in no brackets."""
    depth = 0
    for place, token in enumerate(statement):
        if token.kind == "operator":
            depth += (token.text in "([{") - (token.text in ")]}")
            if token.text == "," and not depth:
                return place
    return None


def _goes_with_async(statement: Sequence[_Token], place: int) -> bool:
    return place + 1 < len(statement) and statement[place + 1].text in ("def", "for", "with")


def _tuple_parameters(statement: Sequence[_Token], place: int) -> Iterator[_Change]:
    """Parameters in parentheses, which are taken apart: from the first parameter of a function or lambda on."""
    depth, start, is_close = 0, None, False
    for number in range(place, len(statement)):  # to cut the statement would take long where it has many lambdas
        previous, token = statement[number - 1], statement[number]
        if token.kind != "operator":
            continue
        if token.text in ")]}":
            depth -= 1
            if start is not None and not depth:
                yield _Change(start, token.end, " _" if is_close else "_", "a parameter in parentheses")
                start = None
        if depth < 0 or (token.text == ":" and not depth):
            return
        if token.text in "([{":
            if not depth and previous.text in ("(", ",", "lambda"):
                start, is_close = token.start, previous.text == "lambda" and previous.end == token.start
            depth += 1
