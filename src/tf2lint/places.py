"""Where a call stands: in code that runs again each time a model is called, or is traced; before an attribute."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.classes import all_library_bases

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tf2lint.classes import ClassInfo
    from tf2lint.scopes import Body
    from tf2lint.values import Symbol

#: Classes whose `call` runs each time an object is called.
_CALLED: Final = ("keras.layers.", "keras.Model", "keras.models.Model", "keras.Sequential", "keras.models.Sequential")
_METHOD: Final = "call"
_LIBRARY: Final = "tensorflow."
_FUNCTION: Final = "function"
#: What may keep a statement from running each time.
_CONDITIONAL: Final = (ast.If, ast.IfExp, ast.Try, ast.TryStar, ast.While, ast.BoolOp)


def runs_each_time(bodies: Iterable[Body], call: ast.expr, name_of: Callable[[Symbol], str]) -> str:
    """The code around a call that runs each time, in words; empty if there is none, or only under a condition.

    Args:
        bodies: all of the file.
        call: the call.
        name_of: the name of a symbol from below `tf`.
    """
    place, around = _traced(bodies, call, name_of) if isinstance(call, ast.Call) else ("", None)
    return "" if around is None or _is_conditional(call, around) else place


def traced(bodies: Iterable[Body], call: ast.Call, name_of: Callable[[Symbol], str]) -> str:
    """The code around a call that TensorFlow traces, in words; empty if there is none.

    Args:
        bodies: all of the file.
        call: the call.
        name_of: the name of a symbol from below `tf`.
    """
    return _traced(bodies, call, name_of)[0]


def _traced(
    bodies: Iterable[Body], call: ast.Call, name_of: Callable[[Symbol], str]
) -> tuple[str, ast.FunctionDef | None]:
    body = next((one for one in bodies if call.func in one.uses or call in one.calls), None)
    if body is None or not isinstance(body.node, ast.FunctionDef):
        return "", None
    if any(name_of(symbol) == _FUNCTION for symbol in _decorators(body)):
        return "a tf.function", body.node
    if body.node.name == _METHOD and body.owner is not None and _is_called(body.owner):
        return "the call of a layer or model", body.node
    return "", None


def attribute_of(bodies: Iterable[Body], call: ast.Call) -> str:
    """The attribute that is taken right away of what a call gives; empty if there is none.

    Args:
        bodies: all of the file.
        call: the call.
    """
    around = next((one.node for one in bodies if call.func in one.uses), call)
    return next((node.attr for node in ast.walk(around) if isinstance(node, ast.Attribute) and node.value is call), "")


def _is_conditional(call: ast.expr, function: ast.FunctionDef) -> bool:
    conditional = (node for node in ast.walk(function) if isinstance(node, _CONDITIONAL) or _is_init(node))
    return any(call is inner for node in conditional for inner in ast.walk(node))


def _is_init(node: ast.AST) -> bool:
    """Whether it is `with tf.init_scope():`, in which a function lifts what it makes out of itself."""
    return isinstance(node, ast.With) and any("init_scope" in ast.unparse(item.context_expr) for item in node.items)


def _decorators(body: Body) -> Iterator[Symbol]:
    """The symbols that decorate a function, called or not."""
    assert isinstance(body.node, ast.FunctionDef)
    for decorator in body.node.decorator_list:
        named = decorator.func if isinstance(decorator, ast.Call) else decorator
        use = body.parent.uses.get(named) if body.parent is not None else None
        if use is not None and use.certain:
            yield from use.symbols[:1]


def _is_called(info: ClassInfo) -> bool:
    """Whether objects of a class are layers or models, by what it is made from."""
    return any(base.name.removeprefix(_LIBRARY).startswith(_CALLED) for base in all_library_bases(info))
