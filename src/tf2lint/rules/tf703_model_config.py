"""A model class that Keras cannot recreate from its config.

What it does:
    Reports `get_config`, `to_json`, `save` to a `.keras` file, and
    `clone_model` of a subclassed model if Keras cannot recreate the model from
    what its class provides.

Why it matters:
    A model built from layers is data that Keras can write to a file. A class is
    code: Keras only saves its name and the result of its `get_config()`.
    Keras 3 does not record the constructor arguments of a model. Without a
    `get_config` of their own, some classes fail when they are saved, more fail
    when they are loaded, and a clone silently gets the defaults.

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
    net.save("net.keras")
    print(net.count_params())
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
    net.save("net.keras")
    print(tf.keras.models.load_model("net.keras").count_params())
    ```

How sure it is:
    The class and all its base classes are resolved, including those in other
    modules of the program. Whether the class is registered is checked only in
    programs that never pass `custom_objects`. A class with its own
    `from_config` is not reported. TensorFlow 2.15 and earlier come with
    Keras 2, which has other limits; for these target versions, the rule reports
    those.

References:
    - https://keras.io/guides/serialization_and_saving/
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.linting import EventContext, Problem, Rule, has_keras_2, has_keras_3, literal_file_name, with_config
from tf2lint.model import Severity
from tf2lint.project import GIVES_CUSTOM_OBJECTS
from tf2lint.typestate import EventKind, ObjectKind, is_sequential

if TYPE_CHECKING:
    from tf2lint.linting import Insertions
    from tf2lint.typestate import UserClass

rule = Rule(__name__, Severity.ERROR)
_CONFIG, _FROM_CONFIG = "get_config", "from_config"
_CONFIG_METHODS: Final = (_CONFIG, "to_json")
_SAVE_CALLS: Final = ("save", "keras.models.save_model", "keras.saving.save_model")
_CLONE_MODEL: Final = "keras.models.clone_model"
#: Keys that the config of every model has, and that a constructor may take as parameters.
_BASIC: Final = ("name", "trainable", "dtype")
#: File names that Keras can save a subclass to, and a subclass that is a graph of layers.
_SUBCLASS_ENDINGS: Final = (".keras",)
_GRAPH_ENDINGS: Final = (".keras", ".h5", ".hdf5")
_LOAD_FAILS: Final = "load_model then fails"


@rule.on_events({EventKind.METHOD: (*_CONFIG_METHODS, "save"), EventKind.PASS: (_CLONE_MODEL, *_SAVE_CALLS[1:])})
def check(context: EventContext) -> Problem | None:
    """Checks one call that reads, saves, or clones the config of a model."""
    event, user_class = context.event, context.event.tracked.user_class
    if (
        event.tracked.kind is not ObjectKind.SUBCLASSED
        or user_class is None
        or not user_class.is_complete
        or event.in_try
    ):
        return None
    if user_class.defines(event.name) or user_class.defines(_FROM_CONFIG):
        return None
    is_layer_graph = user_class.is_functional or is_sequential(user_class.bases)
    if (is_layer_graph and event.name == _CLONE_MODEL) or not _is_supported_file(
        context, _GRAPH_ENDINGS if is_layer_graph else _SUBCLASS_ENDINGS
    ):
        return None
    if is_sequential(user_class.bases):
        problem = _sequential_problem(user_class) if event.name in _SAVE_CALLS else ""
    elif has_keras_3(context.program):
        problem = _keras_3_problem(user_class, context)
    else:
        problem = "" if is_layer_graph else _keras_2_problem(user_class, context)
    label = f"tf.{event.name}" if event.kind is EventKind.PASS else event.name
    if not problem:
        return None
    insertions = None if is_layer_graph else _insertions(user_class, context)
    return Problem(f"{label} of {user_class.name}: {problem}", insertions=insertions)


def _insertions(user_class: UserClass, context: EventContext) -> Insertions | None:
    """Returns the code that gives a model the config that Keras 3 needs; None if that is not what it lacks."""
    missing = _missing(user_class)
    if user_class.defines(_CONFIG) or not missing or not has_keras_3(context.program):
        return None
    return with_config(user_class, missing, registers=_is_not_found(user_class, context))


def _missing(user_class: UserClass) -> list[str]:
    """Returns the parameters of the constructor that the config of a model has only if its class adds them."""
    return [parameter.arg for parameter in user_class.parameters if parameter.arg not in _BASIC]


def _is_not_found(user_class: UserClass, context: EventContext) -> bool:
    """Returns whether a saved model can't be loaded, because Keras does not find the class."""
    is_saved = context.event.name in _SAVE_CALLS
    return is_saved and not user_class.is_registered and not context.program.has(GIVES_CUSTOM_OBJECTS)


