"""A model class that Keras cannot make again.

What it does:
    Reports `get_config`, `to_json`, `save` to a `.keras` file and
    `clone_model` of a subclassed model whose class does not tell what it was
    made with.

Why it matters:
    A model of layers is data that Keras can write down. A class is code: all
    that Keras keeps is the class's name and its `get_config()`. Keras 3 does
    not see the arguments of a model's constructor. Without a `get_config` of
    its own some classes fail when they are saved, more fail when they are
    loaded, and a clone silently gets the defaults.

Example:
    ```python
    import tensorflow as tf


    class Net(tf.keras.Model):
        def __init__(self, units):
            super().__init__()
            self.dense = tf.keras.layers.Dense(units)

        def call(self, x):
            return self.dense(x)


    net = Net(4)
    net(tf.ones([1, 3]))
    net.save("/tmp/net.keras")
    ```

Use instead:
    ```python
    import tensorflow as tf


    @tf.keras.utils.register_keras_serializable()
    class Net(tf.keras.Model):
        def __init__(self, units, **kwargs):
            super().__init__(**kwargs)
            self.units = units
            self.dense = tf.keras.layers.Dense(units)

        def call(self, x):
            return self.dense(x)

        def get_config(self):
            return {**super().get_config(), "units": self.units}


    net = Net(4)
    net(tf.ones([1, 3]))
    net.save("/tmp/net.keras")
    tf.keras.models.load_model("/tmp/net.keras")
    ```

How sure it is:
    The class, and all that it is made from, are known, also in other modules of
    the program. Whether it is registered is only asked of programs that never
    mention `custom_objects`. A class with a `from_config` of its own is taken
    to know what it does. TensorFlow 2.15 and before come with Keras 2, which
    has other limits: those are told for these targets.

References:
    - https://keras.io/guides/serialization_and_saving/
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.linting import EventContext, Problem, Rule, extension_of, has_keras_2, has_keras_3
from tf2lint.model import Severity
from tf2lint.typestate import EventKind, ObjectKind, is_sequential

if TYPE_CHECKING:
    from tf2lint.typestate import UserClass

rule = Rule(__name__, Severity.ERROR)
_CONFIG, _FROM_CONFIG = "get_config", "from_config"
_ASKED: Final = (_CONFIG, "to_json")
_SAVED: Final = ("save", "keras.models.save_model", "keras.saving.save_model")
_CLONED: Final = "keras.models.clone_model"
#: What the config of every model says, and a constructor may take.
_BASIC: Final = ("name", "trainable", "dtype")
_CUSTOM_OBJECTS: Final = ("custom_object", "CustomObject")
#: The files that a class fits into, and a class that is a graph of layers.
_FILES: Final = (".keras",)
_DATA_FILES: Final = (".keras", ".h5", ".hdf5")
_LOADING: Final = "load_model then fails"


@rule.on_moments({EventKind.METHOD: (*_ASKED, "save"), EventKind.GIVE: (_CLONED, *_SAVED[1:])})
def check(context: EventContext) -> Problem | None:
    """Judges what is asked of a model."""
    step, own = context.event, context.event.tracked.user_class
    if step.tracked.kind is not ObjectKind.SUBCLASSED or own is None or not own.is_complete or step.in_try:
        return None
    if own.defines(step.name) or own.defines(_FROM_CONFIG):
        return None
    is_data = own.is_functional or is_sequential(own.bases)
    if (is_data and step.name == _CLONED) or not _is_taken(context, _DATA_FILES if is_data else _FILES):
        return None
    if is_sequential(own.bases):
        what = _sequential(own) if step.name in _SAVED else ""
    elif has_keras_3(context.target, context.program):
        what = _in_keras_3(own, context)
    else:
        what = "" if is_data else _in_keras_2(own, context)
    shown = f"tf.{step.name}" if step.kind is EventKind.GIVE else step.name
    return Problem(f"{shown} of {own.name}: {what}") if what else None


def _is_taken(context: EventContext, endings: tuple[str, ...]) -> bool:
    """Whether a model is not saved, or may be to a file of these kinds: other names are told by other rules."""
    if context.event.name not in _SAVED:
        return True
    given = context.event.argument(0 if context.event.kind is EventKind.METHOD else 1, "filepath")
    ending = extension_of(given.node) if given is not None else None
    return not ending or ending.endswith(endings)


def _in_keras_3(own: UserClass, context: EventContext) -> str:
    step = context.event
    lost = [parameter.arg for parameter in own.parameters if parameter.arg not in _BASIC]
    takes_basic = own.takes(*_BASIC[1:])
    if not own.defines(_CONFIG):
        if lost:
            keywords = "" if takes_basic else ", and take **kwargs for super().__init__"
            advice = f"add get_config, which returns them with those of super(){keywords}"
            return f"its config leaves out {_listed(lost)}; {advice}"
        if step.name not in _ASKED and not takes_basic:
            return f"__init__ takes no {_listed(_BASIC[1:])} of the config, so it cannot be made again; {_KEYWORDS}"
    elif step.name not in _ASKED and not takes_basic and _hands_on_all(own):
        return (
            f"__init__ takes no {_listed(_BASIC[1:])} of super().get_config(), so it cannot be made again; {_KEYWORDS}"
        )
    if step.name in _SAVED and not own.is_registered and not context.program.mentions(_CUSTOM_OBJECTS):
        return "load_model does not find the class; decorate it with @tf.keras.utils.register_keras_serializable()"
    return ""


_KEYWORDS: Final = "take **kwargs and hand them to super().__init__"


def _sequential(own: UserClass) -> str:
    """What is wrong with a subclass of Sequential that has layers from the start: loading adds those of the file."""
    if own.init is None or not any(call.args or call.keywords for call in own.calls_of_base("__init__")):
        return ""
    if all(isinstance(arg, ast.Name | ast.Starred) for call in own.calls_of_base("__init__") for arg in call.args):
        return ""
    return f"{_LOADING}: it adds the layers again; write a function that returns a Sequential, or add from_config"


def _in_keras_2(own: UserClass, context: EventContext) -> str:
    step = context.event
    is_asked_of_base = not own.defines(_CONFIG) or any(own.calls_of_base(_CONFIG))
    if step.name in _ASKED and is_asked_of_base and has_keras_2(context.target, context.program, "2.0..2.9"):
        return "raises NotImplementedError; add get_config, which returns all arguments of the constructor"
    is_empty = not own.defines(_CONFIG) and has_keras_2(context.target, context.program, "2.10..2.11")
    if step.name in _ASKED and is_empty and own.parameters:
        return "its config is empty; add get_config, which returns all arguments of the constructor"
    if step.name == _CLONED and has_keras_2(context.target, context.program, "2.0..2.11"):
        return "subclassed models cannot be cloned; make another one, and copy.set_weights(model.get_weights())"
    return ""


def _hands_on_all(own: UserClass) -> bool:
    """Whether its config has all that its base's has."""
    method = own.method(_CONFIG)
    if method is None or not any(own.calls_of_base(_CONFIG)):
        return False
    return not any(
        isinstance(node, ast.Delete) or (isinstance(node, ast.Attribute) and node.attr == "pop")
        for node in ast.walk(method)
    )


def _listed(names: list[str] | tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
