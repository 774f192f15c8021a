"""What a module's text says of its classes, of the functions that make objects of them, and of its imports.

Looking at a whole module takes too long for that, and the head of a class and the import statements say it all but
where a name is put together at run time.
"""

from __future__ import annotations

import ast
import re
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.source.outline import import_statements
from tf2lint.source.parsing import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The head of a class outside of any other, with what it is made from in its brackets; and one of these.
_HEAD: Final = re.compile(r"^class[ \t]+(\w+)[ \t]*\(([^()]*)\)[ \t]*:", re.MULTILINE)
_BASE: Final = re.compile(r"(?:^|,)\s*(\w+(?:\.\w+)*)\s*(?=,|$)")
#: What a star import binds, in place of a name.
STAR: Final = "*"
#: A function outside of any class.
_FUNCTION: Final = re.compile(r"def (\w+)[^\n]*(?:\n(?:[ \t#)\]}][^\n]*)?)*")
#: What stands in those that make an object of a class.
_MAKES: Final = re.compile(r"(?:return|=)\s*(?:\w+\.)*[A-Z]\w*\(|return\s+\w+\(")


class Import(NamedTuple):
    """What an import binds a name to: a module, or a member of it."""

    module: str
    level: int
    member: str


class ModuleText:
    """What a module's text says of its classes.

    Args:
        text: the text.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._heads: dict[str, str] = dict(_HEAD.findall(text))

    def bases(self, name: str) -> list[str] | None:
        """What the head of a class names that it is made from; None if there is no such head."""
        return _BASE.findall(self._heads[name]) if name in self._heads else None

    def defines_function(self, name: str) -> bool:
        """Whether a name is that of a function, which most imported ones are that are no classes."""
        return f"def {name}(" in self._text

    def defines_class(self, name: str) -> bool:
        """Whether a name is that of a class."""
        return name in self._heads or f"class {name}:" in self._text

    @cached_property
    def classes(self) -> dict[str, ast.ClassDef]:
        """The syntax of its classes; nothing if it does not parse."""
        return {node.name: node for node in _parsed(self._text) if isinstance(node, ast.ClassDef)}

    def function(self, name: str) -> ast.FunctionDef | None:
        """The syntax of a function that may make an object of a class, and that no decorator changes."""
        for place in self._places_from_last(f"def {name}"):
            found = _FUNCTION.match(self._text, place)
            if found and found[1] == name and not self._is_decorated(place) and _MAKES.search(found[0]):
                body = _parsed(found[0])
                return body[0] if body and isinstance(body[0], ast.FunctionDef) else None
        return None

    def _places_from_last(self, start: str) -> Iterator[int]:
        """Where a line begins like this."""
        place = self._text.rfind(f"\n{start}")
        while place >= 0:
            yield place + 1
            place = self._text.rfind(f"\n{start}", 0, place)
        if self._text.startswith(start):
            yield 0

    def _is_decorated(self, place: int) -> bool:
        """Whether the line before the one that begins here is a decorator."""
        return place > 0 and self._text.startswith("@", self._text.rfind("\n", 0, place - 1) + 1)

    @cached_property
    def imports(self) -> dict[str, list[Import]]:
        """What its names may be imported from; most modules are never asked."""
        imports: dict[str, list[Import]] = {}
        for statement in import_statements(self._text):
            for name, imported in _bound(statement):
                imports.setdefault(name, []).append(imported)
        return imports


def _parsed(text: str) -> list[ast.stmt]:
    """The statements of a text; none if it does not parse."""
    try:
        return parse(text).body
    except SyntaxError:
        return []


def _bound(statement: ast.Import | ast.ImportFrom) -> Iterator[tuple[str, Import]]:
    """The names that an import statement binds, and what to."""
    for alias in statement.names:
        if isinstance(statement, ast.ImportFrom):
            yield alias.asname or alias.name, Import(statement.module or "", statement.level, alias.name)
        else:
            top = alias.name.partition(".")[0]
            yield alias.asname or top, Import(alias.name if alias.asname else top, 0, "")