def _is_supported_file(context: EventContext, endings: tuple[str, ...]) -> bool:
    """Returns whether a call saves no file, or a file that may have one of the endings; other rules report the rest."""
    if context.event.name not in _SAVE_CALLS:
        return True
    path = context.event.argument(0 if context.event.kind is EventKind.METHOD else 1, "filepath")
    ending = literal_file_name(path.node) if path is not None else None
    return not ending or ending.endswith(endings)


def _keras_3_problem(user_class: UserClass, context: EventContext) -> str:
    """Returns what goes wrong in Keras 3; empty if nothing does."""
    event = context.event
    missing = _missing(user_class)
    takes_basic = user_class.takes(*_BASIC[1:])
    if not user_class.defines(_CONFIG):
        if missing:
            keywords = "" if takes_basic else ", and take **kwargs for super().__init__"
            advice = f"add get_config, which returns them with those of super(){keywords}"
            return f"its config leaves out {_listed(missing)}; {advice}"
        if event.name not in _CONFIG_METHODS and not takes_basic:
            return f"__init__ takes no {_listed(_BASIC[1:])} of the config, so it cannot be made again; {_KEYWORDS}"
    elif event.name not in _CONFIG_METHODS and not takes_basic and _keeps_base_config(user_class):
        return (
            f"__init__ takes no {_listed(_BASIC[1:])} of super().get_config(), so it cannot be made again; {_KEYWORDS}"
        )
    if _is_not_found(user_class, context):
        return "load_model does not find the class; decorate it with @tf.keras.utils.register_keras_serializable()"
    return ""


_KEYWORDS: Final = "take **kwargs and hand them to super().__init__"


def _sequential_problem(user_class: UserClass) -> str:
    """Returns what goes wrong if the constructor of a Sequential subclass adds layers: loading adds them again."""
    if user_class.init is None or not any(call.args or call.keywords for call in user_class.base_calls("__init__")):
        return ""
    if all(isinstance(arg, ast.Name | ast.Starred) for call in user_class.base_calls("__init__") for arg in call.args):
        return ""
    return f"{_LOAD_FAILS}: it adds the layers again; write a function that returns a Sequential, or add from_config"


def _keras_2_problem(user_class: UserClass, context: EventContext) -> str:
    """Returns what goes wrong in Keras 2; empty if nothing does."""
    event = context.event
    calls_base_config = not user_class.defines(_CONFIG) or any(user_class.base_calls(_CONFIG))
    if event.name in _CONFIG_METHODS and calls_base_config and has_keras_2(context.program, "2.0..2.9"):
        return "raises NotImplementedError; add get_config, which returns all arguments of the constructor"
    is_empty = not user_class.defines(_CONFIG) and has_keras_2(context.program, "2.10..2.11")
    if event.name in _CONFIG_METHODS and is_empty and user_class.parameters:
        return "its config is empty; add get_config, which returns all arguments of the constructor"
    if event.name == _CLONE_MODEL and has_keras_2(context.program, "2.0..2.11"):
        return "subclassed models cannot be cloned; make another one, and copy.set_weights(model.get_weights())"
    return ""


def _keeps_base_config(user_class: UserClass) -> bool:
    """Returns whether the config of a class contains everything from the config of its base class."""
    method = user_class.method(_CONFIG)
    if method is None or not any(user_class.base_calls(_CONFIG)):
        return False
    return not any(
        isinstance(node, ast.Delete) or (isinstance(node, ast.Attribute) and node.attr == "pop")
        for node in ast.walk(method)
    )


def _listed(names: list[str] | tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
