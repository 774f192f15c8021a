"""Finds the names that a text binds to what a library returns, and which it may hash or compare.

In a text without such names, no object of a library is followed to where it is a key of a dictionary, in a set, or
compared with `==`. Following an object means evaluating each line that names it, so only names count that stand where
they matter: beside a dictionary or set that the text makes, or in a condition.
"""

from __future__ import annotations

import re
import string
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: What dictionaries and sets are made with.
_MAKERS: Final = ("{", "dict(", "set(", "defaultdict(", "OrderedDict(", "collections.")
#: What follows a dictionary or set where something is looked up in it.
_LOOKUPS: Final = ("[", ".add(", ".get(", ".pop(", ".setdefault(")
#: The keys and elements of displays. Each pattern begins with literal text, without which a search takes far longer.
_DISPLAYS: Final = (
    re.compile(r"set\(([^()\n]*)\)"),
    re.compile(r"\{([\w,. \t]+)\}"),
    re.compile(r"\{\s*\(?([\w.]+)\s*[:,]"),
    re.compile(r"\{[^{}\n]*\bin [\[(]([\w,. ]+)"),
)
#: A dictionary in one line, and the keys in it.
_DICTIONARY: Final = re.compile(r"\{[^{}\n]*:[^{}\n]*\}")
_KEY: Final = re.compile(r", ([\w.]+):")
#: What is averaged, and the lists in a text that averages something.
_AVERAGE: Final = "ExponentialMovingAverage("
_LISTS: Final = re.compile(r"\[([\w,. ]+)\]")
_CONDITION: Final = re.compile(r"[ \t]*(?:el)?(?:if|while|assert)\b|.*\bif\b")
#: A name or attribute at the end of a text, and at the beginning.
_LEFT: Final = re.compile(r"(?:^|[\s(])(?:\w+\.)*(\w+)$")
_RIGHT: Final = re.compile(r"^(?:\w+\.)*(\w+)(?![\w.(\[])")
_LOOKED_UP: Final = re.compile(r"^\(?(?:\w+\.)*(\w+)[\],)]")
_WORD_CHARACTERS: Final = frozenset(f"{string.ascii_letters}{string.digits}_")
_WORD: Final = re.compile(r"[^\W\d]\w*")
#: What stands before a key, and what stands behind one that is computed; a key may be the first in its line.
_BEFORE_KEY: Final = ("{", ",", "\n", "")
_KEY_END: Final = re.compile(r"\)[ \t]*:")
#: How a constant begins.
_CONSTANT_STARTS: Final = frozenset("0123456789-'\"")
#: Longer names are not found.
_MAX_LENGTH: Final = 60


def compared_names(source: str, libraries: Iterable[str]) -> frozenset[str]:
    """Returns the names, also of attributes, that a text assigns what a library returns and may hash or compare.

    Args:
        source: the text.
        libraries: the names of the libraries, and of what is imported from them.
    """
    names = "|".join(sorted(libraries))
    assigned = re.finditer(rf" = (?:{names})[.(]", source) if names else ()
    bound = {_last_word(source[max(found.start() - _MAX_LENGTH, 0) : found.start()]) for found in assigned}
    if not bound:
        return frozenset()
    texts = [text for pattern in _DISPLAYS for text in pattern.findall(source)]
    texts += [key for text in _DICTIONARY.findall(source) for key in _KEY.findall(text)]
    texts += [*_looked_up(source), *_in_conditions(source)]
    if _AVERAGE in source:
        texts += _LISTS.findall(source)
    return frozenset(bound.intersection(_WORD.findall(" ".join(texts))))


def compares_results(source: str, libraries: Iterable[str]) -> bool:
    """Returns whether a text may compare, in a condition, what a call of a library returns.

    Args:
        source: the text.
        libraries: the names of the libraries, and of what is imported from them.
    """
    calls = tuple(f"{name}{end}" for name in libraries for end in ".(")
    for operator in (" == ", " != "):
        for before, after in _around(source, operator):
            line = before[before.rfind("\n") + 1 :]
            is_call = after.startswith(calls) or (before[-1:] == ")" and any(call in line for call in calls))
            if is_call and after[:1] not in _CONSTANT_STARTS and _CONDITION.match(line):
                return True
    return False


def hashes_results(source: str, libraries: Iterable[str]) -> bool:
    """Returns whether a text may make a dictionary or set with what a call of a library returns as a key.

    Args:
        source: the text.
        libraries: the names of the libraries, and of what is imported from them.
    """
    for name in libraries:
        # What must stand before a name is looked at afterwards: a literal text is found faster.
        for call in re.finditer(rf"{name}(?:\.\w+)*\(([^\n]*)", source):
            before = source[max(call.start() - _MAX_LENGTH, 0) : call.start()].rstrip(" \t")
            if before[-1:] in _BEFORE_KEY and _KEY_END.search(call[1]):
                return True
    return False


def result_hashed(libraries: Iterable[str]) -> str:
    """Returns the pattern of lines with a key of a dictionary that a call of a library computes; empty without one."""
    names = "|".join(sorted(libraries))
    return rf"(?:^|[{{,])[ \t]*(?:{names})(?:\.\w+)*\([^\n]*\)[ \t]*:" if names else ""


def _looked_up(source: str) -> Iterator[str]:
    """Yields what may be looked up in a dictionary or set that a text makes."""
    made = {_last_word(part) for maker in _MAKERS for part in _before(source, f" = {maker}")}
    for name in made - {""}:
        for lookup in _LOOKUPS:
            for before, after in _around(source, f"{name}{lookup}"):
                if before[-1:] not in _WORD_CHARACTERS:
                    yield from _LOOKED_UP.findall(after[:_MAX_LENGTH])
        for owner in ("", "self."):
            for before, after in _around(source, f" in {owner}{name}"):
                if after[:1] not in _WORD_CHARACTERS:
                    yield _last_word(before.removesuffix(" not"))


def _in_conditions(source: str) -> Iterator[str]:
    """Yields the names that a condition compares, other than with a constant."""
    for operator in (" == ", " != "):
        for before, after in _around(source, operator):
            if after[:1] in _CONSTANT_STARTS or after.startswith("None"):
                continue
            line = before[before.rfind("\n") + 1 :]
            if _CONDITION.match(line):
                yield from _LEFT.findall(line)
                yield from _RIGHT.findall(after[:_MAX_LENGTH])


def _around(source: str, text: str) -> Iterable[tuple[str, str]]:
    """Returns what stands before and after each occurrence of a text, up to the others."""
    parts = source.split(text)
    return pairwise(parts)


def _before(source: str, text: str) -> list[str]:
    """Returns what stands before each occurrence of a text."""
    return source.split(text)[:-1]


def _last_word(text: str) -> str:
    """Returns the last word of a text; empty if it has none."""
    words = _WORD.findall(text, max(len(text) - _MAX_LENGTH, 0))
    return words[-1] if words else ""
