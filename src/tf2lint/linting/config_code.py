"""The code that gives the config of a Keras class the arguments of its constructor."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.linting.problem import Insertion, Insertions
from tf2lint.source import receiver_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from tf2lint.typestate import UserClass

_INIT: Final = "__init__"
_CONFIG: Final = "get_config"
_NOTE: Final = "the attributes must hold what the constructor was given"
_DECORATOR: Final = "@{tf}.keras.utils.register_keras_serializable()"


def with_more_keys(config: ast.FunctionDef, init: ast.FunctionDef, names: Collection[str]) -> Insertions | None:
    """Returns the code that adds arguments to the config that a method returns; None if it can't be added.

    Args:
        config: the method.
        init: the constructor.
        names: the parameters.
    """
    stored = _stored(init)
    if not stored.keys() >= set(names):
        return None
    receiver = receiver_of(config)
    displays = [node for node in ast.walk(config) if isinstance(node, ast.Dict) and any(node.keys)]
    if len(displays) == 1:
        items = [f'"{name}": {receiver}.{stored[name]}' for name in names]
        return Insertions((Insertion(displays[0].values[-1], tuple(items), is_item=True),), _NOTE)
    keyed = [node for node in config.body if isinstance(node, ast.Assign) and _is_keyed(node)]
    if displays or not keyed or not isinstance(keyed[-1].targets[0], ast.Subscript):
        return None
    target = ast.unparse(keyed[-1].targets[0].value)
    lines = tuple(f'{target}["{name}"] = {receiver}.{stored[name]}' for name in names)
    return Insertions((Insertion(keyed[-1], lines),), _NOTE)


def with_config(user_class: UserClass, names: Collection[str], *, registers: bool) -> Insertions | None:
    """Returns the code that gives a class a `get_config` with the arguments of its constructor; None if it can't be.

    Args:
        user_class: the class.
        names: the parameters that the config lacks.
        registers: whether Keras must find the class by its name.
    """
    init, node = user_class.init, user_class.node
    bases = [call for call in user_class.base_calls(_INIT) if hasattr(call, "lineno")]
    own = [statement for statement in node.body if statement is init]
    called = [one for one in (init.body if init else ()) if isinstance(one, ast.Expr) and one.value in bases]
    if not isinstance(init, ast.FunctionDef) or not own or len(called) != 1 or len(bases) != 1:
        return None
    stored = _stored(init)
    bound = {one.targets[0].attr for one in _assigned(init) if isinstance(one.targets[0], ast.Attribute)}
    added = [name for name in names if name not in stored]
    if bound.intersection(added):
        return None
    places: list[Insertion] = []
    if registers and not node.decorator_list:
        places.append(Insertion(node, (_DECORATOR,), is_before=True))
    elif registers:
        return None
    if init.args.kwarg is None:
        last = _last_parameter(init)
        arguments = [*bases[0].args, *(keyword.value for keyword in bases[0].keywords)]
        if last is None or any(keyword.arg is None for keyword in bases[0].keywords):
            return None
        places.append(Insertion(last, ("**kwargs",), is_item=True))
        where: ast.expr = arguments[-1] if arguments else bases[0]
        places.append(Insertion(where, ("**kwargs",), is_item=bool(arguments), is_inside=not arguments))
    if added:
        places.append(Insertion(called[0], tuple(f"{receiver_of(init)}.{name} = {name}" for name in added)))
    items = ", ".join(f'"{name}": self.{stored.get(name, name)}' for name in names)
    method = ("", "def get_config(self):", f"    return {{**super().get_config(), {items}}}")
    places.append(Insertion(node.body[-1], method, like=init))
    return Insertions(tuple(places), _NOTE)


def _last_parameter(init: ast.FunctionDef) -> ast.expr | ast.arg | None:
    """Returns the last parameter of a constructor, or its default; None if others may follow."""
    arguments = init.args
    if arguments.vararg is not None or arguments.kwonlyargs:
        return None
    return arguments.defaults[-1] if arguments.defaults else arguments.args[-1]


def _assigned(init: ast.FunctionDef) -> list[ast.Assign]:
    """Returns the assignments of a constructor to an attribute."""
    nodes = (node for node in ast.walk(init) if isinstance(node, ast.Assign) and len(node.targets) == 1)
    return [node for node in nodes if isinstance(node.targets[0], ast.Attribute)]


def _stored(init: ast.FunctionDef) -> dict[str, str]:
    """Returns the attributes of `self` that hold what the constructor was given, by the parameters."""
    found: dict[str, str] = {}
    receiver = receiver_of(init)
    for statement in _assigned(init):
        match statement:
            case ast.Assign(
                targets=[ast.Attribute(value=ast.Name(id=owner), attr=name)], value=ast.Name(id=parameter)
            ) if owner == receiver:
                found.setdefault(parameter, name)
    rebound = {node.id for node in ast.walk(init) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    return {parameter: name for parameter, name in found.items() if parameter not in rebound}


def _is_keyed(node: ast.Assign) -> bool:
    """Returns whether a statement assigns to a key of a dictionary that has a name."""
    match node.targets:
        case [ast.Subscript(value=ast.Name(), slice=ast.Constant(value=str()))]:
            return True
        case _:
            return False
