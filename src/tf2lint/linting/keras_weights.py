"""Tells which arguments of calls are weights of Keras: members of its layers and models."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection

    from tf2lint.linting.rule_context import LibraryCall

_OWNERS: Final = ("keras.Model", "keras.Sequential", "keras.layers.", "keras.models.")
#: Members of layers, and of models, that are weights, and those that are lists of weights.
WEIGHTS: Final = (
    "beta", "bias", "depthwise_kernel", "embeddings", "gamma", "kernel", "moving_mean", "moving_variance",
    "pointwise_kernel", "recurrent_kernel",
)  # fmt: skip
WEIGHT_LISTS: Final = (
    "non_trainable_variables", "non_trainable_weights", "trainable_variables", "trainable_weights", "variables",
    "weights",
)  # fmt: skip


def is_weight(call: LibraryCall, variable: ast.expr) -> bool:
    """Returns whether a variable is a weight of a Keras layer or model."""
    match variable:
        case ast.Subscript(value=variables, slice=index) if not isinstance(index, ast.Slice):
            return is_weight_list(call, variables)
    if _is_member(call, variable, WEIGHTS):
        return True
    match call.bound_value(variable):
        case ast.Call(func=called):
            return _is_member(call, called, ("add_weight",))
        case ast.Attribute() as member:
            return _is_member(call, member, WEIGHTS)
        case _:
            return False


def is_weight_list(call: LibraryCall, variables: ast.expr) -> bool:
    """Returns whether an expression is a list of weights of a Keras layer or model."""
    return _is_member(call, variables, WEIGHT_LISTS)


def _is_member(call: LibraryCall, node: ast.expr, members: Collection[str]) -> bool:
    """Returns whether an expression is one of these members of a Keras layer or model."""
    names = call.referenced(node)
    return bool(names) and all(
        name.startswith(_OWNERS) and name.rpartition("().")[2] in members and "()." in name for name in names
    )
