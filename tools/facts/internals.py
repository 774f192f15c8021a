"""Finds the names in private modules, and which of them are each module's own."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from facts.bindings import Definition, ImportRef, Value
from facts.contents import Contents
from facts.imports import source_of
from facts.outline import ANSWERING
from facts.self_attributes import FunctionNode, bound_targets, statements

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from facts.bindings import Binding
    from facts.interpreter import Interpreter
    from facts.subject import Subject


#: The last part of the names of modules with protobuf code, and what each has beside its messages.
_PROTOBUF = "_pb2"
_DESCRIPTOR = "DESCRIPTOR"
#: What a module imports to put another module in its own place.
_LOADED_MODULES = ImportRef("sys", "modules")


class Internals:
    """Finds the contents of private modules.

    Args:
        interpreter: the interpreter of the release.
        subject: the package that the modules are from.
    """

    def __init__(self, interpreter: Interpreter, subject: Subject) -> None:
        self._interpreter = interpreter
        self._subject = subject
        self._complete: dict[str, bool] = {}
        self._otherwise: dict[str, set[str]] = {}
        #: The names of the modules inside each package.
        self._inside: dict[str, list[str]] = {}

    def of(self, modules: Iterable[str], version: str) -> dict[str, Contents[bool]]:
        """Returns the names in the private modules among the given ones, and whether each is the module's own.

        A module's own names are those that it defines, what it gets from other modules by a star import, and protobuf
        code that it imports. In protobuf code, they are the messages, the enums, and their values.
        A public module is in it if it may have any name, because it computes some of its names.

        Args:
            modules: the modules, without the name of the package in front.
            version: the version of the release.
        """
        found, modules = {}, list(modules)
        for module in modules:
            self._inside.setdefault(module.rpartition(".")[0], []).append(module.rpartition(".")[2])
        for module in modules:
            full = f"{self._subject.root}.{module}"
            if self._subject.is_private(module, version):
                found[module] = self._contents(full)
            elif self._subject.is_hand_written(module, version) and self._computes_names(full):
                found[module] = Contents(is_open=True)
        return found

    def _computes_names(self, module: str) -> bool:
        library = self._interpreter.library
        return module in library and computes_names(library.tree(module).body)

    def _contents(self, module: str) -> Contents[bool]:
        """Returns the names in a module, also those of the modules inside it, which can be imported from it."""
        library = self._interpreter.library
        if module in library.compiled or module not in library:
            return Contents(is_open=True)
        bound = self._interpreter.namespace(module).names
        body = library.tree(module).body
        defined = set() if module.endswith(_PROTOBUF) else set(self._defined(module, body))
        held = {
            name: name in defined or self._is_handed_on(module, name, binding)
            for name, binding in bound.items()
            if not _is_dunder(name)
        }
        held = {**dict.fromkeys(sorted(self._bound_otherwise(module)), False), **held}
        return Contents(self._is_open(module), held, self._is_complete(module) and not self._is_hidden(module))

    def _is_open(self, module: str) -> bool:
        """Returns whether a module may have any name, because it computes some of its names."""
        bound = self._interpreter.namespace(module).names
        return any(name in bound for name in ANSWERING) or self._computes_names(module)

    def _is_complete(self, module: str) -> bool:
        """Returns whether the names of a module are all known, also those that it gets by star imports.

        What another project's package has depends on its version.
        """
        if module not in self._complete:
            self._complete[module] = True  # in a cycle of imports, what the other modules say counts
            library = self._interpreter.library
            is_known = module.partition(".")[0] in self._subject.inside and module in library
            is_known = is_known and module not in library.compiled and not self._is_open(module)
            self._complete[module] = (
                is_known
                and self._is_all_bound(module)
                and all(
                    self._is_complete(source) and exports_are_written(library.tree(source).body)
                    for source in self._star_imports(module)
                )
            )
        return self._complete[module]

    def _is_hidden(self, module: str) -> bool:
        """Returns whether the package around a module has something else under its name, as far as that is known."""
        package, _, name = module.rpartition(".")
        if package not in self._interpreter.library:
            return False
        bound = self._interpreter.namespace(package).names.get(name)
        if bound is not None and self._interpreter.module_of(bound) != module:
            return True
        return any(name in self._bound_otherwise(source) for source in self._star_imports(package))

    def _is_all_bound(self, module: str) -> bool:
        """Returns whether a module has all names that its statements bind, `_names` aside, and does not replace itself.

        A name that it binds only where a condition holds, which is not the case here, may be there elsewhere.
        """
        body, bound = self._interpreter.library.tree(module).body, self._interpreter.namespace(module).names
        if any(binding == _LOADED_MODULES for binding in bound.values()):
            return False
        written = {name for name in names_bound(statements(body, into_functions=False)) if not name.startswith("_")}
        return written <= {*bound, *self._bound_otherwise(module), *names_deleted(body)}

    def _star_imports(self, module: str) -> list[str]:
        """Returns the modules from which a module imports all names."""
        library = self._interpreter.library
        found = [one for one in statements(library.tree(module).body, into_functions=False) if _is_star_import(one)]
        return [source_of(library, module, one) for one in found if isinstance(one, ast.ImportFrom)]

    def _bound_otherwise(self, module: str) -> set[str]:
        """Returns names that a module may have although the interpreter does not bind them.

        These are what `with` and `for` bind, what the handlers of exceptions bind, the modules inside a package, and
        all of these of the modules whose names it imports.
        """
        if module not in self._otherwise:
            found = self._otherwise[module] = set(self._inside.get(module.removeprefix(f"{self._subject.root}."), ()))
            library = self._interpreter.library
            if module.endswith(_PROTOBUF):
                found.add(_DESCRIPTOR)
            if module in library and module not in library.compiled:
                for statement in statements(library.tree(module).body, into_functions=False):
                    if isinstance(statement, ast.With | ast.For):
                        found.update(names_bound([statement]))
                    for handler in getattr(statement, "handlers", ()):
                        found.update(names_bound(statements(handler.body, into_functions=False)))
                for source in self._star_imports(module):
                    found |= self._bound_otherwise(source)
        return self._otherwise[module]

    def _is_handed_on(self, module: str, name: str, binding: Binding) -> bool:
        """Returns whether a name is a module's own, though no statement at its top level need define it."""
        if module.endswith(_PROTOBUF):
            return isinstance(binding, Value) and not name.startswith("_") and name != _DESCRIPTOR
        if not isinstance(binding, ImportRef):
            return False
        found: Binding | None = binding
        while isinstance(found, ImportRef) and found.star:
            found = self._interpreter.namespace(found.module).names.get(found.name)
        return name.endswith(_PROTOBUF) or (binding.star and isinstance(found, Value | Definition))

    def _defined(self, module: str, body: list[ast.stmt]) -> Iterator[str]:
        """Yields the names that statements at the top level of a module define."""
        for statement in body:
            if isinstance(statement, FunctionNode | ast.ClassDef):
                yield statement.name
                continue
            for target in bound_targets(statement):
                if isinstance(target, ast.Name):
                    yield target.id
            truth = self._interpreter.truth(module, statement.test) if isinstance(statement, ast.If) else None
            yield from () if truth is False else self._defined(module, getattr(statement, "body", []))
            yield from () if truth is True else self._defined(module, getattr(statement, "orelse", []))
            yield from self._defined(module, getattr(statement, "finalbody", []))


