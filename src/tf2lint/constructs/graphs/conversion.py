"""Turns code that builds a graph for a session into functions that compute what the session fetched."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.constructs.analysis.own_graphs import Graphs
from tf2lint.constructs.analysis.scopes import FUNCTIONS
from tf2lint.constructs.construct import CannotConvertError, Construct, Unconverted, without_contained
from tf2lint.constructs.graphs.block_context import BlockContext
from tf2lint.constructs.graphs.conversion_checks import check
from tf2lint.constructs.graphs.deferred_changes import deferred_change
from tf2lint.constructs.graphs.elements import Elements
from tf2lint.constructs.graphs.graph_block import GraphBlock, makes_block
from tf2lint.constructs.graphs.made_once import layers
from tf2lint.constructs.graphs.moving_averages import NOTE, check_updates, update_edits
from tf2lint.constructs.graphs.renewed import Renewed
from tf2lint.constructs.graphs.result_checks import check_results, check_threads
from tf2lint.constructs.graphs.run_edits import run_edits
from tf2lint.constructs.graphs.savers import Savers, parts_of_graph
from tf2lint.constructs.graphs.session_lifetimes import check_lifetimes, repeated_starts, restarting, starts_again
from tf2lint.constructs.graphs.shared_optimizers import check_optimizers
from tf2lint.constructs.graphs.single_run import single_run
from tf2lint.constructs.graphs.step_functions import StepFunctions
from tf2lint.constructs.graphs.steps import steps
from tf2lint.constructs.graphs.store_edits import StoreEdits
from tf2lint.constructs.graphs.store_need import StoreNeed
from tf2lint.constructs.graphs.variable_store import VariableStore
from tf2lint.constructs.variables.store_sites import StoreSites
from tf2lint.constructs.variables.variable_calls import VariableCalls
from tf2lint.model import TextEdit
from tf2lint.source import NodeSet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tf2lint.constructs.analysis.block_text import BlockText
    from tf2lint.constructs.analysis.bound_values import BoundValues
    from tf2lint.constructs.analysis.library_names import LibraryNames
    from tf2lint.constructs.analysis.other_files import OtherFiles
    from tf2lint.constructs.analysis.scopes import Scopes
    from tf2lint.constructs.analysis.session_runs import Run
    from tf2lint.constructs.graphs.steps import Step

#: What to look at where statements of such scopes move.
_LEFT_OUT: Final = "scopes that only name and place operations are left out"


def graph_constructs(
    runs: list[Run],
    text: BlockText,
    names: LibraryNames,
    scopes: Scopes,
    written: Callable[[ast.expr], str],
    others: OtherFiles,
    bound: BoundValues,
    *,
    gets_elements: bool,
) -> Iterator[Construct | Unconverted]:
    """Yields, for each function of a file, and the module, that builds what sessions run, the edits, or why none.

    Args:
        runs: its runs.
        text: its text.
        names: the members of the library that expressions refer to.
        scopes: the names of the file.
        written: returns the code to write instead of a call; empty if it stays.
        others: what other files use of the file.
        bound: what its names are bound to.
        gets_elements: whether its graphs may get elements of datasets.
    """
    syntax = scopes.syntax
    graphs, variable_calls = Graphs(names, scopes), VariableCalls(scopes, names, written)
    elements = Elements(runs, text, names, scopes, bound, variable_calls.functions)
    renewed = Renewed(names, variable_calls, elements.reading if gets_elements else ())
    calls = NodeSet((run.call for run in runs), syntax)
    fed = {key for run in runs if run.feed is not None and run.feed.name is not None for key in run.feed.keys}
    feeds = NodeSet((display for display in syntax.of_class(ast.Dict) if fed & {*display.keys}), syntax)

    def is_run(statement: ast.stmt) -> bool:
        return calls.is_in(statement) or feeds.is_in(statement)

    calls_of_library = (call for call, _ in names.calls)
    candidates = syntax.of_class(ast.Call) if variable_calls.are_returned else calls_of_library
    makers = NodeSet((call for call in candidates if makes_block(call, names, variable_calls)), syntax)

    def context_of(node: ast.AST, *, in_parts: bool = False) -> BlockContext:
        block = GraphBlock(node, scopes, names, graphs, variable_calls, renewed, is_run, in_parts=in_parts)
        return BlockContext(block, runs, scopes, names, text, variable_calls, others, elements)

    contexts: list[BlockContext] = []
    for node in syntax.of_class(ast.Module, *FUNCTIONS):
        if not makers.is_in(node):
            continue
        context = context_of(node)
        block = context.block
        changes = block.variables and context.runs and context.changes_variables
        is_renewed = context.runs and elements.are_in(block.renewed)
        if block.placeholders or changes or is_renewed:  # else it is the same at any time
            contexts.append(context)
    yield from _constructs(contexts, lambda node: context_of(node, in_parts=True))
    for first, later in repeated_starts(scopes, names):
        yield Unconverted(frozenset({first, later}), starts_again(later))


class _Conversion(NamedTuple):
    """How a block is converted.

    Attributes:
        context: the block.
        store: what keeps its variables.
        edits: the edits, without those of what blocks share that keep their variables by name.
        settled: the calls and names that they settle.
        note: what to look at.
    """

    context: BlockContext
    store: VariableStore
    edits: list[TextEdit]
    settled: list[ast.AST]
    note: str


def _constructs(
    contexts: list[BlockContext], in_parts: Callable[[ast.AST], BlockContext]
) -> Iterator[Construct | Unconverted]:
    """Yields the edits that convert the blocks of a file, or why one cannot be converted.

    Args:
        contexts: the blocks.
        in_parts: returns a block without the scopes that only name and place operations.
    """
    if not contexts:
        return
    file = contexts[0]
    kept = {node for context in contexts for node in StoreNeed(context).kept()}
    sites = StoreSites(file.variable_calls, file.scopes, file.names, file.text, kept)
    found: list[Construct | Unconverted | _Conversion] = []
    reasons: list[str] = []
    for context in contexts:
        try:
            found.append(_as_it_is_or_in_parts(context, in_parts, sites))
        except CannotConvertError as error:
            found.append(_unconverted(context, str(error)))
            units = context.block.units
            reasons += [str(error)] if any(context.variable_calls.done_by(unit.statement) for unit in units) else []
    conversions = [one for one in found if isinstance(one, _Conversion)]
    storing = [one for one in conversions if one.store.is_used]
    changes = deferred_change(contexts)
    for one in found:
        if not isinstance(one, _Conversion):
            yield one
        elif changes:
            yield _unconverted(one.context, changes)
        elif not one.store.is_used:
            yield Construct(frozenset(one.settled), tuple(without_contained(one.edits)), one.note)
        elif reasons:  # Code that stays would look for its variables there, too.
            yield _unconverted(one.context, reasons[0])
        elif one is storing[0]:
            yield from _together(storing, conversions, sites)


def _as_it_is_or_in_parts(
    context: BlockContext, in_parts: Callable[[ast.AST], BlockContext], sites: StoreSites
) -> Construct | _Conversion:
    """Returns how a block is converted: with all its scopes, or, where that is not possible, without some.

    Raises:
        CannotConvertError: it cannot be converted.
    """
    try:
        return _one(context, sites)
    except CannotConvertError as error:
        parts = in_parts(context.block.node)
        if not parts.block.placing and not parts.block.scopes:
            raise
        try:
            found = _one(parts, sites)
        except CannotConvertError as other:
            raise (other if parts.block.scopes else error) from None
        return found._replace(note=f"{found.note}; {_LEFT_OUT}") if parts.block.placing else found


def _one(context: BlockContext, sites: StoreSites) -> Construct | _Conversion:
    converted = (single_run(context) if context.runs else None) or _converted(context, sites)
    context.check_other_files()
    return converted


def _together(
    storing: list[_Conversion], conversions: list[_Conversion], sites: StoreSites
) -> Iterator[Construct | Unconverted]:
    """Yields the edits that convert all blocks that keep their variables by name, or why they cannot be converted."""
    store = StoreEdits([one.context for one in conversions], sites)
    try:
        edits = [*(edit for one in storing for edit in one.edits), *store.edits()]
    except CannotConvertError as error:
        yield from [_unconverted(one.context, str(error)) for one in storing]
        return
    settled = frozenset(node for one in storing for node in (*one.settled, *store.runs))
    yield Construct(settled, tuple(without_contained(edits)), "; ".join(dict.fromkeys(one.note for one in storing)))


def _unconverted(context: BlockContext, reason: str) -> Unconverted:
    scopes, names = context.scopes, context.names
    settled: list[ast.AST] = [run.call for run in context.runs]
    settled += [one.call for one in context.block.placeholders.values()]
    settled += [*parts_of_graph(scopes, names), *restarting(scopes, names)]
    return Unconverted(frozenset(settled), reason)


def _converted(context: BlockContext, sites: StoreSites) -> _Conversion:
    """Returns how a block is converted.

    Raises:
        CannotConvertError: it cannot be converted as a whole.
    """
    if not context.runs:
        first = min(one.call.lineno for one in context.block.placeholders.values())
        message = f"no run in this file depends on the placeholder in line {first}"
        raise CannotConvertError(message)
    check_lifetimes(context)
    check_results(context)
    taken = set(context.scopes.words)
    made_once = {unit: list(layers(unit, context, taken)) for unit in context.block.dynamic}
    hoisted: list[ast.AST] = [layer.call for own in made_once.values() for layer in own]
    store = VariableStore(context, hoisted, sites)
    elements = context.elements.of(context.block.dynamic)
    if store.is_used:
        made_once = {}
        store.check()
        hoisted = list(store.settled)
    if context.is_method or store.is_used:
        check_threads(context)
    check(context, hoisted)
    check_optimizers(context)
    found = steps(context)
    normalizes = check_updates(context, found)
    functions = StepFunctions(context, found, made_once, store, elements)
    heads = [*context.head_edits(store.first_line), *store.scope_edits()]
    graphs = list(context.block.graphs.deletions(context.block.heads, context.text))
    edits = [*functions.edits(), *run_edits(context, found), *_unpacking_edits(context, found), *graphs]
    layer_names = [layer.name for own in made_once.values() for layer in own]
    savers = Savers(context, store.made, layer_names, functions.training.optimizer_name)
    edits += [*store.edits(), *update_edits(context), *savers.edits(), *heads]
    settled: list[ast.AST] = [*(run.call for run in context.runs), *functions.settled, *store.settled, *savers.settled]
    settled += [one.call for one in context.block.placeholders.values()]
    settled += [scope.items[0].context_expr for scope in context.block.scopes]
    names = ", ".join(step.name for step in found)
    note = f"{names} computes what the session ran; decorate it with tf.function where it is slow"
    note = f"{note}; {NOTE}" if normalizes else note
    if elements is not None:
        edits += elements.edits()
        settled += elements.settled
        note = f"{note}; each call gets the next element"
    return _Conversion(context, store, edits, settled, note)


def _unpacking_edits(context: BlockContext, found: list[Step]) -> Iterator[TextEdit]:
    """Yields the edits that return the functions, and unpack them, instead of what the block computes."""
    functions = [step.name for step in found]
    held = context.structure
    if held is not None and any(any(run.labels) for run in context.runs):
        kept = [key for key, part in held.returned.fields.items() if not any(map(context.is_dynamic, ast.walk(part)))]
        yield from held.edits(functions, kept, context.text)
    returned, target = context.unpacking.returned, context.unpacking.target
    if returned is None or returned.value is None or target is None:
        return
    outer = {name: outer for outer, name in context.unpacking.names.items()}
    stays = [name for name in outer if name not in context.block.dynamic_names]
    yield TextEdit(context.text.span(returned.value), ", ".join([*functions, *stays]))
    yield TextEdit(context.text.span(target), ", ".join([*functions, *(outer[name] for name in stays)]))
