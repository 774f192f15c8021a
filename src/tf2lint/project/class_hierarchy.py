"""Finds the library classes that a class of another module derives from, and the classes that functions instantiate.

It only reads the text of the modules, following their imports.
"""

from __future__ import annotations

import ast
from collections import deque
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.source import STAR, ModuleText, class_members, dotted, nodes_in, parameters, self_attributes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tf2lint.project.query_log import Query
    from tf2lint.resolver import Symbol
    from tf2lint.source import Import, ModuleFinder

#: The kinds of what is asked about a name: the library classes that it derives from, the class of what it creates, and
#: its syntax with that of its bases.
BASES: Final = "bases"
CREATED: Final = "created"
DEFINITIONS: Final = "definitions"
#: Bases that add no behavior.
_PLAIN_BASES: Final = ("object", "ABC", "abc.ABC")
_GENERIC_BASES: Final = ("Generic[", "typing.Generic[", "Protocol[", "typing.Protocol[")

#: The class of an object: its library bases, and the file and name of the project's class or of the creating function.
CreatedClass = tuple[tuple["Symbol", ...], str, str]

#: A name of a module: its file, and the name.
_Place = tuple[str, str]


class _Class(NamedTuple):
    """A name of a module that stands for a class.

    Attributes:
        node: the syntax of the class; None if the module gets the name from elsewhere, or if it isn't known.
        bases: its direct bases in the project; where the name comes from, if the module gets it from elsewhere.
        is_complete: whether all of these are known.
        attributes: what the class defines and assigns to `self`.
    """

    node: ast.ClassDef | None
    bases: list[_Place]
    is_complete: bool
    attributes: frozenset[str]


