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

from tf2lint.linting import Problem, Rule
from tf2lint.model import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.typestate import UserClass

rule = Rule(__name__, Severity.WARNING)
_INIT, _CONFIG, _FROM_CONFIG = "__init__", "get_config", "from_config"
_KERAS: Final = "keras."
#: What Keras never makes again.
_CALLBACKS: Final = "keras.callbacks."
#: What an object works without: a name, and the weights to begin with, which are restored by themselves.
_LEFT_OUT: Final = ("name", "weights")

#: What makes something else of an argument.
_COMPUTED: Final = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.Lambda)


@rule.on_class
def check(own: UserClass) -> Problem | None:
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
    """Whether all keys can be seen: what it returns is put together from displays, and the config of its base."""
    given = [node.value for node in ast.walk(config) if isinstance(node, ast.Return)]
    seen, pending = set[str](), list(given)
    while pending:
        value = pending.pop()
        parts = _parts(value) if value is not None else None
        if parts is None:
            return False
        for part in parts:
            if not isinstance(part, ast.Name):
                pending.append(part)
            elif part.id not in seen:
                seen.add(part.id)
                held = list(_put_into(config, part.id))
                if not held:
                    return False
                pending += held
    return bool(given)


def _parts(value: ast.expr) -> list[ast.expr] | None:
    """What else gives keys to a config, beside those that are written out in it; None if that cannot be told."""
    match value:
        case ast.Name():
            return [value]
        case ast.Dict(keys=keys, values=values):
            is_plain = all(key is None or isinstance(key, ast.Constant) for key in keys)
            return [one for key, one in zip(keys, values, strict=True) if key is None] if is_plain else None
        case ast.BinOp(op=ast.BitOr(), left=left, right=right):
            return [left, right]
        case ast.Call(func=ast.Attribute(attr="get_config")):
            return []
        case ast.Call(func=ast.Name(id="dict"), args=args, keywords=keywords):
            return [*args, *(keyword.value for keyword in keywords if keyword.arg is None)]
        case ast.Call(func=ast.Name(id="list"), args=[ast.Call(func=ast.Attribute(attr="items", value=inner))]):
            return [inner]
        case ast.BinOp(op=ast.Add(), left=left, right=right):
            return [left, right]
        case _:
            return None


def _put_into(config: ast.FunctionDef, name: str) -> Iterator[ast.expr]:
    """What a name in it is bound to, and updated with."""
    for node in ast.walk(config):
        match node:
            case ast.Assign(targets=[ast.Name(id=bound)], value=value) if bound == name:
                yield value
            case ast.AnnAssign(target=ast.Name(id=bound), value=ast.expr() as value) if bound == name:
                yield value
            case ast.AugAssign(target=ast.Name(id=bound), value=value) if bound == name:
                yield value
            case ast.Call(func=ast.Attribute(attr="update", value=ast.Name(id=bound)), args=args) if bound == name:
                yield from args
            case ast.Subscript(value=ast.Name(id=bound), slice=key, ctx=ast.Store()) if bound == name:
                yield ast.Dict([key], [key])


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
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Attribute):
            pending: list[ast.AST] = [node.value]
            while pending:
                part = pending.pop()
                if isinstance(part, ast.Name):
                    yield part.id
                elif not isinstance(part, _COMPUTED):
                    pending.extend(ast.iter_child_nodes(part))


def _handed_on(own: UserClass) -> Iterator[str]:
    """The names that stand in what the constructor hands to that of its base, which keeps some of them."""
    for call in own.calls_of_base(_INIT):
        for node in (inner for argument in (*call.args, *call.keywords) for inner in ast.walk(argument)):
            match node:
                case ast.Name(id=name):
                    yield name
                case ast.keyword(arg=str(name)):
                    yield name
