"""Parameters: what they hold when a function's body starts, by annotations, defaults and the known calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint.resolver import fixtures, name_binding
from tf2lint.resolver.overrides import passed_by_library
from tf2lint.resolver.scopes import Parameter
from tf2lint.resolver.values import (
    ABSENT,
    ExternalValue,
    Symbol,
    Values,
    join,
    needs_tracking,
)

if TYPE_CHECKING:
    import ast

    from tf2lint.resolver.scopes import Body
    from tf2lint.resolver.state import AnalysisState


def bind_parameters(state: AnalysisState, body: Body, arguments: ast.arguments) -> None:
    """Binds the parameters of a function: what the library passes, or what is known of other callers; the receiver.

    Args:
        state: the state at the beginning of the body.
        body: the function or lambda.
        arguments: its parameters.
    """
    passed = passed_by_library(state, body, arguments)
    for name in {**body.defaults, **body.annotations, **body.passed, **body.followed}:
        if name not in passed:
            _bind_parameter(state, body, name)
    for name, symbol in passed.items():
        name_binding.bind(state, name, symbol.values)
    positional = [*arguments.posonlyargs, *arguments.args]
    if positional and body.receiver is not None:
        name_binding.bind_untracked(state, positional[0].arg, body.receiver)


def _bind_parameter(state: AnalysisState, body: Body, name: str) -> None:
    default = body.defaults.get(name)
    if needs_tracking(default) and _is_module_default(state, default):
        name_binding.bind(state, name, default)
        return
    values: Values = (Parameter(body, name),)
    for known in (body.annotations.get(name), default):
        if is_known(known):
            values = join(known, values)
    for passed in (body.passed.get(name, ABSENT), fixtures.passed(state, body, name)):
        if passed is not ABSENT:
            values = join(passed, values)
    if len(values or ()) > 1:
        body.followed[name] = None
        name_binding.bind(state, name, values)
    elif name in body.followed:  # a default alone that needs no tracking tells nothing
        name_binding.bind_untracked(state, name, values)


def is_known(values: Values) -> bool:
    """Returns whether it may matter that a parameter holds values: they need tracking, or are of another module."""
    return needs_tracking(values) or any(isinstance(value, ExternalValue) for value in values or ())


def _is_module_default(state: AnalysisState, values: Values) -> bool:
    """Returns whether a default is a module, which callers do not replace: `def f(x, tf=tf)`."""
    return values is not None and all(isinstance(v, Symbol) and state.environment.is_module(v) for v in values)


def add_passed(state: AnalysisState, body: Body, name: str, values: Values) -> None:
    """Adds what is passed to a parameter; schedules its function if that is new."""
    before = body.passed.get(name, ABSENT)
    after = values if before is ABSENT else join(before, values)
    if after != before:
        body.passed[name] = after
        state.schedule([body])
