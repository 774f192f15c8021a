"""What a file does with its models, one after the other: how they are compiled, frozen, and trained."""

from __future__ import annotations

import ast
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.linting.abstract_run import AbstractRun
from tf2lint.linting.run_objects import RunObject

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tf2lint.linting.run_evaluator import RunEvent
    from tf2lint.resolver import AnalysisState

_TRAINING: Final = frozenset({"fit", "fit_generator", "train_on_batch"})
_TRAINABLE: Final = "trainable"
_COMPILE: Final = "compile"
_OPTIMIZER: Final = "optimizer"


class ChangedPart(NamedTuple):
    """A model, or a part of one, that is frozen or made trainable after the model was compiled, before it is trained.

    Attributes:
        compilation: the call that compiled the model.
        place: the assignment to its `trainable` in between, or where it is passed to a function that makes it.
        name: what it is called there.
        training: the call that trains the model.
        is_frozen: whether the part is not trainable any more.
        is_whole: whether it is the model itself.
    """

    compilation: ast.Call
    place: ast.expr
    name: str
    training: ast.Call
    is_frozen: bool
    is_whole: bool


class SharedOptimizer(NamedTuple):
    """An optimizer that is to train two models.

    Attributes:
        first: the call that gave it to one of them.
        second: the later call that gave it to the other one.
    """

    first: ast.Call
    second: ast.Call


class _Model:
    """What is known of a model at one point.

    Attributes:
        compilation: the call that compiled it; None if none did, or if other code may have changed it.
        optimizer: its optimizer; None if that is unknown.
        is_trainable: whether it is trainable; None if that is unknown.
        event: what made it so; None if nothing did.
        when_compiled: which of the objects that it consists of were trainable when it was compiled.
        is_trained: whether it was trained since it was compiled.
    """

    def __init__(self) -> None:
        self.compilation: ast.Call | None = None
        self.optimizer: RunObject | None = None
        self.is_trainable: bool | None = True
        self.event: RunEvent | None = None
        self.when_compiled: dict[RunObject, bool | None] = {}
        self.is_trained = False


class ModelUses:
    """What one file does with its models.

    Args:
        state: the final state of the file's analysis.
    """

    def __init__(self, state: AnalysisState) -> None:
        self._state = state

    def changed(self, compilation: ast.Call) -> list[ChangedPart]:
        """Returns what is frozen, or is no longer, of a model that a call compiles before it is trained."""
        return [found for found in self._found if isinstance(found, ChangedPart) and found.compilation is compilation]

    def shared_optimizer(self, compilation: ast.Call) -> SharedOptimizer | None:
        """Returns the optimizer that a call gives to a model if it gets to train another one, which got it before."""
        shared = (found for found in self._found if isinstance(found, SharedOptimizer))
        return next((found for found in shared if found.second is compilation), None)

    @cached_property
    def _found(self) -> list[ChangedPart | SharedOptimizer]:
        state = self._state
        module = next(iter(state.bodies))
        assert isinstance(module, ast.Module)
        skipped = frozenset(statement for branch in state.skipped_branches.values() for statement in branch)

        def is_foreign(name: str, level: int) -> bool:
            root = state.environment.root(name.partition(".")[0]) if not level else None
            return root is None or not root.watched or state.environment.project_module(name, level) is not None

        models: dict[RunObject, _Model] = {}
        trained: dict[RunObject, tuple[_Model, tuple[int, ast.Call]]] = {}
        order: dict[ast.expr, int] = {}
        found: dict[ChangedPart | SharedOptimizer, None] = {}
        run = AbstractRun(module, skipped, is_foreign)
        for event in run.events:
            model = models.setdefault(event.owner, _Model())
            if isinstance(event.node, ast.Call) and event.name in _TRAINING:
                if not model.is_trained:
                    found.update(dict.fromkeys(_changed_parts(event, models)))
                model.is_trained = True
                if model.compilation is not None and model.optimizer is not None:
                    given = order[model.compilation], model.compilation
                    first, at = trained.setdefault(model.optimizer, (model, given))
                    if first is not model:
                        (_, earlier), (_, later) = sorted((at, given), key=itemgetter(0))
                        found[SharedOptimizer(earlier, later)] = None
            else:
                order.setdefault(event.node, len(order))
                _change(models, event)
        run.close()
        return list(found)


def _changed_parts(event: RunEvent, models: Mapping[RunObject, _Model]) -> Iterator[ChangedPart]:
    """Yields what of a model has changed since it was compiled, at its first training."""
    model = models[event.owner]
    for part, was_trainable in model.when_compiled.items() if model.compilation is not None else ():
        now, is_whole = models.get(part), part is event.owner
        if now is None or now.event is None or None in (was_trainable, now.is_trainable):
            continue
        if was_trainable is now.is_trainable or (is_whole and now.is_trainable):
            continue
        # Unless a part is frozen, or no longer, for another model, this one is meant to be trained like that.
        others = (other for other in models.values() if other is not model)
        if is_whole or any(other.when_compiled.get(part) is now.is_trainable for other in others):
            assert model.compilation is not None
            assert isinstance(event.node, ast.Call)
            place, name = _place(now.event)
            yield ChangedPart(model.compilation, place, name, event.node, not now.is_trainable, is_whole)


def _place(event: RunEvent) -> tuple[ast.expr, str]:
    """Returns where an attribute of an object is assigned, and the object as it is written there.

    A function that is called with the object and the value does nothing else, so that this is where it is called.
    """
    passed = event.frame.argument(event.owner)
    if passed is not None and event.frame.argument(event.value) is not None:
        return passed, ast.unparse(passed)
    owner = event.node.value if isinstance(event.node, ast.Attribute) else event.node
    return event.node, ast.unparse(owner)


def _change(models: Mapping[RunObject, _Model], event: RunEvent) -> None:
    """Changes what is known of a model by something that happens to it."""
    model = models[event.owner]
    if not event.name:
        model.compilation = model.is_trainable = None
    elif event.name == _COMPILE and isinstance(event.node, ast.Call):
        optimizer = event.arguments.get(0) or event.arguments.get(_OPTIMIZER)
        model.compilation, model.is_trained = event.node, False
        model.optimizer = optimizer if isinstance(optimizer, RunObject) else None
        parts = (event.owner, *event.owner.parts)
        model.when_compiled = {part: models[part].is_trainable if part in models else True for part in parts}
    elif event.name == _TRAINABLE and isinstance(event.node, ast.Attribute):
        value = event.value.value if isinstance(event.value, ast.Constant) else None
        model.is_trainable = value if isinstance(value, bool) else None
        model.event = event
