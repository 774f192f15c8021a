"""Finds the names that a text binds to what a library returns, and which it may hash or compare.

In a text without such names, no object of a library is followed to where it is a key of a dictionary, in a set, or
compared with `==`. Following an object means evaluating each line that names it, so only names count that stand where
they matter: beside a dictionary or set that the text makes, or in a condition.
"""

from __future__ import annotations

import re
import string
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from tf2lint.source.code_text import statement_start

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

#: What a name is assigned: a call, or an attribute, of something.
_USED: Final = re.compile(r"=[ \t]*(?:\(\s*)*(\w+)[.(]")
#: An assignment of several values to several names, with those that follow in further lines.
_TUPLE: Final = re.compile(r"\n[ \t]*([\w.]+[ \t]*,[\w., \t]*)=(?!=)((?:.*[,(\[{][ \t]*\n)*.*)")
_VALUE: Final = re.compile(r"\s*(?:\(\s*)*(?:(\w+)[.(]|(\{))")
#: What makes a dictionary or set.
_MAKERS: Final = frozenset({"dict", "set", "defaultdict", "OrderedDict", "collections"})
_DISPLAYED: Final = re.compile(r"=[ \t]*(?:\(\s*)*(\{)")
#: What follows a dictionary or set where something is looked up in it.
_LOOKUPS: Final = ("[", ".add(", ".get(", ".pop(", ".setdefault(")
#: Where something is looked for in a dictionary or set of a name, or of an attribute.
_LOOKED_FOR: Final = re.compile(r" in (?:\w+\.)*(\w+)")
#: The keys and elements of displays. Each pattern begins with literal text, without which a search takes far longer.
_DISPLAYS: Final = (
    re.compile(r"set\(([^()]*)\)"),
    re.compile(r"\{([\w,.\s]+)\}"),
    re.compile(r"\{\s*\(?([\w.]+)\s*[:,]"),
    re.compile(r"\{[^{}]*\bin\s+[\[(]([\w,.\s]+)"),
)
#: A dictionary or set, and the keys in it.
_DICTIONARY: Final = re.compile(r"\{[^{}]*\}")
_KEY: Final = re.compile(r",\s+([\w.]+):")
#: What is averaged, and the lists in a text that averages something.
_AVERAGE: Final = "ExponentialMovingAverage("
_LISTS: Final = re.compile(r"\[([\w,.\s]+)\]")
_CONDITION: Final = re.compile(r"[ \t]*(?:el)?(?:if|while|assert)\b|.*\bif\b")
#: A name or attribute at the end of a text, and at the beginning.
_LEFT: Final = re.compile(r"(?:^|[\s(])(?:\w+\.)*(\w+)[\s)]*$")
_RIGHT: Final = re.compile(r"(?:\w+\.)*(\w+)(?![\w.(\[])")
_LOOKED_UP: Final = re.compile(r"^\(?\s*(?:\w+\.)*(\w+)\s*[\],)]")
#: What stands in a line before the sign of an assignment: the targets, an annotation.
_TARGETS: Final = re.compile(r"[\w., \t(]+(?::[^=]*)?")
_WORD_CHARACTERS: Final = frozenset(f"{string.ascii_letters}{string.digits}_")
_WORD: Final = re.compile(r"[^\W\d]\w*")
#: What stands behind a key that is computed.
_KEY_END: Final = re.compile(r"[ \t]*:")
#: What every text with a call as a key contains: the call ends behind the brace around it, or behind an inner one.
_HAS_CALLED_KEYS: Final = (re.compile(r"\{[^{}]*\)[ \t]*:"), re.compile(r"\}[^{}\n][^{}]*\)[ \t]*:"))
#: What may be such a key; it may be the first in its line.
_CALLED_KEY: Final = re.compile(r"[{,\n][ \t]*+(\w++)(?:\.\w++)*+(?=\()")
#: The arguments of a call, which may contain other calls.
_ARGUMENTS: Final = r"\((?:[^()]|\((?:[^()]|\([^()]{0,200}\)){0,200}\)){0,200}\)"
#: How a constant begins.
_CONSTANT_STARTS: Final = frozenset("0123456789-'\"")
_CALL_ARGUMENTS: Final = re.compile(_ARGUMENTS)
#: The signs of comparisons. More equal signs are a line of them, as comments have.
_SIGNS: Final = (re.compile("==+"), re.compile("!="))
#: Longer names are not found.
_MAX_LENGTH: Final = 60
#: Longer conditions are not found.
_MAX_LINES: Final = 20


def compared_names(source: str, libraries: Iterable[str]) -> frozenset[str]:
    """Returns the names, also of attributes, that a text assigns what a library returns and may hash or compare.

    Args:
        source: the text.
        libraries: the names of the libraries, and of what is imported from them.
    """
    bound = set(_assigned(source, _USED, frozenset(libraries)))
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
    for line, left, right in _comparisons(source):
        is_call = right.startswith(calls) or (left.endswith(")") and any(call in line for call in calls))
        if is_call and _CONDITION.match(line):
            return True
    return False


