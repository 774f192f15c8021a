"""Arguments of variable scopes and getters that TF2 has no parameter for, and what replaces them."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.linting.problem import Problem
from tf2lint.linting.reuse import names_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.linting.rule_context import LibraryCall

#: The messages for each argument. collections= and reuse= have their own rules.
_MESSAGES: Final = {
    "regularizer": "regularizer= adds its losses to a global list; give it to the layer, or to its add_weight, and add "
    "up model.losses",
    "partitioner": "partitioner= splits no variable in TF2; drop it, or give variable_partitioner= to the strategy of "
    "a parameter server",
    "custom_getter": "custom_getter= is called by nothing in TF2; change the variable in the layer that makes it, or "
    "make it inside tf.variable_creator_scope",
}


def argument_problems(call: LibraryCall) -> Iterator[Problem]:
    """Yields the problems of the arguments of a variable scope or getter."""
    arguments = call.arguments
    for name, message in _MESSAGES.items():
        argument = arguments.get(name)
        if argument is not None and not (isinstance(argument.value, ast.Constant) and argument.value.value is None):
            yield Problem(message, node=argument.node, covers=names_in(argument.value, call.names))
