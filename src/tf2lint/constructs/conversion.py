"""Turns code that builds a graph for a session into functions that compute what the session fetched."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tf2lint.constructs.block_context import BlockContext
from tf2lint.constructs.construct import CannotConvertError, Construct
from tf2lint.constructs.conversion_checks import check
from tf2lint.constructs.graph_block import SESSIONS, GraphBlock
from tf2lint.constructs.made_once import layers
from tf2lint.constructs.run_edits import run_edits
from tf2lint.constructs.scopes import FUNCTIONS
from tf2lint.constructs.session_runs import session_runs
from tf2lint.constructs.step_functions import StepFunctions
from tf2lint.constructs.steps import steps
from tf2lint.model import TextEdit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tf2lint.constructs.block_text import BlockText
    from tf2lint.constructs.library_names import LibraryNames
    from tf2lint.constructs.scopes import Scopes
    from tf2lint.constructs.steps import Step


def graph_constructs(
    module: ast.Module, text: BlockText, names: LibraryNames, scopes: Scopes, written: Callable[[ast.expr], str]
) -> Iterator[Construct | CannotConvertError]:
    """Yields, for each function of a file, and the module, that makes placeholders, the edits, or why there are none.

    Args:
        module: the syntax of the file.
        text: its text.
        names: the members of the library that expressions refer to.
        scopes: the names of the file.
        written: returns the code to write instead of a call; empty if it stays.
    """
    runs = list(session_runs(module, names, scopes))
    calls = {run.call for run in runs}

    def is_run(statement: ast.stmt) -> bool:
        return any(node in calls for node in ast.walk(statement))

    for node in ast.walk(module):
        if isinstance(node, (ast.Module, *FUNCTIONS)):
            block = GraphBlock(node, scopes, names, is_run)
            if not block.placeholders:
                continue
            try:
                yield _converted(BlockContext(block, runs, scopes, names, text, written))
            except CannotConvertError as error:
                yield error


def _converted(context: BlockContext) -> Construct:
    """Returns the edits that convert a block.

    Raises:
        CannotConvertError: it cannot be converted as a whole.
    """
    if not context.runs:
        message = "nothing here runs what depends on the placeholder"
        raise CannotConvertError(message)
    taken = set(context.scopes.words)
    made_once = {unit: list(layers(unit, context, taken)) for unit in context.block.dynamic}
    check(context, [layer.call for own in made_once.values() for layer in own])
    found = steps(context)
    functions = StepFunctions(context, found, made_once)
    heads = [edit for head in context.block.heads for edit in context.text.dedent(head)]
    graphs = list(_graph_edits(context))
    edits = [*functions.edits(), *run_edits(context, found), *_unpacking_edits(context, found), *graphs]
    edits += [edit for edit in heads if not any(_contains(other, edit) for other in edits)]
    settled: list[ast.AST] = [*(run.call for run in context.runs), *functions.settled]
    settled += [one.call for one in context.block.placeholders.values()]
    names = ", ".join(step.name for step in found)
    note = f"{names} computes what the session ran; decorate it with tf.function where it is slow"
    return Construct(frozenset(settled), tuple(edits), note)


def _unpacking_edits(context: BlockContext, found: list[Step]) -> Iterator[TextEdit]:
    """Yields the edits that return the functions, and unpack them, instead of what the block computes."""
    returned, target = context.unpacking.returned, context.unpacking.target
    if returned is None or returned.value is None or target is None:
        return
    functions = [step.name for step in found]
    outer = {name: outer for outer, name in context.unpacking.names.items()}
    kept = [name for name in outer if name not in context.block.dynamic_names]
    yield TextEdit(context.text.span(returned.value), ", ".join([*functions, *kept]))
    yield TextEdit(context.text.span(target), ", ".join([*functions, *(outer[name] for name in kept)]))


def _graph_edits(context: BlockContext) -> Iterator[TextEdit]:
    """Yields the edits that delete the graphs whose `with` statements lose their heads."""
    scopes = context.scopes
    heads = {node for head in context.block.heads for item in head.items for node in ast.walk(item.context_expr)}
    sessions = {
        inner
        for node in ast.walk(context.module)
        if isinstance(node, ast.Call) and context.names.of(node.func) in SESSIONS
        for inner in ast.walk(node)
    }
    graphs = {(scope, scopes.name(node)) for node in heads if (scope := scopes.owner(node)) is not None}
    for statement in ast.walk(context.module):
        match statement:
            case ast.Assign(targets=[target], value=ast.Call()) if (scopes.owner(target), scopes.name(target)) in graphs:
                scope = scopes.owner(target)
                uses = scopes.uses(scope, scopes.name(target)) if scope is not None else []
                if all(use.is_binding or use.node in heads or use.node in sessions for use in uses):
                    yield from context.text.deleted(statement)
            case _:
                pass


def _contains(outer: TextEdit, inner: TextEdit) -> bool:
    return outer.span[:2] <= inner.span[:2] and inner.span[2:] <= outer.span[2:]