def hashes_results(source: str, libraries: Collection[str]) -> bool:
    """Returns whether a text may make a dictionary or set with what a call of a library returns as a key.

    Args:
        source: the text.
        libraries: the names of the libraries, and of what is imported from them.
    """
    if not any(pattern.search(source) for pattern in _HAS_CALLED_KEYS):
        return False
    for call in _CALLED_KEY.finditer(source) if libraries else ():
        arguments = _CALL_ARGUMENTS.match(source, call.end()) if call[1] in libraries else None
        if arguments is not None and _KEY_END.match(source, arguments.end()):
            return True
    return False


def result_hashed(libraries: Iterable[str]) -> str:
    """Returns the pattern of lines with a key of a dictionary that a call of a library computes; empty without one."""
    names = "|".join(sorted(libraries))
    return rf"(?:^|[{{,])[ \t]*(?:{names})(?:\.\w+)*{_ARGUMENTS}[ \t]*:" if names else ""


def _assigned(source: str, value: re.Pattern[str], first: Collection[str]) -> Iterator[str]:
    """Yields the words before the sign of an assignment.

    Args:
        source: the text.
        value: the pattern of the sign and the value.
        first: what the value may begin with.
    """
    for found in value.finditer(source):
        if found[1] not in first:
            continue
        start = statement_start(source, found.start())
        if _TARGETS.fullmatch(source, start, found.start()):
            yield from _WORD.findall(source, start, found.start())
    for targets, values in _tuples(source):
        starts = (_VALUE.match(part) for part in values.split(","))
        if any(start is not None and (start[1] or start[2]) in first for start in starts):
            yield from _WORD.findall(targets)


@lru_cache(maxsize=1)  # a text is searched several times
def _tuples(source: str) -> list[tuple[str, str]]:
    """Returns the targets and the values of the assignments of several values to several names."""
    return _TUPLE.findall(source)


def _looked_up(source: str) -> Iterator[str]:
    """Yields what may be looked up in a dictionary or set that a text makes."""
    made = {*_assigned(source, _USED, _MAKERS), *_assigned(source, _DISPLAYED, "{")}
    if not made:
        return
    lookups = [lookup for lookup in _LOOKUPS if lookup in source]
    for name in made:
        for lookup in lookups:
            for before, after in _around(source, f"{name}{lookup}"):
                if before[-1:] not in _WORD_CHARACTERS:
                    yield from _LOOKED_UP.findall(after[:_MAX_LENGTH])
    for found in _LOOKED_FOR.finditer(source):
        if found[1] in made:
            yield _last_word(source[max(found.start() - _MAX_LENGTH, 0) : found.start()].removesuffix(" not"))


def _in_conditions(source: str) -> Iterator[str]:
    """Yields the names that a condition compares, other than with a constant."""
    for line, _, right in _comparisons(source):
        if not right.startswith("None") and _CONDITION.match(line):
            yield from _LEFT.findall(line)
            found = _RIGHT.match(right)
            if found is not None:
                yield found[1]


def _comparisons(source: str) -> Iterator[tuple[str, str, str]]:
    """Yields the comparisons other than with a constant on the right: the line before the sign, and the operands."""
    for pattern in _SIGNS:
        for sign in pattern.finditer(source):
            place, end = sign.span()
            right = source[end : place + _MAX_LENGTH].lstrip()
            if end - place == len("==") and right[:1] not in _CONSTANT_STARTS:
                line = _logical_line(source, place)
                yield line, line.rstrip(" \t"), right.lstrip("( \t\n")


def _logical_line(source: str, place: int) -> str:
    """Returns the text before a place in its line, and in those before whose brackets end there, or contain it.

    With brackets that contain it, it need not go further than to a condition: more may open in a comment.
    """
    found = end = place
    depth, most = 0, -1  # how many more brackets open than are closed, from a line on
    for _ in range(_MAX_LINES):
        start = source.rfind("\n", 0, end - 1) + 1
        depth += source.count("(", start, end) - source.count(")", start, end)
        if depth > most or found == place:
            found, most = start, max(depth, most)
        if not start or (most >= 0 and _CONDITION.match(source, found, place)):
            break
        end = start
    return source[found:place]


def _around(source: str, text: str) -> Iterable[tuple[str, str]]:
    """Returns what stands before and after each occurrence of a text, up to the others."""
    parts = source.split(text)
    return pairwise(parts)


def _last_word(text: str) -> str:
    """Returns the last word of a text; empty if it has none."""
    words = _WORD.findall(text, max(len(text) - _MAX_LENGTH, 0))
    return words[-1] if words else ""