def computes_names(body: list[ast.stmt]) -> bool:
    """Returns whether a module computes some of its names: `globals().update(...)`."""
    inside = [one.value for one in statements(body, into_functions=False) if isinstance(one, ast.Expr)]
    return any(isinstance(one, ast.Call) and ast.unparse(one.func).startswith("globals().") for one in inside)


def exports_are_written(body: list[ast.stmt]) -> bool:
    """Returns whether a module writes out all names in its `__all__`, or has none."""
    for statement in statements(body, into_functions=False):
        names = {target.id for target in bound_targets(statement) if isinstance(target, ast.Name)}
        value = getattr(statement, "value", None)
        if "__all__" in names and not (
            isinstance(value, ast.List | ast.Tuple) and all(isinstance(one, ast.Constant) for one in value.elts)
        ):
            return False
    return True


def names_bound(found: Iterable[ast.stmt]) -> Iterator[str]:
    """Yields the names that statements bind themselves, without those in them and without star imports."""
    for statement in found:
        match statement:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
                is_future = isinstance(statement, ast.ImportFrom) and statement.module == "__future__"
                names = (alias.asname or alias.name.partition(".")[0] for alias in aliases if not is_future)
                yield from (name for name in names if name != "*")
            case _:
                yield from (target.id for target in bound_targets(statement) if isinstance(target, ast.Name))


def names_deleted(body: list[ast.stmt]) -> Iterator[str]:
    """Yields the names that a module deletes at its top level."""
    for statement in statements(body, into_functions=False):
        for target in statement.targets if isinstance(statement, ast.Delete) else ():
            yield from (one.id for one in ast.walk(target) if isinstance(one, ast.Name))


def _is_star_import(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.ImportFrom) and any(alias.name == "*" for alias in statement.names)


def _is_dunder(name: str) -> bool:
    return name.startswith("__") and name.endswith("__")
