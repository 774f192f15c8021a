"""Metrics over batches: pairs of a value and an update become pairs of functions around a metric of Keras."""

from __future__ import annotations

import ast
from itertools import takewhile
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.constructs.analysis.value_kinds import Kind
from tf2lint.constructs.analysis.value_text import value_of
from tf2lint.constructs.construct import CannotConvertError, Construct, Unconverted
from tf2lint.constructs.eager.dependents import METRICS, check_resets, resets, update_of
from tf2lint.model import Span, TextEdit

if TYPE_CHECKING:
    from collections.abc import Callable, Container

    from tf2lint.constructs.analysis.block_text import BlockText
    from tf2lint.constructs.analysis.library_names import LibraryNames
    from tf2lint.constructs.analysis.other_files import OtherFiles
    from tf2lint.constructs.analysis.scopes import Scopes
    from tf2lint.constructs.analysis.session_runs import Run
    from tf2lint.constructs.analysis.value_kinds import ValueKinds

_HELPER: Final = "streaming"
#: Their updates returned something else than their values.
_OTHER_UPDATES: Final = ("metrics.mean_iou",)
_NOTE: Final = "each call of an update adds its batch once more, as a run did"


class Metrics(NamedTuple):
    """What is to be done about the metrics of a file.

    Attributes:
        found: the edits, or why there are none; None if the file has no metrics.
        settled: the syntax that the edits settle.
        runs: the calls of runs that they settle.
    """

    found: Construct | Unconverted | None
    settled: frozenset[ast.AST] = frozenset()
    runs: frozenset[ast.Call] = frozenset()


def streaming_metrics(
    runs: list[Run],
    text: BlockText,
    names: LibraryNames,
    scopes: Scopes,
    kinds: ValueKinds,
    noted: Callable[[ast.expr], tuple[str, str]],
    done_before: Container[ast.AST],
    others: OtherFiles,
) -> Metrics:
    """Returns what is to be done about the metrics of a file.

    Args:
        runs: the runs of the file.
        text: its text.
        names: the members of the library that expressions refer to.
        scopes: its names.
        kinds: what its expressions are.
        noted: returns the code to write instead of a call, and the note about it.
        done_before: the syntax that other constructs settle.
        others: what other files use of the file.
    """
    made = [call for call, name in names.calls if call not in done_before and name.startswith(METRICS)]
    if not made or not runs or not names.root:
        return Metrics(None)
    settled = {node for call in made for node in ast.walk(call.func)}
    done: dict[ast.Call, str] = {}
    try:
        assigned = [each for each in scopes.syntax.of_class(ast.Assign) if each.value in made]
        others.check_targets((node for each in assigned for node in ast.walk(each.targets[0])), scopes)
        check_resets(scopes.module, names, kinds.bound)
        settled.update(node for call in resets(scopes.module, names) for node in ast.walk(call))
        for run in runs:
            code = _code(run, text, kinds, names)
            if code:
                done[run.call] = code
        helper = _unused(_HELPER, scopes.words)
        edits = [TextEdit(text.span(call), _pair(call, helper, noted)) for call in made]
    except CannotConvertError as error:
        return Metrics(Unconverted(frozenset(made), str(error)))
    edits += [TextEdit(text.span(call), code) for call, code in done.items()]
    edits.append(_helper_edit(helper, text))
    construct = Construct(frozenset([*made, *done]), tuple(edits), _NOTE)
    return Metrics(construct, frozenset(settled), frozenset(done))


def _code(run: Run, text: BlockText, kinds: ValueKinds, names: LibraryNames) -> str:
    """Returns the code for a run of metrics; empty if it runs none.

    Raises:
        CannotConvertError: it fetches something else, too.
    """
    found = [kinds.of(fetch) for fetch in run.fetches]
    if not {Kind.METRIC, Kind.METRICS}.intersection(found):
        return ""
    is_statement = isinstance(kinds.bound.parent(run.call), ast.Expr)
    texts = [text.exact(fetch) for fetch in run.fetches]
    if run.feed is None or run.feed.keys or not {Kind.METRIC, Kind.METRICS, Kind.TENSOR}.issuperset(found):
        message = f"line {run.call.lineno} runs metrics with something else"
        raise CannotConvertError(message)
    if not is_statement and any(_is_other_update(fetch, kinds, names) for fetch in run.fetches):
        message = f"what line {run.call.lineno} updates returned something else than the value"
        raise CannotConvertError(message)
    value = "" if is_statement else ".numpy()"
    codes = []
    for fetch, code, kind in zip(run.fetches, texts, found, strict=True):
        if kind is Kind.METRIC:
            codes.append(f"{code}(){value}")
        elif kind is Kind.METRICS:
            codes.append(f"{names.root}.nest.map_structure(lambda compute: compute(){value}, {code})")
        elif not is_statement:
            codes.append(value_of(fetch, code))
    if is_statement:
        indentation = text.indentation(kinds.bound.parent(run.call))  # type: ignore[arg-type]
        return f"{text.line_end}{indentation}".join(codes)
    return codes[0] if run.is_single else f"[{', '.join(codes)}]"


def _is_other_update(fetch: ast.expr, kinds: ValueKinds, names: LibraryNames) -> bool:
    """Returns whether a name holds the update of a metric that returned something else than its value."""
    parts = kinds.bound.of(fetch) or []
    calls = [part.value for part in parts if part.path[-1:] == (1,) and isinstance(part.value, ast.Call)]
    return any(names.of(call.func) in _OTHER_UPDATES for call in calls)


def _pair(call: ast.Call, helper: str, noted: Callable[[ast.expr], tuple[str, str]]) -> str:
    """Returns the code for the functions of a metric.

    Raises:
        CannotConvertError: Keras has no such metric.
    """
    code, arguments = update_of(call, noted)
    return f"{helper}({code}, {arguments})"


def _helper_edit(name: str, text: BlockText) -> TextEdit:
    """Returns the edit that adds the function which makes a pair of functions."""
    lines = [
        f"def {name}(metric, *batch):",
        f'{text.step}"""Returns functions for the value of a metric, and for its value with the batch once more."""',
        f"{text.step}def update():",
        f"{text.step * 2}metric.update_state(*batch)",
        f"{text.step * 2}return metric.result()",
        f"{text.step}return metric.result, update",
    ]
    first = takewhile(lambda node: isinstance(node, ast.Import | ast.ImportFrom) or _is_text(node), text.module.body)
    line = max((node.end_lineno or 0 for node in first), default=0) + 1
    code = "".join(f"{each}{text.line_end}" for each in ["", "", *lines])
    return TextEdit(Span(line, 1, line, 1), code + text.line_end * (1 if text.is_blank(line) else 2))


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _unused(word: str, words: set[str]) -> str:
    number, name = 1, word
    while name in words:
        number += 1
        name = f"{word}_{number}"
    return name
