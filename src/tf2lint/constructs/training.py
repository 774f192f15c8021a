"""Statements that make a training operation of an optimizer and a loss."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from tf2lint.constructs.graph_block import GraphBlock, Unit
    from tf2lint.constructs.library_names import LibraryNames

_MINIMIZE: Final = "Optimizer().minimize"
_PARAMETERS: Final = ("loss", "global_step", "var_list")
#: Arguments that only concern how the gradients are computed in a graph, or names.
_WITHOUT_EFFECT: Final = ("gate_gradients", "aggregation_method", "colocate_gradients_with_ops", "name")


class Training(NamedTuple):
    """A statement that makes a training operation.

    Attributes:
        unit: the statement.
        name: the name of the operation.
        call: the call of `minimize`.
        optimizer: the optimizer.
        loss: what it minimizes.
        variables: the variables that it changes; None for all that the loss depends on.
        step: the variable that counts the steps; None if there is none.
    """

    unit: Unit
    name: str
    call: ast.Call
    optimizer: ast.expr
    loss: ast.expr
    variables: ast.expr | None
    step: ast.expr | None


def training(unit: Unit, block: GraphBlock, names: LibraryNames) -> Training | None:
    """Returns the training operation that a statement makes; None if it makes none, or in another way."""
    statement = unit.statement
    if isinstance(statement, ast.With) and len(statement.body) == 1:  # a name scope around it
        statement = statement.body[0]
    match statement:
        case ast.Assign(targets=[target], value=ast.Call(func=ast.Attribute(value=optimizer)) as call):
            name = block.name(target)
        case _:
            return None
    if not names.of(call.func).endswith(_MINIMIZE) or any(isinstance(each, ast.Starred) for each in call.args):
        return None
    arguments = dict(zip(_PARAMETERS, call.args, strict=False))
    arguments.update({keyword.arg: keyword.value for keyword in call.keywords if keyword.arg is not None})
    known = {*_PARAMETERS, *_WITHOUT_EFFECT}
    if not name or len(call.args) > len(_PARAMETERS) or "loss" not in arguments or not arguments.keys() <= known:
        return None
    variables, step = _given(arguments.get("var_list")), _given(arguments.get("global_step"))
    return Training(unit, name, call, optimizer, arguments["loss"], variables, step)


def _given(node: ast.expr | None) -> ast.expr | None:
    return None if isinstance(node, ast.Constant) and node.value is None else node
