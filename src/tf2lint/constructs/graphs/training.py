"""Statements that make optimizers, gradients, and training operations."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.constructs.analysis.optimizers import APPLY, COMPUTE, GRADIENTS, MINIMIZE, arguments_of

if TYPE_CHECKING:
    from tf2lint.constructs.analysis.library_names import LibraryNames
    from tf2lint.constructs.graphs.graph_block import GraphBlock
    from tf2lint.constructs.graphs.units import Unit
    from tf2lint.constructs.variables.variable_calls import VariableCalls

#: What can stand around a statement that trains, and says nothing about what it does.
_AROUND: Final = ("name_scope", "variable_scope", "device")
_AFTER: Final = "control_dependencies"


class Training(NamedTuple):
    """A statement that makes a training operation.

    Attributes:
        unit: the statement.
        name: the name of the operation.
        call: the call of `minimize` or `apply_gradients`.
        optimizer: the optimizer.
        loss: what it minimizes; None if it applies gradients.
        gradients: the gradients that it applies, with their variables; None if it minimizes a loss.
        variables: the variables that it changes; None for all that the loss depends on.
        step: the variable that counts the steps; None if there is none.
        rate: the learning rate, if it is computed in each step; else None.
        updates: whether the moving averages of batch normalization are updated before.
    """

    unit: Unit
    name: str
    call: ast.Call
    optimizer: ast.expr
    loss: ast.expr | None
    gradients: ast.expr | None
    variables: ast.expr | None
    step: ast.expr | None
    rate: ast.expr | None = None
    updates: bool = False

    @property
    def parts(self) -> list[ast.expr]:
        """The expressions whose values it needs."""
        return [part for part in (self.loss, self.gradients, self.variables, self.rate) if part is not None]


class Gradients(NamedTuple):
    """A call that computes gradients.

    Attributes:
        call: the call.
        target: what is differentiated.
        sources: what it is differentiated by; None for all variables that it depends on.
        with_variables: whether the result has pairs of gradients and variables.
        weights: what the gradients are multiplied by; None if that is 1.
    """

    call: ast.Call
    target: ast.expr
    sources: ast.expr | None
    with_variables: bool
    weights: ast.expr | None = None


def training(unit: Unit, block: GraphBlock, names: LibraryNames, variable_calls: VariableCalls) -> Training | None:
    """Returns the training operation that a statement makes; None if it makes none, or in another way."""
    statement, updates = unit.statement, False
    while isinstance(statement, ast.With) and len(statement.body) == 1:
        for item in statement.items:
            around = item.context_expr
            name = names.of(around.func) if isinstance(around, ast.Call) else ""
            if (
                isinstance(around, ast.Call)
                and name == _AFTER
                and around.args
                and variable_calls.is_update(around.args[0])
            ):
                updates = True
            elif name not in _AROUND:
                return None
        statement = statement.body[0]
    match statement:
        case ast.Assign(targets=[target], value=ast.Call(func=ast.Attribute(value=optimizer, attr=method)) as call):
            name = block.name(target)
        case _:
            return None
    given = arguments_of(call, method, names) if method in (MINIMIZE, APPLY) else None
    if not name or given is None:
        return None
    loss, applied = given.get("loss"), given.get("grads_and_vars")
    if loss is None and applied is None:
        return None
    variables, step = _given(given.get("var_list")), _given(given.get("global_step"))
    return Training(unit, name, call, optimizer, loss, applied, variables, step, None, updates)


def gradients(node: ast.AST, names: LibraryNames) -> Gradients | None:
    """Returns the gradients that an expression computes; None if it computes none."""
    if not isinstance(node, ast.Call):
        return None
    if names.of(node.func) == GRADIENTS:
        given = arguments_of(node, GRADIENTS, names)
        return (
            Gradients(node, given["ys"], given["xs"], False, _given(given.get("grad_ys")))
            if given and len(given.keys() & {"ys", "xs"}) == 2
            else None
        )
    if isinstance(node.func, ast.Attribute) and node.func.attr == COMPUTE:
        given = arguments_of(node, COMPUTE, names)
        return (
            Gradients(node, given["loss"], _given(given.get("var_list")), True) if given and "loss" in given else None
        )
    return None


def _given(node: ast.expr | None) -> ast.expr | None:
    return None if isinstance(node, ast.Constant) and node.value is None else node
