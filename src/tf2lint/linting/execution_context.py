"""Where a call stands: in code that runs again each time a model is called, or is traced; before an attribute."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.resolver import all_library_bases

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tf2lint.resolver import Body, ClassInfo, Symbol

#: Classes whose `call` runs each time an object is called.
_CALLED: Final = ("keras.layers.", "keras.Model", "keras.models.Model", "keras.Sequential", "keras.models.Sequential")
_METHOD: Final = "call"
_LIBRARY: Final = "tensorflow."
_FUNCTION: Final = "function"
#: What may keep a statement from running each time.
_CONDITIONAL: Final = (ast.If, ast.IfExp, ast.Try, ast.TryStar, ast.While, ast.BoolOp)


def body_of(bodies: Iterable[Body], call: ast.Call) -> Body | None:
    """The code right around a call of what the resolver knows; None where it noted no use there.

    Args:
        bodies: all of the file.
        call: the call.
    """
    return next((one for one in bodies if call.func in one.references or call in one.calls), None)


def runs_each_time(body: Body | None, call: ast.Call, name_of: Callable[[Symbol], str]) -> str:
    """The code around a call that runs each time, in words; empty if there is none, or only under a condition.

    Args:
        body: the code right around the call.
        call: the call.
        name_of: the name of a symbol from below `tf`.
    """
    place = traced(body, name_of)
    return "" if body is None or not place or _is_conditional(call, body.node) else place


def traced(body: Body | None, name_of: Callable[[Symbol], str]) -> str:
    """The code that a body is, in words, if TensorFlow traces it; empty if it does not.

    Args:
        body: the code.
        name_of: the name of a symbol from below `tf`.
    """
    if body is None or not isinstance(body.node, ast.FunctionDef):
        return ""
    if any(name_of(symbol) == _FUNCTION for symbol in _decorators(body)):
        return "a tf.function"
    if body.node.name == _METHOD and body.owner is not None and _is_called(body.owner):
        return "the call of a layer or model"
    return ""


def attribute_of(bodies: Iterable[Body], call: ast.Call) -> str:
    """The attribute that is taken right away of what a call gives; empty if there is none.

    Args:
        bodies: all of the file.
        call: the call.
    """
    around = next((one.node for one in bodies if call.func in one.references), call)
    return next((node.attr for node in ast.walk(around) if isinstance(node, ast.Attribute) and node.value is call), "")


def _is_conditional(call: ast.Call, around: ast.AST) -> bool:
    conditional = (node for node in ast.walk(around) if isinstance(node, _CONDITIONAL) or _is_init(node))
    return any(call is inner for node in conditional for inner in ast.walk(node))


def _is_init(node: ast.AST) -> bool:
    """Whether it is `with tf.init_scope():`, in which a function lifts what it makes out of itself."""
    return isinstance(node, ast.With) and any("init_scope" in ast.unparse(item.context_expr) for item in node.items)


def _decorators(body: Body) -> Iterator[Symbol]:
    """The symbols that decorate a function, called or not."""
    assert isinstance(body.node, ast.FunctionDef)
    for decorator in body.node.decorator_list:
        named = decorator.func if isinstance(decorator, ast.Call) else decorator
        reference = body.parent.references.get(named) if body.parent is not None else None
        if reference is not None and reference.certain:
            yield from reference.symbols[:1]


def _is_called(info: ClassInfo) -> bool:
    """Whether objects of a class are layers or models, by what it is made from."""
    return any(base.name.removeprefix(_LIBRARY).startswith(_CALLED) for base in all_library_bases(info))
