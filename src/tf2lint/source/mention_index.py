"""Which lines of a source are worth a look: those that mention a name which may lead to a library.

Most statements of a program neither use nor bind such a name. Finding that out
from the text is exact, because what a statement does not mention it can't
touch, and it is much cheaper than looking at its syntax. What is attended to
grows while the program is looked at.
"""

from __future__ import annotations

import ast
import re
import string
import unicodedata
from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING, Final

from tf2lint.source.argument_prefilter import arguments_at, combine_irrelevance, may_pass
from tf2lint.source.positions import first_line
from tf2lint.source.terminators import EXITING, JUMPS, never_returns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from tf2lint.table import ParameterSlot

#: Words by which a library comes in, and that by which a module says what it hands out.
SOURCES: Final = ("import", "__import__", "__all__")
#: Words by which a statement within another can leave a loop, a function or the program.
_EXITING: Final = re.compile(rf"\b(?:{'|'.join(EXITING)})\b")
_JUMP: Final = re.compile(rf"\b(?:return|break|continue|raise|{'|'.join(EXITING)})\b")
#: What a word goes on with; letters beyond ASCII are left out, as one place too many does no harm.
_WORD: Final = frozenset(f"{string.ascii_letters}{string.digits}_")
_TOKEN: Final = re.compile("[A-Za-z0-9_]+")
#: So many words are each searched for, until all are: few files have more of interest.
_MOST_SEARCHES: Final = 300
_LINE_END: Final = re.compile("\n")
_NAME: Final = re.compile(r"\w+")
_CLASS_HEAD: Final = re.compile(r"class[ \t]+\w+[ \t]*(\([^()]*\))")
_CHAIN: Final = re.compile(r"(?:\.\w*)+")
_STORED: Final = re.compile(r"[ \t]*=(?!=)")
_ASSIGNS: Final = ("=", "= ", "(")
_DEFINITIONS: Final = frozenset({ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef})
_COMPOUND: Final = frozenset({
    ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.TryStar, ast.Match,
})  # fmt: skip


