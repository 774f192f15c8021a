"""Decides whether a file must be analyzed at all. For most files of most projects, no other module is loaded."""

from __future__ import annotations

import re
from typing import Final

#: The import names of the other libraries that the table has, apart from those that contain `tensorflow`.
_OTHER_LIBRARIES: Final = ("adanet", "edward", "prettytensor", "sonnet", "stable_baselines", "tflearn")
#: An import that may bind `tf` (by name, also in parentheses over several lines, or with a star), or `module.tf`.
_GETS_TF: Final = re.compile(r"\bimport\b(?:[^\n]*(?:\btf\b|\*)|[ \t]*\((?:[^()#]*#[^\n]*\n)*[^()#]*\btf\b)|\.tf\b")


def mentions_tensorflow(source: str) -> bool:
    """Returns whether a source may use TensorFlow, or one of the other libraries that the table has.

    A file that only imports TensorFlow from another file of the project is
    recognized if it imports it as `tf`.
    """
    if "tensorflow" in source or "keras" in source or (_has_tf(source) and _GETS_TF.search(source) is not None):
        return True
    return any(library in source for library in _OTHER_LIBRARIES)


def _has_tf(source: str) -> bool:
    """Returns whether a text contains `tf` as a word, not just as part of a longer one."""
    position = source.find("tf")
    while position >= 0:
        if not (_in_word(source[position - 1 : position]) or _in_word(source[position + 2 : position + 3])):
            return True
        position = source.find("tf", position + 2)
    return False


def _in_word(character: str) -> bool:
    return character.isalnum() or character == "_"
