"""Decides whether a file, or an argument in it, is written for TensorFlow 1 rather than TensorFlow 2."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tf2lint.linting.rule_context import ChangedCall
    from tf2lint.project import Program

#: Texts that occur in files written for TensorFlow 1, and in no file that runs on TensorFlow 2.
_TF1_TEXTS: Final = (
    "tensorflow.contrib", "tf.contrib", "tf.placeholder(", "tf.Session(", "tf.variable_scope(", "tf.get_variable(",
    "tf.layers.", "tf.app.", "tf.flags.", "tf.logging.", "tf.get_collection(", "tf.global_variables", "tf.GraphKeys",
    "tf.to_float(", "tf.to_int32(", "tf.random_normal(", "tf.random_uniform(", "tf.log(", "tf.div(",
    "tf.train.AdamOptimizer", "tf.train.GradientDescentOptimizer", "tf.trainable_variables(", "tf.gfile.",
    "tf.assign(", "tf.losses.get_", "tf.losses.softmax", "tf.losses.sparse", "tf.nn.rnn_cell",
    "tf.ConfigProto", "tf.set_random_seed(",
)  # fmt: skip
#: In files with one of these, such a text refers to the names that TensorFlow 2 keeps for TensorFlow 1.
_COMPAT: Final = ("compat.v1", "compat import v1")
_NAME: Final = "name"
_NAME_WORDS: Final = ("name", "scope")


def is_tf1_argument(call: ChangedCall) -> bool:
    """Returns whether a positional argument is meant for the parameter of TensorFlow 1, not for that of TensorFlow 2.

    It is if TensorFlow 2 would reject the call, or if the argument is a string where TensorFlow 1 has a name. If both
    are possible, the file decides: it is written for TensorFlow 1 if it uses names that only TensorFlow 1 has.
    """
    change = call.change
    if change.argument is None or not change.now:
        return True
    value = change.argument.value
    if _NAME in (change.parameter, change.now):
        may_be_name = _may_be_name(value)
        if may_be_name is not None:
            return may_be_name is (change.parameter == _NAME)
    return is_tf1_source(call.program)


def is_tf1_source(program: Program) -> bool:
    """Returns whether a file is written for TensorFlow 1, judging by its text."""
    return program.text_has(*_TF1_TEXTS) and not program.text_has(*_COMPAT)


def _may_be_name(value: ast.expr) -> bool | None:
    """Returns whether an expression is the name of an operation; None if unknown."""
    match value:
        case ast.Constant(value=str()) | ast.JoinedStr():
            return True
        case ast.Constant() | ast.Tuple() | ast.List() | ast.Dict() | ast.Compare() | ast.Lambda():
            return False
        case ast.Name(id=name) | ast.Attribute(attr=name) if any(word in name.lower() for word in _NAME_WORDS):
            return True
        case _:
            return None
