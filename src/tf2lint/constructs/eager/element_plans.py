"""What depends on an element of a dataset, and which runs read it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from tf2lint.constructs.construct import CannotConvertError
from tf2lint.constructs.eager.passed_elements import PassedElement, passed_element

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.constructs.analysis.block_text import BlockText
    from tf2lint.constructs.analysis.bound_values import BoundValues
    from tf2lint.constructs.analysis.scopes import Scopes
    from tf2lint.constructs.analysis.session_runs import Run
    from tf2lint.constructs.eager.dependents import DependentFinder, Dependents
    from tf2lint.constructs.iterators.dataset_iterators import Getter


class Plan(NamedTuple):
    """What depends on an element.

    Attributes:
        getter: the assignment of the element.
        paths: what is assigned, with the place of each part in it.
        found: the statements that compute something of it, and the runs that fetch something of it.
        is_computed: whether one fetches something that is computed there.
        passed: the calls that it is passed to.
    """

    getter: Getter
    paths: dict[ast.AST, tuple[int, ...]]
    found: Dependents
    is_computed: bool
    passed: list[PassedElement]


class ElementPlans:
    """Plans the edits of the elements of a file.

    Args:
        runs: its runs.
        text: its text.
        scopes: its names.
        bound: what they are bound to.
        finder: finds what depends on names.
    """

    def __init__(
        self, runs: list[Run], text: BlockText, scopes: Scopes, bound: BoundValues, finder: DependentFinder
    ) -> None:
        self._runs = runs
        self._text = text
        self._scopes = scopes
        self._bound = bound
        self._finder = finder

    def plan(self, getter: Getter) -> Plan:
        """Returns what depends on an element, and the runs that read it.

        Raises:
            CannotConvertError: the file uses something of it in another way.
        """
        paths = dict(_paths(getter.statement.targets[0]))
        passed = [each for each in map(self._passed, self._whole_uses(paths)) if each is not None]
        found = self._finder.of(paths, getter.statement, {each.argument for each in passed})
        is_computed = any(self.path(fetch, paths) is None for run in found.runs for fetch in run.fetches)
        return Plan(getter, paths, found, is_computed or bool(found.moved), passed)

    def _whole_uses(self, paths: dict[ast.AST, tuple[int, ...]]) -> list[ast.expr]:
        """Returns the places where the name of a whole element stands."""
        return [use for name, path in paths.items() if not path for use in self._finder.uses(name)]

    def _passed(self, use: ast.expr) -> PassedElement | None:
        return passed_element(use, self._runs, self._scopes, self._bound)

    def path(self, fetch: ast.expr, paths: dict[ast.AST, tuple[int, ...]]) -> str | None:
        """Returns what selects a fetched part of an element, as code; None if it is computed from it."""
        if isinstance(fetch, ast.Subscript):
            inner = self.path(fetch.value, paths)
            is_key = isinstance(fetch.slice, ast.Constant)
            return f"{inner}[{self._text.exact(fetch.slice)}]" if inner is not None and is_key else None
        scope, name = self._scopes.owner(fetch), self._scopes.name(fetch)
        for target, path in paths.items():
            if (self._scopes.owner(target), self._scopes.name(target)) == (scope, name) and scope is not None:
                return "".join(f"[{index}]" for index in path)
        return None


def _paths(target: ast.expr, path: tuple[int, ...] = ()) -> Iterator[tuple[ast.AST, tuple[int, ...]]]:
    """Yields the names in a target, with the place of each in what is assigned.

    Raises:
        CannotConvertError: something else is assigned to.
    """
    match target:
        case ast.Name():
            yield target, path
        case ast.Tuple(elts=elements) | ast.List(elts=elements):
            for index, element in enumerate(elements):
                yield from _paths(element, (*path, index))
        case _:
            message = f"line {target.lineno} keeps an element"
            raise CannotConvertError(message)