class MentionIndex:
    """The lines of one source that mention what is of interest.

    Args:
        source: the text.

    Attributes:
        has_walrus: whether `:=` may stand in it, which binds names anywhere.
        outer: names that stand behind `global` or `nonlocal` in it.
    """

    def __init__(self, source: str) -> None:
        if not source.isascii():
            # As Python does with identifiers, so that two spellings of a name are one.
            source = unicodedata.normalize("NFKC", source)
        if "\r" in source:
            source = source.replace("\r\n", "\n").replace("\r", "\n")
        self._source = f"\n{source}\n"  # so that every word has a neighbour on both sides
        self._words: set[str] = set()
        self._lines: dict[str, list[int]] = {}
        self._binding_lines: dict[str, list[int]] = {}
        self._found: dict[str, list[int]] = {}
        self._index: dict[str, list[int]] = {}
        self._ends = [found.start() for found in _LINE_END.finditer(self._source)]
        self.has_walrus = ":=" in source
        self.outer = frozenset(name for keyword in ("global", "nonlocal") for name in self._declared(keyword))
        self._mentions = bytearray(source.count("\n") + 3)
        self._irrelevant: set[int] = set()
        for word in SOURCES:
            self.add(word)

    def __contains__(self, word: str) -> bool:
        return word in self._words

    def add(
        self,
        word: str,
        irrelevant: Sequence[Callable[[str, bool], bool | Sequence[ParameterSlot]]] = (),
        within: range | None = None,
    ) -> list[int]:
        """Attends to a word from now on.

        Args:
            word: what to attend to.
            irrelevant: tell, one for each of the things that it stands for, whether that is of no interest with the
                attributes in a text such as `.a.b`, or with none, and with a call behind them or not; or which
                parameters make a call of it interesting.
            within: the lines in which it is meant; None for all.

        Returns:
            The lines in which it stands and is of interest.
        """
        self._words.add(word)
        lines = self._loud_lines(word, irrelevant, within) if irrelevant else self.lines(word)
        if within is not None and not irrelevant:
            lines = lines[bisect_left(lines, within.start) : bisect_left(lines, within.stop)]
        for line in lines:
            self._mentions[line] = 1
        return lines

    def add_members(self, word: str, members: Mapping[str, Sequence[ParameterSlot] | None]) -> list[int]:
        """Attends to what is asked of a word.

        Args:
            word: the word.
            members: the texts of attributes, such as `.a.b` or none at all; where parameters are given, only calls that
                may give one of these are of interest, and what is no call.

        Returns:
            The lines in which it stands and is of interest.
        """
        self._words.add(word)
        lines = self._numbers(self._asking_places(word, members))
        for line in lines:
            self._mentions[line] = 1
        return lines

    def _asking_places(self, word: str, members: Mapping[str, Sequence[ParameterSlot] | None]) -> Iterator[int]:
        source, length = self._source, len(word)
        for place in self._places(word):
            chain = _CHAIN.match(source, place + length)
            attributes, end = (chain[0], chain.end()) if chain else ("", place + length)
            if attributes in members:
                parameters = members[attributes]
                if parameters is None or source[end] != "(" or self._may_give(end, parameters):
                    yield place

    def _may_give(self, start: int, slots: Iterable[ParameterSlot]) -> bool:
        """Whether the call whose arguments begin at a place may give one of the parameters, or lack one."""
        text = arguments_at(self._source, start)
        return text is None or any(may_pass(text, slot) for slot in slots)

    def may_bind(self, word: str, node: ast.stmt | ast.Lambda) -> bool:
        """Whether a statement or a lambda may bind a name: it stands there, and not only as in `word.attribute`."""
        if word not in self._binding_lines:
            self._binding_lines[word] = self._numbers(self._binding_places(word))
        lines = self._binding_lines[word]
        place = bisect_left(lines, first_line(node))
        return place < len(lines) and lines[place] <= (node.end_lineno or node.lineno)

    def passed_over(self) -> int:
        """How many places name what was looked up and found to be of no interest, in lines that were passed over."""
        return sum(not self._mentions[bisect_left(self._ends, place)] for place in self._irrelevant)

    def lines(self, word: str) -> list[int]:
        """The numbers, from 1, of the lines in which a word stands."""
        if word not in self._lines:
            self._lines[word] = self._numbers(self._places(word))
        return self._lines[word]

    def mark(self, lines: Iterable[int]) -> None:
        """Makes lines worth a look, whatever stands there."""
        for line in lines:
            self._mentions[line] = 1

    def lines_with(self, pattern: re.Pattern[str]) -> list[int]:
        """The numbers, from 1, of the lines in which a pattern is found."""
        return self._numbers(found.start() for found in pattern.finditer(self._source))

    def _numbers(self, places: Iterable[int]) -> list[int]:
        """The lines of places in the text, each once."""
        return list(dict.fromkeys([bisect_left(self._ends, place) for place in places]))

    def _binding_places(self, word: str) -> Iterator[int]:
        """Where a word does not just stand before a dot, unless in an import: `import a.b` binds `a`."""
        source, length = self._source, len(word)
        for place in self._places(word):
            if source[place + length] != ".":
                yield place
                continue
            start = source.rindex("\n", 0, place)
            if source[start - 1] == "\\" or "import" in source[start:place]:
                yield place

    def _places(self, word: str) -> list[int]:
        """Where a word stands as such, and not as a part of a longer one."""
        if word not in self._found:
            if len(self._found) == _MOST_SEARCHES:
                for found in _TOKEN.finditer(self._source):
                    self._index.setdefault(found[0], []).append(found.start())
            if len(self._found) >= _MOST_SEARCHES and word.isascii():
                self._found[word] = self._index.get(word, [])
            else:
                self._found[word] = list(self._search(word, 0, len(self._source)))
        return self._found[word]

    def _places_within(self, word: str, lines: range) -> Iterable[int]:
        """Where it stands in some lines."""
        start, stop = self._between(lines.start, lines.stop)
        if word not in self._found:
            return self._search(word, start, stop + 1)
        places = self._found[word]
        return places[bisect_left(places, start) : bisect_left(places, stop)]

    def _search(self, word: str, start: int, stop: int) -> Iterator[int]:
        """Looks for a word as such in a part of the text."""
        source, length = self._source, len(word)
        place = source.find(word, start, stop)
        while place >= 0:
            if source[place - 1] not in _WORD and source[place + length] not in _WORD:
                yield place
            place = source.find(word, place + length, stop)

    def _loud_lines(
        self,
        word: str,
        irrelevant: Sequence[Callable[[str, bool], bool | Sequence[ParameterSlot]]],
        within: range | None,
    ) -> list[int]:
        """The lines where a word stands in a way that is of interest: also where its attribute is assigned to."""
        source, length = self._source, len(word)
        known: dict[tuple[str, bool], bool | list[ParameterSlot]] = {}
        loud: list[int] = []
        for place in self._places(word) if within is None else self._places_within(word, within):
            line = bisect_left(self._ends, place)
            if loud and loud[-1] == line:
                continue
            chain = _CHAIN.match(source, place + length)
            attributes, end = (chain[0], chain.end()) if chain else ("", place + length)
            asked = attributes, source[end] == "("
            if asked not in known:
                known[asked] = combine_irrelevance([is_irrelevant(*asked) for is_irrelevant in irrelevant])
            is_irrelevant = known[asked]
            if isinstance(is_irrelevant, list):
                is_irrelevant = not self._may_give(end, is_irrelevant)
            if not is_irrelevant or (chain is not None and _STORED.match(source, end) is not None):
                loud.append(line)
            elif attributes:
                self._irrelevant.add(place)
        return loud

    def _declared(self, keyword: str) -> Iterator[str]:
        """The names in the same line behind a keyword."""
        for place in self._places(keyword):
            names = self._source[place + len(keyword) : self._source.index("\n", place)]
            yield from names.partition(";")[0].replace(",", " ").split()

    def is_base(self, name: str) -> bool:
        """Whether a name may stand in the head of a class, as what that is made from."""
        return name in self._bases

    @cached_property
    def _bases(self) -> frozenset[str]:
        return frozenset(word for head in _CLASS_HEAD.findall(self._source) for word in _NAME.findall(head))

    def asked_of(self, word: str) -> set[str]:
        """What the text asks of a name: `.a.b` for each `word.a.b`, and `=` where it may be bound to another name."""
        source, length = self._source, len(word)
        found = set()
        for place in self._places(word):
            after = source[place + length]
            if after == ".":
                found.add(_CHAIN.match(source, place + length)[0])  # type: ignore[index]
            elif after in "\n),; #" and source.endswith(_ASSIGNS, 0, place):
                found.add("=")
        return found

    def mentions(self, first: int, last: int) -> bool:
        """Whether a word stands in the lines from `first` to `last`."""
        return self._mentions.find(1, first, last + 1) >= 0

    def touched(self, statements: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
        """The statements that may be of interest: they mention a word, or may leave the block they stand in.

        Whether one does is found out when it is its turn, as looking at those before may add words.
        """
        mentioned = 0
        for statement in statements:
            kind, first = type(statement), statement.lineno
            last = statement.end_lineno or first
            if kind in _DEFINITIONS:
                first = first_line(statement)
            if mentioned < first:
                mentioned = self._mentions.find(1, first)
                if mentioned < 0:
                    mentioned = len(self._mentions)
            may_leave = kind in JUMPS or (self._may_exit and _exits(statement))
            if mentioned <= last or may_leave or (kind in _COMPOUND and self._may_jump(first, last)):
                yield statement
                mentioned = 0

    def words(self, lines: range) -> set[str]:
        """All words that stand in some lines, the last of which may be behind the text's."""
        return set(_NAME.findall(self._source, *self._between(lines.start, lines.stop)))

    @cached_property
    def _may_exit(self) -> bool:
        """Whether a call of the module may end the program, which hardly any does."""
        # Most texts have none of the words, which is soon said; the pattern asks at the beginning of every word.
        return any(word in self._source for word in EXITING) and _EXITING.search(self._source) is not None

    def _may_jump(self, first: int, last: int) -> bool:
        """Whether a word that leaves a block stands in the lines from `first` to `last`."""
        return _JUMP.search(self._source, *self._between(first, last + 1)) is not None

    def _between(self, first: int, last: int) -> tuple[int, int]:
        """Where the lines from `first` up to `last` begin and end in the text."""
        return self._ends[first - 1], self._ends[min(last, len(self._ends)) - 1]


def _exits(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and never_returns(statement.value)
