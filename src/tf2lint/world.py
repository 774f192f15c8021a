"""What the resolver must know from outside of a file: the table's answers, and the project's other files."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from tf2lint.entries import Area
from tf2lint.finder import find_by_path
from tf2lint.flow import Flow
from tf2lint.frame import Frame
from tf2lint.known_calls import FOLLOWED
from tf2lint.outline import own_code
from tf2lint.project import Project
from tf2lint.values import Const, ModuleValue, Symbol

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable, Iterable, Iterator

    from tf2lint.entries import Lookup
    from tf2lint.finder import Finder
    from tf2lint.scopes import Environment
    from tf2lint.symbols import Table

#: The libraries whose uses are reported. tf.keras is the same library as keras.
_WATCHED: Final = frozenset({"tensorflow", "keras"})
#: Names below tensorflow that are its version.
_VERSIONS: Final = ("__version__", "VERSION", "version.VERSION")
#: Frames that looking at deeply nested code may take. They are Python's own: none is on the C stack.
_DEEPEST: Final = 20_000


class Workspace:
    """What the files of one project share: the symbols met so far, and each other.

    Args:
        table: what became of names at the target.
        find: finds the file of an imported module.
    """

    def __init__(self, table: Table, find: Finder = find_by_path) -> None:
        self.table = table
        self.project = Project(self._exports, find)
        self._roots = {name: Symbol(name, watched=name in _WATCHED) for name in _WATCHED | FOLLOWED}
        for name in _VERSIONS:
            self._roots["tensorflow"].below(name).constant = Const(f"{table.target}.0", decided=True)

    def analyse(
        self, tree: ast.Module, source: str, path: str, is_quiet: Callable[[Symbol, str, bool], bool] | None = None
    ) -> Frame:
        """Looks at all of one file.

        Args:
            tree: its syntax.
            source: its text.
            path: where it is.
            is_quiet: which symbols are of no interest, see `World`.
        """
        frame = Frame(FileWorld(self, path, is_quiet), tree, source)
        with _deep_recursion():
            Flow(frame).run()
        return frame

    def _exports(self, source: str, path: str) -> Environment:
        """What the names of one module hold at its end; nothing if it doesn't parse, which is reported elsewhere."""
        try:
            source, tree = own_code(source)
        except SyntaxError:
            return {}
        frame = Frame(FileWorld(self, path), tree, source)
        with _deep_recursion():
            Flow(frame).run()
        exports = frame.exports.copy()
        frame.close()
        return exports

    def root(self, module: str) -> Symbol | None:
        """The symbol of a top-level module; None if that module isn't followed."""
        return self._roots.get(module)

    def lookup(self, symbol: Symbol) -> Lookup | None:
        """What the table says of a symbol of a watched library."""
        if symbol.memo is None:
            symbol.memo = (self._lookup(symbol),)
        found: Lookup | None = symbol.memo[0]
        return found

    def _lookup(self, symbol: Symbol) -> Lookup | None:
        root, _, name = symbol.name.partition(".")
        if root == "keras":
            found = self.table.lookup(symbol.name)
            # The table is about tf.keras: of what only the keras package had it knows nothing.
            return None if found.missing else found
        return self.table.lookup(name)

    def name_from_tf(self, lookup: Lookup) -> str:
        """The name of a symbol from `tf`, however the program gets at it."""
        return ".".join(part for part in ("tf", lookup.entry.name, *lookup.rest[: lookup.missing]) if part)

    def shown(self, symbol: Symbol, lookup: Lookup) -> str:
        """The name of a symbol as a reader writes it, without the attributes of what it stands for."""
        entry = lookup.entry
        root = "tensorflow" if entry.area is Area.PRIVATE else "tf"
        parts = [*([] if symbol.name.startswith("keras") else [root]), entry.name]
        return ".".join(part for part in (*parts, *lookup.rest[: lookup.missing]) if part)

    def exists(self, symbol: Symbol) -> bool | None:
        """Whether the target has a symbol; None if that isn't known."""
        lookup = self.lookup(symbol) if symbol.watched else None
        if lookup is None:
            return None
        if lookup.missing or not lookup.entry.exists:
            return False
        return None if lookup.rest else True

    def import_only(self, symbol: Symbol) -> Symbol | None:
        """The module on the way to a symbol that the target has, but only an import binds; None if there is none."""
        lookup = self.lookup(symbol) if symbol.watched else None
        root, *parts = symbol.name.split(".")
        if lookup is None or not lookup.import_only or root == "keras":  # the package keras binds them all
            return None
        behind = len(lookup.entry.name.split(".")) + len(lookup.rest) - len(lookup.import_only.split("."))
        return self._roots[root].below(".".join(parts[: len(parts) - behind]))

    def is_module(self, symbol: Symbol) -> bool:
        """Whether a symbol is a module."""
        lookup = self.lookup(symbol) if symbol.watched else None
        return lookup is not None and not lookup.rest and self.table.is_module(lookup.entry.name)

    def is_definition(self, symbol: Symbol) -> bool:
        """Whether a symbol is a module, class or function, rather than some value."""
        lookup = self.lookup(symbol) if symbol.watched else None
        return lookup is None or (not lookup.rest and lookup.entry.kind != "v")

    def members(self, symbol: Symbol) -> Iterable[str]:
        """The public names right below a symbol, of all versions."""
        lookup = self.lookup(symbol) if symbol.watched else None
        return [] if lookup is None or lookup.rest else self.table.below(lookup.entry.name)


class FileWorld:
    """A `World`, as one file sees it.

    Args:
        workspace: the project that it belongs to.
        path: where it is.
        is_quiet: which symbols are of no interest.
    """

    def __init__(
        self, workspace: Workspace, path: str, is_quiet: Callable[[Symbol, str, bool], bool] | None = None
    ) -> None:
        self.is_quiet = is_quiet
        self._project = workspace.project
        self._path = path
        self.root = workspace.root
        self.exists = workspace.exists
        self.import_only = workspace.import_only
        self.is_module = workspace.is_module
        self.is_definition = workspace.is_definition
        self.members = workspace.members
        self.exported = workspace.project.exported
        self.star = workspace.project.star

    def project_module(self, module: str, level: int) -> ModuleValue | None:
        """Another module of the project, by its name in an import statement of this file."""
        return self._project.module(self._path, module, level)


@contextmanager
def _deep_recursion() -> Iterator[None]:
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, _DEEPEST))
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)
