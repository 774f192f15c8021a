"""Indexes the lines of a source that mention a name which may lead to a library; the resolver skips all others.

Most statements of a program neither use nor bind such a name. Skipping them by
their text is exact, because a statement cannot affect a name that it does not
mention, and it is much cheaper than walking their syntax. The resolver adds
names while it analyzes the program.
"""

from __future__ import annotations

import ast
import re
import string
from bisect import bisect_left, bisect_right
from functools import cached_property
from itertools import accumulate, count
from operator import add
from typing import TYPE_CHECKING, Final

from tf2lint.source.argument_prefilter import arguments_at, combine_irrelevance, may_match
from tf2lint.source.positions import first_line
from tf2lint.source.syntax_walk import children_of
from tf2lint.source.terminators import EXITING, JUMPS, never_returns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from tf2lint.table import ParameterSlot

#: Words that import a library, and the one that lists what a module exports.
SOURCES: Final = ("import", "__import__", "__all__")
#: Words with which a nested statement can leave a loop, a function or the program.
_JUMP: Final = re.compile(rf"\b(?:return|break|continue|raise|{'|'.join(EXITING)})\b")
#: The characters of a word. Letters beyond ASCII are left out: one match too many does no harm.
_WORD_CHARACTERS: Final = frozenset(f"{string.ascii_letters}{string.digits}_")
_TOKEN: Final = re.compile("[A-Za-z0-9_]+")
#: After this many searches for single words, all words are indexed at once. Few files have more relevant words.
_MAX_SEARCHES: Final = 300
_NAME: Final = re.compile(r"\w+")
_DEFINED: Final = re.compile(r"[ \t]+(\w+)")
#: It begins with literal text, which is found faster than what must not stand in front of it.
_CLASS: Final = re.compile(r"class(?<!\wclass)[ \t]+(\w+)")
_CLASS_HEAD: Final = re.compile(r"class[ \t]+\w+[ \t]*(\([^()]*\))")
_ATTRIBUTES: Final = re.compile(r"(?:\.\w*)+")
_ASSIGNMENT: Final = re.compile(r"[ \t]*=(?!=)")
_BEFORE_VALUE: Final = ("=", "= ", "(")
_DEFINITIONS: Final = frozenset({ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef})
_IMPORTS: Final = frozenset({ast.Import, ast.ImportFrom})
_COMPOUND: Final = frozenset({
    ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.TryStar, ast.Match,
})  # fmt: skip


def normalized(source: str) -> str:
    """Returns a text with one spelling of each name, as Python reads it, and one kind of line endings."""
    if not source.isascii():
        import unicodedata  # most programs have no such names

        source = unicodedata.normalize("NFKC", source)
    return source.replace("\r\n", "\n").replace("\r", "\n") if "\r" in source else source


