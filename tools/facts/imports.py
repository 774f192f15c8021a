"""Executes import statements at the top level of a module."""

from __future__ import annotations

from typing import TYPE_CHECKING

from facts.bindings import Binding, ImportRef, ModuleRef
from facts.library import canonical_module

if TYPE_CHECKING:
    import ast

    from facts.library import Library
    from facts.statements import ModuleRun


def import_modules(run: ModuleRun, statement: ast.Import) -> None:
    """Executes `import a.b` or `import a.b as c`."""
    for alias in statement.names:
        name = canonical_module(alias.name)
        _bind_submodule(run, name)
        if alias.asname:
            run.names[alias.asname] = ModuleRef(name)
        else:
            root = alias.name.partition(".")[0]
            run.names[root] = ModuleRef(canonical_module(root))


def import_names(run: ModuleRun, statement: ast.ImportFrom) -> None:
    """Executes `from a.b import c`; imports from `__future__` are ignored."""
    if statement.module == "__future__":
        return
    source = source_of(run.interpreter.library, run.module, statement)
    _bind_submodule(run, source)
    for alias in statement.names:
        if alias.name == "*":
            run.names.update(run.interpreter.star_bindings(source))
        else:
            run.names[alias.asname or alias.name] = _member(run, source, alias.name)


def source_of(library: Library, module: str, statement: ast.ImportFrom) -> str:
    """Returns the absolute name of the module that a statement in a module imports names from."""
    if not statement.level:
        return canonical_module(statement.module or "")
    parts = module.split(".")
    if not library.is_package(module):
        parts.pop()
    kept = parts[: len(parts) - statement.level + 1]
    return ".".join([*kept, statement.module] if statement.module else kept)


def _bind_submodule(run: ModuleRun, imported: str) -> None:
    """Binds a submodule in the current package, as importing anything from that submodule does."""
    inside = imported.removeprefix(f"{run.module}.")
    if inside != imported and run.interpreter.library.is_package(run.module):
        child = inside.partition(".")[0]
        run.names[child] = ModuleRef(f"{run.module}.{child}")


def _member(run: ModuleRun, source: str, name: str) -> Binding:
    """Returns what `from source import name` binds; a package may import from itself."""
    if source == run.module and name in run.names:
        return run.names[name]
    if source == run.module and f"{source}.{name}" in run.interpreter.library:
        return ModuleRef(f"{source}.{name}")
    return ImportRef(source, name)
