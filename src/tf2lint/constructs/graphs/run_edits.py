"""The edits that call a function where a session ran something."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tf2lint.constructs.analysis.call_text import wrapped
from tf2lint.constructs.analysis.scopes import RECEIVER
from tf2lint.constructs.construct import CannotConvertError
from tf2lint.constructs.graphs.values import is_structure
from tf2lint.model import TextEdit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.constructs.analysis.session_runs import Run
    from tf2lint.constructs.graphs.block_context import BlockContext
    from tf2lint.constructs.graphs.steps import Step


def run_edits(context: BlockContext, steps: list[Step]) -> Iterator[TextEdit]:
    """Yields the edits of the runs of a block, and of the dictionaries that they feed.

    Raises:
        CannotConvertError: the program uses the result of a training operation, or a dictionary in another way.
    """
    yield from _dictionary_edits(context)
    around = _statements(context)
    for step in steps:
        for run in step.runs:
            yield from _run_edits(context, step, run, around[run.call])


def _statements(context: BlockContext) -> dict[ast.Call, ast.stmt]:
    """Returns the innermost statement around each run."""
    found: dict[ast.Call, ast.stmt] = {}
    for run in context.runs:
        around = context.scopes.syntax.parent(run.call)
        while around is not None and not isinstance(around, ast.stmt):
            around = context.scopes.syntax.parent(around)
        if around is not None:
            found[run.call] = around
    return found


def _dictionary_edits(context: BlockContext) -> Iterator[TextEdit]:
    """Yields the edits of dictionaries that have names: their keys become the names of parameters."""
    done = set[ast.expr]()
    fed = {run.feed.name for run in context.runs if run.feed is not None}
    for run in context.runs:
        assert run.feed is not None
        if run.feed.name is None:
            continue
        scope, name = context.scopes.owner(run.feed.name), run.feed.name.id
        for use in context.scopes.uses(scope, name) if scope is not None else []:
            if not use.is_binding and use.node not in fed:
                message = f"line {getattr(use.node, 'lineno', 0)} uses {name}, which is fed"
                raise CannotConvertError(message)
        for key, place in zip(run.feed.keys, run.feed.places or run.feed.keys, strict=True):
            if place not in done:
                done.add(place)
                yield TextEdit(context.text.span(place), repr(_parameter(key, context)))


def _run_edits(context: BlockContext, step: Step, run: Run, statement: ast.stmt) -> Iterator[TextEdit]:
    receiver = context.receiver(run)
    name = receiver.replace("...", repr(step.name)) if receiver.endswith("]") else f"{receiver}{step.name}"
    call = wrapped(context.text, statement.lineno, f"{name}({_arguments(context, step, run)})")
    span = context.text.span(run.call)
    if isinstance(statement, ast.Expr) and statement.value is run.call:
        yield TextEdit(span, call)
        return
    if not step.results and run.is_single:
        yield TextEdit(span, call)  # None, as the result of a training operation
        return
    if not step.training:
        yield TextEdit(span, _values(context, step, run, call))
        return
    unpacked = _without_trained(context, run, statement) if step.results else None
    if unpacked is not None:
        yield unpacked
        yield TextEdit(span, _values(context, step, run, call))
        return
    yield TextEdit(span, _with_trained(context, step, run, call))


def _with_trained(context: BlockContext, step: Step, run: Run, call: str) -> str:
    """Returns the code for the values of a run, with None for those of the training operations around them."""
    trained = [context.is_trained(fetch) for fetch in run.fetches]
    first, count = trained.index(False) if False in trained else len(trained), len(step.results)
    if any(trained[first : first + count]) or not count:
        message = f"line {run.call.lineno} uses the result of a training operation"
        raise CannotConvertError(message)
    values = _values(context, step, run, call)
    values = values if step.is_single else f"*{values}"
    return f"[{', '.join([*[str(None)] * first, values, *[str(None)] * (len(trained) - first - count)])}]"


def _values(context: BlockContext, step: Step, run: Run, call: str) -> str:
    """Returns the code for the values that a step returns."""
    if any(is_structure(context, fetch) for fetch in run.fetches if not context.is_trained(fetch)):
        return f"{context.root}.nest.map_structure(lambda value: value.numpy(), {call})"
    return f"{call}.numpy()" if step.is_single else f"[value.numpy() for value in {call}]"


def _without_trained(context: BlockContext, run: Run, statement: ast.stmt) -> TextEdit | None:
    """Returns the edit that drops the names for the results of training operations; None if something uses them."""
    match statement:
        case ast.Assign(targets=[ast.Tuple(elts=names) | ast.List(elts=names) as target], value=value) if (
            value is run.call and len(names) == len(run.fetches)
        ):
            pass
        case _:
            return None
    kept: list[str] = []
    for name, fetch in zip(names, run.fetches, strict=True):
        if not context.is_trained(fetch):
            kept.append(context.text.exact(name))
        elif not _is_unused(context, name):
            return None
    return TextEdit(context.text.span(target), ", ".join(kept))


def _is_unused(context: BlockContext, name: ast.expr) -> bool:
    scope = context.scopes.owner(name)
    uses = context.scopes.uses(scope, context.scopes.name(name)) if scope is not None else []
    return bool(uses) and all(use.is_binding for use in uses)


def _arguments(context: BlockContext, step: Step, run: Run) -> str:
    """Returns the arguments of a call of a step: what the run feeds."""
    assert run.feed is not None
    pairs = zip(run.feed.keys, run.feed.values, strict=True)
    fed = {_parameter(key, context): value for key, value in pairs}
    names = [one.parameter for one in step.parameters if one.parameter in fed]
    if run.feed.name is not None:
        name = run.feed.name.id
        if set(names) == fed.keys():
            return f"**{name}"
        return ", ".join(f"{each}={name}[{each!r}]" for each in names)
    in_order = [name for name in fed if name in names]
    if in_order == [one.parameter for one in step.parameters if one.default is None]:
        return ", ".join(context.text.exact(fed[name]) for name in in_order)
    return ", ".join(f"{name}={context.text.exact(fed[name])}" for name in in_order)


def _parameter(key: ast.expr, context: BlockContext) -> str:
    return context.name(key).removeprefix(RECEIVER)
