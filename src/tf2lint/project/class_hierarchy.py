"""Which classes of the library a class of another module is made from, and what functions of others make.

It goes by the modules' texts, from one to the next.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.source import STAR, ModuleText, dotted, parameters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tf2lint.project.module_finder import ModuleFinder
    from tf2lint.resolver import Symbol
    from tf2lint.source import Import

#: Bases that add nothing.
_PLAIN: Final = ("object", "ABC", "abc.ABC")
_GENERIC: Final = ("Generic[", "typing.Generic[", "Protocol[", "typing.Protocol[")

#: What an object is made from: the library's classes, and the file and name of the program's class or function.
Made = tuple[tuple["Symbol", ...], str, str]


class ClassHierarchy:
    """The classes of the library that the project's classes are made from.

    Args:
        read: gives the text of a module; nothing if it can't be read.
        find: finds the file of an imported module.
        part: finds the file of a module right below a package.
        root: the symbol of a top-level module of a library; None for any other.
    """

    def __init__(
        self,
        read: Callable[[str], str],
        find: ModuleFinder,
        part: Callable[[str, str], str | None],
        root: Callable[[str], Symbol | None],
    ) -> None:
        self._read = read
        self._find = find
        self._part = part
        self._root = root
        self._modules: dict[str, ModuleText] = {}
        self._known: dict[tuple[str, str], tuple[Symbol, ...]] = {}
        self._makers: dict[tuple[str, str], Made | None] = {}

    def of(self, path: str, name: str) -> tuple[Symbol, ...]:
        """What a class is made from, also by way of other classes and modules; nothing for what is no class.

        Args:
            path: the module's file.
            name: the class, or the name that the module imports it by.
        """
        key = path, name
        if key not in self._known:
            self._known[key] = ()  # a class may be its own base, by way of other modules
            self._known[key] = tuple(dict.fromkeys(self._of(path, name)))
        return self._known[key]

    def _of(self, path: str, name: str) -> Iterator[Symbol]:
        module = self._module(path)
        bases = module.bases(name)
        if bases is not None:
            places = [place for base in bases for place in self._places(path, base)]
        else:
            places = [] if module.defines_function(name) else list(self._imported(path, name))
        for place in places:
            if isinstance(place, tuple):
                yield from self.of(*place)
            else:
                yield place

    def definitions(self, path: str, name: str) -> tuple[list[ast.ClassDef], bool]:
        """The syntax of a class and of those that it is made from, and whether all of these are known.

        Args:
            path: the module's file.
            name: the class, or the name that the module imports it by.
        """
        nodes, is_complete = list[ast.ClassDef](), True
        seen, pending = set[tuple[str, str]](), [(path, name)]
        while pending:
            place = pending.pop(0)
            if place in seen:
                continue
            seen.add(place)
            node = self._module(place[0]).classes.get(place[1])
            if node is None:
                found = [one for one in self._imported(*place) if isinstance(one, tuple)]
                is_complete = is_complete and len(found) == 1
                pending += found[:1]
                continue
            nodes.append(node)
            for base in node.bases:
                places = list(self._places(place[0], ast.unparse(base)))
                is_complete = is_complete and (len(places) == 1 or is_plain_base(base))
                pending += [one for one in places if isinstance(one, tuple)]
        return nodes, is_complete and bool(nodes)

    def made_by(self, path: str, name: str) -> Made | None:
        """What a function of a module makes, if all of its `return` statements give an object of one class.

        Args:
            path: the module's file.
            name: the function, or the name that the module imports it by.

        Returns:
            The library's classes that the object is made from, the file of the program's class and its name; the
            function's, if it is an object of the library. None if it makes nothing that is known.
        """
        key = path, name
        if key not in self._makers:
            self._makers[key] = None  # a function may call itself
            self._makers[key] = self._made_by(path, name)
        return self._makers[key]

    def _made_by(self, path: str, name: str) -> Made | None:
        node = self._module(path).function(name)
        if node is None:
            found = [place for place in self._imported(path, name) if isinstance(place, tuple)]
            return self.made_by(*found[0]) if len(found) == 1 else None
        made = {self._made(path, node, value) for value in _returned_by(node)}
        return made.pop() if len(made) == 1 else None

    def _made(self, path: str, function: ast.FunctionDef, value: ast.expr | None) -> Made | None:
        """What an expression in a function makes."""
        if isinstance(value, ast.Name):
            made = {self._made(path, function, one) for one in _assigned(function, value.id)}
            return made.pop() if len(made) == 1 else None
        called = dotted(value.func) if isinstance(value, ast.Call) else ""
        first = called.partition(".")[0]
        if not first or any(one.arg == first for one in parameters(function.args)):
            return None
        places = list(self._places(path, called))
        if not places:
            return self.made_by(path, called) if self._module(path).defines_function(called) else None
        place = places[0] if len(places) == 1 else None
        if not isinstance(place, tuple):
            return None if place is None else ((place,), path, function.name)
        bases = self.of(*place)
        return (bases, *place) if bases else self.made_by(*place)

    def _imported(self, path: str, name: str) -> Iterator[Symbol | tuple[str, str]]:
        """Where a name leads that a module imports."""
        imports = self._module(path).imports
        for imported in imports.get(name, ()):
            yield from self._of_import(path, imported, [])
        for star in imports.get(STAR, ()):
            yield from self._of_import(path, star._replace(member=name), [])

    def _places(self, path: str, dotted: str) -> Iterator[Symbol | tuple[str, str]]:
        """What a base is: a class of the library, or a module of the project with a name in it."""
        first, *attributes = dotted.split(".")
        module = self._module(path)
        if module.defines_class(first):
            yield from [] if attributes else [(path, first)]
            return
        for star in module.imports.get(STAR, ()) if not attributes else ():
            yield from self._of_import(path, star._replace(member=first), [])
        for imported in module.imports.get(first, ()):
            symbol = self._symbol(imported)
            if symbol is not None:
                yield symbol.below(".".join(attributes)) if attributes else symbol
            else:
                yield from self._of_import(path, imported, attributes)

    def _symbol(self, imported: Import) -> Symbol | None:
        """What an import binds, if it is the library's."""
        top, _, rest = imported.module.partition(".")
        root = None if imported.level else self._root(top)
        if root is None or not root.watched:
            return None
        dotted = ".".join(part for part in (rest, imported.member) if part)
        return root.below(dotted) if dotted else root

    def _of_import(self, path: str, imported: Import, attributes: list[str]) -> Iterator[Symbol | tuple[str, str]]:
        """Where a name of another module of the project is."""
        if self._symbol(imported) is not None:
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
    """What the `return` statements of a function give."""
    pending: list[ast.AST] = list(function.body)
    while pending:
        node = pending.pop()
        if isinstance(node, ast.Return):
            yield node.value
        elif not isinstance(node, ast.expr | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            pending.extend(ast.iter_child_nodes(node))


def _assigned(function: ast.FunctionDef, name: str) -> Iterator[ast.expr | None]:
    """What a name is bound to in a function; None for what is no plain assignment."""
    for node in ast.walk(function):
        match node:
            case ast.Assign(targets=[ast.Name(id=bound)], value=value) if bound == name:
                yield value
            case ast.Tuple(ctx=ast.Store()) | ast.AugAssign() | ast.For() | ast.NamedExpr() | ast.withitem():
                bound_here = {one.id for one in ast.walk(node) if isinstance(one, ast.Name) and _is_stored(one)}
                if name in bound_here:
                    yield None


def _is_stored(node: ast.Name) -> bool:
    return isinstance(node.ctx, ast.Store)


def is_plain_base(base: ast.expr) -> bool:
    """Whether a base adds nothing to what objects do."""
    text = ast.unparse(base)
    return text in _PLAIN or text.startswith(_GENERIC)
