"""Interprets the top level of modules, without running them, to find what their names are bound to."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from facts.bindings import Binding, ImportRef, ModuleRef, Namespace, Value
from facts.statements import ModuleRun

if TYPE_CHECKING:
    from facts.conditions import Conditions
    from facts.library import Library


class Interpreter:
    """Interprets each module once and returns its namespace.

    Args:
        library: the modules.
        conditions: properties of the process that would import them.
    """

    def __init__(self, library: Library, conditions: Conditions) -> None:
        self.library = library
        self.conditions = conditions
        self._namespaces: dict[str, Namespace] = {}

    def namespace(self, module: str) -> Namespace:
        """Returns what a module's names are bound to.

        For a module that is still being interpreted, these are its names so far, as in Python's import cycles.

        Raises:
            KeyError: the library has no such module.
            FactsError: the module's source does not parse.
        """
        found = self._namespaces.get(module)
        if found is None:
            found = self._namespaces[module] = Namespace(module)
            ModuleRun(self, found).run(self.library.tree(module).body)
        return found

    def star_bindings(self, module: str) -> dict[str, Binding]:
        """Returns what `from module import *` binds; empty if the module is outside the library."""
        if module not in self.library:
            return {}
        return {name: ImportRef(module, name, star=True) for name in self.namespace(module).star_names()}

    def truth(self, module: str, test: ast.expr) -> bool | None:
        """Returns the truth value of a condition in a module; None if it is unknown."""
        if isinstance(test, ast.Name):
            binding = self.namespace(module).names.get(test.id)
            test = binding.node if isinstance(binding, Value) and binding.node else test
        return self.conditions.truth(test)

    def module_of(self, binding: Binding | None) -> str | None:
        """Returns the library's module that a binding refers to without being resolved; None if there is none."""
        match binding:
            case ModuleRef(name) if name in self.library:
                return name
            case ImportRef(module, name) if f"{module}.{name}" in self.library:
                return f"{module}.{name}"
        return None
