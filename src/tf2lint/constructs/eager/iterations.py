"""Runs that read elements of a dataset: `next` reads them, and a function computes what depends on them."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.constructs.analysis.value_kinds import SPARSE_PARTS
from tf2lint.constructs.construct import CannotConvertError, Construct, Unconverted, without_contained
from tf2lint.constructs.eager.dataset_ends import end_edits
from tf2lint.constructs.eager.dependents import resets
from tf2lint.constructs.eager.element_plans import ElementPlans
from tf2lint.constructs.eager.metric_values import metric_nodes, value_edits
from tf2lint.constructs.iterators.dataset_iterators import DatasetIterators
from tf2lint.constructs.iterators.initialized_iterators import initialization_edits
from tf2lint.model import TextEdit
from tf2lint.table import MIXED, SPARSE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.constructs.analysis.block_text import BlockText
    from tf2lint.constructs.analysis.bound_values import BoundValues
    from tf2lint.constructs.analysis.library_names import LibraryNames
    from tf2lint.constructs.analysis.scopes import Scopes
    from tf2lint.constructs.analysis.session_runs import Run
    from tf2lint.constructs.eager.dependents import DependentFinder
    from tf2lint.constructs.eager.element_plans import Plan
    from tf2lint.constructs.eager.step_text import StepText
    from tf2lint.constructs.iterators.dataset_iterators import Getter

_PRIMARY: Final = (ast.Name, ast.Attribute, ast.Subscript, ast.Call)
_ITERATOR: Final = "iterator"
_NOTE: Final = "next() reads an element where a run did; the end is a StopIteration"


class Iterations(NamedTuple):
    """What is to be done about the iterators of a file.

    Attributes:
        found: the edits, or why there are none; None if the file has no iterators.
        settled: the syntax that the edits settle.
        runs: the calls of runs that they settle.
    """

    found: Construct | Unconverted | None
    settled: frozenset[ast.AST] = frozenset()
    runs: frozenset[ast.Call] = frozenset()


def iterations(
    runs: list[Run],
    text: BlockText,
    names: LibraryNames,
    scopes: Scopes,
    bound: BoundValues,
    finder: DependentFinder,
    steps: StepText,
) -> Iterations:
    """Returns what is to be done about the iterators of a file.

    Args:
        runs: the runs of the file.
        text: its text.
        names: the members of the library that expressions refer to.
        scopes: its names.
        bound: what they are bound to.
        finder: finds what depends on names.
        steps: writes functions.
    """
    if not runs or not names.root:
        return Iterations(None)
    try:
        iterators = DatasetIterators(names, scopes, bound)
        if not iterators.makers:
            return Iterations(None)
        iterators.check_sessions()
        _check_dense(names, scopes, bound)
        writer = _Writer(iterators, runs, text, names, scopes, bound, finder, steps)
        edits = without_contained(writer.edits())
    except CannotConvertError as error:
        calls = list(scopes.syntax.of_class(ast.Call))
        made = [call for call in calls if isinstance(call.func, ast.Attribute) and "iterator" in call.func.attr]
        return Iterations(Unconverted(frozenset([*made, *(run.call for run in runs)]), str(error)))
    settled = frozenset(writer.settled)
    construct = Construct(settled, tuple(edits), _NOTE)
    inner = frozenset(node for each in {*settled, *writer.deleted} for node in ast.walk(each))
    return Iterations(construct, inner, frozenset(writer.done))


def _check_dense(names: LibraryNames, scopes: Scopes, bound: BoundValues) -> None:
    """Checks that no element can be a sparse tensor of which the program reads the parts.

    Raises:
        CannotConvertError: one can.
    """
    nodes = scopes.syntax.nodes
    if not any(isinstance(node, ast.Call) and names.result(node.func) in (SPARSE, MIXED) for node in nodes):
        return
    for node in nodes:
        if isinstance(node, ast.Attribute) and node.attr in SPARSE_PARTS and not names.of(node):
            parent = bound.parent(node)
            if not isinstance(parent, ast.Call) or parent.func is not node:
                message = f"line {node.lineno} may read a part of a sparse element"
                raise CannotConvertError(message)


class _Writer:
    """Writes the edits for the iterators of one file."""

    def __init__(
        self,
        iterators: DatasetIterators,
        runs: list[Run],
        text: BlockText,
        names: LibraryNames,
        scopes: Scopes,
        bound: BoundValues,
        finder: DependentFinder,
        steps: StepText,
    ) -> None:
        self._iterators = iterators
        self._runs = runs
        self._text = text
        self._names = names
        self._scopes = scopes
        self._bound = bound
        self._finder = finder
        self._steps = steps
        self.done = set[ast.Call]()
        self.deleted = set[ast.AST]()
        self.settled: set[ast.AST] = {*iterators.makers, *iterators.direct}
        self._element_plans = ElementPlans(runs, text, scopes, bound, finder)
        self._plans = [self._element_plans.plan(getter) for getter in iterators.getters]
        self._makes_tensors = any(plan.is_computed for plan in self._plans)

    def edits(self) -> Iterator[TextEdit]:
        """Yields all edits.

        Raises:
            CannotConvertError: something keeps them from being written.
        """
        for call, dataset in self._iterators.makers.items():
            if dataset is not None:
                yield TextEdit(self._text.span(call), self._made(dataset))
        for returning, iterator in self._iterators.returned.items():
            assert returning.value is not None
            yield TextEdit(self._text.span(returning.value), self._code(iterator))
        for statement in self._iterators.dropped:
            yield from self._deleted(statement)
        for plan in self._plans:
            yield from self._plan_edits(plan)
        for call, iterator in self._iterators.direct.items():
            yield from self._direct_edits(call, iterator)
        fetched = initialization_edits(
            self._iterators, self._runs, self._text, self._bound, self._scopes, self._names, self._made
        )
        self.done |= fetched.runs
        self.settled |= {*fetched.runs, *fetched.settled}
        yield from fetched.edits
        yield from end_edits(self.done, self._names, self._text, self._bound, self._scopes)

    def _made(self, dataset: ast.expr) -> str:
        code = self._text.exact(dataset)
        if self._makes_tensors:
            return f"iter({code})"
        return f"{code}.as_numpy_iterator()" if isinstance(dataset, _PRIMARY) else f"({code}).as_numpy_iterator()"

    def _code(self, iterator: ast.expr) -> str:
        """Returns the code for an iterator, which may be made there."""
        dataset = self._iterators.makers.get(iterator) if isinstance(iterator, ast.Call) else None
        return self._made(dataset) if dataset is not None else self._text.exact(iterator)

    def _plan_edits(self, plan: Plan) -> Iterator[TextEdit]:
        for run in plan.found.runs:
            if run.call in self.done:
                message = f"line {run.call.lineno} reads several elements"
                raise CannotConvertError(message)
            self.done.add(run.call)
            self.settled.add(run.call)
        self.settled.add(plan.getter.call)
        statement, iterator = plan.getter.statement, plan.getter.iterator
        code = self._text.exact(iterator) if iterator is not None else self._steps.new_name(_ITERATOR)
        yield from self._passed_edits(plan, code)
        if plan.is_computed:
            yield from self._function_edits(plan, code)
            return
        if iterator is not None:
            yield from self._deleted(statement)
        else:
            yield from self._named(plan.getter, code)
        for run in plan.found.runs:
            yield TextEdit(self._text.span(run.call), self._read(run, plan, code))

    def _passed_edits(self, plan: Plan, iterator: str) -> Iterator[TextEdit]:
        """Yields the edits that pass the iterator instead of an element, and read the element there."""
        for passed in plan.passed:
            yield TextEdit(self._text.span(passed.argument), iterator)
            for run in passed.runs:
                self._check_callers(run.fetches[0])
                self.done.add(run.call)
                self.settled.add(run.call)
                yield TextEdit(self._text.span(run.call), self._element(passed.parameter))

    def _check_callers(self, parameter: ast.expr) -> None:
        """Checks that all that is passed to a parameter are elements.

        Raises:
            CannotConvertError: something else is.
        """
        passed = {each.argument for plan in self._plans for each in plan.passed}
        parts = self._bound.of(parameter)
        if parts is None or any(part.value not in passed for part in parts):
            message = f"what line {parameter.lineno} runs is not always an element"
            raise CannotConvertError(message)

    def _element(self, iterator: str) -> str:
        """Returns the code for the arrays of the next element."""
        element = f"next({iterator})"
        if not self._makes_tensors:
            return element
        return f"{self._names.root}.nest.map_structure(lambda value: value.numpy(), {element})"

    def _named(self, getter: Getter, code: str) -> Iterator[TextEdit]:
        """Yields the edits that give an iterator a name."""
        yield TextEdit(self._text.span(getter.statement.targets[0]), code)
        function = getter.call.func
        if isinstance(function, ast.Attribute) and function.value in self._iterators.makers:
            assert isinstance(function.value, ast.Call)
            yield TextEdit(self._text.span(getter.statement.value), self._code(function.value))

    def _read(self, run: Run, plan: Plan, iterator: str) -> str:
        """Returns the code for a run that only reads parts of an element."""
        element = self._element(iterator)
        parts = [self._element_plans.path(fetch, plan.paths) for fetch in run.fetches]
        if run.is_single:
            return f"{element}{parts[0]}"
        is_whole = parts == [f"[{index}]" for index in range(len(plan.paths))]
        if not is_whole:
            return f"(lambda element: [{', '.join(f'element{part}' for part in parts)}])({element})"
        is_unpacked = isinstance(self._bound.parent(run.call), ast.Assign | ast.For)
        return element if is_unpacked else f"list({element})"

    def _function_edits(self, plan: Plan, iterator: str) -> Iterator[TextEdit]:
        """Yields the edits that move what depends on an element into a function, which reads the element."""
        statement, found = plan.getter.statement, plan.found
        target = self._text.exact(statement.targets[0])
        before = [f"{iterator} = {self._code_of(plan.getter)}"] if plan.getter.iterator is None else []
        yield from self._steps.edits(statement, f"{target} = next({iterator})", before, found)
        others = [run for run in self._runs if run not in found.runs]
        for run, edit in value_edits(found.metrics, others, self._text, self._finder):
            self.done.add(run.call)
            self.settled.add(run.call)
            yield edit
        if found.metrics:
            self.settled.update(metric_nodes(found.metrics))
            self.deleted.update(resets(self._scopes.module, self._names))

    def _code_of(self, getter: Getter) -> str:
        """Returns the code for the iterator that an assignment makes, or gets from a function."""
        function = getter.call.func
        if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Call):
            return self._code(function.value)
        return self._text.exact(getter.call)

    def _direct_edits(self, call: ast.Call, iterator: ast.expr) -> Iterator[TextEdit]:
        """Yields the edits for a run of the next element itself."""
        run = next((each for each in self._runs if each.is_single and each.fetches[:1] == (call,)), None)
        if run is None or isinstance(iterator, ast.Call):
            message = f"line {call.lineno} uses an element outside of a run"
            raise CannotConvertError(message)
        self.done.add(run.call)
        self.settled.add(run.call)
        yield TextEdit(self._text.span(run.call), self._element(self._text.exact(iterator)))

    def _deleted(self, statement: ast.stmt) -> tuple[TextEdit, ...]:
        edits = self._text.deleted(statement)
        if not edits:
            message = f"other code stands in line {statement.lineno}"
            raise CannotConvertError(message)
        return edits
