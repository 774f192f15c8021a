"""A Keras call that Keras 3 no longer accepts.

What it does:
    Reports calls that work in Keras 2 and fail in Keras 3: `add_variable`,
    `add_weight` with the name as its first argument, a number as the shape of
    an `Input`, `reduction="auto"`, a string as `metrics`, `add_metric`,
    `add_loss` on a finished model, `variables()` of an optimizer, `save` with
    `save_format="tf"`, methods of what `load_weights` returns, and
    `tf.keras.backend.set_value` of a learning rate or a weight, which
    `batch_set_value`, `update`, `update_add`, `update_sub`, and a
    `tf.train.ExponentialMovingAverage` do not take either. Applies to target
    versions from 2.16 on; `epsilon=None` of an optimizer is reported from 2.11
    on, since its class is another one from then.

Why it matters:
    TensorFlow 2.16 and later come with Keras 3. Its classes have the same names
    as those of Keras 2, so the code looks fine, but each of these calls raises
    an error when it runs.

Example:
    ```python
    import tensorflow as tf


    class Scale(tf.keras.layers.Layer):
        def build(self, shape):
            self.factor = self.add_weight("factor", shape=[1], initializer="ones")

        def call(self, x):
            return x * self.factor


    outputs = Scale()(tf.ones([1, 3]))
    ```

Use instead:
    ```python
    import tensorflow as tf


    class Scale(tf.keras.layers.Layer):
        def build(self, shape):
            self.factor = self.add_weight(name="factor", shape=[1], initializer="ones")

        def call(self, x):
            return x * self.factor


    outputs = Scale()(tf.ones([1, 3]))
    ```

How sure it is:
    The class is resolved, not guessed from the method's name, and the argument
    is written out. Programs that use Keras 2 with a later TensorFlow
    (`tf_keras`, `TF_USE_LEGACY_KERAS`) are not reported.

References:
    - https://keras.io/guides/migrating_to_keras_3/
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.linting import (
    WEIGHT_LISTS,
    WEIGHTS,
    LibraryCall,
    Problem,
    Rule,
    has_keras_2,
    has_keras_3,
    is_weight,
    is_weight_list,
    literal_file_name,
)
from tf2lint.model import Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

rule = Rule(__name__, Severity.ERROR)
_LOSSES: Final = (
    "BinaryCrossentropy", "BinaryFocalCrossentropy", "CategoricalCrossentropy", "CategoricalFocalCrossentropy",
    "CategoricalHinge", "CosineSimilarity", "Hinge", "Huber", "KLDivergence", "LogCosh", "Loss", "MeanAbsoluteError",
    "MeanAbsolutePercentageError", "MeanSquaredError", "MeanSquaredLogarithmicError", "Poisson",
    "SparseCategoricalCrossentropy", "SquaredHinge",
)  # fmt: skip
_OPTIMIZERS: Final = (
    "Adadelta", "Adafactor", "Adagrad", "Adam", "AdamW", "Adamax", "Ftrl", "Lion", "Nadam", "Optimizer", "RMSprop",
    "SGD",
)  # fmt: skip
_WITH_EPSILON: Final = ("Adadelta", "Adagrad", "Adam", "Adamax", "Nadam", "RMSprop")
_AUTO: Final = "Reduction.AUTO"
#: Methods of what `load_weights` of Keras 2 returned for a checkpoint.
_STATUS_METHODS: Final = (
    "assert_consumed",
    "assert_existing_objects_matched",
    "assert_nontrivial_match",
    "expect_partial",
)
_SET_VALUE: Final = "keras.backend.set_value"
_SET_VALUES: Final = "keras.backend.batch_set_value"
#: Functions of the backend that take variables of TensorFlow only, and the methods of the variables of Keras.
_ASSIGNMENTS: Final = {
    _SET_VALUE: "assign",
    _SET_VALUES: "assign",
    "keras.backend.update": "assign",
    "keras.backend.update_add": "assign_add",
    "keras.backend.update_sub": "assign_sub",
}
_RATES: Final = ("learning_rate", "lr")


def _check_add_weight(call: LibraryCall) -> str:
    first = call.node.args[0] if call.node.args else None
    if isinstance(first, ast.Constant) and isinstance(first.value, str):
        return "takes the shape first; give the name by keyword: name="
    return ""


def _check_add_variable(call: LibraryCall) -> str:
    keywords = {keyword.arg for keyword in call.node.keywords}
    if not call.node.args and keywords >= {"shape", "initializer"}:
        return ""
    return "takes other arguments; use add_weight(name=..., shape=...)"


def _check_input(call: LibraryCall) -> str:
    shape = call.node.args[0] if call.node.args else _keyword_argument(call, "shape")
    if isinstance(shape, ast.Constant) and type(shape.value) is int:
        return f"takes no number as shape; write [{shape.value}]"
    return ""


def _check_loss_class(call: LibraryCall) -> str:
    reduction = _keyword_argument(call, "reduction")
    is_auto = isinstance(reduction, ast.Constant) and reduction.value == "auto"
    if is_auto or (
        isinstance(reduction, ast.Attribute) and reduction in call.names and ast.unparse(reduction).endswith(_AUTO)
    ):
        return "takes no reduction='auto'; leave it out, or use 'sum_over_batch_size'"
    return ""


def _check_epsilon(call: LibraryCall) -> str:
    epsilon = call.arguments.get("epsilon")
    is_none = epsilon is not None and isinstance(epsilon.value, ast.Constant) and epsilon.value.value is None
    return "takes no epsilon=None; leave it out" if is_none else ""


def _check_save(call: LibraryCall) -> str:
    path, save_format = call.arguments.get("filepath"), call.arguments.get("save_format")
    is_folder = (
        save_format is not None and isinstance(save_format.value, ast.Constant) and save_format.value.value == "tf"
    )
    if is_folder and path is not None and not literal_file_name(path.value, call.bound_value):
        return "takes no save_format='tf'; end the name in .keras, or call model.export(folder) for a SavedModel"
    return ""


def _check_load_weights(call: LibraryCall) -> str:
    attribute = call.attribute()
    return f"returns None, which has no {attribute}; delete .{attribute}()" if attribute in _STATUS_METHODS else ""


def _check_compile(call: LibraryCall) -> str:
    metrics = _keyword_argument(call, "metrics")
    if isinstance(metrics, ast.Constant) and isinstance(metrics.value, str):
        return f"takes a list of metrics; write [{metrics.value!r}]"
    return ""


def _check_set_value(call: LibraryCall) -> str:
    variable = call.node.args[0] if call.node.args else None
    if isinstance(variable, ast.Attribute) and variable.attr in _RATES:
        return f"fails for a learning rate; assign it: {ast.unparse(variable.value)}.learning_rate = ..."
    return _check_update(call)


def _check_update(call: LibraryCall) -> str:
    variable = call.node.args[0] if call.node.args else None
    if variable is None or not is_weight(call, variable):
        return ""
    return f"fails for a weight of Keras; use {ast.unparse(variable)}.{_ASSIGNMENTS[call.name]}(...)"


def _check_batch_set_value(call: LibraryCall) -> str:
    match call.node.args[0] if call.node.args else None:
        case ast.List(elts=[ast.Tuple(elts=[variable, _]), *_]):
            fails = is_weight(call, variable)
        case (
            ast.Call(func=ast.Name(id="zip"), args=[variables, *_])
            | ast.Call(func=ast.Name(id="list"), args=[ast.Call(func=ast.Name(id="zip"), args=[variables, *_])])
        ):
            fails = is_weight_list(call, variables)
        case _:
            fails = False
    return "fails for weights of Keras; call assign(value) of each" if fails else ""


def _check_average(call: LibraryCall) -> str:
    match [*call.node.args[:1], *(keyword.value for keyword in call.node.keywords)]:
        case [ast.Name() | ast.Attribute() as averaged] if is_weight_list(call, averaged):
            return f"takes no weights of Keras; give their .value: [v.value for v in {ast.unparse(averaged)}]"
        case [averaged] if is_weight(call, averaged):
            return f"takes no weight of Keras; give its value: {ast.unparse(averaged)}.value"
        case _:
            return ""


def _check_add_loss(call: LibraryCall) -> str:
    owner = call.node.func.value if isinstance(call.node.func, ast.Attribute) else None
    return (
        ""
        if owner is not None and call.is_receiver(owner)
        else "is not there any more; add it in the call of a layer, or give compile a loss"
    )


def _check_add_metric(_: LibraryCall) -> str:
    return "is not there any more; keep a tf.keras.metrics.Metric, and update it in call"


def _check_variables(call: LibraryCall) -> str:
    return "" if call.node.args or call.node.keywords else "is a list, not a method; leave out the brackets"


#: Checks that return the message for a call, or an empty string if the call works.
_CHECKS: Final[dict[str, Callable[[LibraryCall], str]]] = {
    "keras.Input": _check_input,
    "keras.layers.Input": _check_input,
    "keras.Model().add_loss": _check_add_loss,
    "keras.Model().add_metric": _check_add_metric,
    "keras.Model().add_weight": _check_add_weight,
    "keras.Model().compile": _check_compile,
    "keras.Model().load_weights": _check_load_weights,
    "keras.Model().save": _check_save,
    "keras.Sequential().add_loss": _check_add_loss,
    "keras.Sequential().add_metric": _check_add_metric,
    "keras.Sequential().compile": _check_compile,
    **dict.fromkeys(_ASSIGNMENTS, _check_update),
    _SET_VALUE: _check_set_value,
    _SET_VALUES: _check_batch_set_value,
    "keras.Model().add_variable": _check_add_variable,
    "keras.layers.Layer().add_variable": _check_add_variable,
    "keras.layers.Layer().add_metric": _check_add_metric,
    "keras.layers.Layer().add_weight": _check_add_weight,
    **{f"train.ExponentialMovingAverage().{name}": _check_average for name in ("apply", "average")},
    **{f"keras.optimizers.{name}().variables": _check_variables for name in _OPTIMIZERS},
    **{f"keras.losses.{name}": _check_loss_class for name in _LOSSES},
    **{f"keras.optimizers.{name}": _check_epsilon for name in _WITH_EPSILON},
}


#: What Keras 2 rejects, too: the versions of TensorFlow whose Keras does.
_IN_KERAS_2: Final = {f"keras.optimizers.{name}": "2.11..2.15" for name in _WITH_EPSILON}

rule.ask_for_members(*_RATES, *WEIGHTS, *WEIGHT_LISTS, words=("set_value", "update_add", "update_sub", "MovingAverage"))


@rule.on_calls(*_CHECKS)
def check(call: LibraryCall) -> Iterator[Problem]:
    """Checks one call."""
    problem = _CHECKS[call.name](call)
    versions = _IN_KERAS_2.get(call.name, "")
    if problem and (has_keras_3(call.program) or (versions and has_keras_2(call.program, versions))):
        wrong, _, advice = problem.partition("; ")
        fact = f"{call.callee.label} {wrong} in TF {call.callee.target}"
        if call.name != _SET_VALUE or _is_known(call, call.node.args[0]):
            yield Problem.with_advice(fact, advice)
        else:
            # What is wrong with set_value(optimizer.lr, x) is the call: how the rate is read does not matter.
            yield Problem(f"{fact}; {advice}", covers=(call.node.args[0],))


def _is_known(call: LibraryCall, variable: ast.expr) -> bool:
    """Returns whether a variable is certainly a learning rate or a weight of Keras, which has the method `assign`."""
    rates = call.referenced(variable)
    is_rate = bool(rates) and all(name.startswith("keras.optimizers.") and name.endswith(_RATES) for name in rates)
    return is_rate or is_weight(call, variable)


def _keyword_argument(call: LibraryCall, name: str) -> ast.expr | None:
    return next((keyword.value for keyword in call.node.keywords if keyword.arg == name), None)
