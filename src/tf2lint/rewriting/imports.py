"""Adds imports of modules that new code calls, where isort would put them."""

from __future__ import annotations

import ast
import re
import sys
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from tf2lint.model import Span, TextEdit
from tf2lint.source import LINE_END, nodes_in

if TYPE_CHECKING:
    from collections.abc import Iterator


class ImportedModule(NamedTuple):
    """A module that new code calls.

    Attributes:
        name: what the file calls it.
        edit: the edit that imports it; None if the file does.
    """

    name: str
    edit: TextEdit | None


class FileImports:
    """The imports of one file.

    Args:
        module: the syntax of the file.
        source: its text.
    """

    def __init__(self, module: ast.Module, source: str) -> None:
        self._module = module
        self._source = source
        end = LINE_END.search(source)
        self._line_end = end[0] if end is not None else "\n"
        self._modules: dict[str, ImportedModule | None] = {}

    def of(self, module: str) -> ImportedModule | None:
        """Returns how the file can call a module of a package, such as `absl.logging`; None if it cannot be imported.

        Args:
            module: the dotted name of the module.
        """
        if module not in self._modules:
            self._modules[module] = self._of(module)
        return self._modules[module]

    def _of(self, module: str) -> ImportedModule | None:
        package, _, member = module.rpartition(".")
        for statement in self._imports:
            for alias in statement.names:
                if isinstance(statement, ast.ImportFrom) and (statement.module, alias.name) == (package, member):
                    return ImportedModule(alias.asname or member, None)
                if isinstance(statement, ast.Import) and alias.name == module:
                    return ImportedModule(alias.asname or module, None)
        if self._is_free(member):
            return self._added(f"from {package} import {member}", member, (True, package))
        if self._is_free(package):
            return self._added(f"import {module}", module, (False, module))
        return None

    def _added(self, statement: str, name: str, key: tuple[bool, str]) -> ImportedModule | None:
        """Returns the import to add: in the block with other packages, plain imports before those of members."""
        others = [one for one in self._imports if not _is_of_standard_library(one)]
        if not others:
            return None
        before = [one for one in others if _key(one) <= key]
        line = (before[-1].end_lineno or 0) + 1 if before else others[0].lineno
        return ImportedModule(name, TextEdit(Span(line, 1, line, 1), f"{statement}{self._line_end}"))

    @cached_property
    def _imports(self) -> list[ast.Import | ast.ImportFrom]:
        """The imports at the top level that name a module by its full name, each in lines of its own."""
        body = [one for one in self._module.body if isinstance(one, ast.Import | ast.ImportFrom)]
        return [one for one in body if not one.col_offset and not getattr(one, "level", 0)]

    def _is_free(self, name: str) -> bool:
        """Returns whether the file neither binds nor uses a name; attributes have a dot before them."""
        if self._source.isascii() and not re.search(rf"(?<![\w.]){name}\b", self._source):
            return True
        return name not in self._bound

    @cached_property
    def _bound(self) -> frozenset[str]:
        """The names that the file binds or uses anywhere."""
        return frozenset(name for node in nodes_in(self._module) for name in _names(node))


def _names(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Name(id=name) | ast.arg(arg=name) | ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.alias(name=name, asname=other):
            yield other or name.partition(".")[0]


def _key(statement: ast.Import | ast.ImportFrom) -> tuple[bool, str]:
    if isinstance(statement, ast.ImportFrom):
        return True, statement.module or ""
    return False, statement.names[0].name


def _is_of_standard_library(statement: ast.Import | ast.ImportFrom) -> bool:
    return _key(statement)[1].partition(".")[0] in sys.stdlib_module_names
