"""A method of optimizers that Keras has not called, or not had, since TensorFlow 2.11.

What it does:
    For target versions from 2.11 on, reports in subclasses of Keras optimizers
    calls of private methods that the base class no longer has, such as
    `self._set_hyper`, `self._get_hyper`, and `self._decayed_lr`, and
    definitions of methods that the base class no longer calls:
    `_create_slots`, `_prepare_local`, `_resource_apply_dense`,
    `_resource_apply_sparse`, and `get_updates`.

Why it matters:
    TensorFlow 2.11 replaced the base class of its optimizers. A call of a
    method that is gone raises an `AttributeError`. An optimizer that only
    defines `_resource_apply_dense` raises a `NotImplementedError` in
    `apply_gradients`, or, if it derives from an optimizer such as `Adam`, makes
    the update of that optimizer instead of its own.

Example:
    ```python
    import tensorflow as tf

    tf.enable_eager_execution()


    class Slow(tf.keras.optimizers.Optimizer):
        def __init__(self, rate=0.25):
            super().__init__(name="slow")
            self._set_hyper("rate", rate)

        def _create_slots(self, variables):
            for variable in variables:
                self.add_slot(variable, "velocity")

        def _resource_apply_dense(self, gradient, variable):
            velocity = self.get_slot(variable, "velocity")
            velocity.assign(0.5 * velocity - self._get_hyper("rate") * gradient)
            return variable.assign_add(velocity)

        def get_config(self):
            return {**super().get_config(), "rate": self._serialize_hyperparameter("rate")}


    weight = tf.Variable([1.0])
    Slow().apply_gradients([(tf.constant([2.0]), weight)])
    print(weight.numpy())
    ```

Use instead:
    ```python
    import tensorflow as tf


    class Slow(tf.keras.optimizers.Optimizer):
        def __init__(self, rate=0.25):
            super().__init__(name="slow", learning_rate=rate)

        def build(self, variables):
            super().build(variables)
            self.velocities = [self.add_variable_from_reference(v, name="velocity") for v in variables]

        def update_step(self, gradient, variable, learning_rate):
            velocity = self.velocities[self._get_variable_index(variable)]
            velocity.assign(0.5 * velocity - learning_rate * gradient)
            variable.assign_add(velocity)


    weight = tf.keras.Variable([1.0])
    Slow().apply_gradients([(tf.constant([2.0]), weight)])
    print(weight.numpy())
    ```

How sure it is:
    All base classes are resolved. Methods that the class or a base of it in the
    program defines are not reported as missing, and definitions are not
    reported in a class that has an `update_step`, and `get_updates` not in one
    that has `apply_gradients`. Classes derived from
    `tf.keras.optimizers.legacy` are not reported up to 2.15, which has it.

References:
    - https://keras.io/api/optimizers/
    - https://github.com/tensorflow/tensorflow/releases/tag/v2.11.0
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.linting import Problem, Rule, has_keras_2, has_keras_3
from tf2lint.model import Severity
from tf2lint.source import class_members, methods_of, receiver_of, self_attributes

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from tf2lint.linting import ClassContext

rule = Rule(__name__, Severity.ERROR, Severity.WARNING)
_OPTIMIZERS: Final = ("keras.optimizers.", "optimizers.")
_NOT_REPLACED: Final = (
    "keras.optimizers.legacy.", "keras.optimizers.schedules.", "optimizers.legacy.", "optimizers.schedules.",
)  # fmt: skip
_BASE: Final = ".Optimizer"
_REPLACED: Final = "2.11..2.15"
_UPDATE: Final = "update_step"
_APPLY: Final = "apply_gradients"
_GET_UPDATES: Final = "get_updates"
_HYPER: Final = "store it in an attribute of self"
_RATE: Final = "use the learning_rate that update_step receives"
_SLOTS: Final = "create them in build(variables) with self.add_variable_from_reference"
_STEP: Final = "define update_step(gradient, variable, learning_rate)"
_SCATTER: Final = "use variable.scatter_add(tf.IndexedSlices(values, indices))"
#: Methods of the base class up to 2.10 that later ones lack, each with what to do instead. From their wheels.
_GONE: Final = {
    "_aggregate_gradients": "leave it out: apply_gradients does it",
    "_assert_valid_dtypes": "leave it out",
    "_call_if_callable": "call the value if it is callable",
    "_compute_gradients": "use a tf.GradientTape",
    "_create_all_weights": "call self.build(variables)",
    "_create_hypers": "leave it out",
    "_decayed_lr": _RATE,
    "_fallback_apply_state": _RATE,
    "_get_hyper": "read the attribute of self",
    "_prepare": "leave it out",
    "_resource_scatter_add": _SCATTER,
    "_resource_scatter_update": "use variable.scatter_update(tf.IndexedSlices(values, indices))",
    "_set_hyper": _HYPER,
    "_transform_gradients": "leave it out",
    "_transform_loss": "leave it out",
    "_transform_unaggregated_gradients": "leave it out",
}
#: Methods that Keras 2 still had in 2.15.
_GONE_IN_KERAS_3: Final = {"_serialize_hyperparameter": "write the value itself into the config"}
#: Methods of subclasses that the base class called up to 2.10, or those of TensorFlow 1.
_NOT_CALLED: Final = {
    _GET_UPDATES: _STEP,
    "_create_slots": _SLOTS,
    "_prepare_local": _RATE,
    "_resource_apply_dense": _STEP,
    "_resource_apply_sparse": f"{_STEP}, which receives a tf.IndexedSlices for sparse gradients",
    "_resource_apply_sparse_duplicate_indices": _STEP,
}


# Every name has an underscore, and a search for texts that begin alike is fast.
@rule.on_class("|".join(name[name.index("_") :] for name in (*_GONE, *_GONE_IN_KERAS_3, *_NOT_CALLED)))
def check(context: ClassContext) -> Iterator[Problem]:
    """Checks one class."""
    user_class, target = context.user_class, context.target
    base = next((base for base in user_class.bases if base.startswith(_OPTIMIZERS)), "")
    if not base or base.startswith(_NOT_REPLACED) or not user_class.is_complete:
        return
    is_keras_3 = has_keras_3(context.program)
    if not is_keras_3 and not has_keras_2(context.program, _REPLACED):
        return
    gone = {**_GONE, **_NOT_CALLED, **(_GONE_IN_KERAS_3 if is_keras_3 else {})}
    checked = set(_checked_names(user_class.node))
    for call in _calls_on_self(user_class.node, context.skipped):
        name = call.attr
        if name not in gone or name in checked:
            continue
        owners = user_class.nodes if isinstance(call.value, ast.Name) else user_class.nodes[1:]
        if not any(name in class_members(owner) or name in self_attributes(owner) for owner in owners):
            yield Problem(f"optimizers have no {name} in TF {target}; {gone[name]}", node=call, covers=(call,))
    for method in user_class.node.body if not user_class.defines(_UPDATE) else ():
        if isinstance(method, ast.FunctionDef) and method.name in _NOT_CALLED:
            if method.name == _GET_UPDATES and user_class.defines(_APPLY):
                continue
            yield Problem(
                f"TF {target} does not call {user_class.name}.{method.name}; {_NOT_CALLED[method.name]}",
                node=method,
                # Other classes have an update of their own, which is made instead.
                severity=Severity.ERROR if base.endswith(_BASE) else Severity.WARNING,
            )


def _calls_on_self(node: ast.ClassDef, skipped: Container[ast.AST]) -> Iterator[ast.Attribute]:
    """Yields the methods of `self`, or of `super()`, that a class calls, except in `try` and skipped statements."""
    for method in methods_of(node, skipped):
        receiver = receiver_of(method)
        pending: list[ast.AST] = [method]
        while pending:
            inner = pending.pop()
            if isinstance(inner, ast.ClassDef | ast.Try) or inner in skipped:
                continue
            match inner:
                case ast.Call(func=ast.Attribute(value=ast.Name(id=name)) as called) if name == receiver:
                    yield called
                case ast.Call(func=ast.Attribute(value=ast.Call(func=ast.Name(id="super"))) as called):
                    yield called
            pending += ast.iter_child_nodes(inner)


def _checked_names(node: ast.ClassDef) -> Iterator[str]:
    """Yields the names that a class asks for with `hasattr`."""
    for call in ast.walk(node):
        match call:
            case ast.Call(func=ast.Name(id="hasattr"), args=[_, ast.Constant(value=str(name))]):
                yield name
