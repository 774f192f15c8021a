"""Optimizers of programs that run eagerly: statements that apply gradients, or minimize what a function returns."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.constructs.analysis.known_calls import KnownCalls
from tf2lint.constructs.analysis.optimizers import APPLY, MINIMIZE, arguments_of, keras_optimizer, learning_rate
from tf2lint.constructs.analysis.own_graphs import SESSIONS
from tf2lint.constructs.construct import CannotConvertError, Construct, Unconverted
from tf2lint.constructs.eager.step_counters import StepCounters
from tf2lint.model import TextEdit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tf2lint.constructs.analysis.block_text import BlockText
    from tf2lint.constructs.analysis.bound_values import BoundValues
    from tf2lint.constructs.analysis.library_names import LibraryNames
    from tf2lint.constructs.analysis.other_files import OtherFiles
    from tf2lint.constructs.analysis.scopes import Scopes

_MODULE: Final = "train."
_CLASS: Final = "Optimizer"
_METHODS: Final = "Optimizer()."
#: What may hold an optimizer of either kind.
_HOLDERS: Final = ("train.Checkpoint", "contrib.eager.Checkpoint")
#: What only programs have whose operations run later.
_OF_GRAPHS: Final = (*SESSIONS, "placeholder", "train.MonitoredTrainingSession")
_NOTE: Final = "Keras counts the steps in optimizer.iterations, and saves what optimizers keep differently"


def eager_training(
    scopes: Scopes,
    text: BlockText,
    names: LibraryNames,
    bound: BoundValues,
    written: Callable[[ast.expr], str],
    others: OtherFiles,
) -> Iterator[Construct | Unconverted]:
    """Yields the edits for the optimizers of a file all of whose methods are called for what they do at once.

    Args:
        scopes: the names of the file.
        text: its text.
        names: the members of the library that expressions refer to.
        bound: what the names of the file are bound to.
        written: returns the code to write instead of a call; empty if it stays.
        others: what other files use of the file.
    """
    made = [call for call, name in names.calls if name.startswith(_MODULE) and name.endswith(_CLASS)]
    methods = [call for call, name in names.calls if _METHODS in name]
    statements = {each.value: each for each in scopes.syntax.of_class(ast.Expr)}
    if not made or not methods or names.calls_of(_OF_GRAPHS) or not all(call in statements for call in methods):
        return
    found = _Optimizers(scopes, text, names, bound, written, others)
    try:
        edits = [*found.made(made), *found.steps({call: statements[call] for call in methods}, len(made))]
    except CannotConvertError as error:
        yield Unconverted(frozenset(made), str(error))
    else:
        yield Construct(frozenset((*made, *methods, *found.counters.settled)), tuple(edits), _NOTE)


class _Optimizers:
    """Writes the optimizers of one file, and what they do."""

    def __init__(
        self,
        scopes: Scopes,
        text: BlockText,
        names: LibraryNames,
        bound: BoundValues,
        written: Callable[[ast.expr], str],
        others: OtherFiles,
    ) -> None:
        self._scopes = scopes
        self._text = text
        self._names = names
        self._written = written
        self._others = others
        self._bound = bound
        self._calls = KnownCalls(scopes)
        self.counters = StepCounters(scopes, text, names, others)

    def made(self, calls: list[ast.Call]) -> Iterator[TextEdit]:
        """Yields the edits that make optimizers of Keras.

        Raises:
            CannotConvertError: there is none that does the same, or something else uses one.
        """
        for call in calls:
            parent = self._scopes.syntax.parent(call)
            match parent:
                case ast.Assign(targets=[ast.Name() | ast.Attribute() as target]):
                    self._check_uses(target)
                    self._others.check_targets([target], self._scopes)
                case _ if self._calls.passed(call) is None:
                    message = f"the optimizer in line {call.lineno} is not assigned"
                    raise CannotConvertError(message)
            rate, code = learning_rate(call), self._written(call)
            if rate is not None and self._is_computed(rate):
                message = f"the learning rate in line {call.lineno} is computed"
                raise CannotConvertError(message)
            yield TextEdit(self._text.span(call), keras_optimizer(call, code, changes_rate="lambda" in code))

    def _is_computed(self, rate: ast.expr) -> bool:
        """Returns whether a member of the library computes a learning rate, which may be another one in each step."""
        for node in ast.walk(rate):
            parts = self._bound.of(node) if isinstance(node, ast.Name | ast.Attribute) else None
            values = [rate, *(part.value for part in parts or ())]
            called = (each.func for value in values for each in ast.walk(value) if isinstance(each, ast.Call))
            if any(map(self._names.of, called)):
                return True
        return False

    def _check_uses(self, target: ast.expr) -> None:
        scope, name = self._scopes.owner(target), self._scopes.name(target)
        for use in self._scopes.uses(scope, name) if scope is not None else []:
            if not use.is_binding and not self._is_known(use.node):
                message = f"line {getattr(use.node, 'lineno', 0)} uses an optimizer in a way that is not known"
                raise CannotConvertError(message)

    def _is_known(self, node: ast.AST) -> bool:
        parent = self._scopes.syntax.parent(node)
        if isinstance(parent, ast.Attribute):
            return _METHODS in self._names.of(parent)
        call = self._scopes.syntax.parent(parent) if isinstance(parent, ast.keyword) else parent
        is_held = isinstance(call, ast.Call) and self._names.of(call.func) in _HOLDERS
        return is_held or self._calls.passed(node) is not None

    def steps(self, methods: dict[ast.Call, ast.Expr], optimizers: int) -> Iterator[TextEdit]:
        """Yields the edits of the statements that train.

        Raises:
            CannotConvertError: one does so in another way.
        """
        if len(methods) > optimizers:  # An optimizer of Keras changes the same variables each time.
            numbers = " and ".join(str(call.lineno) for call in methods)
            message = f"lines {numbers} may train different variables with one optimizer"
            raise CannotConvertError(message)
        given = {call: self._given(call) for call in methods}
        yield from self.counters.edits([each["global_step"] for each in given.values() if "global_step" in each])
        for call, statement in methods.items():
            lines = [*self._lines(call, given[call]), *self.counters.increments(given[call].get("global_step"))]
            if len(lines) > 1 and not self._text.stands_alone(statement):
                message = f"line {statement.lineno} has more than one statement"
                raise CannotConvertError(message)
            indentation = self._text.indentation(statement)
            code = f"{self._text.line_end}{indentation}".join(lines)
            yield TextEdit(self._text.span(statement), code)

    def _given(self, call: ast.Call) -> dict[str, ast.expr]:
        method = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        given = arguments_of(call, method, self._names) if method in (APPLY, MINIMIZE) else None
        if given is None or not given.keys() & {"loss", "grads_and_vars"}:
            message = f"line {call.lineno} trains in a way that is not known"
            raise CannotConvertError(message)
        return {name: value for name, value in given.items() if not _is_none(value)}

    def _lines(self, call: ast.Call, given: dict[str, ast.expr]) -> list[str]:
        assert isinstance(call.func, ast.Attribute)
        apply = f"{self._text.exact(call.func.value)}.{APPLY}"
        if "loss" not in given:
            return [f"{apply}({self._text.exact(given['grads_and_vars'])})"]
        tape, loss, variables = map(self._free, ("tape", "loss", "variables"))
        listed = given.get("var_list")
        return [
            f"with {self._names.root}.GradientTape() as {tape}:",
            f"{self._text.step}{loss} = {self._loss(given['loss'])}",
            f"{variables} = {self._text.exact(listed) if listed is not None else f'{tape}.watched_variables()'}",
            f"{apply}(zip({tape}.gradient({loss}, {variables}), {variables}))",
        ]

    def _loss(self, function: ast.expr) -> str:
        if isinstance(function, ast.Lambda):
            return self._text.exact(function.body)
        if isinstance(function, ast.Name | ast.Attribute):
            return f"{self._text.exact(function)}()"
        message = f"line {function.lineno} trains in a way that is not known"
        raise CannotConvertError(message)

    def _free(self, word: str) -> str:
        return word if word not in self._scopes.words else f"{word}_value"


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None
