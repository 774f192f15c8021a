"""Finds the names that a text binds to what a library returns, and which it may hash or compare.

In a text without such names, no object of a library is followed to where it is a key of a dictionary, in a set, or
compared with `==`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Where the last word may be hashed or compared: `x[name]`, `{name: x}`, `{name for`, `x.add(name)`, `x == name`. Each
#: pattern begins with literal text, without which searching for it would take far longer.
_PLACES: Final = (
    re.compile(r"\[\(?([\w.]+)[\],]"),
    re.compile(r", ([\w.]+)[\])]"),
    re.compile(r"\{\s*([\w.]+)\s*(?:[:,}]|for\b)"),
    re.compile(r",\s+([\w.]+):"),
    re.compile(r"\.(?:add|get|pop|setdefault)\(([\w.]+)"),
    re.compile(r" [=!]= ([\w.]+)"),
)
#: What a set is made of.
_SETS: Final = (re.compile(r"set\(([^()\n]*)\)"), re.compile(r"\{([\w,. \t]+)\}"))
_WORD: Final = re.compile(r"[^\W\d]\w*")
#: Longer names are not found.
_MAX_LENGTH: Final = 60


def compared_names(source: str, libraries: Iterable[str]) -> frozenset[str]:
    """Returns the names, also of attributes, that a text assigns what a library returns and may hash or compare.

    Args:
        source: the text.
        libraries: the names of the libraries, and of what is imported from them.
    """
    bound = {_last_word(part) for name in libraries for end in ".(" for part in _before(source, f" = {name}{end}")}
    if not bound:
        return frozenset()
    texts = [text for pattern in _SETS for text in pattern.findall(source)]
    texts += [name for pattern in _PLACES for name in pattern.findall(source)]
    texts += [_last_word(part.removesuffix(" not")) for part in _before(source, " in ")]
    texts += [_last_word(part) for operator in (" == ", " != ") for part in _before(source, operator)]
    return frozenset(bound.intersection(_WORD.findall(" ".join(texts))))


def _before(source: str, text: str) -> list[str]:
    """Returns what stands before each occurrence of a text."""
    return source.split(text)[:-1]


def _last_word(text: str) -> str:
    """Returns the last word of a text; empty if it has none."""
    words = _WORD.findall(text, max(len(text) - _MAX_LENGTH, 0))
    return words[-1] if words else ""
