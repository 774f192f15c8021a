"""Parameters: what they hold when a function's body starts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint.resolver import name_binding
from tf2lint.resolver.overrides import passed_by_library
from tf2lint.resolver.values import Symbol, Values, join

if TYPE_CHECKING:
    import ast

    from tf2lint.resolver.scopes import Body
    from tf2lint.resolver.state import AnalysisState


def bind_parameters(state: AnalysisState, body: Body, arguments: ast.arguments) -> None:
    """Binds the parameters of a function: the default or anything else, what the library passes, the receiver.

    Args:
        state: the state at the beginning of the body.
        body: the function or lambda.
        arguments: its parameters.
    """
    for name, values in body.defaults.items():
        name_binding.bind(state, name, values if _is_module_default(state, values) else join(values, None))
    for name, symbol in passed_by_library(state, body, arguments).items():
        name_binding.bind(state, name, symbol.values)
    positional = [*arguments.posonlyargs, *arguments.args]
    if positional and body.receiver is not None:
        name_binding.bind_untracked(state, positional[0].arg, body.receiver)


def _is_module_default(state: AnalysisState, values: Values) -> bool:
    """Returns whether a default is a module, which callers do not replace: `def f(x, tf=tf)`."""
    return values is not None and all(isinstance(v, Symbol) and state.environment.is_module(v) for v in values)
