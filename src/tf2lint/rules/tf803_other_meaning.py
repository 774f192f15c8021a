"""A function whose behavior changed.

What it does:
    Reports calls to functions that kept their name and arguments but return
    something else in TensorFlow 2: `tf.strings.split`, `tf.image.resize`, from
    2.5 on, `tf.image.per_image_standardization` of integers, lookups in a list
    of tables, losses whose gradients now flow into the labels, `tf.while_loop`
    and `tf.cond` with one result, a `tf.constant_initializer` of integers that
    is called, a `BatchNormalization` that is not trainable, and, from 2.16 on,
    the dtype of `tf.keras.utils.to_categorical`, and where
    `tf.keras.utils.get_file` extracts archives. Applies only to files that use
    TensorFlow 1 names such as `tf.placeholder`. From 2.16 on, it also reports,
    in any file, `isinstance(x, tf.Tensor)` of a symbolic tensor of Keras, which
    is none, and `fit` with batches of an `ImageDataGenerator` and a number of
    steps that is rounded down: Keras 3 goes through all batches before it
    begins again, so every second epoch may have only those that are left. Of
    the package keras, it reports the sizes of a kernel that are passed one by
    one, as in `Convolution2D(64, 3, 3)`: from 2.4 on, the third argument is
    strides.

Why it matters:
    Nothing fails, or only far from the call: pixels have other values, a ragged
    tensor replaces a sparse one, or a loss trains what it did not train before.

Example:
    ```python
    import tensorflow as tf

    words = tf.strings.split(["a b", "c"])
    count = tf.to_float(tf.size(words.values))
    ```

Use instead:
    ```python
    import tensorflow as tf

    words = tf.strings.split(["a b", "c"]).to_sparse()
    count = tf.cast(tf.size(words.values), tf.float32)
    ```

How sure it is:
    It is certain that the function changed. If the change affects only some
    arguments, a call is reported only if these are written out in it: a list of
    tables, labels computed with a softmax or sigmoid, a list of one loop
    variable, lists of one item that the functions of a `tf.cond` return, the
    integers of an initializer, or `trainable = False` of a batch normalization
    that the file makes. It is not certain that the file relies on the old
    behavior: it must be written for TensorFlow 1, judging by the names that it
    uses, or else those of the files around it. The setting `source-version`
    says so explicitly. `Convolution2D` is the name of Keras 1, so it is reported in
    any file, but `Conv2D` only in such files.

    `tf.math.angle` changed only for negative real numbers, `tf.truncatediv`
    only for floats, and Keras's `batch_dot` only for two matrices without
    `axes`. A call does not show these cases, so none of them is reported.

References:
    - https://www.tensorflow.org/api_docs/python/tf/compat/v1/strings/split
    - https://www.tensorflow.org/api_docs/python/tf/strings/split
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.linting import EventContext, LibraryCall, Problem, Rule, has_keras_3, is_tf1_source
from tf2lint.model import Severity
from tf2lint.table import INTEGER, Outcome, is_batched, is_quotient, kind_of_numbers
from tf2lint.typestate import EventKind, ObjectKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

rule = Rule(__name__, Severity.WARNING)
#: Classes of TensorFlow of which a symbolic tensor of Keras 3 is no instance, and the one that it was in Keras 2.
_TENSOR: Final = "Tensor"
_TENSORS: Final = frozenset({_TENSOR, "IndexedSlices", "RaggedTensor", "SparseTensor", "Variable"})
_NORMALIZATION: Final = "keras.layers.BatchNormalization"
_TRAINABLE: Final = "trainable"
_BRANCHES: Final = ("true_fn", "false_fn")


def _has_list_of_tables(call: LibraryCall) -> bool:
    """Returns whether a lookup uses several tables, whose rows are now in a different order."""
    tables = next(
        (call.arguments[parameter].value for parameter in ("params", "weights") if parameter in call.arguments), None
    )
    return isinstance(tables, ast.ListComp) or (isinstance(tables, ast.List) and len(tables.elts) > 1)


def _has_computed_labels(call: LibraryCall) -> bool:
    """Returns whether the labels call a library function such as softmax, so that a network computes them."""
    labels = call.arguments.get("labels")
    functions = (node for node in ast.walk(labels.value) if node in call.names) if labels is not None else ()
    return any(ast.unparse(function).endswith(("softmax", "sigmoid")) for function in functions)


def _samples_differently(call: LibraryCall) -> bool:
    """Returns whether an image is resized with a method that now samples at other positions."""
    method = call.arguments.get("method")
    is_area = method is not None and "area" in ast.unparse(method.value).lower()
    # align_corners= was removed, and only TensorFlow 2 has antialias=.
    return not is_area and call.arguments.keys().isdisjoint(("align_corners", "antialias"))


def _may_be_used_as_sparse(call: LibraryCall) -> bool:
    """Returns whether the result may be used as a sparse tensor; `.values` is the same in a ragged tensor."""
    return "result_type" not in call.arguments and call.attribute() not in ("to_sparse", "to_tensor", "values")


def _returns_one_item(call: LibraryCall) -> bool:
    """Returns whether both functions of a `cond` return a list of one item, which was taken out of it."""
    returned = [call.returned(call.arguments[name].value) for name in _BRANCHES if name in call.arguments]
    return (
        "strict" not in call.arguments
        and len(returned) == len(_BRANCHES)
        and all(found and all(map(_is_one_item, found)) for found in returned)
    )


def _has_one_variable(call: LibraryCall) -> bool:
    """Returns whether a loop has one variable, which was taken out of its list."""
    variables = call.arguments.get("loop_vars")
    return variables is not None and "return_same_structure" not in call.arguments and _is_one_item(variables.value)


def _is_one_item(node: ast.expr | None) -> bool:
    """Returns whether an expression makes a list or tuple of one item."""
    match node:
        case ast.List(elts=[item]) | ast.Tuple(elts=[item]):
            return not isinstance(item, ast.Starred)
        case _:
            return False


def _is_elsewhere(call: LibraryCall) -> bool:
    """Returns whether a glimpse lies elsewhere: unless it is centered and its offsets are normalized."""
    return call.constant("centered") is False or call.constant("normalized") is False


def _has_integers(call: LibraryCall) -> bool:
    """Returns whether an image certainly has integers."""
    image = call.arguments.get("image")
    return image is not None and call.dtype(image.value) == INTEGER


def _takes_dtype_of_integers(call: LibraryCall) -> bool:
    """Returns whether an initializer that is called without a dtype fills with integers, or with nothing else."""
    passed, func = call.node, call.node.func
    made = func if isinstance(func, ast.Call) else call.bound_value(func)
    if len(passed.args) > 1 or any(keyword.arg in ("dtype", None) for keyword in passed.keywords):
        return False
    match made:
        case ast.Call(args=[], keywords=[]):
            return True
        case ast.Call(args=[value], keywords=[]) | ast.Call(args=[], keywords=[ast.keyword(arg="value", value=value)]):
            return kind_of_numbers(value) == INTEGER
        case _:
            return False


def _always(_: LibraryCall) -> bool:
    return True


#: The functions, and whether the change affects a call. Other rules report arguments that were removed.
_CHANGED: Final[dict[str, Callable[[LibraryCall], bool]]] = {
    "cond": _returns_one_item,
    "constant_initializer().__call__": _takes_dtype_of_integers,
    "image.extract_glimpse": _is_elsewhere,
    "image.per_image_standardization": _has_integers,
    "image.resize": _samples_differently,
    "keras.activations.hard_sigmoid": _always,
    _NORMALIZATION: lambda call: call.constant(_TRAINABLE) is False,
    "keras.losses.CosineSimilarity": _always,
    "keras.losses.cosine_similarity": _always,
    "keras.metrics.binary_accuracy": _always,
    "keras.utils.get_file": lambda call: call.constant("extract") is True,
    "losses.mean_squared_error": _always,
    "metrics.mean_absolute_error": _always,
    "metrics.mean_squared_error": _always,
    "nn.ctc_beam_search_decoder": lambda call: "merge_repeated" not in call.arguments,
    "nn.embedding_lookup": _has_list_of_tables,
    "nn.embedding_lookup_sparse": _has_list_of_tables,
    "nn.nce_loss": _has_list_of_tables,
    "nn.sampled_softmax_loss": _has_list_of_tables,
    "nn.softmax_cross_entropy_with_logits": _has_computed_labels,
    "strings.split": _may_be_used_as_sparse,
    "while_loop": _has_one_variable,
}
_TO_CATEGORICAL: Final = "keras.utils.to_categorical"
_FITS: Final = frozenset({"keras.Model().fit", "keras.Sequential().fit"})
#: Convolutions, with the numbers of sizes that their kernels have.
_KERNELS: Final = {
    "keras.layers.Conv2D": 2, "keras.layers.Conv2DTranspose": 2, "keras.layers.Conv3D": 3,
    "keras.layers.Convolution2D": 2, "keras.layers.Convolution3D": 3, "keras.layers.SeparableConv2D": 2,
}  # fmt: skip
#: How the names of Keras 1 begin that later ones keep.
_KERAS_1: Final = "keras.layers.Convolution"


@rule.on_events(
    {EventKind.TEST_TYPE: (), EventKind.ASSIGN: (_TRAINABLE,)}, r"\bTensor\b", rf"\.{_TRAINABLE}\b[^\n=(]*=(?!=)"
)
def check_event(context: EventContext) -> Problem | None:
    """Checks one test of the type of an object, or one assignment to an attribute of it."""
    return (_frozen_normalization if context.event.kind is EventKind.ASSIGN else _type_test)(context)


def _frozen_normalization(context: EventContext) -> Problem | None:
    """Returns the problem of a batch normalization that is not to be trained any more."""
    event, value = context.event, context.event.arguments[0].node
    is_frozen = isinstance(value, ast.Constant) and value.value is False
    if event.tracked.name != _NORMALIZATION or not is_frozen or not is_tf1_source(context.program):
        return None
    entry = context.member(_NORMALIZATION, event.name)
    label = f"tf.{_NORMALIZATION}.{event.name}"
    return None if entry is None else Problem(f"{label} means something else in TF2; {entry.advice}")


def _type_test(context: EventContext) -> Problem | None:
    """Returns the problem of a test of the type of an object."""
    event, types = context.event, set(context.event.name.split())
    # What a function receives may be a tensor of TensorFlow elsewhere.
    is_parameter = isinstance(event.tracked.node, ast.Name)
    if event.tracked.kind is not ObjectKind.SYMBOLIC or is_parameter or not has_keras_3(context.program):
        return None
    if _TENSOR not in types or not types <= _TENSORS:
        return None
    return Problem("a symbolic tensor of Keras 3 is no tf.Tensor; test with isinstance(x, tf.keras.KerasTensor)")


@rule.on_calls(*_CHANGED, *_KERNELS, _TO_CATEGORICAL, *_FITS)
def check(call: LibraryCall) -> Iterator[Problem]:
    """Checks one call."""
    entry = call.callee.lookup.entry
    if call.name in _FITS:
        yield from _shortened_epochs(call)
    elif entry.name == _TO_CATEGORICAL:
        yield from _other_dtype(call)
    elif entry.name in _KERNELS:
        yield from _other_kernel(call)
    elif entry.outcome is Outcome.CHANGED and is_tf1_source(call.program) and _CHANGED[entry.name](call):
        others = tuple(name for name in entry.replacements if name != entry.label)
        problem = Problem.with_advice(f"{call.callee.label} means something else in TF2", entry.advice, others)
        yield problem._replace(node=call.node.func)


def _shortened_epochs(call: LibraryCall) -> Iterator[Problem]:
    """Yields the problem of epochs that leave out batches, which another epoch has to itself in Keras 3."""
    data, steps = call.arguments.get("x"), call.arguments.get("steps_per_epoch")
    has_epochs = "epochs" in call.arguments and call.constant("epochs") != 1
    if data is None or steps is None or not has_epochs or not has_keras_3(call.program):
        return
    if is_batched(call.bound_value(data.value) or data.value) and is_quotient(
        call.bound_value(steps.value) or steps.value
    ):
        fact = f"Keras 3 ends every second epoch early if steps_per_epoch={ast.unparse(steps.value)} leaves out a batch"
        yield Problem(f"{fact}; leave steps_per_epoch= out: an epoch has all batches then", node=steps.node)


def _other_dtype(call: LibraryCall) -> Iterator[Problem]:
    """Yields the problem of a result that had the dtype float32 by default, if the call does not convert it."""
    is_converted = "dtype" in call.arguments or call.attribute() == "astype"
    if has_keras_3(call.program) and is_tf1_source(call.program) and not is_converted:
        fact = f"{call.callee.label} returns float64 in Keras 3, not float32"
        yield Problem.with_advice(fact, 'convert the result with .astype("float32")')._replace(node=call.node.func)


def _other_kernel(call: LibraryCall) -> Iterator[Problem]:
    """Yields the problem of a convolution that passes the sizes of its kernel one by one, as Keras 1 did."""
    entry, sizes = call.callee.lookup.entry, call.node.args[1:]
    is_early = entry.name.startswith(_KERAS_1) or is_tf1_source(call.program)
    has_sizes = len(sizes) == _KERNELS[entry.name] and all(map(_may_be_number, sizes))
    if entry.outcome is Outcome.CHANGED and is_early and has_sizes:
        fact = f"{call.callee.label} takes the number at position 3 as strides in {call.callee.release}"
        yield Problem.with_advice(fact, entry.advice)._replace(node=call.node.func, is_about_arguments=True)


def _may_be_number(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) or (isinstance(node, ast.Constant) and type(node.value) is int)
