"""Whether a file is worth a look at all: for most files of most projects this is all that is loaded."""

from __future__ import annotations

import re
from typing import Final

#: An import that may bind `tf` (by name, also in a parenthesis of several lines, or with a star), or `module.tf`.
_GETS_TF: Final = re.compile(r"\bimport\b(?:[^\n]*(?:\btf\b|\*)|[ \t]*\([^)]*\btf\b)|\.tf\b")


def mentions_tensorflow(source: str) -> bool:
    """Whether a source can have anything to do with TensorFlow.

    A file that only gets at it through another file of the project is taken
    along where it gets it as `tf`.
    """
    return "tensorflow" in source or "keras" in source or (_has_tf(source) and _GETS_TF.search(source) is not None)


def _has_tf(source: str) -> bool:
    """Whether `tf` stands in a text as a word, and not just as a part of a longer one."""
    place = source.find("tf")
    while place >= 0:
        if not (_in_word(source[place - 1 : place]) or _in_word(source[place + 2 : place + 3])):
            return True
        place = source.find("tf", place + 2)
    return False


def _in_word(character: str) -> bool:
    return character.isalnum() or character == "_"
