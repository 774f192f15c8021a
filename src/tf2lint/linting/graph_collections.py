"""Graph collections: which one a call names, and what replaces it in TF2."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tf2lint.linting.rule_context import LibraryCall

#: The members of GraphKeys that rules treat individually, with the names of their collections.
_KEYS: Final = {
    "ACTIVATIONS": "activations",
    "GLOBAL_STEP": "global_step",
    "GLOBAL_VARIABLES": "variables",
    "INIT_OP": "init_op",
    "LOCAL_VARIABLES": "local_variables",
    "LOSSES": "losses",
    "METRIC_VARIABLES": "metric_variables",
    "MODEL_VARIABLES": "model_variables",
    "MOVING_AVERAGE_VARIABLES": "moving_average_variables",
    "QUEUE_RUNNERS": "queue_runners",
    "REGULARIZATION_LOSSES": "regularization_losses",
    "SAVEABLE_OBJECTS": "saveable_objects",
    "SUMMARIES": "summaries",
    "TABLE_INITIALIZERS": "table_initializer",
    "TRAINABLE_VARIABLES": "trainable_variables",
    "UPDATE_OPS": "update_ops",
}
_NAMES: Final = {name: key for key, name in _KEYS.items()}
#: What to use in TF2 for the contents of a collection.
_REPLACEMENTS: Final = {
    "GLOBAL_STEP": "use optimizer.iterations",
    "GLOBAL_VARIABLES": "use model.variables",
    "LOCAL_VARIABLES": "use the .variables of the metric that has them",
    "LOSSES": "add up the losses that you compute, and model.losses",
    "METRIC_VARIABLES": "use metric.variables; metric.reset_state() sets them back",
    "MODEL_VARIABLES": "use model.variables",
    "MOVING_AVERAGE_VARIABLES": "use the averages of the tf.train.ExponentialMovingAverage that makes them",
    "REGULARIZATION_LOSSES": "use model.losses: layers keep their regularisation losses there",
    "SUMMARIES": "delete it: a summary is written when its line runs",
    "TABLE_INITIALIZERS": "delete it: tables are initialised when they are made",
    "TRAINABLE_VARIABLES": "use model.trainable_variables",
}


def graph_key_of(node: ast.expr) -> str:
    """Returns the member of GraphKeys that an expression is, as attribute or string; empty for another collection."""
    if isinstance(node, ast.Attribute) and node.attr in _KEYS:
        return node.attr
    return _NAMES.get(node.value, "") if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def collection_argument(call: LibraryCall) -> ast.expr | None:
    """Returns the argument of a call that names the collection that it reads or writes; None if there is none."""
    for parameter in ("key", "name", "names"):
        argument = call.arguments.get(parameter)
        if argument is not None:
            return argument.value
    return call.node.args[0] if call.node.args else None


def collection_advice(key: str) -> str:
    """Returns the advice on what to use instead of a collection of GraphKeys."""
    return _REPLACEMENTS.get(key, "keep a list of your own")
