"""Reads a module's classes, its functions that create objects, and its imports from its text.

Analyzing the whole module would take too long. Class heads and import statements suffice, unless a name is built at
run time.
"""

from __future__ import annotations

import ast
import re
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.source.module_outline import import_statements
from tf2lint.source.parsing import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The head of a top-level class with its bases in parentheses; and one of these bases. A literal line ending at the
#: start is found faster than `^`.
_CLASS_HEAD: Final = re.compile(r"\nclass[ \t]+(\w+)[ \t]*\(([^()]*)\)[ \t]*:")
_BASE: Final = re.compile(r"(?:^|,)\s*(\w+(?:\.\w+)*)\s*(?=,|$)")
#: The name under which star imports are listed.
STAR: Final = "*"
#: A top-level function.
_FUNCTION: Final = re.compile(r"def (\w+)[^\n]*(?:\n(?:[ \t#)\]}][^\n]*)?)*")
#: Occurs in every function that may create an object of a class.
_CREATES_OBJECT: Final = re.compile(r"(?:return|=)\s*(?:\w+\.)*[A-Z]\w*\(|return\s+\w+\(")


def function_text(text: str, name: str) -> str:
    """Returns the text of a module's top-level function, without decorators; empty if there is none, or several."""
    start = f"def {name}("
    if text.startswith(start):
        position = 0
    else:
        position = text.find(f"\n{start}") + 1
        if not position:
            return ""
    found = _FUNCTION.match(text, position)
    is_last = text.find(f"\n{start}", position) < 0
    return found[0] if found is not None and is_last else ""


class Import(NamedTuple):
    """The target of an imported name: a module, or a member of a module."""

    module: str
    level: int
    member: str


class ModuleText:
    """The classes, functions and imports in the text of a module.

    Args:
        text: the module's source.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._heads: dict[str, str] = dict(_CLASS_HEAD.findall(f"\n{text}"))

    def bases(self, name: str) -> list[str] | None:
        """Returns the bases that a class head names; None if there is no class head of that name with bases."""
        return _BASE.findall(self._heads[name]) if name in self._heads else None

    def defines_function(self, name: str) -> bool:
        """Returns whether a name is that of a function. Most imported names that aren't classes are."""
        return f"def {name}(" in self._text

    def defines_class(self, name: str) -> bool:
        """Returns whether a name is that of a class."""
        return name in self._heads or f"class {name}:" in self._text

    @cached_property
    def classes(self) -> dict[str, ast.ClassDef]:
        """The syntax of the top-level classes by name; empty if the module does not parse."""
        return {node.name: node for node in _parsed(self._text) if isinstance(node, ast.ClassDef)}

    def function(self, name: str) -> ast.FunctionDef | None:
        """Returns the syntax of an undecorated function that may create an object of a class; None if there is none."""
        for position in self._lines_from_last(f"def {name}"):
            found = _FUNCTION.match(self._text, position)
            if found and found[1] == name and not self._is_decorated(position) and _CREATES_OBJECT.search(found[0]):
                body = _parsed(found[0])
                return body[0] if body and isinstance(body[0], ast.FunctionDef) else None
        return None

    def _lines_from_last(self, start: str) -> Iterator[int]:
        """Yields the positions of the lines that begin with `start`, last one first."""
        position = self._text.rfind(f"\n{start}")
        while position >= 0:
            yield position + 1
            position = self._text.rfind(f"\n{start}", 0, position)
        if self._text.startswith(start):
            yield 0

    def _is_decorated(self, position: int) -> bool:
        """Returns whether the line before the one that begins at `position` is a decorator."""
        return position > 0 and self._text.startswith("@", self._text.rfind("\n", 0, position - 1) + 1)

    @cached_property
    def imports(self) -> dict[str, list[Import]]:
        """The imports that may bind each name; only computed on demand because most modules never need them."""
        imports: dict[str, list[Import]] = {}
        for statement in import_statements(self._text):
            for name, imported in _bound(statement):
                imports.setdefault(name, []).append(imported)
        return imports


def _parsed(text: str) -> list[ast.stmt]:
    """Returns the statements of a text; none if it does not parse."""
    try:
        return parse(text).body
    except SyntaxError:
        return []


def _bound(statement: ast.Import | ast.ImportFrom) -> Iterator[tuple[str, Import]]:
    """Yields the names that an import statement binds, each with what it imports."""
    for alias in statement.names:
        if isinstance(statement, ast.ImportFrom):
            yield alias.asname or alias.name, Import(statement.module or "", statement.level, alias.name)
        else:
            top = alias.name.partition(".")[0]
            yield alias.asname or top, Import(alias.name if alias.asname else top, 0, "")
