"""The code around a call: whether it is traced, whether it runs each time a model is called, what follows the call."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.resolver import all_library_bases
from tf2lint.source import blocks_in, nodes_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from tf2lint.resolver import Body, ClassInfo, Symbol

#: Prefixes of classes whose `call` method runs each time an instance is called.
_CLASSES: Final = ("keras.layers.", "keras.Model", "keras.models.Model", "keras.Sequential", "keras.models.Sequential")
_CALL_METHOD: Final = "call"
_FUNCTION: Final = "function"
_WITH: Final = (ast.With, ast.AsyncWith)
#: Syntax that may keep the code inside from running each time.
_CONDITIONAL: Final = (ast.If, ast.IfExp, ast.Try, ast.TryStar, ast.While, ast.BoolOp)


def body_of(bodies: Iterable[Body], call: ast.Call) -> Body | None:
    """Returns the innermost body of code around a call; None if the resolver recorded no reference there.

    Args:
        bodies: all bodies of the file.
        call: the call.
    """
    return next((body for body in bodies if call.func in body.references or call in body.calls), None)


def block_of(bodies: Iterable[Body], call: ast.Call) -> Sequence[ast.stmt]:
    """Returns the statements of the block in which a call is a statement; none if it is in an expression."""
    body = body_of(bodies, call)
    blocks = blocks_in(body.node) if body is not None else ()
    return next((block for _, block in blocks if any(_is_statement(one, call) for one in block)), ())


def _is_statement(statement: ast.stmt, call: ast.Call) -> bool:
    return isinstance(statement, ast.Expr) and statement.value is call


def runs_each_time(body: Body | None, call: ast.Call, name_of: Callable[[Symbol], str]) -> str:
    """Returns, in words, the code in which a call runs each time; empty if there is none, or under a condition.

    Args:
        body: the innermost body around the call.
        call: the call.
        name_of: returns the name of a symbol below `tf`.
    """
    description = traced(body, name_of)
    return "" if body is None or not description or _is_conditional(call, body.node) else description


def traced(body: Body | None, name_of: Callable[[Symbol], str]) -> str:
    """Returns, in words, what a body of code is if TensorFlow traces it; empty if it does not.

    Args:
        body: the body.
        name_of: returns the name of a symbol below `tf`.
    """
    if body is None or not isinstance(body.node, ast.FunctionDef):
        return ""
    if any(name_of(symbol) == _FUNCTION for symbol in _decorators(body)):
        return "a tf.function"
    if body.node.name == _CALL_METHOD and body.owner is not None and _is_layer_or_model(body.owner, name_of):
        return "the call of a layer or model"
    return ""


def attribute_of(bodies: Iterable[Body], call: ast.Call) -> str:
    """Returns the attribute that is accessed directly on the result of a call; empty if there is none.

    Args:
        bodies: all bodies of the file.
        call: the call.
    """
    syntax = next((body.node for body in bodies if call.func in body.references), call)
    return next((node.attr for node in nodes_in(syntax) if isinstance(node, ast.Attribute) and node.value is call), "")


def is_unnamed_context(bodies: Iterable[Body], call: ast.Call) -> bool:
    """Returns whether a call is in the head of a `with` statement that gives no name to what it enters.

    Args:
        bodies: all bodies of the file.
        call: the call.
    """
    body = body_of(bodies, call)
    statements = (node for node in nodes_in(body.node if body is not None else call) if isinstance(node, _WITH))
    return any(item.context_expr is call and item.optional_vars is None for node in statements for item in node.items)


def _is_conditional(call: ast.Call, around: ast.AST) -> bool:
    conditional = (node for node in nodes_in(around) if isinstance(node, _CONDITIONAL) or _is_init_scope(node))
    return any(call is inner for node in conditional for inner in nodes_in(node))


def _is_init_scope(node: ast.AST) -> bool:
    """Returns whether a node is `with tf.init_scope():`, which lifts what it creates out of the traced function."""
    return isinstance(node, ast.With) and any("init_scope" in ast.unparse(item.context_expr) for item in node.items)


def _decorators(body: Body) -> Iterator[Symbol]:
    """Yields the symbols that decorate a function, with or without a call."""
    assert isinstance(body.node, ast.FunctionDef)
    for decorator in body.node.decorator_list:
        expression = decorator.func if isinstance(decorator, ast.Call) else decorator
        reference = body.parent.references.get(expression) if body.parent is not None else None
        if reference is not None and reference.certain:
            yield from reference.symbols[:1]


def _is_layer_or_model(info: ClassInfo, name_of: Callable[[Symbol], str]) -> bool:
    """Returns whether a class derives from a layer or model class of Keras."""
    return any(name_of(base).startswith(_CLASSES) for base in all_library_bases(info))
