"""Which lines of a source are worth a look: those that mention a name which may lead to a library.

Most statements of a program neither use nor bind such a name. Finding that out
from the text is exact, because what a statement does not mention it can't
touch, and it is much cheaper than looking at its syntax. What is attended to
grows while the program is looked at.
"""

from __future__ import annotations

import ast
import unicodedata
from typing import Final

#: Words by which a library comes in, and that by which a module says what it hands out.
_SOURCES: Final = ("import", "__import__", "__all__")
#: Words by which a statement can leave a block, or change what a call of the function gives.
_JUMPS: Final = ("return", "raise", "break", "continue", "yield", "exit", "_exit", "quit", "abort", "skip", "skipTest")
_DEFINITIONS: Final = frozenset({ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef})


class Attention:
    """The lines of one source that mention what is of interest.

    Args:
        source: the text.
    """

    def __init__(self, source: str) -> None:
        if not source.isascii():
            # As Python does with identifiers, so that two spellings of a name are one.
            source = unicodedata.normalize("NFKC", source)
        if "\r" in source:
            source = source.replace("\r\n", "\n").replace("\r", "\n")
        self._source = source
        self._words: set[str] = set()
        self._mentions = bytearray(source.count("\n") + 3)
        self._jumps = bytearray(len(self._mentions))
        for word in _SOURCES:
            self.add(word)
        for word in _JUMPS:
            for line in self.lines(word):
                self._jumps[line] = 1

    def __contains__(self, word: str) -> bool:
        return word in self._words

    def add(self, word: str) -> list[int]:
        """Attends to a word from now on; gives the lines in which it stands."""
        self._words.add(word)
        lines = self.lines(word)
        for line in lines:
            self._mentions[line] = 1
        return lines

    def lines(self, word: str) -> list[int]:
        """The numbers, from 1, of the lines in which a word stands."""
        source, length = self._source, len(word)
        found: list[int] = []
        line, counted = 1, 0
        place = source.find(word)
        while place >= 0:
            after = place + length
            if not (_in_word(source[place - 1 : place]) or _in_word(source[after : after + 1])):
                line += source.count("\n", counted, place)
                counted = place
                if not found or found[-1] != line:
                    found.append(line)
            place = source.find(word, after)
        return found

    def touches(self, node: ast.stmt) -> bool:
        """Whether a statement may be of interest: it mentions a word, or may leave the block it stands in."""
        last = (node.end_lineno or node.lineno) + 1
        if type(node) in _DEFINITIONS:
            return self._mentions.find(1, first_line(node), last) >= 0
        return self._mentions.find(1, node.lineno, last) >= 0 or self._jumps.find(1, node.lineno, last) >= 0


def first_line(node: ast.stmt) -> int:
    """The line in which a statement begins, with its decorators."""
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min(node.lineno, decorators[0].lineno) if decorators else node.lineno


def _in_word(character: str) -> bool:
    return character.isalnum() or character == "_"
