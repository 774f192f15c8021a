"""How often variables start again: each session of TensorFlow 1 has values of its own, which an initializer sets."""

from __future__ import annotations

import ast
from functools import partial
from typing import TYPE_CHECKING, Final

from tf2lint.constructs.analysis.scopes import FUNCTIONS
from tf2lint.constructs.construct import CannotConvertError
from tf2lint.constructs.graphs.store_graphs import is_in_graph
from tf2lint.source import NodeSet, blocks_in, children_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.constructs.analysis.library_names import LibraryNames
    from tf2lint.constructs.analysis.scopes import Scopes
    from tf2lint.constructs.graphs.block_context import BlockContext

_SESSIONS: Final = ("Session", "InteractiveSession")
_ALL_INITIALIZERS: Final = ("global_variables_initializer", "initialize_all_variables")
_INITIALIZERS: Final = (*_ALL_INITIALIZERS, "variables_initializer")
_GRAPHS: Final = ("reset_default_graph", "Graph")
_RESTORE: Final = "train.Saver().restore"
_LOOPS: Final = (ast.For, ast.AsyncFor, ast.While)


def check_lifetimes(context: BlockContext) -> None:
    """Checks that the variables of a block start as often as before, if something changes them.

    Raises:
        CannotConvertError: they may start again, with a session or an initializer of its own.
    """
    if not context.changes_variables:
        return
    made, names = _makers(context), context.names
    starts = list(starting(context.scopes, names))
    for loop in context.scopes.syntax.of_class(*_LOOPS):
        inside = set(_in_scope(loop)) if any(map(partial(context.scopes.syntax.contains, loop), starts)) else set()
        again = [node for node in starts if node in inside]
        if again and not inside.intersection(made):
            message = f"line {again[0].lineno} starts the variables again in a loop"
            raise CannotConvertError(message)
    for _, later in repeated_starts(context.scopes, names):
        raise CannotConvertError(starts_again(later))
    contains, own = context.scopes.syntax.contains, context.block.node
    sessions = [node for node in starts if _is_session(node, names)]
    sessions = [node for node in sessions if contains(own, node) or not is_in_graph(node, context)]
    if len(sessions) > max(len(made), 1) and not names.calls_of((_RESTORE,)):
        message = f"line {sessions[1].lineno} starts the variables again in a session of its own"
        raise CannotConvertError(message)


def restarting(scopes: Scopes, names: LibraryNames) -> Iterator[ast.AST]:
    """Yields the calls in loops that start variables again.

    Args:
        scopes: the names of the file.
        names: the members of the library that expressions refer to.
    """
    found = set[ast.AST](starting(scopes, names))
    for loop in scopes.syntax.of_class(*_LOOPS) if found else ():
        yield from found.intersection(_in_scope(loop))


def starts_again(call: ast.Call) -> str:
    """Returns why the initializers of a block stay."""
    return f"line {call.lineno} starts the variables again"


def repeated_starts(scopes: Scopes, names: LibraryNames) -> Iterator[tuple[ast.Call, ast.Call]]:
    """Yields each call that initializes all variables of a graph, with a later call that does it again.

    Args:
        scopes: the names of the file.
        names: the members of the library that expressions refer to.
    """
    calls = [call for call in starting(scopes, names, _ALL_INITIALIZERS) if not _is_session(call, names)]
    calls = [call for call in calls if not isinstance(scopes.syntax.parent(call), ast.Assign)]
    if len(calls) < 2:
        return
    starts, graphs = NodeSet(calls, scopes.syntax), NodeSet(names.calls_of(_GRAPHS), scopes.syntax)
    for _, block in blocks_in(scopes.module):
        first = None
        for statement in block:
            if graphs.is_in(statement):
                first = None
            elif starts.is_in(statement) and not isinstance(statement, (*FUNCTIONS, ast.ClassDef)):
                inside = [call for call in calls if scopes.syntax.contains(statement, call)]
                if first is not None:
                    yield from ((first, call) for call in inside)
                elif not hasattr(statement, "body"):
                    first = inside[0]


def starting(scopes: Scopes, names: LibraryNames, functions: tuple[str, ...] = _INITIALIZERS) -> Iterator[ast.Call]:
    """Yields the calls that make sessions, and those that run initializers or make them.

    Args:
        scopes: the names of the file.
        names: the members of the library that expressions refer to.
        functions: the functions that make initializers.
    """
    initializers = {
        statement.targets[0].id
        for statement in scopes.syntax.of_class(ast.Assign)
        if isinstance(statement.value, ast.Call)
        and names.of(statement.value.func) in functions
        and isinstance(statement.targets[0], ast.Name)
    }
    for call in scopes.syntax.of_class(ast.Call):
        if _is_session(call, names) or names.of(call.func) in functions or _runs(call, initializers, scopes):
            yield call


def _is_session(node: ast.AST, names: LibraryNames) -> bool:
    return isinstance(node, ast.Call) and names.of(node.func) in _SESSIONS


def _runs(call: ast.Call, initializers: set[str], scopes: Scopes) -> bool:
    """Returns whether a call runs an initializer that has a name."""
    if not initializers or not isinstance(call.func, ast.Attribute) or call.func.attr != "run":
        return False
    parts = (*call.args[:1], call.func.value)
    return any(name.id in initializers for part in parts for name in scopes.syntax.of_class(ast.Name, inside=part))


def _makers(context: BlockContext) -> list[ast.AST]:
    """Returns the calls that build the graph again: those of the function of the block, or of its class."""
    node, owner = context.block.node, context.block.owner
    members = context.scopes.families.members(owner) if owner is not None else [node]
    made = {name for each in members if (name := getattr(each, "name", ""))}
    calls = context.scopes.syntax.of_class(ast.Call)
    return [
        call for call in calls if not made.isdisjoint((getattr(call.func, "id", ""), getattr(call.func, "attr", "")))
    ]


def _in_scope(loop: ast.AST) -> Iterator[ast.AST]:
    """Yields what is in a loop, without the code of functions in it."""
    for child in children_of(loop):
        yield child
        if not isinstance(child, (*FUNCTIONS, ast.Lambda, ast.ClassDef)):
            yield from _in_scope(child)
