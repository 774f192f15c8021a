"""Executes assignments and deletions at the top level of a module."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from facts import curation
from facts.bindings import Value
from facts.protobuf import descriptor_names

if TYPE_CHECKING:
    from facts.statements import ModuleRun


def assign(run: ModuleRun, statement: ast.Assign) -> None:
    """Executes `a = b = value`."""
    for target in statement.targets:
        _bind(run, target, statement.value)


def annotated(run: ModuleRun, statement: ast.AnnAssign) -> None:
    """Executes `name: type = value`."""
    if statement.value:
        _bind(run, statement.target, statement.value)


def delete(run: ModuleRun, statement: ast.Delete) -> None:
    """Executes `del name`."""
    for target in statement.targets:
        if isinstance(target, ast.Name):
            run.names.pop(target.id, None)


def _bind(run: ModuleRun, target: ast.expr, value: ast.expr) -> None:
    match target, value:
        case ast.Name(id="__all__"), _:
            curation.set_exports(run, value)
        case ast.Name(id="DESCRIPTOR"), ast.Call(args=[ast.Constant(value=bytes(descriptor))]):
            _define_messages(run, descriptor)
        case ast.Name(id=name), _:
            run.names[name] = run.evaluate(value, name)
        case ast.Attribute(value=owner, attr=name), _:
            curation.set_attribute(run, owner, name, value)
        case ast.Tuple(elts=targets), ast.Tuple(elts=values) if len(targets) == len(values):
            for element, element_value in zip(targets, values, strict=True):
                _bind(run, element, element_value)
        case ast.Tuple(elts=targets), _:
            for element in targets:
                if isinstance(element, ast.Name):
                    run.names[element.id] = Value(run.module, element.id, None)


def _define_messages(run: ModuleRun, descriptor: bytes) -> None:
    """Binds the names that a protobuf module gets from its descriptor."""
    messages, values = descriptor_names(descriptor)
    for name in [*messages, *values]:
        run.names[name] = Value(run.module, name, None, is_class=name in messages)
