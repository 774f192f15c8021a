"""Finds out which of a module's names may come from a library, from its text and without parsing it."""

from __future__ import annotations

import ast
import re
from functools import cached_property
from typing import TYPE_CHECKING, Final

from tf2lint.source.parsing import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The head of a top-level function or class, and the end of its body: the body has the lines that are indented, empty,
#: or comments, and those that close a bracket, which must have been opened inside.
_DEFINITION: Final = re.compile(r"\n(?:def|class|async[ \t]+def)[ \t]+(\w+)")
_END: Final = re.compile(r"\n(?=[^ \t#)\]}\n])")
#: An import statement, with the line ending before it: that is found faster than `^`.
_IMPORTS: Final = re.compile(
    r"\n[ \t]*(?:from\b[^\n;]*\bimport\b[ \t\\\n]*(?:\((?:[^()#]++|#[^\n]*+)*+\)|[^\n;]*)|import\b[^\n;]*)"
)
#: The targets of an assignment, and the part of the value that is on the same line; not plain numbers and strings.
_ASSIGNMENTS: Final = re.compile(
    r"^[ \t]*\(?(\w[\w, *]*)\)?[ \t]*(?::[^=\n]*)?=(?!=)[ \t]*(?![-\d\"'\[{])([^\n]*)", re.MULTILINE
)
_WORDS: Final = re.compile(r"\w+")
#: Words in a value that may make the target a flag for whether something is available.
_FLAGS: Final = frozenset({"True", "False", "None", "hasattr", "getattr", "__import__"})


class Outline:
    """The names that a module's top-level code may have obtained from elsewhere.

    This is an over-approximation: it may contain too many names, but never too few.

    Args:
        text: the module's source, with Unix line endings.

    Attributes:
        defined: the module's functions and classes.
        imported: the words in its import statements.
        has_star: whether the module has a star import.
    """

    def __init__(self, text: str) -> None:
        top_level, definitions = split_definitions(text)
        self._top_level = "".join(top_level)
        self._returning = frozenset(name for name, body in definitions if "return" in body)
        self.defined = frozenset(name for name, _ in definitions)
        imports = " ".join(_IMPORTS.findall(f"\n{self._top_level}"))
        self.imported = frozenset(_WORDS.findall(imports))
        self.has_star = "*" in imports

    @cached_property
    def assigned(self) -> frozenset[str]:
        """The names assigned a value that may come from the module's imports."""
        sources = self._returning | self.imported | _FLAGS
        assigned: set[str] = set()
        for targets, value in _ASSIGNMENTS.findall(self._top_level):
            if not sources.isdisjoint(_WORDS.findall(value)) or value.endswith(("(", "\\")):
                names = _WORDS.findall(targets)
                assigned.update(names)
                sources = sources.union(names)
        return frozenset(assigned)

    def may_hold(self, name: str) -> bool:
        """Returns whether a name may come from elsewhere."""
        if name in self.defined:
            return False
        return self.has_star or name in self.imported or name in self.assigned


def import_statements(text: str) -> Iterator[ast.Import | ast.ImportFrom]:
    """Yields the import statements of a module, also nested ones, except those that do not parse by themselves.

    Args:
        text: the module's source, with Unix line endings.
    """
    statements = [statement.strip() for statement in _IMPORTS.findall(f"\n{text}")]
    try:
        found = parse("\n".join(statements)).body
    except SyntaxError:
        found = [node for statement in statements for node in _statements_in(statement)]
    yield from (node for node in found if isinstance(node, ast.Import | ast.ImportFrom))


def _statements_in(text: str) -> list[ast.stmt]:
    """Returns the statements in what looks like an import; none if it is not one, or ends in a truncated comment."""
    try:
        return parse(text).body
    except SyntaxError:
        return []


def split_definitions(text: str) -> tuple[list[str], list[tuple[str, str]]]:
    """Splits a module into its top-level code and its definitions.

    Returns:
        The code before, between and after the definitions; and the definitions as pairs of name and text.
    """
    text = f"\n{text}"  # so that each line has a line ending in front of it
    top_level, definitions, end = list[str](), list[tuple[str, str]](), 1
    found = _DEFINITION.search(text)
    while found is not None:
        start, following = found.start() + 1, _END.search(text, found.end())
        top_level.append(text[end:start])
        end = following.end() if following is not None else len(text)
        definitions.append((found[1], text[start:end]))
        found = _DEFINITION.search(text, end - 1)
    return [*top_level, text[end:]], definitions