class ClassHierarchy:
    """The library classes that the project's classes derive from.

    Args:
        read: returns the text of a module; an empty string if it can't be read.
        find: finds the file of an imported module.
        part: finds the file of a module directly in a package.
        root: returns the symbol of a library's top-level module, as a file imports it; None for any other module.
        use: called with a module, and what it asks about another one that its names lead to.
        star_source: returns the module that a name of a module comes from by star imports, see `StarImports`; of what
            comes from a library, the symbol.
    """

    def __init__(
        self,
        read: Callable[[str], str],
        find: ModuleFinder,
        part: Callable[[str, str], str | None],
        root: Callable[[str, str], Symbol | None],
        use: Callable[[str, Query], None],
        star_source: Callable[[str, str], Symbol | str | None],
    ) -> None:
        self._read = read
        self._find = find
        self._part = part
        self._root = root
        self._use = use
        self._star_source = star_source
        self._modules: dict[str, ModuleText] = {}
        self._bases: dict[_Place, tuple[Symbol, ...]] = {}
        self._created: dict[_Place, CreatedClass | None] = {}
        self._classes: dict[_Place, _Class] = {}

    def library_bases(self, path: str, name: str) -> tuple[Symbol, ...]:
        """Returns the library classes that a class derives from, directly or indirectly; none if it is not a class.

        Args:
            path: the module's file.
            name: the class, or the name that the module imports it by.
        """
        key = path, name
        if key not in self._bases:
            self._bases[key] = ()  # a class may be its own base through other modules
            self._bases[key] = tuple(dict.fromkeys(self._library_bases(path, name)))
        return self._bases[key]

    def _library_bases(self, path: str, name: str) -> Iterator[Symbol]:
        module = self._module(path)
        bases = module.bases(name)
        if bases is not None:
            targets = [target for base in bases for target in self._resolve(path, base)]
        else:
            targets = [] if module.defines_function(name) else list(self._imported(path, name))
        for target in targets:
            if isinstance(target, tuple):
                yield from self._bases_of(path, target)
            else:
                yield target

    def definitions(self, path: str, name: str) -> tuple[list[ast.ClassDef], bool]:
        """Returns the syntax of a class and of its direct and indirect bases, and whether all bases are known.

        Args:
            path: the module's file.
            name: the class, or the name that the module imports it by.
        """
        above = list(self._with_bases(path, name))
        nodes = [one.node for one in above if one.node is not None]
        return nodes, bool(nodes) and all(one.is_complete for one in above)

    def defines(self, path: str, name: str, attribute: str) -> bool:
        """Returns whether a class, or a base of it, defines an attribute or assigns it to `self`.

        Args:
            path: the module's file.
            name: the class, or the name that the module imports it by.
            attribute: the attribute.
        """
        return any(attribute in one.attributes for one in self._with_bases(path, name))

    def _with_bases(self, path: str, name: str) -> Iterator[_Class]:
        """Yields a class and its direct and indirect bases, as far as they are classes of the project."""
        seen, pending = set[_Place](), deque([(path, name)])
        while pending:
            current = pending.popleft()
            if current not in seen:
                seen.add(current)
                if current not in self._classes:
                    self._classes[current] = self._class(*current)
                yield self._classes[current]
                pending += self._classes[current].bases

    def _class(self, path: str, name: str) -> _Class:
        node = self._module(path).classes.get(name)
        if node is None:
            found = [target for target in self._imported(path, name) if isinstance(target, tuple)]
            self._ask(path, DEFINITIONS, found[:1])
            return _Class(None, found[:1], len(found) == 1, frozenset())
        bases, is_complete = list[_Place](), True
        for base in node.bases:
            targets = list(self._resolve(path, ast.unparse(base)))
            is_complete = is_complete and (len(targets) == 1 or is_plain_base(base))
            bases += [target for target in targets if isinstance(target, tuple)]
        self._ask(path, DEFINITIONS, bases)
        return _Class(node, bases, is_complete, self_attributes(node).union(class_members(node)))

    def class_created_by(self, path: str, name: str) -> CreatedClass | None:
        """Returns the class of the objects that a function creates, if all its `return` statements return that class.

        Args:
            path: the module's file.
            name: the function, or the name that the module imports it by.

        Returns:
            The library classes that the class derives from, and the file and name of the class. For a class of the
            library itself, the file and name are those of the function. None if the class is not known.
        """
        key = path, name
        if key not in self._created:
            self._created[key] = None  # a function may call itself
            self._created[key] = self._class_returned_by(path, name)
        return self._created[key]

    def _class_returned_by(self, path: str, name: str) -> CreatedClass | None:
        node = self._module(path).function(name)
        if node is None:
            found = [target for target in self._imported(path, name) if isinstance(target, tuple)]
            return self._created_by(path, found[0]) if len(found) == 1 else None
        created = {self._class_of(path, node, value) for value in _returned_by(node)}
        return created.pop() if len(created) == 1 else None

    def _class_of(self, path: str, function: ast.FunctionDef, value: ast.expr | None) -> CreatedClass | None:
        """Returns the class of the object that an expression in a function creates."""
        if isinstance(value, ast.Name):
            created = {self._class_of(path, function, assigned) for assigned in _assigned(function, value.id)}
            return created.pop() if len(created) == 1 else None
        called = dotted(value.func) if isinstance(value, ast.Call) else ""
        first = called.partition(".")[0]
        if not first or any(parameter.arg == first for parameter in parameters(function.args)):
            return None
        targets = list(self._resolve(path, called))
        if not targets:
            return self._created_by(path, (path, called)) if self._module(path).defines_function(called) else None
        target = targets[0] if len(targets) == 1 else None
        if not isinstance(target, tuple):
            return None if target is None else ((target,), path, function.name)
        bases = self._bases_of(path, target)
        return (bases, *target) if bases else self._created_by(path, target)

    def _bases_of(self, path: str, place: _Place) -> tuple[Symbol, ...]:
        """Asks for a module, see `library_bases`."""
        self._ask(path, BASES, [place])
        return self.library_bases(*place)

    def _created_by(self, path: str, place: _Place) -> CreatedClass | None:
        """Asks for a module, see `class_created_by`."""
        self._ask(path, CREATED, [place])
        return self.class_created_by(*place)

    def _ask(self, path: str, kind: str, places: list[_Place]) -> None:
        """Records what a module asks about names of others."""
        for place in places:
            if place[0] != path:
                self._use(path, (kind, *place))

    def _imported(self, path: str, name: str) -> Iterator[Symbol | tuple[str, str]]:
        """Yields what an imported name refers to, see `_resolve`."""
        for imported in self._module(path).imports.get(name, ()):
            yield from self._resolve_import(path, imported, [])
        yield from self._star_imported(path, name)

    def _resolve(self, path: str, dotted: str) -> Iterator[Symbol | tuple[str, str]]:
        """Yields what a dotted name refers to: a library symbol, or the file and name of a class of the project."""
        first, *attributes = dotted.split(".")
        module = self._module(path)
        if module.defines_class(first):
            yield from [] if attributes else [(path, first)]
            return
        if not attributes:
            yield from self._star_imported(path, first)
        for imported in module.imports.get(first, ()):
            symbol = self._symbol(path, imported)
            if symbol is not None:
                yield symbol.below(".".join(attributes)) if attributes else symbol
            else:
                yield from self._resolve_import(path, imported, attributes)

    def _star_imported(self, path: str, name: str) -> Iterator[Symbol | tuple[str, str]]:
        """Yields what a name stands for, if a star import of another module binds it, see `_resolve`."""
        source = self._star_source(path, name) if STAR in self._module(path).imports else None
        if isinstance(source, str):
            yield from [(source, name)] if source != path else []
        elif source is not None:
            yield source

    def _symbol(self, path: str, imported: Import) -> Symbol | None:
        """Returns the symbol that an import in a file binds, if it comes from a watched library."""
        top, _, rest = imported.module.partition(".")
        root = None if imported.level else self._root(path, top)
        if root is None or not root.watched:
            return None
        dotted = ".".join(part for part in (rest, imported.member) if part)
        return root.below(dotted) if dotted else root

    def _resolve_import(self, path: str, imported: Import, attributes: list[str]) -> Iterator[Symbol | tuple[str, str]]:
        """Yields the file and name that an import from another module of the project refers to."""
        if self._symbol(path, imported) is not None:
            return
        found = self._find(path, imported.module, imported.level)
        names = [*([imported.member] if imported.member else ()), *attributes]
        while found is not None and len(names) > 1:
            found = self._part(found, names.pop(0))
        if found is not None and names:
            yield found, names[0]

    def _module(self, path: str) -> ModuleText:
        if path not in self._modules:
            self._modules[path] = ModuleText(self._read(path))
        return self._modules[path]


