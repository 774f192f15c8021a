"""Reads TOML that may come from anyone."""

from __future__ import annotations

import re
from typing import Any, Final

#: A key of more parts than any file has. Python's parser takes time in proportion to the square of their number. Only
#: whole words are tried, so that a long one is not read from each of its letters.
_LONG_KEY: Final = re.compile(r"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){200}""")


def parse_toml(text: str) -> dict[str, Any]:
    """Returns the document in a text.

    Args:
        text: the text.

    Raises:
        ValueError: it is no TOML, or has a key of more than 200 parts.
        RecursionError: it is nested too deeply.
    """
    import tomllib  # many projects have no such file

    found = _LONG_KEY.search(text)
    if found is not None:
        line = text.count("\n", 0, found.start()) + 1
        raise ValueError(f"a key has more than 200 parts (at line {line})")
    return tomllib.loads(text)
