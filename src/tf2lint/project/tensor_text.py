"""Finds the names and lines of a text that may hold tensors of which something matters.

All searches are for literal text, and what must stand around it is looked at afterwards: a pattern that names what a
file contains would have to be compiled for each file.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tf2lint.source import statement_start

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

#: The last words before a member, with a dot between them.
_OWNER: Final = re.compile(r"(?:(\w+)\.)?(\w+)$")
#: The members of what a call returns or a sequence contains.
_OF_RESULT: Final = re.compile(r"[\])]\.(\w+)(?:\.(\w+))?")
#: What stands before a target that is assigned, from the beginning of its line, and what stands behind it.
_BEFORE_TARGET: Final = re.compile(r"[ \t]*(?:(?:el)?if\b[ \t]*|while\b[ \t]*)?\(?(?:[\w.]+,[ \t]*)*(?:\w+\.)*")
_ASSIGNED: Final = re.compile(r"\)?[ \t]*(?:[,:][^=\n]*)?=(?!=)(?:[ \t]*[(\[]+[ \t]*\n)?[^\n]*")
_CALL: Final = re.compile(r"\b(\w+)(?:\.\w+)*\(")
_WORD: Final = re.compile(r"\w")
_OF_CALL: Final = re.compile(r"\b(\w+)(?:\.\w+)*\0")
#: Longer names are not found.
_MAX_LENGTH: Final = 120


def owners(source: str, members: Collection[str], attributes: Collection[str]) -> Iterator[str]:
    """Yields the names of which a member is accessed.

    Args:
        source: the text.
        members: the members.
        attributes: attributes between a name and a member that make no difference: `top.values.eval()`.
    """
    for member in members:
        for position in words(source, f".{member}"):
            found = _OWNER.search(source, max(position - _MAX_LENGTH, 0), position)
            if found is not None:
                yield found[1] if found[1] and found[2] in attributes else found[2]


def members_of_results(source: str, members: Collection[str], attributes: Collection[str]) -> Iterator[tuple[int, str]]:
    """Yields the places where a member of what a call returns is accessed, each with the text.

    Args:
        source: the text.
        members: the members.
        attributes: attributes between a result and a member that make no difference.
    """
    for found in _OF_RESULT.finditer(source) if members else ():
        if found[1] in members or (found[1] in attributes and found[2] in members):
            yield found.start(), found[0]


def bindings(source: str, names: Collection[str], libraries: Collection[str]) -> Iterator[tuple[int, str]]:
    """Yields the places where a name is bound to something for which a library is called, each with the text.

    Only calls of libraries count: what a function of the program returns is not known before it is tracked.

    Args:
        source: the text.
        names: the names, also of attributes.
        libraries: the names of the libraries, and of what is imported from them.
    """
    for name in names if libraries else ():
        for position in words(source, name):
            start = statement_start(source, position)
            assigned = _ASSIGNED.match(source, position + len(name))
            if assigned is None or not _BEFORE_TARGET.fullmatch(source, start, position):
                continue
            for call in _CALL.finditer(source, assigned.start(), assigned.end()):
                if call[1] in libraries:
                    yield start, source[start : call.end()]
                    break


def results(places: Iterable[tuple[int, str]], libraries: Collection[str]) -> Iterator[tuple[int, str]]:
    """Yields those of some places, each with its text, where a library is called."""
    for position, text in places:
        if any(called in libraries for called in _OF_CALL.findall(text)):
            yield position, text


def words(source: str, text: str) -> Iterator[int]:
    """Yields the positions of a text that is not a part of longer words.

    Args:
        source: the text to search.
        text: a word, or a dot and a word.
    """
    position = source.find(text)
    while position >= 0:
        end = position + len(text)
        if not _WORD.match(source, end) and (text[0] == "." or not _WORD.match(source[position - 1 : position])):
            yield position
        position = source.find(text, end)