class MentionIndex:
    """The lines of one source that mention a relevant word.

    Args:
        source: the text.

    Attributes:
        has_walrus: whether the text contains `:=`, which binds names anywhere.
        declared_outer: the names that the text declares `global` or `nonlocal`.
    """

    def __init__(self, source: str) -> None:
        source = normalized(source)
        self._source = f"\n{source}\n"  # so that every word has a character on both sides
        self._words: set[str] = set()
        self._lines: dict[str, list[int]] = {}
        self._binding_lines: dict[str, list[int]] = {}
        self._found: dict[str, list[int]] = {}
        self._index: dict[str, list[int]] = {}
        lengths = map(len, self._source.split("\n")[:-1])
        self._ends = list(map(add, accumulate(lengths), count()))  # the line ends before each count, too
        self.has_walrus = ":=" in source
        self.declared_outer = frozenset(name for keyword in ("global", "nonlocal") for name in self._declared(keyword))
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
        """Adds a word.

        Args:
            word: the word.
            irrelevant: one function for each symbol that the word may refer to; none if every use is relevant. It takes
                the attributes that follow the word, such as `.a.b` or an empty string, and whether a call follows. It
                returns whether such a use is irrelevant, or the parameters that make such a call relevant.
            within: the lines to search; None for all.

        Returns:
            The lines with a relevant use of the word.
        """
        self._words.add(word)
        lines = self._relevant_lines(word, irrelevant, within) if irrelevant else self.lines(word)
        if within is not None and not irrelevant:
            lines = lines[bisect_left(lines, within.start) : bisect_left(lines, within.stop)]
        self.mark(lines)
        return lines

    def add_members(self, word: str, members: Mapping[str, Sequence[ParameterSlot] | None]) -> list[int]:
        """Adds a word of which only some uses are relevant.

        Args:
            word: the word.
            members: the attributes of relevant uses, such as `.a.b` or an empty string. If they come with parameters, a
                call is only relevant if it may pass one of these.

        Returns:
            The lines with a relevant use of the word that were not relevant before.
        """
        self._words.add(word)
        lines = [line for line in self._numbers(self._member_positions(word, members)) if not self._mentions[line]]
        self.mark(lines)
        return lines

    def _member_positions(self, word: str, members: Mapping[str, Sequence[ParameterSlot] | None]) -> Iterator[int]:
        source, length = self._source, len(word)
        for position in self._positions(word):
            found = _ATTRIBUTES.match(source, position + length)
            attributes, end = (found[0], found.end()) if found else ("", position + length)
            if attributes in members:
                parameters = members[attributes]
                if parameters is None or source[end] != "(" or self._may_match(end, parameters):
                    yield position

    def _may_match(self, start: int, slots: Iterable[ParameterSlot]) -> bool:
        """Returns whether the call whose arguments begin at `start` may match one of the parameters, see `may_pass`."""
        text = arguments_at(self._source, start)
        return text is None or any(may_match(text, slot) for slot in slots)

    def may_bind(self, word: str, node: ast.stmt | ast.Lambda) -> bool:
        """Returns whether a statement or lambda may bind a name: it contains it other than as `word.attribute`."""
        if word not in self._binding_lines:
            self._binding_lines[word] = self._numbers(self._binding_positions(word))
        lines = self._binding_lines[word]
        index = bisect_left(lines, first_line(node))
        return index < len(lines) and lines[index] <= (node.end_lineno or node.lineno)

    def skipped_references(self) -> int:
        """Returns the number of irrelevant uses of symbols in skipped lines."""
        return sum(not self._mentions[bisect_left(self._ends, position)] for position in self._irrelevant)

    def lines(self, word: str) -> list[int]:
        """Returns the numbers, from 1, of the lines that contain a word."""
        if word not in self._lines:
            self._lines[word] = self._numbers(self._positions(word))
        return self._lines[word]

    def mark(self, lines: Iterable[int]) -> None:
        """Marks lines as relevant, whatever they contain."""
        for line in lines:
            self._mentions[line] = 1

    def lines_with(self, pattern: re.Pattern[str]) -> list[int]:
        """Returns the numbers, from 1, of the lines in which a match of a pattern begins."""
        return self._numbers(found.start() for found in pattern.finditer(self._source))

    def lines_with_attributes(self, names: Iterable[str]) -> list[int]:
        """Returns the numbers, from 1, of the lines with an attribute of one of these names."""
        return self._numbers(
            position for name in names for position in self._positions(name) if self._source[position - 1] == "."
        )

    def _numbers(self, positions: Iterable[int]) -> list[int]:
        """Returns the lines of positions in the text, without duplicates."""
        return list(dict.fromkeys([bisect_left(self._ends, position) for position in positions]))

    def _binding_positions(self, word: str) -> Iterator[int]:
        """Yields the positions where a word precedes no dot, or is in an import: `import a.b` binds `a`."""
        source, length = self._source, len(word)
        for position in self._positions(word):
            if source[position + length] != ".":
                yield position
                continue
            start = source.rindex("\n", 0, position)
            if source[start - 1] == "\\" or "import" in source[start:position]:
                yield position

    def _positions(self, word: str) -> list[int]:
        """Returns the positions of a word, except where it is part of a longer one."""
        if word not in self._found:
            if len(self._found) == _MAX_SEARCHES:
                for found in _TOKEN.finditer(self._source):
                    self._index.setdefault(found[0], []).append(found.start())
            if len(self._found) >= _MAX_SEARCHES and word.isascii():
                self._found[word] = self._index.get(word, [])
            else:
                self._found[word] = list(self._search(word, 0, len(self._source)))
        return self._found[word]

    def _positions_within(self, word: str, lines: range) -> Iterable[int]:
        """Returns the positions of a word in a range of lines."""
        start, stop = self._between(lines.start, lines.stop)
        if word not in self._found:
            return self._search(word, start, stop + 1)
        positions = self._found[word]
        return positions[bisect_left(positions, start) : bisect_left(positions, stop)]

    def _search(self, word: str, start: int, stop: int) -> Iterator[int]:
        """Searches part of the text for a whole word."""
        source, length = self._source, len(word)
        position = source.find(word, start, stop)
        while position >= 0:
            if source[position - 1] not in _WORD_CHARACTERS and source[position + length] not in _WORD_CHARACTERS:
                yield position
            position = source.find(word, position + length, stop)

    def _relevant_lines(
        self,
        word: str,
        irrelevant: Sequence[Callable[[str, bool], bool | Sequence[ParameterSlot]]],
        within: range | None,
    ) -> list[int]:
        """Returns the lines in which a use of a word is relevant, or an attribute of it is assigned to."""
        source, length = self._source, len(word)
        known: dict[tuple[str, bool], bool | list[ParameterSlot]] = {}
        relevant: list[int] = []
        for position in self._positions(word) if within is None else self._positions_within(word, within):
            line = bisect_left(self._ends, position)
            if relevant and relevant[-1] == line:
                continue
            found = _ATTRIBUTES.match(source, position + length)
            attributes, end = (found[0], found.end()) if found else ("", position + length)
            use = attributes, source[end] == "("
            if use not in known:
                known[use] = combine_irrelevance([is_irrelevant(*use) for is_irrelevant in irrelevant])
            is_irrelevant = known[use]
            if isinstance(is_irrelevant, list):
                is_irrelevant = not self._may_match(end, is_irrelevant)
            if not is_irrelevant or (found is not None and _ASSIGNMENT.match(source, end) is not None):
                relevant.append(line)
            elif attributes:
                self._irrelevant.add(position)
        return relevant

    def _declared(self, keyword: str) -> Iterator[str]:
        """Yields the names after a keyword on the same line."""
        for position in self._positions(keyword):
            names = self._source[position + len(keyword) : self._source.index("\n", position)]
            yield from names.partition(";")[0].replace(",", " ").split()

    def is_base(self, name: str) -> bool:
        """Returns whether a name may be a base in a class head."""
        return name in self._bases

    def matches(self, pattern: re.Pattern[str]) -> bool:
        """Returns whether the source matches a pattern anywhere."""
        return pattern.search(self._source) is not None

    @cached_property
    def defined(self) -> frozenset[str]:
        """The names of functions and classes that the source may define, methods included."""
        source = self._source
        found = (
            _DEFINED.match(source, position + len(keyword))
            for keyword in ("def", "class")
            for position in self._positions(keyword)
        )
        return frozenset(name[1] for name in found if name is not None)

    @cached_property
    def classes(self) -> frozenset[str]:
        """The names of the classes that the source may define."""
        return frozenset(_CLASS.findall(self._source))

    @cached_property
    def _bases(self) -> frozenset[str]:
        return frozenset(word for head in _CLASS_HEAD.findall(self._source) for word in _NAME.findall(head))

    def accessed_members(self, word: str) -> set[str]:
        """Returns the uses of a name: `.a.b` for each `word.a.b`, and `=` if it may be bound to another name."""
        source, length = self._source, len(word)
        found = set()
        for position in self._positions(word):
            after = source[position + length]
            if after == ".":
                found.add(_ATTRIBUTES.match(source, position + length)[0])  # type: ignore[index]
            elif after in "\n),; #" and source.endswith(_BEFORE_VALUE, 0, position):
                found.add("=")
        return found

    def is_value(self, word: str) -> bool:
        """Returns whether a word may be used as a value: somewhere, neither a call nor `def` is written at it."""
        source, length = self._source, len(word)
        return any(
            source[position + length] in "\n),:]}; #" and not source.endswith(("def ", "import "), 0, position)
            for position in self._positions(word)
        )

    def is_assigned(self, word: str) -> bool:
        """Returns whether a line begins with an assignment to a word."""
        source, length = self._source, len(word)
        return any(
            _ASSIGNMENT.match(source, position + length) is not None
            and source[source.rindex("\n", 0, position) : position].isspace()
            for position in self._positions(word)
        )

    def mentions(self, first: int, last: int) -> bool:
        """Returns whether the lines from `first` to `last` mention a relevant word."""
        return self._mentions.find(1, first, last + 1) >= 0

    def relevant_statements(self, statements: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
        """Yields the statements that may be relevant: they mention a relevant word, or may leave their block.

        Each statement is only checked when it is reached, because the analysis of those before it may add words.
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

    def nodes_in(self, node: ast.AST, word: str) -> Iterator[ast.AST]:
        """Yields a node and the nodes in it, outer ones first, without the statements that do not contain a word.

        The names that an import lists are left out: there may be very many.
        """
        lines = self.lines(word)
        found = [node]
        for current in found:  # which grows
            yield current
            if isinstance(current, ast.Module):
                found += _statements_on(lines, current.body)
                continue
            if current.__class__ in _IMPORTS:
                continue
            for child in children_of(current):
                if isinstance(child, ast.stmt):
                    index = bisect_left(lines, first_line(child))
                    if index == len(lines) or lines[index] > (child.end_lineno or child.lineno):
                        continue
                found.append(child)

    def words(self, lines: range) -> set[str]:
        """Returns all words in a range of lines, which may extend past the end of the text."""
        return set(_NAME.findall(self._source, *self._between(lines.start, lines.stop)))

    @cached_property
    def _may_exit(self) -> bool:
        """Whether the module may contain a call that ends the program, which hardly any does."""
        return any(map(self._positions, EXITING))

    def _may_jump(self, first: int, last: int) -> bool:
        """Returns whether the lines from `first` to `last` contain a word that leaves a block."""
        return _JUMP.search(self._source, *self._between(first, last + 1)) is not None

    def _between(self, first: int, last: int) -> tuple[int, int]:
        """Returns where the lines from `first` up to but not including `last` begin and end in the text."""
        return self._ends[first - 1], self._ends[min(last, len(self._ends)) - 1]


def _statements_on(lines: Iterable[int], statements: Sequence[ast.stmt]) -> list[ast.stmt]:
    """Returns the statements of a block that are on one of these lines; both are in the order of the text."""
    found: list[ast.stmt] = []
    first = 0  # of the statements that are not found yet
    for line in lines:
        end = bisect_right(statements, line, first, key=first_line)
        start = end
        while start > first and (statements[start - 1].end_lineno or 0) >= line:
            start -= 1  # several statements may share a line
        if start < end:
            found += statements[start:end]
            first = end
    return found


def _exits(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and never_returns(statement.value)
