"""Runs the top level of modules without Python, to learn what their names are bound to."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from facts.bindings import Binding, ImportRef, ModuleRef, Namespace, Value
from facts.statements import ModuleRun

if TYPE_CHECKING:
    from facts.conditions import Conditions
    from facts.library import Library


class Interpreter:
    """Gives each module's namespace, running each module once.

    Given the modules and what is known of the process that would import them.
    """

    def __init__(self, library: Library, conditions: Conditions) -> None:
        self.library = library
        self.conditions = conditions
        self._namespaces: dict[str, Namespace] = {}

    def namespace(self, module: str) -> Namespace:
        """Return what a module's names are bound to.

        A module asked for while it runs is given as far as it got, as Python does for import cycles.

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
        """Return what `from module import *` binds: nothing, if the module is outside the library."""
        if module not in self.library:
            return {}
        return {name: ImportRef(module, name, star=True) for name in self.namespace(module).star_names()}

    def truth(self, module: str, test: ast.expr) -> bool | None:
        """Return what a condition in a module comes to, or None if that is not known."""
        if isinstance(test, ast.Name):
            behind = self.namespace(module).names.get(test.id)
            test = behind.node if isinstance(behind, Value) and behind.node else test
        return self.conditions.truth(test)

    def module_of(self, binding: Binding | None) -> str | None:
        """Return the library's module that a binding means by its form alone, or None."""
        match binding:
            case ModuleRef(name) if name in self.library:
                return name
            case ImportRef(module, name) if f"{module}.{name}" in self.library:
                return f"{module}.{name}"
        return None