def _returned_by(function: ast.FunctionDef) -> Iterator[ast.expr | None]:
    """Yields the expressions that the `return` statements of a function return."""
    pending: list[ast.AST] = list(function.body)
    while pending:
        node = pending.pop()
        if isinstance(node, ast.Return):
            yield node.value
        elif not isinstance(node, ast.expr | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            pending.extend(ast.iter_child_nodes(node))


def _assigned(function: ast.FunctionDef, name: str) -> Iterator[ast.expr | None]:
    """Yields the expressions assigned to a name in a function, directly or through other names.

    Yields None for a name that is bound in any other way, or not in the function.
    """
    names = [name]
    for current in names:
        for value in _assigned_directly(function).get(current) or [None]:
            if not isinstance(value, ast.Name):
                yield value
            elif value.id not in names:  # names may be assigned to each other
                names.append(value.id)


@lru_cache(maxsize=1)  # a function may return several names
def _assigned_directly(function: ast.FunctionDef) -> dict[str, list[ast.expr | None]]:
    """Returns the expressions assigned to each name in a function; None for any other kind of binding."""
    found: dict[str, list[ast.expr | None]] = {}
    for node in nodes_in(function):
        match node:
            case (
                ast.Assign(targets=[ast.Name(id=bound)], value=value)
                | ast.AnnAssign(target=ast.Name(id=bound), value=ast.expr() as value)
            ):
                found.setdefault(bound, []).append(value)
            case ast.Tuple(ctx=ast.Store()) | ast.AugAssign() | ast.For() | ast.NamedExpr() | ast.withitem():
                bound_here = {inner.id for inner in nodes_in(node) if isinstance(inner, ast.Name) and _is_stored(inner)}
                for name in bound_here:
                    found.setdefault(name, []).append(None)
    return found


def _is_stored(node: ast.Name) -> bool:
    return isinstance(node.ctx, ast.Store)


def is_plain_base(base: ast.expr) -> bool:
    """Returns whether a base adds no behavior to objects."""
    text = ast.unparse(base)
    return text in _PLAIN_BASES or text.startswith(_GENERIC_BASES)
