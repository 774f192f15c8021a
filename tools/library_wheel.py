"""Reads the names that a library's modules have from the source in its wheel."""

from __future__ import annotations

import ast
import copy
import re
import zipfile
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: Parts of modules that are not part of a library.
_EXCLUDED = re.compile(r"(^|\.)(\w*_tests?|test_\w+|tests|examples|conformance|protos|\w+_pb2)(\.|$)")
#: Decorators after which a class or a function takes the same arguments.
_TRANSPARENT = re.compile(r"(?:six\.add_metaclass\(.*\)|contextlib\.contextmanager|functools\.total_ordering)")


class Item(NamedTuple):
    """What a name of a module holds.

    Attributes:
        kind: `m` module, `c` class, `f` function, `v` other value.
        identity: the module that defines the object and its name there, without the library's root.
        node: the definition of a class or a function; None for anything else.
        module: the module that defines it; empty if that is no module of the library.
    """

    kind: str
    identity: str
    node: ast.ClassDef | ast.FunctionDef | None = None
    module: str = ""


class LibraryWheel:
    """The modules of one library in a wheel.

    Args:
        path: the file of the wheel.
        root: the import name of the library.
    """

    def __init__(self, path: Path, root: str) -> None:
        self._root = root
        self._trees: dict[str, ast.Module] = {}
        self._packages: set[str] = set()
        self._names: dict[str, dict[str, Item]] = {}
        with zipfile.ZipFile(path) as archive:
            for file in archive.namelist():
                if not file.startswith(f"{root}/") or not file.endswith(".py"):
                    continue
                module = file.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
                if not _EXCLUDED.search(module):
                    self._trees[module] = ast.parse(archive.read(file))
                    if file.endswith("/__init__.py"):
                        self._packages.add(module)

    def names(self) -> dict[str, Item]:
        """Returns all public names of the library's modules, without its root."""
        found: dict[str, Item] = {}
        for module in self._trees:
            prefix = module.removeprefix(self._root).lstrip(".")
            if prefix:
                found[prefix] = self._module_item(module)
            for name, item in self._of(module).items():
                is_for_itself = item.kind == "m" and module not in self._packages  # an import of another module
                if item.module and not is_for_itself:
                    found[f"{prefix}.{name}".lstrip(".")] = item
        for alias, item in [(path, item) for path, item in found.items() if item.kind == "m" and path != item.identity]:
            below = f"{item.identity}."
            found |= {f"{alias}.{path.removeprefix(below)}": found[path] for path in [*found] if path.startswith(below)}
        deleted = {name for name in self._deleted(self._root) if name in found}
        for name in deleted:  # such as the private package whose name Sonnet 2 deletes
            found = {path: item for path, item in found.items() if not f"{path}.".startswith(f"{name}.")}
        return {path: item for path, item in found.items() if not re.search(r"(^|\.)_", path)}

    def signature(self, item: Item) -> str:
        """Returns the parameters of a function or of a class's constructor; empty if they are not known."""
        if item.node is None or not all(map(_is_transparent, item.node.decorator_list)):
            return ""
        if isinstance(item.node, ast.FunctionDef):
            return _written(item.node.args)
        constructor = self._constructor(item)
        if constructor is None or constructor.name != "__init__":
            return ""
        without_self = copy.deepcopy(constructor.args)
        del without_self.args[0]
        without_self.defaults = without_self.defaults[-len(without_self.args) :] if without_self.args else []
        return _written(without_self)

    def _constructor(self, item: Item) -> ast.FunctionDef | None:
        """Returns the function that takes a class's arguments; None if it is not in the library."""
        if not isinstance(item.node, ast.ClassDef):
            return None
        methods = {node.name: node for node in item.node.body if isinstance(node, ast.FunctionDef)}
        for name in ("__new__", "__init__"):
            if name in methods:
                return methods[name]
        for base in _bases(item.node):
            found = self._resolve(item.module, base)
            constructor = self._constructor(found) if found is not None else None
            if constructor is not None or found is None:
                return constructor
        return None

    def _resolve(self, module: str, node: ast.expr) -> Item | None:
        """Returns what a dotted name in a module holds; None if that is not in the library."""
        if isinstance(node, ast.Name):
            return self._of(module).get(node.id)
        owner = self._resolve(module, node.value) if isinstance(node, ast.Attribute) else None
        if owner is None or owner.kind != "m" or not isinstance(node, ast.Attribute):
            return None
        return self._member(owner.module, node.attr)

    def _member(self, module: str, name: str) -> Item | None:
        """Returns what `from module import name` gives; None if that is not in the library."""
        if module not in self._trees:
            return None
        found = self._of(module).get(name)
        if found is None and f"{module}.{name}" in self._trees:
            return self._module_item(f"{module}.{name}")
        return found

    def _module_item(self, module: str) -> Item:
        return Item("m", module.removeprefix(f"{self._root}."), None, module)

    def _of(self, module: str) -> dict[str, Item]:
        """Returns the names that the statements of a module bind."""
        if module not in self._names:
            bound = self._names[module] = {}
            for node in _statements(self._trees[module].body):
                bound.update(self._bound(module, node))
        return self._names[module]

    def _deleted(self, module: str) -> set[str]:
        return {
            target.id
            for node in _statements(self._trees[module].body)
            if isinstance(node, ast.Delete)
            for target in node.targets
            if isinstance(target, ast.Name)
        }

    def _bound(self, module: str, node: ast.stmt) -> Iterator[tuple[str, Item]]:
        """Yields what one statement binds."""
        below = module.removeprefix(self._root).lstrip(".")
        match node:
            case ast.ClassDef():
                yield node.name, Item("c", f"{below}.{node.name}".lstrip("."), node, module)
            case ast.FunctionDef():
                yield node.name, Item("f", f"{below}.{node.name}".lstrip("."), node, module)
            case ast.ImportFrom():
                source = self._source(module, node)
                yield from ((alias.asname or alias.name, item) for alias, item in self._imported(source, node))
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=value)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
            ):
                known = self._resolve(module, value)
                yield name, known or Item("v", f"{below}.{name}".lstrip("."), None, module)

    def _imported(self, source: str, node: ast.ImportFrom) -> Iterator[tuple[ast.alias, Item]]:
        """Yields the names that an import statement takes from a module of the library or from another one."""
        for alias in node.names:
            if alias.name == "*":
                public = self._of(source).items() if source in self._trees else ()
                yield from ((ast.alias(name), item) for name, item in public if not name.startswith("_"))
            else:
                found = self._member(source, alias.name)
                yield alias, found or Item("v", f"{source}.{alias.name}")

    def _source(self, module: str, node: ast.ImportFrom) -> str:
        """Returns the module that an import statement names."""
        if not node.level:
            return node.module or ""
        parts = module.split(".")
        package = parts if module in self._packages else parts[:-1]
        return ".".join([*package[: len(package) - node.level + 1], *(node.module or "").split(".")]).rstrip(".")


def _statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Yields the statements that may run when a module is imported."""
    for node in body:
        yield node
        if isinstance(node, ast.If | ast.Try | ast.With):
            for part in ("body", "orelse", "finalbody"):
                yield from _statements(getattr(node, part, []))


def _bases(node: ast.ClassDef) -> Iterator[ast.expr]:
    """Yields the bases of a class, those in `six.with_metaclass(meta, ...)` too."""
    for base in node.bases:
        if isinstance(base, ast.Call) and ast.unparse(base.func) == "six.with_metaclass":
            yield from base.args[1:]
        else:
            yield base


def _is_transparent(decorator: ast.expr) -> bool:
    return _TRANSPARENT.fullmatch(ast.unparse(decorator)) is not None


def _written(arguments: ast.arguments) -> str:
    """Returns parameters in parentheses, without annotations."""
    bare = copy.deepcopy(arguments)
    for one in (*bare.posonlyargs, *bare.args, *bare.kwonlyargs, bare.vararg, bare.kwarg):
        if one is not None:
            one.annotation = None
    return f"({ast.unparse(bare)})"
