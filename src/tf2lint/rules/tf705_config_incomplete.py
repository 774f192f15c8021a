"""A `get_config` method that omits constructor arguments.

What it does:
    Reports a `get_config` that does not mention a parameter of the class's
    `__init__`, in classes derived from a Keras layer, model, or other Keras
    class.

Why it matters:
    Keras recreates an object from its config when a model is loaded, cloned, or
    copied to another device. An argument that is not in the config is missing
    then, or silently gets its default.

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
    Every key of the config is written out: in a dictionary, as a keyword
    argument, or as an index. A config that is built in another way is not
    reported. Neither are parameters that are passed to the `__init__` of the
    base class, nor classes with their own `from_config`.

References:
    - https://keras.io/guides/serialization_and_saving/
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.linting import Problem, Rule, with_more_keys
from tf2lint.model import Severity
from tf2lint.source import unless_none

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.linting import ClassContext
    from tf2lint.typestate import UserClass

rule = Rule(__name__, Severity.WARNING)
_INIT, _CONFIG, _FROM_CONFIG = "__init__", "get_config", "from_config"
_KERAS: Final = "keras."
#: Base classes of objects that Keras never recreates.
_CALLBACKS: Final = "keras.callbacks."
#: Parameters that a config may omit: the name, and initial weights, which are restored separately.
_OPTIONAL: Final = ("name", "weights")

#: Expressions that compute something new from an argument.
_COMPUTED: Final = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.Lambda)


@rule.on_class()
def check(context: ClassContext) -> Iterator[Problem]:
    """Checks one class."""
    user_class = context.user_class
    config = next(
        (node for node in user_class.node.body if isinstance(node, ast.FunctionDef) and node.name == _CONFIG), None
    )
    init = next(
        (node for node in user_class.node.body if isinstance(node, ast.FunctionDef) and node.name == _INIT), None
    )
    if (
        config is None
        or init is None
        or user_class.defines(_FROM_CONFIG)
        or not user_class.is_complete
        or user_class.is_base
    ):
        return
    is_keras_class = any(base.startswith(_KERAS) and not base.startswith(_CALLBACKS) for base in user_class.bases)
    if not is_keras_class or not _has_literal_keys(config):
        return
    mentioned = {*_OPTIONAL, *_mentioned_keys(config), *_passed_to_base(user_class)}
    relevant = {*user_class.required, *_stored_names(init)}
    left_out = [
        parameter.arg
        for parameter in user_class.parameters
        if parameter.arg not in mentioned and parameter.arg in relevant
    ]
    if not left_out:
        return
    names = ", ".join(left_out)
    yield Problem(
        f"{user_class.name}.get_config leaves out {names} of the constructor; add what they were given",
        node=config,
        insertions=with_more_keys(config, init, left_out),
    )


def _has_literal_keys(config: ast.FunctionDef) -> bool:
    """Returns whether all keys of a config are visible: it consists of literals and the config of the base class."""
    returned = [node.value for node in ast.walk(config) if isinstance(node, ast.Return)]
    seen, pending = set[str](), list(returned)
    while pending:
        value = pending.pop()
        parts = _key_sources(value) if value is not None else None
        if parts is None:
            return False
        for part in parts:
            if not isinstance(part, ast.Name):
                pending.append(part)
            elif part.id not in seen:
                seen.add(part.id)
                values = list(_values_of(config, part.id))
                if not values:
                    return False
                pending += values
    return bool(returned)


def _key_sources(value: ast.expr) -> list[ast.expr] | None:
    """Returns the expressions that an expression takes keys from, in addition to its literal ones; None if unknown."""
    value = unless_none(value)
    match value:
        case ast.Name():
            return [value]
        case ast.Dict(keys=keys, values=values):
            is_plain = all(key is None or isinstance(key, ast.Constant) for key in keys)
            return [value for key, value in zip(keys, values, strict=True) if key is None] if is_plain else None
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


def _values_of(config: ast.FunctionDef, name: str) -> Iterator[ast.expr]:
    """Yields the expressions that a name in the function is bound to or updated with."""
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


def _mentioned_keys(config: ast.FunctionDef) -> Iterator[str]:
    """Yields the keys of a config, and all other strings in the function."""
    for node in ast.walk(config):
        match node:
            case ast.Constant(value=str(text)):
                yield text
            case ast.keyword(arg=str(name)):
                yield name


def _stored_names(init: ast.FunctionDef) -> Iterator[str]:
    """Yields the names in the values that the constructor stores on `self`; others may be needed only there."""
    for node in ast.walk(init):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Attribute):
            pending: list[ast.AST] = [node.value]
            while pending:
                part = pending.pop()
                if isinstance(part, ast.Name):
                    yield part.id
                elif not isinstance(part, _COMPUTED):
                    pending.extend(ast.iter_child_nodes(part))


def _passed_to_base(user_class: UserClass) -> Iterator[str]:
    """Yields the names in the arguments that the constructor passes to its base class, which stores some of them."""
    for call in user_class.base_calls(_INIT):
        for node in (inner for argument in (*call.args, *call.keywords) for inner in ast.walk(argument)):
            match node:
                case ast.Name(id=name):
                    yield name
                case ast.keyword(arg=str(name)):
                    yield name
