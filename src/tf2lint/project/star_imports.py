"""Finds the modules from which star imports bind names.

A star import is kept as a link to its module. What it binds is looked up name by name, as it would take quadratic time
to copy all names along chains of modules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.project.questions import WHOLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tf2lint.project.query_log import Query
    from tf2lint.resolver import Values
    from tf2lint.source import ModuleFinder, ModuleNames

#: In place of names, stands for all that a star import binds.
EVERY_NAME: Final = "*"


class StarName(NamedTuple):
    """A name that a star import binds.

    Attributes:
        module: the file of the module that it comes from.
        values: what it holds; None if that isn't known.
        is_final: whether that no longer changes; within an import cycle, what is unknown may become known.
        is_object: whether it is a function, a class, or an object that is assigned to it.
    """

    module: str
    values: Values
    is_final: bool
    is_object: bool


class Listed(NamedTuple):
    """Which names a module exports.

    Attributes:
        names: the names in its `__all__`; None if it has none, or not as a literal.
        is_final: whether that no longer changes.
    """

    names: frozenset[str] | None = None
    is_final: bool = True

    def has(self, name: str) -> bool:
        """Returns whether a star import binds a name, if the module has it."""
        return not name.startswith("_") if self.names is None else name in self.names


class _Links(NamedTuple):
    """The modules that a module star-imports, last one first.

    Attributes:
        modules: the modules.
        first: which module is the first to bind a name itself, by its position.
        inner: the positions of those that star-import further modules.
        is_final: whether this no longer changes.
    """

    modules: tuple[str, ...]
    first: dict[str, int]
    inner: tuple[int, ...]
    is_final: bool


class StarImports:
    """The star imports between the modules of a project.

    Args:
        names: returns what the top-level code of a module binds.
        find: finds the file of an imported module.
        listed: returns which names a module exports.
        use: called with a module, and what it asks about another one.
    """

    def __init__(
        self,
        names: Callable[[str], ModuleNames],
        find: ModuleFinder,
        listed: Callable[[str], Listed],
        use: Callable[[str, Query], None] = lambda _path, _query: None,
    ) -> None:
        self._read_names = names
        self._find = find
        self._listed = listed
        self._use = use
        self._names: dict[str, ModuleNames] = {}
        self._imported: dict[str, tuple[str, ...]] = {}
        self._nested: dict[str, tuple[str, ...]] = {}
        self._links: dict[str, _Links] = {}
        self._sources: dict[tuple[str, str], str | None] = {}
        #: The only module that binds each name; an empty string if several do.
        self._only_binding: dict[str, str] = {}

    def source(self, path: str, name: str, importer: str | None = None) -> str | None:
        """Returns the module that binds a name which a star import of a module binds; None if it doesn't.

        Args:
            path: the module.
            name: the name.
            importer: the file with the star import, which gets its own names from nowhere else.
        """
        self._names_of(path)
        if self._only_binding.get(name, importer) == importer or not self._listed(path).has(name):
            return None
        return self.holder(path, name)

    def source_in(self, path: str, name: str) -> str | None:
        """Returns the module from which the star imports of a module bind a name; None if they don't."""
        self._names_of(path)
        if self._only_binding.get(name, path) == path:
            return None
        return self._search(path, name, is_self=False)[0] or self._origin_of_nested(path, name)

    def holder(self, path: str, name: str) -> str | None:
        """Returns the module that a name of a module comes from by star imports: itself if it binds the name.

        A star import within another statement makes the module itself bind all names, as it decides which it gets.
        """
        key = path, name
        if key not in self._sources:
            found, is_final = self._search(path, name, is_self=True)
            if not is_final:
                return found
            self._sources[key] = found
        return self._sources[key]

    def origin(self, path: str, name: str) -> str:
        """Returns the module with the statement that binds a name, also where that is got by a nested star import."""
        is_own = name in self._names_of(path).bound
        return path if is_own else self._origin_of_nested(path, name) or path

    def has_nested(self, path: str) -> bool:
        """Returns whether a module has a star import within another statement."""
        self._names_of(path)
        return bool(self._nested[path])

    def all_names(self, path: str) -> set[str]:
        """Returns all names that a star import of a module binds."""
        self._names_of(path)
        found, pending, seen = set[str](), [path], set[str]()
        while pending:
            current = pending.pop()
            if current not in seen:
                seen.add(current)
                found |= self._names_of(current).bound
                pending += (*self._imported[current], *self._nested[current])
        return {name for name in found if self.source(path, name) is not None}

    def _search(self, path: str, name: str, *, is_self: bool) -> tuple[str | None, bool]:
        """Searches the modules that a module star-imports, in the order in which they count.

        Args:
            path: the module.
            name: the name.
            is_self: whether to search the module itself, too.

        Returns:
            The first one that binds the name, and whether that no longer changes.
        """
        pending, seen, is_final = [path], set[str](), True
        while pending:
            current = pending.pop()
            if current in seen:
                continue
            seen.add(current)
            if (is_self or current != path) and self._binds(current, name):
                return current, is_final
            links = self._links_of(current)
            is_final = is_final and links.is_final
            direct = links.first.get(name)
            if direct is not None:
                pending.append(links.modules[direct])
            before = [links.modules[index] for index in links.inner if direct is None or index < direct]
            pending += [module for module in reversed(before) if self._listed(module).has(name)]
        return None, is_final

    def _binds(self, path: str, name: str) -> bool:
        """Returns whether a module binds a name, by itself or by a star import within another statement."""
        return name in self._names_of(path).bound or self._origin_of_nested(path, name) is not None

    def _origin_of_nested(self, path: str, name: str) -> str | None:
        """Returns a module that binds a name which a module gets by a star import within another statement, if any."""
        pending, seen = list(self._nested[path]), set[str]()
        while pending:
            current = pending.pop()
            if current not in seen and self._listed(current).has(name):
                seen.add(current)
                if name in self._names_of(current).bound:
                    return current
                pending += (*self._imported[current], *self._nested[current])
        return None

    def _links_of(self, path: str) -> _Links:
        if path not in self._links:
            modules = tuple(reversed(self._imported[path]))
            listed = [self._listed(module) for module in modules]
            first: dict[str, int] = {}
            for index, module in enumerate(modules):
                for name in filter(listed[index].has, self._names_of(module).bound):
                    first.setdefault(name, index)
            inner = tuple(
                index for index, module in enumerate(modules) if self._imported[module] or self._nested[module]
            )
            links = _Links(modules, first, inner, all(one.is_final for one in listed))
            if not links.is_final:
                return links
            self._links[path] = links
        return self._links[path]

    def _names_of(self, path: str) -> ModuleNames:
        """Returns what a module binds; reads all modules that it gets names from."""
        pending = [path]
        while pending:
            current = pending.pop()
            if current not in self._names:
                self._names[current] = names = self._read_names(current)
                for name in names.bound:
                    self._only_binding[name] = "" if name in self._only_binding else current
                self._imported[current] = tuple(self._found(current, names.stars))
                self._nested[current] = tuple(self._found(current, names.nested_stars))
                pending += (*self._imported[current], *self._nested[current])
        return self._names[path]

    def _found(self, path: str, imports: Iterable[tuple[str, int]]) -> Iterator[str]:
        for module, level in imports:
            found = self._find(path, module, level)
            if found is not None:
                self._use(path, (WHOLE, found))
                yield found
