"""Random numbers that several runs read: a function draws them anew for each."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.constructs.construct import CannotConvertError, Construct, Unconverted, without_contained

if TYPE_CHECKING:
    from tf2lint.constructs.analysis.bound_values import BoundValues
    from tf2lint.constructs.analysis.session_runs import Run
    from tf2lint.constructs.eager.changing_values import ChangingValues
    from tf2lint.constructs.eager.dependents import DependentFinder, Dependents
    from tf2lint.constructs.eager.step_text import StepText
    from tf2lint.model import TextEdit

_NOTE: Final = "it draws other numbers in each call, as each run did"


class Redrawn(NamedTuple):
    """What is to be done about numbers that several runs read.

    Attributes:
        found: the edits, or why there are none.
        runs: the calls of runs that they settle.
    """

    found: list[Construct | Unconverted]
    runs: frozenset[ast.Call]


def redrawn(
    runs: list[Run], changing: ChangingValues, finder: DependentFinder, steps: StepText, bound: BoundValues
) -> Redrawn:
    """Returns what is to be done about numbers that several runs read.

    Args:
        runs: the runs of a file.
        changing: the numbers that they read.
        finder: finds what depends on names.
        steps: writes functions.
        bound: what the names of the file are bound to.
    """
    found: list[Construct | Unconverted] = []
    done = set[ast.Call]()
    for run in runs:
        if run.call in done or (drawn := changing.repeated(run)) is None:
            continue
        try:
            origin = next(node for node in bound.around(drawn) if isinstance(node, ast.stmt))
            dependents = _dependents(origin, finder)
            edits = without_contained(_edits(origin, dependents, changing, steps))
        except CannotConvertError as error:
            reason = f"each run draws other numbers in line {drawn.lineno}, and {error}"
            found.append(Unconverted(frozenset({run.call}), reason))
            done.add(run.call)
            continue
        calls = frozenset(each.call for each in dependents.runs)
        done |= calls
        found.append(Construct(calls, tuple(edits), _NOTE))
    return Redrawn(found, frozenset(done))


def _dependents(origin: ast.stmt, finder: DependentFinder) -> Dependents:
    """Returns what depends on the numbers that a statement draws.

    Raises:
        CannotConvertError: something else than runs uses them.
    """
    targets = [node for each in getattr(origin, "targets", ()) for node in ast.walk(each)]
    names = [node for node in targets if isinstance(node, ast.Name)]
    if not isinstance(origin, ast.Assign) or not names or len(names) < len(targets) - len(names) - 1:
        message = "they have no name"
        raise CannotConvertError(message)
    return finder.of(names, origin)


def _edits(origin: ast.stmt, found: Dependents, changing: ChangingValues, steps: StepText) -> list[TextEdit]:
    """Returns the edits that move a statement, and what depends on it, into functions.

    Raises:
        CannotConvertError: a run reads numbers of another statement as well.
    """
    assert isinstance(origin, ast.Assign)
    moved = {node for each in [origin, *found.moved] for node in ast.walk(each)}
    for run in found.runs:
        inside = {*moved, *ast.walk(run.call)}
        if any(drawn not in inside for drawn in changing.read_by(run)):
            message = f"line {run.call.lineno} reads others as well"
            raise CannotConvertError(message)
    return list(steps.edits(origin, "", [], found))
