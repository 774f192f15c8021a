"""The functions that take the place of runs: what each computes, of which statements, with which parameters."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.constructs.analysis.placeholders import FedResult
from tf2lint.constructs.analysis.scopes import RECEIVER
from tf2lint.constructs.construct import CannotConvertError
from tf2lint.constructs.graphs.fed_results import fed_names, fed_results
from tf2lint.constructs.graphs.needed_elements import check_elements

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tf2lint.constructs.analysis.placeholders import Placeholder
    from tf2lint.constructs.analysis.session_runs import Run
    from tf2lint.constructs.graphs.block_context import BlockContext
    from tf2lint.constructs.graphs.training import Training
    from tf2lint.constructs.graphs.units import Unit

_PREFIX: Final = "compute"
_TRAIN: Final = "train_step"
#: A name is made of at most so many names of results.
_MAX_NAMES: Final = 3


class Step(NamedTuple):
    """A function that takes the place of the runs that fetch the same.

    Attributes:
        name: its name.
        runs: the runs.
        results: the code of what it returns, without training operations.
        is_single: whether it returns one value, and not a list of them.
        training: the training operations that it runs.
        units: the statements that move into it.
        parameters: the placeholders, and the results that are fed, that become its parameters.
    """

    name: str
    runs: tuple[Run, ...]
    results: tuple[str, ...]
    is_single: bool
    training: tuple[Training, ...]
    units: tuple[Unit, ...]
    parameters: tuple[Placeholder | FedResult, ...]

    @property
    def is_fed(self) -> bool:
        """Whether it takes what other steps compute."""
        return any(isinstance(one, FedResult) for one in self.parameters)

    def has_gradients(self, context: BlockContext) -> bool:
        """Returns whether it computes gradients, besides those of losses that training operations minimize."""
        return any(map(context.gradients_in, self.units))

    def reads(self, context: BlockContext, units: Iterable[Unit]) -> frozenset[str]:
        """Returns the names that some of its statements, its results, and its losses read."""
        parts = [fetch for run in self.runs[:1] for fetch in run.fetches]
        parts += [part for one in self.training for part in one.parts]
        read = {name for part in parts for name in context.names_in(part)}
        return frozenset({*read, *(name for unit in units for name in unit.reads)})


def steps(context: BlockContext) -> list[Step]:
    """Returns the functions that take the place of the runs of a block.

    Raises:
        CannotConvertError: a run fetches or feeds something that no function can compute or take.
    """
    groups: dict[tuple[bool, tuple[str, ...], frozenset[str], tuple[Unit, ...]], list[Run]] = {}
    for run in context.runs:
        fetched = tuple(map(context.fetched, run.fetches))
        units = _needed(run, context)[1]
        groups.setdefault((run.is_single, fetched, fed_names(run, context), units), []).append(run)
    taken = set(context.scopes.words)
    found = []
    for runs in groups.values():
        step = _step(context, tuple(runs), taken)
        taken.add(step.name)
        found.append(step)
    return found


def base_of(step: Step, others: Iterable[Step], context: BlockContext) -> Step | None:
    """Returns the step that computes most of what this one computes, and all that this one needs of that."""
    best: Step | None = None
    placeholders = context.block.placeholders.keys()
    for other in others:
        shared, own = set(other.units), set(step.units)
        is_larger = len(other.results) > len(step.results)
        if (
            other is step
            or other.training
            or other.is_fed
            or step.is_fed
            or other.has_gradients(context)
            or not (shared < own or (shared == own and is_larger))
        ):
            continue
        if any(fetch for fetch in other.runs[0].fetches if not context.name(fetch)):
            continue
        read = step.reads(context, [unit for unit in step.units if unit not in shared])
        computed = {name for unit in other.units for name in unit.binds} - placeholders
        is_better = best is None or len(shared) > len(best.units)
        if computed and is_better and read & computed <= set(other.results):
            best = other
    return best


def _step(context: BlockContext, runs: tuple[Run, ...], taken: set[str]) -> Step:
    fetches, line = runs[0].fetches, runs[0].call.lineno
    if any(_is_foreign(fetch, context) for fetch in fetches):
        message = f"line {line} computes something of what it fetches"
        raise CannotConvertError(message)
    trained = _trained(runs[0], context)
    names, found = _needed(runs[0], context)
    own = {*(one.unit for one in trained), *context.optimizer_units}
    fed = fed_results(runs[0], context)
    units = tuple(unit for unit in found if unit not in own)
    if any(one.name in unit.binds for one in fed for unit in units):
        message = f"line {line} feeds something other than placeholders"
        raise CannotConvertError(message)
    check_elements(names - context.trainings.keys(), found, line, context)
    if any(unit in context.training_units for unit in units):
        message = f"a training operation is part of what line {line} computes"
        raise CannotConvertError(message)
    read = {*names, *(name for unit in units for name in unit.reads)}
    placeholders = tuple(one for name, one in context.block.placeholders.items() if name in read)
    parameters: tuple[Placeholder | FedResult, ...] = (*placeholders, *fed)
    results = tuple(context.fetched(fetch) for fetch in fetches if not context.is_trained(fetch))
    for run in runs:
        _check_feed(run, parameters, context)
    labels = runs[0].labels or ("",) * len(fetches)
    words = [
        label or context.name(fetch)
        for label, fetch in zip(labels, fetches, strict=True)
        if not context.is_trained(fetch)
    ]
    name = _name(words, trained, taken)
    is_single = runs[0].is_single or bool(trained and len(results) == 1)
    return Step(name, runs, results, is_single, trained, units, parameters)


def _trained(run: Run, context: BlockContext) -> tuple[Training, ...]:
    """Returns the training operations that a run fetches."""
    found = tuple(context.trainings[context.name(fetch)] for fetch in run.fetches if context.is_trained(fetch))
    for one in found:
        read = {one.name, *(name for part in one.parts for name in context.names_in(part))}
        later = [unit for unit in context.block.dynamic if unit.statement.lineno > one.unit.statement.lineno]
        again = sorted(name for unit in later for name in read & unit.binds)
        if again or context.block.is_behind(one.unit, run.call):
            message = f"{again[0] if again else one.name}, which line {run.call.lineno} runs, is bound again later"
            raise CannotConvertError(message)
    return found


def _needed(run: Run, context: BlockContext) -> tuple[set[str], tuple[Unit, ...]]:
    """Returns the names that a run needs, and the statements that they depend on."""
    parts = [*run.fetches, *(part for one in _trained(run, context) for part in one.parts)]
    names = {name for part in parts for name in context.names_in(part)}
    fed = frozenset(one.name for one in fed_results(run, context))
    return names, context.block.slice_of(names - context.trainings.keys(), fed, run.call)


def _is_foreign(fetch: ast.expr, context: BlockContext) -> bool:
    """Returns whether an expression other than a name consists of names of the block's caller."""
    return not context.name(fetch) and any(
        context.is_dynamic(node) and not context.block.name(node) for node in ast.walk(fetch)
    )


def _check_feed(run: Run, parameters: tuple[Placeholder | FedResult, ...], context: BlockContext) -> None:
    assert run.feed is not None
    fed = {context.name(key) for key in run.feed.keys}
    missing = sorted(one.name for one in parameters if one.default is None and one.name not in fed)
    if missing:
        message = f"line {run.call.lineno} does not feed {', '.join(missing)}"
        raise CannotConvertError(message)


def _name(results: list[str], trained: tuple[Training, ...], taken: set[str]) -> str:
    """Returns a name for a function that computes results, given their names, which are empty for expressions."""
    if trained:
        name = _TRAIN if _TRAIN not in taken else f"run_{_word(trained[0].name)}"
    else:
        words = list(map(_word, results)) if all(results) and len(results) <= _MAX_NAMES else []
        name = "_".join([_PREFIX, *words])
    number, found = 1, name
    while found in taken:
        number += 1
        found = f"{name}_{number}"
    return found


def _word(name: str) -> str:
    """Returns a name without what only says that it belongs to a graph or an object."""
    return name.removeprefix(RECEIVER).strip("_").removesuffix("_op").removesuffix("_tensor")
