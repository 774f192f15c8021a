"""The moving averages of batch normalization: when TensorFlow 1 updates them, and when Keras does."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.constructs.construct import CannotConvertError
from tf2lint.constructs.variables.variable_calls import UPDATES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.constructs.analysis.session_runs import Run
    from tf2lint.constructs.graphs.block_context import BlockContext
    from tf2lint.constructs.graphs.steps import Step
    from tf2lint.constructs.graphs.units import Unit
    from tf2lint.model import TextEdit

#: The parameter that tells whether a function normalizes as in training, and its default.
_FLAGS: Final = {
    "layers.batch_normalization": ("training", False),
    "contrib.layers.batch_norm": ("is_training", True),
    "contrib.slim.batch_norm": ("is_training", True),
}
_COLLECTIONS: Final = "updates_collections"
_AFTER: Final = "control_dependencies"
_BOOLS: Final = ("bool", "bool_")
#: What a user has to know of the result.
NOTE: Final = "the moving variances of images are divided by their number, not by one less"


def check_updates(context: BlockContext, steps: list[Step]) -> bool:
    """Checks that Keras updates moving averages where TensorFlow 1 does; returns whether there are some.

    Raises:
        CannotConvertError: a step would update others than before.
    """
    normalizing = [unit for unit in context.block.dynamic if _norms(context, unit)]
    for step in steps:
        own = [unit for unit in step.units if unit in normalizing]
        line = step.runs[0].call.lineno
        if any(one.updates for one in step.training):
            if len(own) < len(normalizing):
                message = f"line {line} updates moving averages of what it does not compute"
                raise CannotConvertError(message)
            continue
        is_collected = any(_is_collected(call) for unit in own for call in _norms(context, unit))
        may_train = not all(_says_no(context, step, run) for run in step.runs) or any(map(_trains, own))
        if is_collected and may_train:
            message = f"line {line} may normalize as in training, and updates no moving averages"
            raise CannotConvertError(message)
    return bool(normalizing)


def _norms(context: BlockContext, unit: Unit) -> list[ast.Call]:
    """Returns the calls that a statement runs that normalize as in training, or may do so."""
    calls = (
        node for node in context.variable_calls.functions.code_run_by(unit.statement) if isinstance(node, ast.Call)
    )
    found = []
    for call in calls:
        name, default = _FLAGS.get(context.names.of(call.func), ("", False))
        given = next((keyword.value for keyword in call.keywords if keyword.arg == name), None)
        value = given.value if isinstance(given, ast.Constant) else default if given is None else None
        if name and value is not False:
            found.append(call)
    return found


def _is_collected(call: ast.Call) -> bool:
    """Returns whether the updates of a call only run if something else runs them."""
    given = next((keyword.value for keyword in call.keywords if keyword.arg == _COLLECTIONS), None)
    return not (isinstance(given, ast.Constant) and given.value is None)


def _trains(unit: Unit) -> bool:
    """Returns whether a statement says by a constant that something trains."""
    keywords = (node for node in ast.walk(unit.statement) if isinstance(node, ast.keyword))
    return any(isinstance(each.value, ast.Constant) and each.value.value is True for each in keywords)


def _says_no(context: BlockContext, step: Step, run: Run) -> bool:
    """Returns whether a run feeds nothing but False for what may say that something trains."""
    assert run.feed is not None
    flags = [
        one
        for one in step.parameters
        if one.dtype is not None and ast.unparse(one.dtype).rpartition(".")[2].strip("'") in _BOOLS
    ]
    defaults = [one for one in step.parameters if one.default is not None]
    fed = {context.name(key): value for key, value in zip(run.feed.keys, run.feed.values, strict=True)}
    values = [fed.get(one.name) for one in flags]
    values += [fed.get(one.name, one.default) for one in defaults if isinstance(one.default, ast.Constant)]
    return bool(values) and all(isinstance(value, ast.Constant) and value.value is False for value in values)


def update_edits(context: BlockContext) -> Iterator[TextEdit]:
    """Yields the edits that delete the names for the updates of moving averages, which Keras runs itself.

    Raises:
        CannotConvertError: something else uses them.
    """
    for statement in context.scopes.syntax.nodes:
        match statement:
            case ast.Assign(targets=[target], value=ast.Call() as call) if (
                context.variable_calls.collection(call) == UPDATES
            ):
                if call in context.variable_calls.counted_updates:
                    continue  # the store lists what it updates
                if not context.variable_calls.only_follows(target):
                    message = f"line {statement.lineno} gives a name to what updates moving averages"
                    raise CannotConvertError(message)
                yield from context.text.deleted(statement)
            case _:
                pass
