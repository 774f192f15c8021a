"""How often variables start again: each session of TensorFlow 1 has values of its own, which an initializer sets."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.constructs.construct import CannotConvertError
from tf2lint.constructs.scopes import FUNCTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.constructs.block_context import BlockContext
    from tf2lint.constructs.library_names import LibraryNames

_SESSIONS: Final = ("Session", "InteractiveSession")
_INITIALIZERS: Final = ("global_variables_initializer", "initialize_all_variables", "variables_initializer")
_RESTORE: Final = "train.Saver().restore"
_LOOPS: Final = (ast.For, ast.AsyncFor, ast.While)


def check_lifetimes(context: BlockContext) -> None:
    """Checks that the variables of a block start as often as before, if something changes them.

    Raises:
        CannotConvertError: they may start again, with a session or an initializer of its own.
    """
    if not context.changes_variables:
        return
    made = _makers(context)
    sessions = [node for node in starting(context.module, context.names) if _is_session(node, context.names)]
    for loop in context.scopes.syntax.nodes:
        if isinstance(loop, _LOOPS):
            inside = set(_in_scope(loop))
            again = [node for node in starting(context.module, context.names) if node in inside]
            if again and not inside.intersection(made):
                message = f"line {getattr(again[0], 'lineno', 0)} starts the variables again in a loop"
                raise CannotConvertError(message)
    names = {context.names.of(node) for node in context.scopes.syntax.nodes}
    if len(sessions) > max(len(made), 1) and _RESTORE not in names:
        message = f"line {getattr(sessions[1], 'lineno', 0)} starts the variables again in a session of its own"
        raise CannotConvertError(message)


def restarting(module: ast.Module, names: LibraryNames) -> Iterator[ast.AST]:
    """Yields the calls in loops that start variables again."""
    found = set(starting(module, names))
    for loop in ast.walk(module):
        if isinstance(loop, _LOOPS):
            yield from found.intersection(_in_scope(loop))


def starting(module: ast.Module, names: LibraryNames) -> Iterator[ast.AST]:
    """Yields the calls that make sessions, and those that run initializers or make them."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and (_is_session(node, names) or _initializes(node, module, names)):
            yield node


def _is_session(node: ast.AST, names: LibraryNames) -> bool:
    return isinstance(node, ast.Call) and names.of(node.func) in _SESSIONS


def _initializes(call: ast.Call, module: ast.Module, names: LibraryNames) -> bool:
    """Returns whether a call makes an initializer, or runs one that has a name."""
    if names.of(call.func) in _INITIALIZERS:
        return True
    if not isinstance(call.func, ast.Attribute) or call.func.attr != "run":
        return False
    parts = (*call.args[:1], call.func.value)
    fetched = {node.id for part in parts for node in ast.walk(part) if isinstance(node, ast.Name)}
    return any(
        isinstance(statement, ast.Assign)
        and isinstance(statement.value, ast.Call)
        and names.of(statement.value.func) in _INITIALIZERS
        and isinstance(statement.targets[0], ast.Name)
        and statement.targets[0].id in fetched
        for statement in ast.walk(module)
    )


def _makers(context: BlockContext) -> list[ast.AST]:
    """Returns the calls that build the graph again: those of the function of the block, or of its class."""
    node, owner = context.block.node, context.block.owner
    name = owner.name if owner is not None else getattr(node, "name", "")
    calls = (each for each in context.scopes.syntax.of_class(ast.Call))
    return [call for call in calls if name and name in (getattr(call.func, "id", ""), getattr(call.func, "attr", ""))]


def _in_scope(loop: ast.AST) -> Iterator[ast.AST]:
    """Yields what is in a loop, without the code of functions in it."""
    for child in ast.iter_child_nodes(loop):
        yield child
        if not isinstance(child, (*FUNCTIONS, ast.Lambda, ast.ClassDef)):
            yield from _in_scope(child)
