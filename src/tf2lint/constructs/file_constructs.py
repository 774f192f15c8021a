"""All constructs of a file."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tf2lint.constructs.analysis.block_text import BlockText
from tf2lint.constructs.analysis.foreign_runs import foreign_runs
from tf2lint.constructs.analysis.session_runs import session_runs
from tf2lint.constructs.analysis.value_kinds import ValueKinds
from tf2lint.constructs.construct import Construct
from tf2lint.constructs.eager.case_pairs import case_pairs
from tf2lint.constructs.eager.dependents import DependentFinder
from tf2lint.constructs.eager.eager_runs import eager_runs
from tf2lint.constructs.eager.eager_training import eager_training
from tf2lint.constructs.eager.iterations import iterations
from tf2lint.constructs.eager.step_text import StepText
from tf2lint.constructs.eager.streaming_metrics import streaming_metrics
from tf2lint.constructs.graphs.conversion import graph_constructs
from tf2lint.constructs.graphs.summaries import summaries
from tf2lint.constructs.iterators.dataset_iterators import is_maker
from tf2lint.constructs.iterators.fed_datasets import fed_datasets
from tf2lint.constructs.monitored_sessions import monitored_sessions
from tf2lint.constructs.session_options import session_options
from tf2lint.constructs.sessions import unused_sessions
from tf2lint.constructs.sessions_in_tests import sessions_in_tests

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tf2lint.constructs.analysis.library_names import LibraryNames
    from tf2lint.constructs.analysis.other_files import OtherFiles
    from tf2lint.constructs.analysis.scopes import Scopes
    from tf2lint.constructs.analysis.session_runs import Run
    from tf2lint.constructs.construct import Unconverted


def constructs(
    scopes: Scopes,
    source: str,
    names: LibraryNames,
    written: Callable[[ast.expr], str],
    noted: Callable[[ast.expr], tuple[str, str]],
    fixed: Callable[[ast.Call], Construct | None],
    others: OtherFiles,
) -> Iterator[Construct | Unconverted]:
    """Yields the constructs of a file that can be changed, and why others cannot; of two for the same, the last counts.

    Args:
        scopes: the names of the file.
        source: its text.
        names: the members of the library that expressions refer to.
        written: returns the code to write instead of a call; empty if it stays.
        noted: returns the code to write instead of a call that is reported, and the note about it; empty if unknown.
        fixed: returns the edits for a call alone that is reported; None if there are none.
        others: what other files use of the file.
    """
    text = BlockText(source, scopes.module)
    found: dict[ast.AST, Construct | Unconverted] = {}
    runs = list(session_runs(names, scopes))
    for each in _constructs(runs, scopes, text, names, written, noted, others):
        found.update(dict.fromkeys(each.nodes, each))
        yield each

    left = [run for run in runs if run.call not in found and fixed(run.call) is None]
    yield from foreign_runs(left, names, scopes)

    def fix_of(run: ast.Call) -> Construct | None:
        construct = found.get(run) or fixed(run)
        if construct is None and isinstance(run.args[0], ast.Call):
            return fixed(run.args[0])  # a run of an initializer is deleted with it
        return construct if isinstance(construct, Construct) and construct.nodes == {run} else None

    yield from sessions_in_tests(text, names, scopes, fix_of)


def _constructs(
    runs: list[Run],
    scopes: Scopes,
    text: BlockText,
    names: LibraryNames,
    written: Callable[[ast.expr], str],
    noted: Callable[[ast.expr], tuple[str, str]],
    others: OtherFiles,
) -> Iterator[Construct | Unconverted]:
    """Yields all constructs but the sessions of tests."""
    yield from case_pairs(scopes, text, names)
    kinds = ValueKinds(scopes, names)
    finder = DependentFinder(runs, names, scopes, kinds.bound, noted, others)
    steps = StepText(text, names, kinds.bound, set(scopes.words))
    iterated = iterations(runs, text, names, scopes, kinds.bound, finder, steps)
    gets_elements = not isinstance(iterated.found, Construct)
    graphs = list(
        graph_constructs(runs, text, names, scopes, written, others, kinds.bound, gets_elements=gets_elements)
    )
    if iterated.found is not None and not _is_settled(iterated.found, graphs):
        yield iterated.found
    left = [run for run in runs if run.call not in iterated.runs]
    metrics = streaming_metrics(left, text, names, scopes, kinds, noted, iterated.settled, others)
    if metrics.found is not None:
        yield metrics.found
    left = [run for run in left if run.call not in metrics.runs]
    settled = iterated.settled | metrics.settled
    yield from eager_runs(left, text, names, scopes, kinds, settled, finder, steps)
    yield from summaries(runs, text, names, scopes, others)
    yield from eager_training(scopes, text, names, kinds.bound, written, others)
    yield from graphs
    yield from fed_datasets(runs, text, names, scopes)
    yield from unused_sessions(text, names, scopes, others)
    yield from monitored_sessions(text, names, scopes)
    yield from session_options(text, names, scopes)


def _is_settled(iterated: Construct | Unconverted, graphs: list[Construct | Unconverted]) -> bool:
    """Returns whether graphs get the elements of all iterators of the file."""
    settled = {node for each in graphs if isinstance(each, Construct) for node in each.nodes}
    made = {node for node in iterated.nodes if isinstance(node, ast.Call) and is_maker(node)}
    return bool(made) and made <= settled
