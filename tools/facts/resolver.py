"""Follows a binding to the module that defines the object."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from facts.bindings import AttributeRef, Binding, Definition, External, ImportRef, ModuleRef, Resolved, Value
from facts.library import ROOT

if TYPE_CHECKING:
    from facts.interpreter import Interpreter

#: More links than any chain of re-exports has; a longer chain is an import cycle.
_MAX_CHAIN = 50


class Resolver:
    """Resolves bindings.

    Args:
        interpreter: the interpreter of the release.
    """

    def __init__(self, interpreter: Interpreter) -> None:
        self.interpreter = interpreter

    def resolve(self, binding: Binding, depth: int = 0) -> Resolved:
        """Returns the module, definition or value that a binding resolves to, or its name outside the library."""
        match binding:
            case ImportRef(module, name) if depth > _MAX_CHAIN:
                return self._resolve_cycle(module, name, depth)
            case ImportRef(module, name):
                return self._member(module, name, depth)
            case AttributeRef(base, name):
                return self._attribute(self.resolve(base, depth + 1), name, depth)
        return binding

    def expression(self, inside: Definition | Value, node: ast.expr) -> Resolved:
        """Resolves an expression within a definition, or within the expression that creates a value.

        In `x = wrap(x)`, the wrapped `x` is the previous one. Builtins and local names are external.
        """
        match node:
            case ast.Name(id=name) if name == inside.name and inside.previous:
                return self.resolve(inside.previous)
            case ast.Name(id=name):
                known = self.interpreter.namespace(inside.module).names
                return self.resolve(known[name]) if name in known else External(name)
            case ast.Attribute(value=owner, attr=attribute):
                return self._attribute(self.expression(inside, owner), attribute, 0)
        return Value(inside.module, inside.name, node, inside.previous)

    def _resolve_cycle(self, module: str, name: str, depth: int) -> Resolved:
        """Resolves a name that modules import from each other in a cycle, to the submodule of that name."""
        submodule = f"{module}.{name}"
        if submodule in self.interpreter.library:
            return ModuleRef(submodule)
        return External(submodule) if depth > 2 * _MAX_CHAIN else self._member(module, name, depth)

    def _attribute(self, owner: Resolved, name: str, depth: int) -> Resolved:
        if isinstance(owner, ModuleRef):
            return self._member(owner.name, name, depth)
        return External(f"{object_name(owner)}.{name}")

    def _member(self, module: str, name: str, depth: int) -> Resolved:
        library = self.interpreter.library
        submodule = f"{module}.{name}"
        if module in library:
            binding = self.interpreter.namespace(module).names.get(name)
            if binding is not None and binding != ImportRef(module, name):
                return self.resolve(binding, depth + 1)
        if submodule in library:
            return ModuleRef(submodule)
        if module not in library and "." in module and module.partition(".")[0] in library:
            return self._member_of_attribute(module, name, depth)
        return External(submodule)

    def _member_of_attribute(self, module: str, name: str, depth: int) -> Resolved:
        """Returns a member of a module without a file, such as `tensorflow.compat.v1`, an attribute of its parent."""
        parent, _, last = module.rpartition(".")
        owner = self._member(parent, last, depth + 1)
        if isinstance(owner, ModuleRef) and owner.name != module:
            return self._member(owner.name, name, depth + 1)
        return External(f"{module}.{name}")


def object_name(resolved: Resolved) -> str:
    """Returns what identifies an object: its defining module and name, without the root `tensorflow`."""
    match resolved:
        case Definition(module, name) | Value(module, name):
            full = f"{module}.{name}"
        case ModuleRef(name) | External(name):
            full = name
    return full.removeprefix(f"{ROOT}.")
