"""Says what an expression at the top level of a module means."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from facts.bindings import AttributeRef, Binding, Definition, ModuleRef, Value
from facts.calls import called_binding

if TYPE_CHECKING:
    from facts.statements import ModuleRun


def evaluate(run: ModuleRun, node: ast.expr, name: str) -> Binding:
    """Return what an expression means, given the name that it is about to be bound to.

    A name is what it is bound to at that point; a call that gives a known object or a module is that. Anything
    else is a value of its own.
    """
    match node:
        case ast.Name(id=used) if used in run.names:
            return run.names[used]
        case ast.Attribute(value=owner, attr=attribute):
            base = evaluate(run, owner, name)
            if not isinstance(base, Value | Definition):
                return AttributeRef(base, attribute)
        case ast.Call():
            found = called_binding(run, node, name)
            if found is not None:
                return found
        case ast.Subscript() if ast.unparse(node).removeprefix("_") == "sys.modules[__name__]":
            return ModuleRef(run.module)
    return Value(run.module, name, node, run.names.get(name))


def library_module(run: ModuleRun, node: ast.expr) -> str | None:
    """Return the name of the library's module that an expression means, or None."""
    return _module_behind(run, evaluate(run, node, ""))


def _module_behind(run: ModuleRun, binding: Binding | None) -> str | None:
    if isinstance(binding, AttributeRef):
        owner = _module_behind(run, binding.base)
        return owner and _module_behind(run, run.interpreter.namespace(owner).names.get(binding.name))
    return run.interpreter.module_of(binding)
