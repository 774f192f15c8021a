"""Evaluates expressions at the top level of a module to bindings."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from facts.bindings import AttributeRef, Binding, Definition, ModuleRef, Value
from facts.calls import called_binding

if TYPE_CHECKING:
    from facts.statements import ModuleRun


def evaluate(run: ModuleRun, node: ast.expr, name: str) -> Binding:
    """Returns the binding that an expression evaluates to.

    A name evaluates to its current binding, and a call that returns a module or a known object to that. Anything else
    is a new value.

    Args:
        run: the module, at the point of the expression.
        node: the expression.
        name: the name that it is going to be bound to.
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
    """Returns the name of the library's module that an expression refers to; None if it is not a module."""
    return _referenced_module(run, evaluate(run, node, ""))


def _referenced_module(run: ModuleRun, binding: Binding | None) -> str | None:
    if isinstance(binding, AttributeRef):
        owner = _referenced_module(run, binding.base)
        return owner and _referenced_module(run, run.interpreter.namespace(owner).names.get(binding.name))
    return run.interpreter.module_of(binding)
