"""Finds the functions of a module whose results the target may decide, such as `is_tf2()`."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from tf2lint.source import split_definitions

#: A short function may tell versions apart if it matches the first of these, or returns a name from outside of it. All
#: alternatives begin with literal text, which is found faster than what must not stand in front of it.
_TELLS_VERSIONS: Final = re.compile(r"version(?<![^\W_]version)|VERSION|hasattr\(|skip(?<!\wskip)(?:If|if|Unless|)\(")
_RETURNED_NAME: Final = re.compile(
    r"[ \t]return (?:not )?(?!True\b|False\b|None\b)([A-Za-z_]\w*)[\w.]*(?:\(\))?(?: (?:[=!<>]|and|or|is).*)?$",
    re.MULTILINE,
)
_WORD: Final = re.compile(r"\w+")
_MAX_LINES: Final = 15


def deciding_functions(text: str) -> frozenset[str]:
    """Returns the names of the functions of a module whose results the target may decide, judging by their texts.

    Args:
        text: the module's source, with Unix line endings.
    """
    _, definitions = split_definitions(text)
    bodies = [(name, body) for name, body in definitions if body.startswith(f"def {name}(")]
    counts = Counter(name for name, _ in bodies)
    return frozenset(name for name, body in bodies if counts[name] == 1 and _may_decide(body))


def _may_decide(text: str) -> bool:
    if text.count("\n") > _MAX_LINES:
        return False
    names = _RETURNED_NAME.findall(text)
    words = _WORD.findall(text) if names else []
    is_from_outside = any(words.count(name) == names.count(name) for name in names)
    return is_from_outside or _TELLS_VERSIONS.search(text) is not None
