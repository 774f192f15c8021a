"""Adds imports of modules that new code calls, where isort would put them."""

from __future__ import annotations

import ast
import re
import sys
from collections import defaultdict
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.model import Span, TextEdit
from tf2lint.source import LINE_END, split_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tf2lint.source import MentionIndex


#: What imports are sorted by: whether they name members, the module, and the first member.
_Key = tuple[bool, str, str]


#: The character before what is only the end of another name, or an attribute.
_BEFORE_OTHERS: Final = re.compile(r"[\w.]")
#: Packages that import their public modules themselves.
_WITH_MODULES: Final = frozenset({"keras"})
_IMPORT: Final = "import"


class ImportedModule(NamedTuple):
    """A module that new code calls.

    Attributes:
        name: what the file calls it.
        edits: the edits that import it; none if the file does.
    """

    name: str
    edits: tuple[TextEdit, ...] = ()


class FileImports:
    """The imports of one file.

    Args:
        module: the syntax of the file.
        source: its text.
        mention_index: its lines.
    """

    def __init__(self, module: ast.Module, source: str, mention_index: MentionIndex) -> None:
        self._module = module
        self._source = source
        self._mention_index = mention_index
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
                    return ImportedModule(alias.asname or member)
                if isinstance(statement, ast.Import) and alias.name == module:
                    return ImportedModule(alias.asname or module)
                if isinstance(statement, ast.Import) and alias.name == package and package in _WITH_MODULES:
                    return ImportedModule(f"{alias.asname or package}.{member}")
        if package and self._is_free(member):
            return self.added(module, member)
        if self._is_free(package or module):
            return self._added(f"import {module}", module, (False, module, ""))
        return None

    def added(self, module: str, name: str) -> ImportedModule | None:
        """Returns how to import a module of a package under a name; None if it cannot be imported.

        Args:
            module: the dotted name of the module.
            name: the name.
        """
        package, _, member = module.rpartition(".")
        other = "" if name == member else f" as {name}"
        return self._added(f"from {package} import {member}{other}", name, (True, package, member))

    def root(self, package: str, name: str) -> ImportedModule | None:
        """Returns how to import a package under a name; None if the file uses the name for anything else."""
        if self._is_name(name):
            return None
        return self._added(f"import {package} as {name}", name, (False, package, ""))

    def uses(self, name: str, *, is_bound: bool) -> int:
        """Returns how often the file binds a name, or else how often it loads it."""
        mentions = [node for node in self.mentions(name) if not isinstance(node, ast.Constant)]
        return sum((isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)) is not is_bound for node in mentions)

    def mentions(self, name: str) -> Iterator[ast.AST]:
        """Yields the nodes of the file that bind or load a name, and the strings that are the name."""
        yield from self._aliases.get(name, ())
        yield from (node for node in self._mention_index.nodes_in(self._module, name) if _mentions(node, name))

    @cached_property
    def _aliases(self) -> Mapping[str, list[ast.alias]]:
        """What the imports of the file list, by the name that each binds."""
        found = defaultdict[str, list[ast.alias]](list)
        for statement in self._mention_index.nodes_in(self._module, _IMPORT):
            if isinstance(statement, ast.Import | ast.ImportFrom):
                for alias in statement.names:
                    found[alias.asname or alias.name.partition(".")[0]].append(alias)
        return found

    def _is_name(self, name: str) -> bool:
        """Returns whether the file binds or loads a name anywhere."""
        return any(not isinstance(node, ast.Constant) for node in self.mentions(name))

    def _added(self, statement: str, name: str, key: _Key) -> ImportedModule | None:
        """Returns the import to add: in the block with other packages, in the order that the block has."""
        others = [one for one in self._imports if not _is_of_standard_library(one)]
        if not others:
            return None
        is_by_module = any(_key(one)[0] and not _key(other)[0] for one, other in pairwise(others))

        def place(key: _Key) -> _Key:
            return (False, *key[1:]) if is_by_module else key

        before = [one for one in others if place(_key(one)) <= place(key)]
        line = self._line_behind(before[-1]) if before else others[0].lineno
        return ImportedModule(name, (TextEdit(Span(line, 1, line, 1), f"{statement}{self._line_end}"),))

    def _line_behind(self, statement: ast.stmt) -> int:
        """Returns the line behind a statement and all that follows in its line, or in lines that continue it."""
        for following in self._module.body[self._module.body.index(statement) + 1 :]:
            if following.lineno > (statement.end_lineno or 0) and not self._is_continued(following.lineno):
                break
            statement = following
        line = (statement.end_lineno or 0) + 1
        while self._is_continued(line):
            line += 1
        return line

    def _is_continued(self, line: int) -> bool:
        """Returns whether a line continues the one before."""
        return 1 < line <= len(self._lines) and self._lines[line - 2].endswith("\\")

    @cached_property
    def _lines(self) -> list[str]:
        return split_lines(self._source)

    @cached_property
    def _imports(self) -> list[ast.Import | ast.ImportFrom]:
        """The imports at the top level that name a module by its full name, each in lines of its own."""
        body = [one for one in self._module.body if isinstance(one, ast.Import | ast.ImportFrom)]
        starts = [one for one in body if not one.col_offset and not self._is_continued(one.lineno)]
        return [one for one in starts if not getattr(one, "level", 0)]

    def _is_free(self, name: str) -> bool:
        """Returns whether the file neither binds nor uses a name; attributes have a dot before them."""
        # A pattern that begins with the name is found much faster than one with what must not stand before it.
        starts = [found.start() for found in re.finditer(rf"{name}\b", self._source)]
        if self._source.isascii() and all(_BEFORE_OTHERS.match(self._source[at - 1 : at]) for at in starts):
            return True
        return not self._is_name(name)


def _mentions(node: ast.AST, name: str) -> bool:
    """Returns whether a node, other than part of an import, binds or loads a name, or is a string that is the name."""
    match node:
        case ast.Name(id=own) | ast.arg(arg=own) | ast.Constant(value=str(own)):
            return own == name
        case ast.FunctionDef(name=own) | ast.AsyncFunctionDef(name=own) | ast.ClassDef(name=own):
            return own == name
        case ast.ExceptHandler(name=own) | ast.MatchAs(name=own) | ast.MatchStar(name=own):
            return own == name
        case ast.Global(names=names) | ast.Nonlocal(names=names):
            return name in names
    return False


def _key(statement: ast.Import | ast.ImportFrom) -> _Key:
    if isinstance(statement, ast.ImportFrom):
        return True, statement.module or "", statement.names[0].name
    return False, statement.names[0].name, ""


def _is_of_standard_library(statement: ast.Import | ast.ImportFrom) -> bool:
    return _key(statement)[1].partition(".")[0] in sys.stdlib_module_names
