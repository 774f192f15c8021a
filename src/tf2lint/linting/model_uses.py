"""What a file does with its models, one after the other: how they are compiled, frozen, and trained."""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.linting.abstract_run import AbstractRun
from tf2lint.linting.run_objects import RunObject

if TYPE_CHECKING:
    from tf2lint.linting.run_evaluator import RunEvent
    from tf2lint.resolver import AnalysisState

_TRAINING: Final = frozenset({"fit", "fit_generator", "train_on_batch"})
_TRAINABLE: Final = "trainable"
_COMPILE: Final = "compile"
_OPTIMIZER: Final = "optimizer"


class FrozenModel(NamedTuple):
    """A model that is frozen when it is trained for the first time, although it was not when it was compiled.

    Attributes:
        compilation: the call that compiled it.
        assignment: the attribute that is set to False.
        training: the call that trains it.
    """

    compilation: ast.Call
    assignment: ast.Attribute
    training: ast.Call


class SharedOptimizer(NamedTuple):
    """An optimizer that is to train a second model.

    Attributes:
        first: the call that compiled the model that it trains first.
        second: the call that compiled the other one.
    """

    first: ast.Call
    second: ast.Call


class _Model:
    """What is known of a model at one point.

    Attributes:
        compilation: the call that compiled it; None if none did, or if other code may have changed it.
        optimizer: its optimizer; None if that is unknown.
        frozen: what froze it after it was compiled; None if it is not frozen, or was before.
        is_frozen: whether it is frozen.
        is_trained: whether it was trained since it was compiled.
    """

    def __init__(self) -> None:
        self.compilation: ast.Call | None = None
        self.optimizer: RunObject | None = None
        self.frozen: ast.Attribute | None = None
        self.is_frozen = self.is_trained = False


class ModelUses:
    """What one file does with its models.

    Args:
        state: the final state of the file's analysis.
    """

    def __init__(self, state: AnalysisState) -> None:
        self._state = state

    def frozen(self, compilation: ast.Call) -> list[FrozenModel]:
        """Returns the models that a call compiles, and that are frozen before they are trained."""
        return [found for found in self._found if isinstance(found, FrozenModel) and found.compilation is compilation]

    def shared_optimizer(self, compilation: ast.Call) -> SharedOptimizer | None:
        """Returns the optimizer that a call gives to a model, if it trains another one before; None if it does not."""
        shared = (found for found in self._found if isinstance(found, SharedOptimizer))
        return next((found for found in shared if found.second is compilation), None)

    @cached_property
    def _found(self) -> list[FrozenModel | SharedOptimizer]:
        state = self._state
        module = next(iter(state.bodies))
        assert isinstance(module, ast.Module)
        skipped = frozenset(statement for branch in state.skipped_branches.values() for statement in branch)

        def is_foreign(name: str, level: int) -> bool:
            return state.environment.project_module(name, level) is not None

        models: dict[RunObject, _Model] = {}
        trained: dict[RunObject, tuple[_Model, ast.Call]] = {}
        found: dict[FrozenModel | SharedOptimizer, None] = {}
        run = AbstractRun(module, skipped, is_foreign)
        for event in run.events:
            model = models.setdefault(event.owner, _Model())
            if isinstance(event.node, ast.Call) and event.name in _TRAINING:
                if model.frozen is not None and model.compilation is not None and not model.is_trained:
                    found[FrozenModel(model.compilation, model.frozen, event.node)] = None
                model.is_trained = True
                if model.compilation is not None and model.optimizer is not None:
                    first, compilation = trained.setdefault(model.optimizer, (model, model.compilation))
                    if first is not model:
                        found[SharedOptimizer(compilation, model.compilation)] = None
            else:
                _change(model, event)
        run.close()
        return list(found)


def _change(model: _Model, event: RunEvent) -> None:
    """Changes what is known of a model by something that happens to it."""
    if not event.name:
        model.compilation = model.frozen = None
    elif event.name == _COMPILE and isinstance(event.node, ast.Call):
        optimizer = event.arguments.get(0) or event.arguments.get(_OPTIMIZER)
        model.compilation, model.frozen, model.is_trained = event.node, None, False
        model.optimizer = optimizer if isinstance(optimizer, RunObject) else None
    elif event.name == _TRAINABLE and isinstance(event.node, ast.Attribute):
        was_frozen = model.is_frozen
        model.is_frozen = isinstance(event.value, ast.Constant) and event.value.value is False
        if not (model.is_frozen and was_frozen):
            model.frozen = event.node if model.is_frozen else None
