"""Graphs that run once: what is fed takes the place of the placeholders, and all is computed where it stands."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.constructs.construct import CannotConvertError, Construct, without_contained
from tf2lint.constructs.values import values_of
from tf2lint.model import TextEdit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.constructs.block_context import BlockContext
    from tf2lint.constructs.scopes import Use

_LOOPS: Final = (ast.For, ast.AsyncFor, ast.While, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
#: What needs a graph, or changes variables when it runs.
_NEEDS_GRAPH: Final = ("gradients", "train.", "get_collection", "assign", "summary.", "placeholder", "Session")


def single_run(context: BlockContext) -> Construct | None:
    """Returns the edits for a block whose runs all feed the same, once; None if it runs in another way.

    Raises:
        CannotConvertError: it runs once, and cannot be converted.
    """
    fed = _fed(context)
    if fed is None or any(one not in fed and each.default is None for one, each in context.block.placeholders.items()):
        return None
    if context.unpacking.names or not _runs_once(context):
        return None
    if not all(_is_known(context, name, value) for name, value in fed.items()):
        return None
    if any(_needs_graph(context, node) for unit in context.block.dynamic for node in ast.walk(unit.statement)):
        return None
    edits = [edit for name in context.block.placeholders for edit in _placeholder_edits(context, name, fed.get(name))]
    edits += [TextEdit(context.text.span(run.call), values_of(context, run)) for run in context.runs]
    edits += _dictionary_edits(context)
    edits += context.head_edits()
    edits += context.block.graphs.deletions(context.block.heads, context.text)
    settled = [one.call for one in context.block.placeholders.values()]
    nodes = frozenset({*settled, *(run.call for run in context.runs)})
    return Construct(
        nodes, tuple(without_contained(edits)), "all is computed where it stands, and shapes are those of what was fed"
    )


def _fed(context: BlockContext) -> dict[str, ast.expr] | None:
    """Returns what all runs feed; None if one feeds something else, or that is not known."""
    found: dict[str, ast.expr] = {}
    for run in context.runs:
        if run.feed is None or not run.fetches:
            return None
        for key, value in zip(run.feed.keys, run.feed.values, strict=True):
            name = context.block.name(key)
            if name not in context.block.placeholders:
                return None
            if ast.unparse(found.setdefault(name, value)) != ast.unparse(value):
                return None
    # A run that feeds less than another one fails where it needs more, and gets defaults.
    return found


def _runs_once(context: BlockContext) -> bool:
    """Returns whether the runs stand in the block itself, outside of loops."""
    calls = {run.call for run in context.runs}
    pending: list[ast.AST] = list(getattr(context.block.node, "body", []))
    found = 0
    while pending:
        node = pending.pop()
        found += node in calls
        if not isinstance(node, (*_LOOPS, *_FUNCTIONS)):
            pending += ast.iter_child_nodes(node)
    return 0 < found == len(calls)


def _needs_graph(context: BlockContext, node: ast.AST) -> bool:
    own = any(node is one.call.func for one in context.block.placeholders.values())
    name = context.names.of(node).rpartition("().")[2]
    return bool(name) and not own and name.startswith(_NEEDS_GRAPH)


def _is_known(context: BlockContext, name: str, value: ast.expr) -> bool:
    """Returns whether what is fed is known where the placeholder stands."""
    line = context.block.placeholders[name].statement.lineno
    for node in ast.walk(value):
        scope = context.scopes.owner(node)
        uses = context.scopes.uses(scope, context.scopes.name(node)) if scope is context.block.node else []
        if any(use.is_binding and getattr(use.node, "lineno", 0) >= line for use in uses):
            return False
    return True


def _placeholder_edits(context: BlockContext, name: str, value: ast.expr | None) -> Iterator[TextEdit]:
    placeholder = context.block.placeholders[name]
    if value is None:
        assert placeholder.default is not None
        yield TextEdit(context.text.span(placeholder.call), context.text.exact(placeholder.default))
        return
    dtype = context.text.exact(placeholder.dtype) if placeholder.dtype is not None else ""
    arguments = f"{context.text.exact(value)}, {dtype}" if dtype else context.text.exact(value)
    yield TextEdit(context.text.span(placeholder.call), f"{context.root}.convert_to_tensor({arguments})")


def _dictionary_edits(context: BlockContext) -> Iterator[TextEdit]:
    """Yields the edits that delete dictionaries that have names."""
    fed: list[ast.Name] = [run.feed.name for run in context.runs if run.feed is not None and run.feed.name is not None]
    done = set[ast.AST]()
    for name in fed:
        scope = context.scopes.owner(name)
        uses = context.scopes.uses(scope, name.id) if scope is not None else []
        if any(not use.is_binding and use.node not in fed for use in uses):
            message = f"{name.id}, which line {name.lineno} feeds, is used in another way"
            raise CannotConvertError(message)
        for statement in ast.walk(context.block.node):
            if isinstance(statement, ast.Assign) and statement not in done and _binds(statement, uses):
                done.add(statement)
                yield from context.text.deleted(statement)


def _binds(statement: ast.Assign, uses: list[Use]) -> bool:
    return any(use.is_binding and use.node in statement.targets for use in uses)
