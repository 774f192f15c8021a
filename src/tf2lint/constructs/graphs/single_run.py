"""Graphs that run once: what is fed takes the place of the placeholders, and all is computed where it stands."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.constructs.analysis.block_text import Replaced
from tf2lint.constructs.construct import CannotConvertError, Construct, without_contained
from tf2lint.constructs.graphs.values import values_of
from tf2lint.model import Span, TextEdit
from tf2lint.source import catches_errors, children_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.constructs.analysis.scopes import Use
    from tf2lint.constructs.graphs.block_context import BlockContext
    from tf2lint.constructs.graphs.units import Unit

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
    is_returned = bool(context.unpacking.names) or any(run.labels and any(run.labels) for run in context.runs)
    if is_returned or not context.block.placeholders or not _runs_once(context):
        return None
    if context.block.renewed and (len(context.runs) > 1 or context.elements.are_in(context.block.renewed)):
        return None
    late = _late_units(context, fed)
    if late is None:
        return None
    if any(context.variable_calls.done_by(unit.statement) for unit in context.block.units):
        return None
    if any(_needs_graph(context, node) for unit in context.block.dynamic for node in ast.walk(unit.statement)):
        return None
    edits = [edit for name in context.block.placeholders for edit in _placeholder_edits(context, name, fed.get(name))]
    edits += [TextEdit(context.text.span(run.call), values_of(context, run)) for run in context.runs]
    edits += _dictionary_edits(context)
    edits += context.head_edits()
    edits += _moving_edits(context, late) if late else ()
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
    """Returns whether the runs stand in the block itself, outside of loops, and their errors would still be caught."""
    calls = {run.call for run in context.runs}
    pending: list[ast.AST] = list(getattr(context.block.node, "body", []))
    found = 0
    while pending:
        node = pending.pop()
        found += node in calls
        if not isinstance(node, (*_LOOPS, *_FUNCTIONS)) and not _catches_errors_of_runs(context, node):
            pending += children_of(node)
    return 0 < found == len(calls)


def _catches_errors_of_runs(context: BlockContext, node: ast.AST) -> bool:
    """Returns whether a statement catches errors of its block, but has no placeholder in it."""
    makers = {one.statement for one in context.block.placeholders.values()}
    return catches_errors(node) and makers.isdisjoint(context.scopes.syntax.nodes_in(node))


def _needs_graph(context: BlockContext, node: ast.AST) -> bool:
    own = any(node is one.call.func for one in context.block.placeholders.values())
    name = context.names.of(node).rpartition("().")[2]
    return bool(name) and not own and name.startswith(_NEEDS_GRAPH)


def _late_units(context: BlockContext, fed: dict[str, ast.expr]) -> list[Unit] | None:
    """Returns the statements behind the first placeholder that what is fed depends on; None if they cannot move up."""
    block = context.block
    first = _first_placeholder(context)
    needed = {name for value in fed.values() for name in context.names_in(value)}
    found: dict[Unit, None] = {}
    for unit in reversed(block.units):
        if unit.statement.lineno > first.lineno and unit.binds & needed:
            is_plain = isinstance(unit.statement, ast.Assign) and context.text.stands_alone(unit.statement)
            if unit in block.dynamic or not is_plain:
                return None
            found[unit] = None
            needed |= unit.reads
    bound = {name for unit in found for name in unit.binds}
    for name in needed:
        lines = [line for use in context.scopes.uses(block.node, name) if use.is_binding and (line := _line(use.node))]
        if name not in bound and any(line > first.lineno for line in lines):
            return None
        if name in bound and len(lines) > 1:
            return None
    return list(found)[::-1]


def _first_placeholder(context: BlockContext) -> ast.stmt:
    """Returns the first statement of the block that makes a placeholder, or contains one that does."""
    makers = {one.statement for one in context.block.placeholders.values()}
    nodes_in = context.scopes.syntax.nodes_in
    units = [unit.statement for unit in context.block.units if makers.intersection(nodes_in(unit.statement))]
    return min(units, key=_line)


def _line(node: ast.AST) -> int:
    return getattr(node, "lineno", 0)


def _moving_edits(context: BlockContext, units: list[Unit]) -> Iterator[TextEdit]:
    """Yields the edits that move statements before the first placeholder."""
    first = _first_placeholder(context)
    indentation = context.text.new_indentation(first)
    lines = [line for unit in units for line in context.text.moved(unit.statement, indentation, (), {})]
    start = context.text.first_line(first)
    yield TextEdit(Span(start, 1, start, 1), "".join(line + context.text.line_end for line in lines))
    places = [(context.text.first_line(unit.statement), unit.statement.end_lineno or 0) for unit in units]
    yield from context.text.replaced([Replaced(first_line, last, [], []) for first_line, last in places], 1)


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
        for statement in context.scopes.syntax.of_class(ast.Assign, inside=context.block.node):
            if statement not in done and _binds(statement, uses):
                done.add(statement)
                yield from context.text.deleted(statement)


def _binds(statement: ast.Assign, uses: list[Use]) -> bool:
    return any(use.is_binding and use.node in statement.targets for use in uses)
