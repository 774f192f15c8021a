"""An assignment to an attribute that Keras classes do not let their subclasses assign.

What it does:
    Reports assignments to attributes of `self` in subclasses of Keras classes
    whose base class has a property of the same name without a setter: in layers
    and models, for example, `metrics`, `losses`, `weights`, `variables`,
    `trainable_weights`, `input`, `output`, and `dtype`; in models `layers`;
    from 2.16 on in callbacks `model`. Also reports assignments to these
    attributes of models and layers from outside: `layer.weights = ...`.

Why it matters:
    The assignment raises an `AttributeError`. Some of these names could be
    assigned in earlier versions, or in the `keras` package of its time.

Example:
    ```python
    import tensorflow as tf


    class Recorder(tf.keras.Model):
        def __init__(self):
            super().__init__()
            self.metrics = []


    count = len(Recorder().metrics)
    ```

Use instead:
    ```python
    import tensorflow as tf


    class Recorder(tf.keras.Model):
        def __init__(self):
            super().__init__()
            self.recorded_metrics = []


    count = len(Recorder().recorded_metrics)
    ```

How sure it is:
    All base classes are resolved. Classes that define the name themselves, such
    as a property of their own, or that have a `__setattr__`, are not reported.
    From 2.16 on, the names include the `kernel` of a subclass of `Dense` or of a
    convolution, and the `embeddings` of one of `Embedding`.

References:
    - https://keras.io/guides/migrating_to_keras_3/
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.linting import Problem, Rule, has_keras_2, has_keras_3
from tf2lint.model import Severity
from tf2lint.source import methods_of, receiver_of, self_attributes
from tf2lint.typestate import EventKind, ObjectKind

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from tf2lint.linting import ClassContext, EventContext
    from tf2lint.project import Program
    from tf2lint.typestate import TrackedObject

rule = Rule(__name__, Severity.ERROR)
_SETATTR: Final = "__setattr__"
_MODELS: Final = ("keras.Model", "keras.models.Model")
_SEQUENTIAL: Final = ("keras.Sequential", "keras.models.Sequential")
_LAYERS: Final = ("keras.layers.", *_MODELS, *_SEQUENTIAL)
_WITH_KERNEL: Final = tuple(
    f"keras.layers.{name}."
    for name in (
        "Conv1D", "Conv2D", "Conv3D", "Convolution1D", "Convolution2D", "Convolution3D", "Dense", "EinsumDense",
    )
)  # fmt: skip


class _ReadOnly(NamedTuple):
    """Properties without a setter.

    Attributes:
        bases: the prefixes of the classes that have them; one that ends in a dot is a module, or exactly a class.
        names: their names.
        versions: the versions of TensorFlow whose Keras 2 has them; empty if none has.
        is_in_keras_3: whether Keras 3 has them.
    """

    bases: tuple[str, ...]
    names: tuple[str, ...]
    versions: str
    is_in_keras_3: bool


#: Read in the wheels of TensorFlow 2.0 to 2.15 and of Keras 2.6 to 3.15, and tried on Keras 3.15 and on tf_keras.
_PROPERTIES: Final = (
    _ReadOnly(
        _LAYERS,
        (
            "dtype", "input", "losses", "metrics", "non_trainable_variables", "non_trainable_weights", "output",
            "trainable_variables", "trainable_weights", "variables", "weights",
        ),
        "2.0..2.15",
        is_in_keras_3=True,
    ),
    _ReadOnly(_LAYERS, ("compute_dtype", "variable_dtype"), "2.4..2.15", is_in_keras_3=True),
    _ReadOnly(
        _LAYERS,
        (
            "dynamic", "inbound_nodes", "input_mask", "input_shape", "name", "name_scope", "outbound_nodes",
            "output_mask", "output_shape", "submodules", "updates",
        ),
        "2.0..2.15",
        is_in_keras_3=False,
    ),
    _ReadOnly(_LAYERS, ("dtype_policy",), "2.4..2.15", is_in_keras_3=False),
    _ReadOnly(_LAYERS, ("input_dtype", "metrics_variables", "path"), "", is_in_keras_3=True),
    _ReadOnly((*_MODELS, *_SEQUENTIAL), ("layers", "metrics_names"), "2.0..2.15", is_in_keras_3=True),
    _ReadOnly((*_MODELS, *_SEQUENTIAL), ("state_updates",), "2.0..2.15", is_in_keras_3=False),
    _ReadOnly((*_MODELS, *_SEQUENTIAL), ("distribute_strategy",), "2.3..2.15", is_in_keras_3=True),
    _ReadOnly((*_MODELS, *_SEQUENTIAL), ("compiled_metrics",), "", is_in_keras_3=True),
    _ReadOnly(_SEQUENTIAL, ("input_shape", "inputs", "output_shape", "outputs"), "", is_in_keras_3=True),
    _ReadOnly(_WITH_KERNEL, ("kernel",), "", is_in_keras_3=True),
    _ReadOnly(("keras.layers.Embedding.",), ("embeddings",), "", is_in_keras_3=True),
    _ReadOnly(("keras.callbacks.",), ("model",), "", is_in_keras_3=True),
    _ReadOnly(("keras.metrics.", "metrics."), ("dtype", "variables"), "2.0..2.15", is_in_keras_3=True),
    _ReadOnly(("keras.losses.", "losses."), ("dtype",), "", is_in_keras_3=True),
    _ReadOnly(("keras.optimizers.", "optimizers."), ("variables",), "2.12..2.15", is_in_keras_3=True),
    _ReadOnly(("keras.optimizers.", "optimizers."), ("iterations",), "", is_in_keras_3=True),
)  # fmt: skip
_LEGACY: Final = (
    "keras.optimizers.legacy.", "keras.optimizers.schedules.", "optimizers.legacy.", "optimizers.schedules.",
)  # fmt: skip
_DTYPE: Final = "dtype"
_WEIGHTS: Final = ("embeddings", "kernel")
_NAMES: Final = frozenset(name for group in _PROPERTIES for name in group.names)
#: What Keras 3 sets later.
_UNSET: Final = ("path",)
_ADVICE: Final = {
    "model": "Keras sets it; store another model under another name",
    "dtype": "give it to super().__init__(dtype=...), or use another name",
    **dict.fromkeys(_WEIGHTS, "use another name, and override call; or derive from tf.keras.layers.Layer"),
    "name": "give it to super().__init__(name=...), or use another name",
}
#: The same for assignments from outside.
_ADVICE_OUTSIDE: Final = {
    **dict.fromkeys(_WEIGHTS, "use its assign(value), or compute it in call() of a subclass"),
    **dict.fromkeys(("variables", "weights"), "use set_weights(values)"),
    **dict.fromkeys(
        ("non_trainable_variables", "non_trainable_weights", "trainable_variables", "trainable_weights"),
        "set trainable of the layers",
    ),
    **dict.fromkeys(("input", "inputs", "output", "outputs"), "make another model: tf.keras.Model(inputs, outputs)"),
    "dtype": "give dtype= to the constructor",
    "layers": "make another model of the layers",
    "metrics": "give metrics= to compile()",
    "name": "give name= to the constructor",
}


@rule.on_class(rf"\.(?:{'|'.join(sorted(_NAMES))})\b(?:[^\n=(]*=(?!=)|[ \t]*[:\\]|[ \t]+in\b)")
def check(context: ClassContext) -> Iterator[Problem]:
    """Checks one class."""
    user_class = context.user_class
    if _NAMES.isdisjoint(self_attributes(user_class.node)):
        return
    read_only = _read_only_names(user_class.bases, context.program)
    if not read_only or not user_class.is_complete or user_class.method(_SETATTR) is not None:
        return
    for target, value in _assignments(user_class.node, context.skipped):
        base = read_only.get(target.attr)
        if base is None or user_class.binds(target.attr) or _may_be_there(target.attr, value):
            continue
        advice = _ADVICE.get(target.attr, "use another name")
        message = f"self.{target.attr} of a tf.{base} cannot be assigned in TF {context.target}; {advice}"
        yield Problem(message, node=target)


@rule.on_events(
    {EventKind.ASSIGN: tuple(sorted(_NAMES))}, rf"\.(?:{'|'.join(sorted(_NAMES))})\b[^\n=(]*=(?!=)", only_there=True
)
def check_object(context: EventContext) -> Problem | None:
    """Checks one assignment to an attribute of an object."""
    event, user_class = context.event, context.event.tracked.user_class
    if user_class is None:
        bases = _library_classes(event.tracked)
    elif user_class.is_complete and user_class.method(_SETATTR) is None and not user_class.binds(event.name):
        bases = user_class.bases
    else:
        bases = ()
    base = _read_only_names(bases, context.program).get(event.name)
    if base is None or event.in_try or _may_be_there(event.name, event.arguments[0].node):
        return None
    advice = _ADVICE_OUTSIDE.get(event.name, "keep it elsewhere")
    message = f"{event.name} of a tf.{base} cannot be assigned in TF {context.target}; {advice}"
    return Problem(message, covers=(event.node,))


def _library_classes(tracked: TrackedObject) -> tuple[str, ...]:
    """Returns the class of an object of the library."""
    if tracked.kind is ObjectKind.LAYER:
        return (tracked.name,)
    if tracked.is_model:
        return _SEQUENTIAL[:1] if tracked.kind is ObjectKind.SEQUENTIAL else _MODELS[:1]
    return ()


def _read_only_names(bases: Iterable[str], program: Program) -> dict[str, str]:
    """Returns the names that objects of a class cannot have assigned, each with the base that has the property."""
    names = dict[str, str]()
    for base in bases:
        for group in _PROPERTIES:
            if not f"{base}.".startswith(group.bases) or base.startswith(_LEGACY):
                continue
            is_there = (group.is_in_keras_3 and has_keras_3(program)) or (
                group.versions and has_keras_2(program, group.versions)
            )
            names.update(dict.fromkeys(group.names if is_there else (), base))
    return names


def _assignments(node: ast.ClassDef, skipped: Container[ast.AST]) -> Iterator[tuple[ast.Attribute, ast.expr | None]]:
    """Yields the attributes of `self` that the methods of a class assign, except in `try` statements.

    Args:
        node: the class.
        skipped: the statements that do not run.

    Returns:
        The targets, each with the value assigned; None for one that is computed from the old value or unpacked.
    """
    for method in methods_of(node, skipped):
        receiver = receiver_of(method)
        if receiver:
            yield from _assignments_in(method, receiver, skipped)


def _assignments_in(
    method: ast.AST, receiver: str, skipped: Container[ast.AST]
) -> Iterator[tuple[ast.Attribute, ast.expr | None]]:
    pending = [method]
    while pending:
        inner = pending.pop()
        if isinstance(inner, ast.ClassDef | ast.Try) or inner in skipped:
            continue
        value = inner.value if isinstance(inner, ast.Assign | ast.AnnAssign) else None
        targets: list[ast.expr] = []
        match inner:
            case ast.Assign():
                targets = [*inner.targets]
            case ast.AugAssign(target=target) | ast.For(target=target):
                targets = [target]
            case ast.AnnAssign(target=target, value=ast.expr()):
                targets = [target]
            case ast.withitem(optional_vars=ast.expr() as target):
                targets = [target]
        while targets:
            target = targets.pop()
            if isinstance(target, ast.Tuple | ast.List):
                targets += target.elts
                value = None
            elif (
                isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name) and target.value.id == receiver
            ):
                yield target, value
        pending += ast.iter_child_nodes(inner)


def _may_be_there(name: str, value: ast.expr | None) -> bool:
    """Returns whether a value may be the one that the attribute has already: then the assignment does nothing."""
    if name in (_DTYPE, *_WEIGHTS):
        return isinstance(value, ast.Name | ast.Constant)
    return isinstance(value, ast.Constant) and value.value is None and name in _UNSET
