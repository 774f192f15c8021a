"""The tokens of an expression. Python's own tokenizer also checks indentation, and takes many times as long."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Final, NamedTuple

#: A line, from 1, and a column, from 1, in characters.
Position = tuple[int, int]
_COMMENT: Final = "comment"
_LINE_END: Final = re.compile("\n")
#: A comment, or another token. Of an f-string that contains strings, each part is one; an edit that does not make the
#: code that it should is found out later. Strings are matched without going back, which would take memory for each
#: character.
_TOKEN: Final = re.compile(
    r"""(?P<comment>\#[^\n]*)
    |(?P<code>
        [bBfFrRuU]{0,2}(?:'''(?:[^'\\]++|\\.|'(?!''))*+'''|\"\"\"(?:[^"\\]++|\\.|"(?!""))*+\"\"\"
            |'(?:[^'\\\n]++|\\.)*+'|"(?:[^"\\\n]++|\\.)*+")
        |[^\W\d]\w*
        |0[xXoObB][\da-fA-F_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][-+]?\d[\d_]*)?[jJ]?
        |\.\.\.|->|\*\*=?|//=?|<<=?|>>=?|[-+*/%&|^@=<>!:]=?|[][(){},.;~]
    )""",
    re.DOTALL | re.VERBOSE,
)


class Token(NamedTuple):
    """A token, or an argument, which is kept whole.

    Attributes:
        text: the token; of an argument, the name that stands for it.
        start: its first position.
        end: the position behind it.
    """

    text: str
    start: Position
    end: Position


def tokens(text: str, start: Position = (1, 1)) -> tuple[list[Token], list[Token]]:
    """Returns the tokens of an expression and its comments.

    Args:
        text: the expression, which can go over several lines.
        start: its position.
    """
    line, column = start
    code, comments = list[Token](), list[Token]()
    if "\n" not in text:
        for found in _TOKEN.finditer(text):
            first, last = found.span()
            token = Token(found[0], (line, column + first), (line, column + last))
            (comments if found.lastgroup == _COMMENT else code).append(token)
        return code, comments
    ends = [found.start() for found in _LINE_END.finditer(text)]

    def position(offset: int) -> Position:
        before = bisect_left(ends, offset)
        return (line + before, offset - ends[before - 1]) if before else (line, column + offset)

    for found in _TOKEN.finditer(text):
        first, last = found.span()
        token = Token(found[0], position(first), position(last))
        (comments if found.lastgroup == _COMMENT else code).append(token)
    return code, comments
