"""What a module's text tells of its names without parsing it: which of them may come from a library, and how."""

from __future__ import annotations

import ast
import re
from functools import cached_property
from typing import TYPE_CHECKING, Final

from tf2lint.source.parsing import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

#: A function or class of the module with all that is in it: lines that are indented, empty, comments, or close a
#: bracket that must have been opened there.
_DEFINITIONS: Final = re.compile(
    r"^(?:def|class|async[ \t]+def)[ \t]+(\w+)[^\n]*(?:\n(?:[ \t#)\]}][^\n]*)?)*", re.MULTILINE
)
_IMPORTS: Final = re.compile(
    r"^[ \t]*(?:from\b[^\n;]*\bimport\b[ \t\\\n]*(?:\([^)]*\)|[^\n;]*)|import\b[^\n;]*)", re.MULTILINE
)
#: Targets of assignments, and what is assigned as far as it stands in the same line; not plain numbers and texts.
_ASSIGNMENTS: Final = re.compile(
    r"^[ \t]*\(?(\w[\w, *]*)\)?[ \t]*(?::[^=\n]*)?=(?!=)[ \t]*(?![-\d\"'\[{])([^\n]*)", re.MULTILINE
)
_WORDS: Final = re.compile(r"\w+")
#: Words of an assignment that may make its target a flag for what is there.
_FLAGS: Final = frozenset({"True", "False", "None", "hasattr", "getattr", "__import__"})


class Outline:
    """The names that a module's own code, outside of functions and classes, may have got from elsewhere.

    More than there are, never less.

    Args:
        text: the module's source, with plain line ends.

    Attributes:
        defined: its functions and classes.
        imported: words that stand in its import statements.
        has_star: whether it has a star import.
    """

    def __init__(self, text: str) -> None:
        own, definitions = split_definitions(text)
        self._own = "".join(own)
        self._returning = frozenset(name for name, body in definitions if "return" in body)
        self.defined = frozenset(name for name, _ in definitions)
        imports = " ".join(_IMPORTS.findall(self._own))
        self.imported = frozenset(_WORDS.findall(imports))
        self.has_star = "*" in imports

    @cached_property
    def assigned(self) -> frozenset[str]:
        """The names that it assigns something to which may come from its imports."""
        sources = self._returning | self.imported | _FLAGS
        assigned: set[str] = set()
        for targets, value in _ASSIGNMENTS.findall(self._own):
            if not sources.isdisjoint(_WORDS.findall(value)) or value.endswith(("(", "\\")):
                names = _WORDS.findall(targets)
                assigned.update(names)
                sources = sources.union(names)
        return frozenset(assigned)

    def may_hold(self, name: str) -> bool:
        """Whether a name may have come from elsewhere."""
        if name in self.defined:
            return False
        return self.has_star or name in self.imported or name in self.assigned


def import_statements(text: str) -> Iterator[ast.Import | ast.ImportFrom]:
    """The import statements in a module, wherever they stand; those that do not parse by themselves are left out.

    Args:
        text: its source, with plain line ends.
    """
    for statement in _IMPORTS.findall(text):
        try:
            found = parse(statement.strip()).body
        except SyntaxError:  # it ends in a comment that was cut, or only looks like one
            continue
        yield from (node for node in found if isinstance(node, ast.Import | ast.ImportFrom))


def split_definitions(text: str) -> tuple[list[str], list[tuple[str, str]]]:
    """What stands before, between and behind the definitions of a module; and these, by name."""
    own, definitions, end = [], [], 0
    for found in _DEFINITIONS.finditer(text):
        own.append(text[end : found.start()])
        definitions.append((found[1], found[0]))
        end = found.end()
    return [*own, text[end:]], definitions
