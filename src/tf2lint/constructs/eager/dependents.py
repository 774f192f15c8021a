"""The statements of a block that depend on something that each run computes anew, and the runs that read them."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.constructs.analysis.optimizers import trains
from tf2lint.constructs.construct import CannotConvertError
from tf2lint.constructs.iterators.dataset_iterators import uses_of
from tf2lint.table import gives_other_values, has_one_value

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable

    from tf2lint.constructs.analysis.bound_values import BoundValues
    from tf2lint.constructs.analysis.library_names import LibraryNames
    from tf2lint.constructs.analysis.other_files import OtherFiles
    from tf2lint.constructs.analysis.scopes import Scopes
    from tf2lint.constructs.analysis.session_runs import Run

METRICS: Final = "metrics."
#: The call of `update_state` that notes of rewrites show.
_UPDATE: Final = re.compile(r"update_state\((?P<arguments>.*)\) (?:for each|per) batch", re.DOTALL)
_INITIALIZERS: Final = ("local_variables_initializer", "initialize_local_variables")
_REPEATED: Final = (ast.For, ast.AsyncFor, ast.While)
_PAIR: Final = 2


class Metric(NamedTuple):
    """A pair of the value of a metric and the operation that adds a batch.

    Attributes:
        statement: the assignment.
        made: the code that makes a metric of Keras.
        arguments: what its update takes, as code.
        value: the name of the value.
        update: the name of the operation.
    """

    statement: ast.Assign
    made: str
    arguments: str
    value: ast.Name
    update: ast.Name


class Dependents(NamedTuple):
    """What depends on something.

    Attributes:
        moved: the statements that compute something of it, in order.
        metrics: those of them that make metrics.
        runs: the runs that fetch something of it.
    """

    moved: list[ast.Assign]
    metrics: list[Metric]
    runs: list[Run]


class DependentFinder:
    """Finds what depends on names of one file.

    Args:
        runs: the runs of the file.
        names: the members of the library that expressions refer to.
        scopes: the names of the file.
        bound: what they are bound to.
        noted: returns the code to write instead of a call, and the note about it.
        others: what other files use of the file.
    """

    def __init__(
        self,
        runs: list[Run],
        names: LibraryNames,
        scopes: Scopes,
        bound: BoundValues,
        noted: Callable[[ast.expr], tuple[str, str]],
        others: OtherFiles,
    ) -> None:
        self._runs = runs
        self._others = others
        self._names = names
        self._scopes = scopes
        self._bound = bound
        self._noted = noted

    def of(self, targets: Iterable[ast.AST], origin: ast.stmt, without: Container[ast.AST] = ()) -> Dependents:
        """Returns what depends on names that a statement binds.

        Args:
            targets: the names.
            origin: the statement.
            without: places where the names stand that are left out.

        Raises:
            CannotConvertError: something outside of the block of the statement, and of runs, depends on them.
        """
        targets, block = list(targets), self.block(origin)
        moved: list[ast.Assign] = []
        metrics: list[Metric] = []
        runs: dict[ast.Call, Run] = {}
        pending = list(targets)
        while pending:
            name = pending.pop()
            for use in (use for use in self.uses(name) if use not in without):
                run = next((each for each in self._runs if _is_fetched(use, each)), None)
                if run is not None:
                    runs[run.call] = run
                    continue
                statement = next(each for each in self._bound.around(use) if isinstance(each, ast.stmt))
                if statement in moved or statement is origin:
                    continue
                if not isinstance(statement, ast.Assign) or self.block(statement) is not block:
                    message = f"line {statement.lineno} uses {self._scopes.name(name)} outside of a run"
                    raise CannotConvertError(message)
                moved.append(statement)
                metric = self._metric(statement)
                if metric is not None:
                    metrics.append(metric)
                    pending.append(metric.update)
                else:
                    pending += self._bound_by(statement)
        for run in runs.values():
            if run.feed is None or run.feed.keys:
                message = f"line {run.call.lineno} feeds something"
                raise CannotConvertError(message)
        moved.sort(key=lambda statement: statement.lineno)
        bound = [target for statement in moved for each in statement.targets for target in ast.walk(each)]
        self._others.check_targets([*targets, *bound], self._scopes)
        return Dependents(moved, metrics, sorted(runs.values(), key=lambda run: (run.call.lineno, run.call.col_offset)))

    def _bound_by(self, statement: ast.Assign) -> list[ast.AST]:
        """Returns the names that a statement binds.

        Raises:
            CannotConvertError: it binds something else, or what it makes lasts.
        """
        targets = [node for each in statement.targets for node in ast.walk(each)]
        if any(not isinstance(node, ast.Name | ast.Tuple | ast.List | ast.expr_context) for node in targets):
            message = f"line {statement.lineno} keeps what it computes"
            raise CannotConvertError(message)
        if any(trains(node, self._names) for node in ast.walk(statement)):
            message = f"line {statement.lineno} trains"
            raise CannotConvertError(message)
        called = (self._names.of(node) for node in ast.walk(statement.value))
        if any(
            not has_one_value(name) and not gives_other_values(name) for name in called if name and "()" not in name
        ):
            message = f"line {statement.lineno} makes something that lasts"
            raise CannotConvertError(message)
        return [node for node in targets if isinstance(node, ast.Name)]

    def _metric(self, statement: ast.Assign) -> Metric | None:
        """Returns the metric that a statement makes; None if it makes none.

        Raises:
            CannotConvertError: Keras has no such metric, or it is stored in another way.
        """
        call = statement.value
        if not isinstance(call, ast.Call) or not self._names.of(call.func).startswith(METRICS):
            return None
        target = statement.targets[0]
        code, arguments = update_of(call, self._noted)
        elements = target.elts if isinstance(target, ast.Tuple | ast.List) and len(statement.targets) == 1 else []
        if len(elements) != _PAIR or not isinstance(elements[0], ast.Name) or not isinstance(elements[1], ast.Name):
            message = f"line {statement.lineno} keeps a metric"
            raise CannotConvertError(message)
        check_resets(self._scopes.module, self._names, self._bound)
        return Metric(statement, code, arguments, elements[0], elements[1])

    def block(self, statement: ast.stmt) -> list[ast.stmt] | None:
        """Returns the list of statements that a statement is in."""
        parent = self._bound.parent(statement)
        lists = (getattr(parent, field, None) for field in ("body", "orelse", "finalbody"))
        return next((each for each in lists if isinstance(each, list) and statement in each), None)

    def uses(self, name: ast.AST) -> list[ast.expr]:
        """Returns the places where a name stands without being bound.

        Raises:
            CannotConvertError: the name is bound in several places.
        """
        return uses_of(name, self._scopes)


def update_of(call: ast.Call, noted: Callable[[ast.expr], tuple[str, str]]) -> tuple[str, str]:
    """Returns the code that makes a metric of Keras, and the arguments of its update.

    Raises:
        CannotConvertError: Keras has no such metric.
    """
    code, note = noted(call)
    found = _UPDATE.search(note)
    if not code or found is None:
        message = f"it is not known what to write instead of the metric in line {call.lineno}"
        raise CannotConvertError(message)
    return code, found["arguments"]


def resets(module: ast.Module, names: LibraryNames) -> list[ast.Call]:
    """Returns the calls of a file that set metrics back, and other local variables."""
    calls = (node for node in ast.walk(module) if isinstance(node, ast.Call))
    return [call for call in calls if names.of(call.func) in _INITIALIZERS]


def check_resets(module: ast.Module, names: LibraryNames, bound: BoundValues) -> None:
    """Checks that metrics are not set back.

    Raises:
        CannotConvertError: they are.
    """
    found = resets(module, names)
    repeated = [call for call in found if any(isinstance(node, _REPEATED) for node in bound.around(call))]
    if repeated or len(found) > 1:
        message = f"line {[*repeated, *found[1:]][0].lineno} sets metrics back"
        raise CannotConvertError(message)


def _is_fetched(node: ast.AST, run: Run) -> bool:
    return any(node is inner for fetch in run.fetches for inner in ast.walk(fetch))
