"""Follows a binding to the module that really defines the object."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from facts.bindings import AttributeRef, Binding, Definition, External, ImportRef, ModuleRef, Resolved, Value
from facts.library import ROOT

if TYPE_CHECKING:
    from facts.interpreter import Interpreter

#: Far more links than any chain of re-exports has; a longer one goes in a circle.
_LONGEST_CHAIN = 50


class Resolver:
    """Answers what a binding is in the end, given an interpreter."""

    def __init__(self, interpreter: Interpreter) -> None:
        self.interpreter = interpreter

    def resolve(self, binding: Binding, depth: int = 0) -> Resolved:
        """Return the module, definition or value that a binding leads to, or its name outside the library."""
        match binding:
            case ImportRef(module, name) if depth > _LONGEST_CHAIN:
                return self._out_of_circle(module, name, depth)
            case ImportRef(module, name):
                return self._member(module, name, depth)
            case AttributeRef(base, name):
                return self._attribute(self.resolve(base, depth + 1), name, depth)
        return binding

    def expression(self, inside: Definition | Value, node: ast.expr) -> Resolved:
        """Return what an expression leads to that stands in a definition, or in what made a value.

        In `x = wrap(x)` the `x` that is wrapped is the one before. Builtins and local names are external.
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

    def _out_of_circle(self, module: str, name: str, depth: int) -> Resolved:
        """Return the submodule that modules import from each other in a circle: it is what the first one found."""
        submodule = f"{module}.{name}"
        if submodule in self.interpreter.library:
            return ModuleRef(submodule)
        return External(submodule) if depth > 2 * _LONGEST_CHAIN else self._member(module, name, depth)

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
            return self._outside(module, name, depth)
        return External(submodule)

    def _outside(self, module: str, name: str, depth: int) -> Resolved:
        """Return a member of a module that is no file: `tensorflow.compat.v1` is what `compat` there is bound to."""
        parent, _, last = module.rpartition(".")
        owner = self._member(parent, last, depth + 1)
        if isinstance(owner, ModuleRef) and owner.name != module:
            return self._member(owner.name, name, depth + 1)
        return External(f"{module}.{name}")


def object_name(resolved: Resolved) -> str:
    """Return what identifies an object: its defining module and name, without the `tensorflow` root."""
    match resolved:
        case Definition(module, name) | Value(module, name):
            full = f"{module}.{name}"
        case ModuleRef(name) | External(name):
            full = name
    return full.removeprefix(f"{ROOT}.")
