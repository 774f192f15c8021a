"""Runs of values that never change: they are computed where they stand, and a run only reads them."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.constructs.analysis.value_kinds import Kind
from tf2lint.constructs.analysis.value_text import value_of
from tf2lint.constructs.construct import Construct, Unconverted
from tf2lint.constructs.eager.changing_values import ChangingValues
from tf2lint.constructs.eager.prints import prints
from tf2lint.constructs.eager.redrawn import redrawn
from tf2lint.constructs.eager.sparse_results import SparseResults
from tf2lint.constructs.eager.steady_values import SteadyValues, makes_changing
from tf2lint.constructs.iterators.dataset_iterators import gets_at_once
from tf2lint.model import TextEdit
from tf2lint.source import catches_errors

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from tf2lint.constructs.analysis.block_text import BlockText
    from tf2lint.constructs.analysis.library_names import LibraryNames
    from tf2lint.constructs.analysis.scopes import Scopes
    from tf2lint.constructs.analysis.session_runs import Run
    from tf2lint.constructs.analysis.value_kinds import ValueKinds
    from tf2lint.constructs.eager.dependents import DependentFinder
    from tf2lint.constructs.eager.step_text import StepText

#: What is fed: the graph of a file that has some is converted before.
_PLACEHOLDERS: Final = ("placeholder", "placeholder_with_default")
_NOTE: Final = "it is computed where it stands"


def eager_runs(
    runs: list[Run],
    text: BlockText,
    names: LibraryNames,
    scopes: Scopes,
    kinds: ValueKinds,
    settled: Container[ast.AST],
    finder: DependentFinder,
    steps: StepText,
) -> Iterator[Construct | Unconverted]:
    """Yields the edits for the runs of values that do not change between runs, or why there are none.

    Args:
        runs: its runs.
        text: its text.
        names: the members of the library that expressions refer to.
        scopes: the names of the file.
        kinds: what its expressions are.
        settled: the syntax that other constructs settle.
        finder: finds what depends on names.
        steps: writes functions.
    """
    syntax = scopes.syntax
    inner = {attribute.value for attribute in syntax.of_class(ast.Attribute)}
    nodes = (node for node, _ in names.references if node not in settled and node not in inner)
    others = (names.of(node) for node in nodes if not gets_at_once(node, kinds.bound))
    if not runs or not names.root or names.calls_of(_PLACEHOLDERS):
        return
    if any(map(makes_changing, others)):
        steady = SteadyValues(names, kinds.bound)
        runs = [run for run in runs if all(map(steady.is_steady, run.fetches))]
    yield from prints(scopes, text, names)
    changing = ChangingValues(runs, kinds.bound, scopes, names)
    drawn = redrawn(runs, changing, finder, steps, kinds.bound)
    yield from drawn.found
    sparse = SparseResults(text, scopes, kinds, names.root)
    statements = {statement.value for statement in syntax.of_class(ast.Expr)}
    for run in runs:
        if run.call in drawn.runs or run.feed is None or run.feed.keys or not run.fetches:
            continue
        reason = _caught(run, kinds)
        if reason:
            yield Unconverted(frozenset({run.call}), reason)
            continue
        code = _run(run, text) if run.call in statements else _values(run, text, kinds, names.root)
        edits = [TextEdit(text.span(run.call), code)] if code else sparse.edits(run)
        if edits:
            yield Construct(frozenset({run.call}), tuple(edits), _NOTE)


def _caught(run: Run, kinds: ValueKinds) -> str:
    """Returns that errors of what a run fetches would not be caught any more, as a clause; empty if they would."""
    for statement in kinds.bound.around(run.call):
        if not isinstance(statement, ast.Try | ast.With) or not catches_errors(statement):
            continue
        inside = {node for each in statement.body for node in ast.walk(each)}
        if run.call in inside:
            for fetch in run.fetches:
                for name in ast.walk(fetch):
                    parts = kinds.bound.of(name) if isinstance(fetch, ast.Name) else None
                    outside = [part.value for part in parts or () if part.value not in inside]
                    if outside:
                        return f"an error of line {outside[0].lineno} would not be caught in line {statement.lineno}"
    return ""


def _run(run: Run, text: BlockText) -> str:
    """Returns the code for a run whose result is not used; empty if nothing is left of it."""
    is_call = run.is_single and isinstance(run.fetches[0], ast.Call)
    return text.exact(run.fetches[0]) if is_call else ""


def _values(run: Run, text: BlockText, kinds: ValueKinds, root: str) -> str:
    """Returns the code for the values of a run; empty if it is not known what they are, or some are sparse."""
    found = [kinds.of(fetch) for fetch in run.fetches]
    if not {Kind.TENSOR, Kind.STRUCTURE, Kind.RESULT}.issuperset(found):
        return ""
    texts = [text.exact(fetch) for fetch in run.fetches]
    if all(kind is Kind.TENSOR for kind in found):
        values = [value_of(fetch, each) for fetch, each in zip(run.fetches, texts, strict=True)]
        return values[0] if run.is_single else _sequence(run, values)
    whole = texts[0] if run.is_single else _sequence(run, texts)
    return f"{root}.nest.map_structure(lambda value: value.numpy(), {whole})"


def _sequence(run: Run, values: list[str]) -> str:
    """Returns a tuple where the run fetches one, which returns one, and a list otherwise."""
    given = [*run.call.args, *(keyword.value for keyword in run.call.keywords)]
    if any(isinstance(each, ast.Tuple) and tuple(each.elts) == run.fetches for each in given):
        return f"({', '.join(values)}{',' if len(values) == 1 else ''})"
    return f"[{', '.join(values)}]"
