"""A method or attribute that Keras objects no longer have.

What it does:
    Reports members of Keras classes that the target version lacks, where they
    are used on an object whose class is known: `fit_generator` of a model,
    `lr` of an optimizer, `output_shape` of a layer. The objects that Keras
    hands out count, too: `model.optimizer`, `model.layers`, `self.model` in a
    callback, what `load_model` returns. From 2.16 on, this includes symbolic
    tensors and their shapes, and the shape that `build` and
    `compute_output_shape` receive.

Why it matters:
    Reading such a member raises an `AttributeError`. Assigning it does nothing:
    `model.optimizer.lr = 0.1` leaves the learning rate as it is. In Keras 3,
    a symbolic tensor is no tensor of TensorFlow, and its shape is a tuple.

Example:
    ```python
    import tensorflow as tf

    model = tf.keras.Sequential([tf.keras.layers.Dense(4, input_shape=[8])])
    model.compile("adam", "mse")
    model.optimizer.lr = 0.5
    channels = model.output.get_shape().as_list()[-1]
    print(channels)
    ```

Use instead:
    ```python
    import tensorflow as tf

    model = tf.keras.Sequential([tf.keras.Input([8]), tf.keras.layers.Dense(4)])
    model.compile("adam", "mse")
    model.optimizer.learning_rate = 0.5
    channels = model.outputs[0].shape[-1]
    print(channels)
    ```

How sure it is:
    The class is resolved, not guessed from the member's name. What is asked of
    an item of `model.layers` is asked of any layer: a member that only some
    layers have, such as `stateful`, is not reported. A class of the program
    that defines or assigns the member itself is not reported either.

References:
    - https://keras.io/guides/migrating_to_keras_3/
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.linting import Problem, Rule, has_keras_3, removed_name_problem
from tf2lint.model import Severity
from tf2lint.typestate import SYMBOLIC_SOURCES, EventKind, ObjectKind

if TYPE_CHECKING:
    from tf2lint.linting import EventContext, ReferencedName

rule = Rule(__name__, Severity.ERROR, Severity.WARNING)
_SYMBOLIC: Final = "keras.KerasTensor"
_SHAPE: Final = "shape."
#: Members of the tensors of TensorFlow that the symbolic tensors of Keras 3 lack, and those of their shapes.
OF_TENSORS: Final = (
    "consumers", "device", "eval", "experimental_ref", "get_shape", "graph", "numpy", "op", "ref", "set_shape",
    "type_spec", "value_index",
)  # fmt: skip
OF_SHAPES: Final = (
    "as_list", "as_proto", "assert_has_rank", "assert_is_compatible_with", "assert_is_fully_defined",
    "assert_same_rank", "concatenate", "dims", "is_compatible_with", "is_fully_defined", "merge_with",
    "most_specific_compatible_shape", "ndims", "num_elements", "rank", "with_rank", "with_rank_at_least",
    "with_rank_at_most",
)  # fmt: skip


@rule.on_names("keras.*")
def check(referenced: ReferencedName) -> Problem | None:
    """Checks one reference to a name."""
    return removed_name_problem(referenced) if referenced.lookup.entry.is_member else None


@rule.on_events(
    dict.fromkeys((EventKind.ATTRIBUTE, EventKind.METHOD), (*OF_TENSORS, *OF_SHAPES)),
    *SYMBOLIC_SOURCES,
    only_there=True,
)
def check_symbolic_tensor(context: EventContext) -> Problem | None:
    """Checks one use of a member of a symbolic tensor or its shape."""
    event, kind = context.event, context.event.tracked.kind
    members = OF_TENSORS if kind is ObjectKind.SYMBOLIC else OF_SHAPES if kind is ObjectKind.SHAPE else ()
    if event.name not in members or event.in_try or not has_keras_3(context.program):
        return None
    entry = context.member(_SYMBOLIC, f"{_SHAPE if kind is ObjectKind.SHAPE else ''}{event.name}")
    node = event.node.func if isinstance(event.node, ast.Call) else event.node
    return (
        None
        if entry is None
        else Problem(
            f"{entry.label.replace('()', '')} {entry.absence_clause}; {entry.advice}", node=node, covers=(node,)
        )
    )
