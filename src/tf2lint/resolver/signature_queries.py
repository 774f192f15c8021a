"""Computes what `inspect` returns for functions and classes of libraries: programs ask which arguments they take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tf2lint.resolver.container_values import AttributesValue, bounded
from tf2lint.resolver.values import Const, Symbol, Values

if TYPE_CHECKING:
    from collections.abc import Callable

    from tf2lint.resolver.evaluated_calls import EvaluatedCall
    from tf2lint.resolver.state import AnalysisState


def _signature(state: AnalysisState, call: EvaluatedCall) -> Values:
    """`inspect.signature(f)`."""
    return _parameters_in(state, call.argument(0, "obj"), "parameters")


def _argument_spec(state: AnalysisState, call: EvaluatedCall) -> Values:
    """`inspect.getfullargspec(f)`."""
    return _parameters_in(state, call.argument(0, "func"), "args")


def _parameters_in(state: AnalysisState, values: Values, attribute: str) -> Values:
    """Returns an object with an attribute that holds the parameters of a function or class at the target."""
    function = values[0] if values is not None and len(values) == 1 else None
    if not isinstance(function, Symbol) or not function.watched:
        return None
    names = state.environment.parameters(function)
    return None if names is None else bounded(AttributesValue(((attribute, (Const(names, decided=True),)),)))


FUNCTIONS: Final[dict[str, Callable[[AnalysisState, EvaluatedCall], Values]]] = {
    "inspect.getargspec": _argument_spec,
    "inspect.getfullargspec": _argument_spec,
    "inspect.signature": _signature,
}
