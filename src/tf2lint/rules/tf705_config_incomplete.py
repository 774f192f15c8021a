"""A `get_config` that leaves out arguments of the constructor.

What it does:
    Reports the `get_config` of classes made from a layer, model or other part
    of Keras that does not mention a parameter of their `__init__`.

Why it matters:
    Keras makes an object again from its config: when a model is loaded, cloned
    or copied to another device. What the config leaves out is missing then, or
    silently the default.

Example:
    ```python
    import tensorflow as tf


    class Scale(tf.keras.layers.Layer):
        def __init__(self, factor, offset=0.0, **kwargs):
            super().__init__(**kwargs)
            self.factor = factor
            self.offset = offset

        def get_config(self):
            return {**super().get_config(), "factor": self.factor}
    ```

Use instead:
    ```python
    import tensorflow as tf


    class Scale(tf.keras.layers.Layer):
        def __init__(self, factor, offset=0.0, **kwargs):
            super().__init__(**kwargs)
            self.factor = factor
            self.offset = offset

        def get_config(self):
            return {**super().get_config(), "factor": self.factor, "offset": self.offset}


    Scale.from_config(Scale(2.0).get_config())
    ```

How sure it is:
    Every key of the config is written out: in a dictionary, by keyword, or as
    an index. A config that is put together in another way is left alone, and so
    are parameters that are handed to the base's `__init__`, and classes with a
    `from_config` of their own.

References:
    - https://keras.io/guides/serialization_and_saving/
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.model import Severity
from tf2lint.registry import Rule
from tf2lint.subjects import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.typestate.own_classes import OwnClass

rule = Rule(__name__, Severity.WARNING)
_INIT, _CONFIG, _FROM_CONFIG = "__init__", "get_config", "from_config"
_KERAS: Final = "keras."
#: What Keras never makes again.
_CALLBACKS: Final = "keras.callbacks."
#: What an object works without: a name, and the weights to begin with, which are restored by themselves.
_LEFT_OUT: Final = ("name", "weights")
#: Methods of a dictionary by which a config is put together.
_PLAIN_CALLS: Final = frozenset({"dict", "update", "copy", "get_config", "super"})


@rule.on_class
def check(own: OwnClass) -> Problem | None:
    """Judges one class."""
    config = next((node for node in own.node.body if isinstance(node, ast.FunctionDef) and node.name == _CONFIG), None)
    init = next((node for node in own.node.body if isinstance(node, ast.FunctionDef) and node.name == _INIT), None)
    if config is None or init is None or own.defines(_FROM_CONFIG) or not own.is_complete or own.is_base:
        return None
    is_of_keras = any(base.startswith(_KERAS) and not base.startswith(_CALLBACKS) for base in own.bases)
    if not is_of_keras or not _is_written_out(config):
        return None
    told = {*_LEFT_OUT, *_keys(config), *_handed_on(own)}
    kept = {*own.required, *_kept(init)}
    left_out = [one.arg for one in own.parameters if one.arg not in told and one.arg in kept]
    if not left_out:
        return None
    names = ", ".join(left_out)
    return Problem(
        f"{own.name}.get_config leaves out {names} of the constructor; add what they were given", node=config
    )


def _is_written_out(config: ast.FunctionDef) -> bool:
    """Whether all keys can be seen: nothing else gives them than the base's config."""
    for node in ast.walk(config):
        match node:
            case ast.DictComp() | ast.For() | ast.Attribute(attr="__dict__"):
                return False
            case ast.Raise():
                return False
            case ast.Dict(keys=keys, values=values):
                for key, value in zip(keys, values, strict=True):
                    if key is None and not isinstance(value, ast.Name | ast.Call):
                        return False
                    if key is not None and not isinstance(key, ast.Constant):
                        return False
            case ast.Return(value=ast.Attribute() | None):
                return False
            case ast.Call(func=ast.Name(id="vars" | "locals")):
                return False
    return True


def _keys(config: ast.FunctionDef) -> Iterator[str]:
    """The keys that a config is given, and every other text in it."""
    for node in ast.walk(config):
        match node:
            case ast.Constant(value=str(text)):
                yield text
            case ast.keyword(arg=str(name)):
                yield name


def _kept(init: ast.FunctionDef) -> Iterator[str]:
    """The names that stand in what the constructor keeps on `self`: other parameters may be for the first time only."""
    for node in ast.walk(init):
        match node:
            case ast.Assign(targets=[ast.Attribute()], value=value):
                yield from (one.id for one in ast.walk(value) if isinstance(one, ast.Name))


def _handed_on(own: OwnClass) -> Iterator[str]:
    """The names that stand in what the constructor hands to that of its base, which keeps some of them."""
    for call in own.calls_of_base(_INIT):
        for node in (inner for argument in (*call.args, *call.keywords) for inner in ast.walk(argument)):
            match node:
                case ast.Name(id=name):
                    yield name
                case ast.keyword(arg=str(name)):
                    yield name
