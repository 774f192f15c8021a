"""Finds the library classes that a class of another module derives from, and the classes that functions instantiate.

It only reads the text of the modules, following their imports.
"""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from tf2lint.source import STAR, ModuleText, dotted, nodes_in, parameters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tf2lint.resolver import Symbol
    from tf2lint.source import Import, ModuleFinder

#: Bases that add no behavior.
_PLAIN_BASES: Final = ("object", "ABC", "abc.ABC")
_GENERIC_BASES: Final = ("Generic[", "typing.Generic[", "Protocol[", "typing.Protocol[")

#: The class of an object: its library bases, and the file and name of the project's class or of the creating function.
CreatedClass = tuple[tuple["Symbol", ...], str, str]


class ClassHierarchy:
    """The library classes that the project's classes derive from.

    Args:
        read: returns the text of a module; an empty string if it can't be read.
        find: finds the file of an imported module.
        part: finds the file of a module directly in a package.
        root: returns the symbol of a library's top-level module, as a file imports it; None for any other module.
        use: called with a module, and another one that its names lead to.
    """

    def __init__(
        self,
        read: Callable[[str], str],
        find: ModuleFinder,
        part: Callable[[str, str], str | None],
        root: Callable[[str, str], Symbol | None],
        use: Callable[[str, str], None],
    ) -> None:
        self._read = read
        self._find = find
        self._part = part
        self._root = root
        self._use = use
        self._modules: dict[str, ModuleText] = {}
        self._bases: dict[tuple[str, str], tuple[Symbol, ...]] = {}
        self._created: dict[tuple[str, str], CreatedClass | None] = {}

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
                yield from self.library_bases(*target)
            else:
                yield target

    def definitions(self, path: str, name: str) -> tuple[list[ast.ClassDef], bool]:
        """Returns the syntax of a class and of its direct and indirect bases, and whether all bases are known.

        Args:
            path: the module's file.
            name: the class, or the name that the module imports it by.
        """
        nodes, is_complete = list[ast.ClassDef](), True
        seen, pending = set[tuple[str, str]](), [(path, name)]
        while pending:
            current = pending.pop(0)
            if current in seen:
                continue
            seen.add(current)
            node = self._module(current[0]).classes.get(current[1])
            if node is None:
                found = [target for target in self._imported(*current) if isinstance(target, tuple)]
                is_complete = is_complete and len(found) == 1
                pending += found[:1]
                continue
            nodes.append(node)
            for base in node.bases:
                targets = list(self._resolve(current[0], ast.unparse(base)))
                is_complete = is_complete and (len(targets) == 1 or is_plain_base(base))
                pending += [target for target in targets if isinstance(target, tuple)]
        return nodes, is_complete and bool(nodes)

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
            return self.class_created_by(*found[0]) if len(found) == 1 else None
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
            return self.class_created_by(path, called) if self._module(path).defines_function(called) else None
        target = targets[0] if len(targets) == 1 else None
        if not isinstance(target, tuple):
            return None if target is None else ((target,), path, function.name)
        bases = self.library_bases(*target)
        return (bases, *target) if bases else self.class_created_by(*target)

    def _imported(self, path: str, name: str) -> Iterator[Symbol | tuple[str, str]]:
        """Yields what an imported name refers to, see `_resolve`."""
        imports = self._module(path).imports
        for imported in imports.get(name, ()):
            yield from self._resolve_import(path, imported, [])
        for star in imports.get(STAR, ()):
            yield from self._resolve_import(path, star._replace(member=name), [])

    def _resolve(self, path: str, dotted: str) -> Iterator[Symbol | tuple[str, str]]:
        """Yields what a dotted name refers to: a library symbol, or the file and name of a class of the project."""
        first, *attributes = dotted.split(".")
        module = self._module(path)
        if module.defines_class(first):
            yield from [] if attributes else [(path, first)]
            return
        for star in module.imports.get(STAR, ()) if not attributes else ():
            yield from self._resolve_import(path, star._replace(member=first), [])
        for imported in module.imports.get(first, ()):
            symbol = self._symbol(path, imported)
            if symbol is not None:
                yield symbol.below(".".join(attributes)) if attributes else symbol
            else:
                yield from self._resolve_import(path, imported, attributes)

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
            self._use(path, found)
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
