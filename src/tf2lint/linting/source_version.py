"""Whether a file, or an argument in it, is meant for TensorFlow 1, where TensorFlow 2 could be meant."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tf2lint.linting.rule_context import ChangedCall
    from tf2lint.project import Program

#: What stands in files that were written for TensorFlow 1, and in no file that runs on TensorFlow 2.
_OLD: Final = (
    "tensorflow.contrib", "tf.contrib", "tf.placeholder(", "tf.Session(", "tf.variable_scope(", "tf.get_variable(",
    "tf.layers.", "tf.app.", "tf.flags.", "tf.logging.", "tf.get_collection(", "tf.global_variables", "tf.GraphKeys",
    "tf.to_float(", "tf.to_int32(", "tf.random_normal(", "tf.random_uniform(", "tf.log(", "tf.div(",
    "tf.train.AdamOptimizer", "tf.train.GradientDescentOptimizer", "tf.trainable_variables(", "tf.gfile.",
    "tf.assign(", "tf.losses.get_", "tf.losses.softmax", "tf.losses.sparse", "tf.nn.rnn_cell",
    "tf.ConfigProto", "tf.set_random_seed(",
)  # fmt: skip
#: What makes such a text one about the names that TensorFlow 2 keeps for TensorFlow 1.
_COMPAT: Final = ("compat.v1", "compat import v1")
_NAME: Final = "name"
_CALLED_SO: Final = ("name", "scope")


def is_tf1_argument(call: ChangedCall) -> bool:
    """Whether an argument by position is the one of TensorFlow 1 and not, in a new program, the one of now.

    A call that TensorFlow 2 would not take at all is; so is a text where a name was expected. Where both could be
    meant, the file decides: it is old if it uses what only TensorFlow 1 has.
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
    """Whether a file was written for TensorFlow 1, as far as its text tells."""
    return program.text_has(*_OLD) and not program.text_has(*_COMPAT)


def _may_be_name(value: ast.expr) -> bool | None:
    """Whether an expression is the name of an operation; None if it may be, or not."""
    match value:
        case ast.Constant(value=str()) | ast.JoinedStr():
            return True
        case ast.Constant() | ast.Tuple() | ast.List() | ast.Dict() | ast.Compare() | ast.Lambda():
            return False
        case ast.Name(id=name) | ast.Attribute(attr=name) if any(word in name.lower() for word in _CALLED_SO):
            return True
        case _:
            return None
