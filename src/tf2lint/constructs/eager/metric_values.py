"""Runs of the values of metrics that functions update."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint.constructs.construct import CannotConvertError
from tf2lint.model import TextEdit

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterator

    from tf2lint.constructs.analysis.block_text import BlockText
    from tf2lint.constructs.analysis.session_runs import Run
    from tf2lint.constructs.eager.dependents import DependentFinder, Metric


def value_edits(
    metrics: list[Metric], runs: list[Run], text: BlockText, finder: DependentFinder
) -> Iterator[tuple[Run, TextEdit]]:
    """Yields the runs that fetch values of metrics, with the edits that read these.

    Args:
        metrics: the metrics.
        runs: the runs of the file that fetch nothing that updates them.
        text: the text of the file.
        finder: finds the places where names stand.

    Raises:
        CannotConvertError: a value is used in another way.
    """
    places = {use: metric for metric in metrics for use in finder.uses(metric.value)}
    for run in runs:
        fetched = [places.pop(fetch, None) for fetch in run.fetches]
        if not any(fetched):
            continue
        if None in fetched:
            message = f"line {run.call.lineno} runs the value of a metric with something else"
            raise CannotConvertError(message)
        codes = [f"{metric.value.id}.result().numpy()" for metric in fetched if metric is not None]
        code = codes[0] if run.is_single else f"[{', '.join(codes)}]"
        yield run, TextEdit(text.span(run.call), code)
    for use in places:
        message = f"line {use.lineno} uses the value of a metric outside of a run"
        raise CannotConvertError(message)


def metric_nodes(metrics: list[Metric]) -> list[ast.expr]:
    """Returns the calls that make metrics."""
    return [metric.statement.value for metric in metrics]
