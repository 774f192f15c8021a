"""The lines of a step that compute gradients and train."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.constructs.analysis.optimizers import LEARNING_RATE, keras_optimizer, learning_rate
from tf2lint.constructs.analysis.scopes import RECEIVER
from tf2lint.constructs.construct import CannotConvertError
from tf2lint.model import TextEdit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tf2lint.constructs.graphs.block_context import BlockContext
    from tf2lint.constructs.graphs.steps import Step
    from tf2lint.constructs.graphs.training import Gradients, Training
    from tf2lint.constructs.graphs.units import Unit
    from tf2lint.constructs.graphs.variable_store import VariableStore

_OPTIMIZER: Final = "optimizer"
_TAPE: Final = "tape"
#: What holds a loss that has no name.
_LOSS: Final = "total_loss"
#: What holds the variables that a tape has seen.
_WATCHED: Final = "watched"


class TrainingText:
    """Writes what trains in the steps of one block.

    Args:
        context: the block.
        store: what keeps variables by name.

    Attributes:
        settled: the calls that it takes the place of.
    """

    def __init__(self, context: BlockContext, store: VariableStore) -> None:
        self._context = context
        self._block = context.block
        self._text = context.text
        self._store = store
        self.settled: list[ast.AST] = []

    # --- tapes ------------------------------------------------------------------

    def split(self, step: Step, units: Iterable[Unit]) -> tuple[list[Unit], list[Unit]]:
        """Returns the statements of a step that a tape records, and those that use gradients.

        Raises:
            CannotConvertError: gradients are differentiated, too.
        """
        recorded: list[Unit] = []
        later: list[Unit] = []
        names = set[str]()
        for unit in units:
            found = self._context.gradients_in(unit)
            if found or unit.reads & names:
                for one in found:
                    if names & set(self._context.names_in(one.target)):
                        message = f"line {one.call.lineno} differentiates gradients"
                        raise CannotConvertError(message)
                later.append(unit)
                names |= unit.binds
            else:
                recorded.append(unit)
        for training in step.training:
            if training.loss is not None and names & set(self._context.names_in(training.loss)):
                line = training.unit.statement.lineno
                message = f"{training.name} in line {line} differentiates gradients"
                raise CannotConvertError(message)
        return recorded, later

    def head(self, step: Step, later: list[Unit]) -> str:
        """Returns the head of the `with` statement that enters the tapes of a step; empty if it has none."""
        count = len(self._calls(later))
        tapes = [f"{self._context.root}.GradientTape() as {self._tape(step, one, later)}" for one in _minimized(step)]
        if count:
            arguments = "persistent=True" if count > 1 else ""
            tapes.append(f"{self._context.root}.GradientTape({arguments}) as {self._own_tape(step)}")
        return f"with {', '.join(tapes)}:" if tapes else ""

    def _calls(self, units: Iterable[Unit]) -> list[Gradients]:
        return [one for unit in units for one in self._context.gradients_in(unit)]

    def _tape(self, step: Step, one: Training, later: list[Unit]) -> str:
        minimized = _minimized(step)
        is_only = len(minimized) == 1 and not self._calls(later)
        return _TAPE if is_only else f"{_TAPE}_{minimized.index(one) + 1}"

    def _own_tape(self, step: Step) -> str:
        count = len(_minimized(step))
        return f"{_TAPE}_{count + 1}" if count else _TAPE

    def watched(self, step: Step, later: list[Unit]) -> list[str]:
        """Returns the statements that make a tape watch what is fed, by which something is differentiated."""
        found: dict[str, None] = {}
        for one in self._calls(later):
            names = set(self._context.names_in(one.sources)) if one.sources is not None else set()
            found.update(
                {f"{self._own_tape(step)}.watch({name})": None for name in names & {*self._block.placeholders}}
            )
            if names & self._block.dynamic_names - {*self._block.placeholders}:
                message = f"line {one.call.lineno} differentiates by something that is computed"
                raise CannotConvertError(message)
        return list(found)

    def losses(self, step: Step) -> list[str]:
        """Returns the statements that compute the losses that have no names."""
        return [
            f"{self._loss(step, one)} = {self._store.exact(one.loss)}"
            for one in _minimized(step)
            if one.loss is not None and not self._context.name(one.loss)
        ]

    def _loss(self, step: Step, one: Training) -> str:
        assert one.loss is not None
        if self._context.name(one.loss):
            return self._text.exact(one.loss)
        minimized = _minimized(step)
        name = _LOSS if _LOSS not in self._context.scopes.words else f"minimized_{_LOSS}"
        return name if len(minimized) == 1 else f"{name}_{minimized.index(one) + 1}"

    # --- gradients --------------------------------------------------------------

    def watched_variables(self, step: Step, later: list[Unit]) -> list[str]:
        """Returns the statements that list all variables that a tape has seen, where gradients of all are computed."""
        is_needed = any(one.sources is None for one in self._calls(later))
        return [f"{_WATCHED} = {self._own_tape(step)}.watched_variables()"] if is_needed else []

    def replaced(self, step: Step, unit: Unit) -> dict[ast.expr, str]:
        """Returns the code to write instead of the gradients that a statement computes."""
        return {one.call: self._gradients(step, one) for one in self._context.gradients_in(unit)}

    def _gradients(self, step: Step, one: Gradients) -> str:
        tape = self._own_tape(step)
        self.settled.append(one.call)
        if not self._context.name(one.target):
            message = f"what line {one.call.lineno} differentiates has no name"
            raise CannotConvertError(message)
        target = self._store.exact(one.target)
        if one.sources is None:
            return f"list(zip({tape}.gradient({target}, {_WATCHED}), {_WATCHED}))"
        sources = self._store.exact(one.sources)
        if one.with_variables:
            return f"list(zip({tape}.gradient({target}, {sources}), {sources}))"
        lists_variables = self._context.variable_calls.is_variables
        is_list = isinstance(one.sources, ast.List | ast.Tuple) or lists_variables(one.sources)
        weights = f", output_gradients={self._store.exact(one.weights)}" if one.weights is not None else ""
        return f"{tape}.gradient({target}, {sources if is_list else f'[{sources}]'}{weights})"

    # --- training ---------------------------------------------------------------

    def lines(self, step: Step, one: Training, indentation: str, later: list[Unit]) -> Iterator[str]:
        """Yields the lines that train."""
        optimizer = self.optimizer_name(one)
        self.settled.append(one.call)
        if one.rate is not None:
            yield f"{indentation}{optimizer}.{LEARNING_RATE} = {self._store.exact(one.rate)}"
        if one.gradients is not None:
            yield f"{indentation}{optimizer}.apply_gradients({self._store.exact(one.gradients)})"
        else:
            tape, variables = self._tape(step, one, later), "variables"
            if one.variables is None:
                yield f"{indentation}{variables} = {tape}.watched_variables()"
            else:
                variables = self._store.exact(one.variables)
            yield f"{indentation}gradients = {tape}.gradient({self._loss(step, one)}, {variables})"
            yield f"{indentation}{optimizer}.apply_gradients(zip(gradients, {variables}))"
        if one.step is not None:
            yield f"{indentation}{self._store.exact(one.step)}.assign_add(1)"

    def optimizer_name(self, one: Training) -> str:
        """Returns what the optimizer of a training operation is called."""
        if not isinstance(one.optimizer, ast.Call):
            return self._text.exact(one.optimizer)
        is_free = one.name == _OPTIMIZER or _OPTIMIZER not in self._context.scopes.words
        word = one.name.removeprefix(RECEIVER)
        return _OPTIMIZER if is_free and len(self._context.trainings) == 1 else f"{word}_{_OPTIMIZER}"

    def optimizer_lines(self, unit: Unit, indentation: str) -> Iterator[str]:
        """Yields the lines that make the optimizers of a statement that does not stay."""
        done = set[str]()
        for one in self._context.trainings.values():
            if one.unit is unit and isinstance(one.optimizer, ast.Call):
                yield f"{indentation}{self.optimizer_name(one)} = {self._keras_optimizer(one.optimizer, one)}"
            elif unit in self._context.optimizer_units and self._block.name(one.optimizer) in unit.binds:
                call = self._context.made_optimizer(one.optimizer)
                name = self._text.exact(one.optimizer)
                if call is not None and name not in done:
                    done.add(name)
                    yield f"{indentation}{name} = {self._keras_optimizer(call, one)}"

    def optimizer_edits(self) -> Iterator[TextEdit]:
        """Yields the edits of the statements that make optimizers that have names, and stay."""
        done = set[ast.Call]()
        for one in self._context.trainings.values():
            if isinstance(one.optimizer, ast.Call):
                continue
            call = self._context.made_optimizer(one.optimizer)
            if call is None:
                message = f"the optimizer in line {one.call.lineno} is not known"
                raise CannotConvertError(message)
            dynamic = {unit.statement for unit in self._block.dynamic}
            made = (unit for unit in self._context.optimizer_units if getattr(unit.statement, "value", None) is call)
            if call not in done and not any(unit.statement in dynamic for unit in made):
                done.add(call)
                yield TextEdit(self._text.span(call), self._keras_optimizer(call, one))

    def _keras_optimizer(self, call: ast.Call, one: Training) -> str:
        written = keras_optimizer(call, self._context.written(call), changes_rate=one.rate is not None)
        rate = learning_rate(call) if one.rate is not None else None
        others = [node for node in ast.walk(call) if rate is None or node not in set(ast.walk(rate))]
        if any(map(self._context.is_dynamic, others)):
            message = f"no optimizer of Keras takes the place of that in line {call.lineno}"
            raise CannotConvertError(message)
        self.settled.append(call)
        return written if rate is None else _without_rate(written)


def _minimized(step: Step) -> list[Training]:
    return [one for one in step.training if one.loss is not None]


def _without_rate(written: str) -> str:
    """Returns the code that makes an optimizer without its learning rate, which each step sets."""
    call = ast.parse(written, mode="eval").body
    assert isinstance(call, ast.Call)
    parts: list[ast.expr | ast.keyword] = [
        *call.args[1:],
        *(each for each in call.keywords if each.arg != LEARNING_RATE),
    ]
    if not call.args:
        parts = [each for each in call.keywords if each.arg != LEARNING_RATE]
    return f"{ast.unparse(call.func)}({', '.join(ast.unparse(each) for each in parts)})"
