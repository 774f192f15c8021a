"""Optimizers of TensorFlow 1: the arguments of their methods, and the optimizers of Keras that take their place."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.constructs.construct import CannotConvertError

if TYPE_CHECKING:
    from tf2lint.constructs.analysis.library_names import LibraryNames

LEARNING_RATE: Final = "learning_rate"
MINIMIZE: Final = "minimize"
APPLY: Final = "apply_gradients"
OPTIMIZER: Final = "Optimizer()"
COMPUTE: Final = "compute_gradients"
GRADIENTS: Final = "gradients"
#: The parameters of these functions by position.
_PARAMETERS: Final = {
    MINIMIZE: ("loss", "global_step", "var_list"),
    APPLY: ("grads_and_vars", "global_step"),
    COMPUTE: ("loss", "var_list"),
    GRADIENTS: ("ys", "xs", "grad_ys"),
}
#: Arguments that only concern how the gradients are computed in a graph, or names.
_WITHOUT_EFFECT: Final = ("gate_gradients", "aggregation_method", "colocate_gradients_with_ops", "name")
_MODULE: Final = ".keras.optimizers."
#: The optimizer whose first steps are others, because its state starts otherwise.
_DIFFERENT: Final = "RMSprop("
_MOMENTUM: Final = "momentum="


def keras_optimizer(call: ast.Call, written: str, *, changes_rate: bool) -> str:
    """Returns the code that makes an optimizer which computes the same.

    Args:
        call: the call that makes the optimizer of TensorFlow 1.
        written: the code to write instead of it; empty if there is none.
        changes_rate: whether the learning rate changes between steps.

    Raises:
        CannotConvertError: there is none.
    """
    if _DIFFERENT in written:
        message = f"the mean square of Keras' RMSprop starts at 0, that of line {call.lineno} at 1"
        raise CannotConvertError(message)
    if changes_rate and _MOMENTUM in written:
        message = f"the momentum of Keras' SGD keeps the learning rate of earlier steps, that of line {call.lineno} not"
        raise CannotConvertError(message)
    if _MODULE not in written:
        message = f"no optimizer of Keras takes the place of that in line {call.lineno}"
        raise CannotConvertError(message)
    return written


def learning_rate(call: ast.Call) -> ast.expr | None:
    """Returns the learning rate that an optimizer is made with; None if it has its default."""
    named = next((keyword.value for keyword in call.keywords if keyword.arg == LEARNING_RATE), None)
    return named if named is not None else call.args[0] if call.args else None


def arguments_of(call: ast.Call, method: str, names: LibraryNames) -> dict[str, ast.expr] | None:
    """Returns the arguments of a call by the names of the parameters; None if it is another function, or unknown."""
    is_own = method == GRADIENTS or names.of(call.func).endswith(f"{OPTIMIZER}.{method}")
    parameters = _PARAMETERS[method]
    if not is_own or any(isinstance(each, ast.Starred) for each in call.args) or len(call.args) > len(parameters):
        return None
    found = dict(zip(parameters, call.args, strict=False))
    found.update({keyword.arg: keyword.value for keyword in call.keywords if keyword.arg is not None})
    return found if found.keys() <= {*parameters, *_WITHOUT_EFFECT} else None


def trains(node: ast.AST, names: LibraryNames) -> bool:
    """Returns whether an expression computes gradients or trains, in whatever way."""
    name = names.of(node.func) if isinstance(node, ast.Call) else ""
    is_own = any(name.endswith(f"{OPTIMIZER}.{method}") for method in (COMPUTE, APPLY, MINIMIZE))
    return is_own or name in (GRADIENTS, "hessians")
