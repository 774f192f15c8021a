"""The text of functions that compute anew what each run computed."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.constructs.analysis.block_text import Replaced
from tf2lint.constructs.construct import CannotConvertError
from tf2lint.model import TextEdit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.constructs.analysis.block_text import BlockText
    from tf2lint.constructs.analysis.bound_values import BoundValues
    from tf2lint.constructs.analysis.library_names import LibraryNames
    from tf2lint.constructs.analysis.session_runs import Run
    from tf2lint.constructs.eager.dependents import Dependents, Metric

_STEP: Final = "step"


class StepText:
    """Writes functions for the runs of one file.

    Args:
        text: the text of the file.
        names: the members of the library that expressions refer to.
        bound: what the names of the file are bound to.
        words: the names that the file has, and new ones.
    """

    def __init__(self, text: BlockText, names: LibraryNames, bound: BoundValues, words: set[str]) -> None:
        self._text = text
        self._names = names
        self._bound = bound
        self._words = words

    def new_name(self, word: str) -> str:
        """Returns a name that the file does not have."""
        number, name = 1, word
        while name in self._words:
            number += 1
            name = f"{word}_{number}"
        self._words.add(name)
        return name

    def edits(self, origin: ast.Assign, first: str, before: list[str], found: Dependents) -> Iterator[TextEdit]:
        """Yields the edits that move statements into functions, and call these instead of runs.

        Args:
            origin: the statement in whose place the functions are written.
            first: the first line of each function; empty for the statement itself.
            before: lines before the functions.
            found: what moves, and what runs it.

        Raises:
            CannotConvertError: other code stands with a statement.
        """
        outer = self._text.indentation(origin)
        inner = outer + self._text.step
        if not all(map(self._text.stands_alone, [origin, *found.moved])):
            message = f"other code stands in line {origin.lineno}"
            raise CannotConvertError(message)
        before = [outer + line for line in before]
        before += [f"{outer}{metric.value.id} = {metric.made}" for metric in found.metrics]
        start = [inner + first] if first else self._text.moved(origin, inner, (), {})
        body = [*start, *(line for each in found.moved for line in self._lines(each, found.metrics, inner))]
        functions: list[list[str]] = []
        called: dict[str, str] = {}
        for run in found.runs:
            fetched = self._fetched(run)
            if fetched not in called:
                called[fetched] = self.new_name(_STEP)
                functions.append([f"{outer}def {called[fetched]}():", *body, f"{inner}return {fetched}"])
            yield TextEdit(self._text.span(run.call), self._call(run, called[fetched]))
        parts = [Replaced(self._text.first_line(origin), origin.end_lineno or 0, before, functions)]
        parts += [Replaced(self._text.first_line(each), each.end_lineno or 0, [], []) for each in found.moved]
        yield from self._text.replaced(parts, 1 if outer else 2)

    def _lines(self, statement: ast.Assign, metrics: list[Metric], indentation: str) -> list[str]:
        """Returns the lines of a statement that moves into a function."""
        metric = next((each for each in metrics if each.statement is statement), None)
        if metric is None:
            return self._text.moved(statement, indentation, (), {})
        name = metric.value.id
        return [
            f"{indentation}{name}.update_state({metric.arguments})",
            f"{indentation}{metric.update.id} = {name}.result()",
        ]

    def _fetched(self, run: Run) -> str:
        """Returns the code for all that a run fetches."""
        fetched = ", ".join(self._text.exact(fetch) for fetch in run.fetches)
        return fetched if run.is_single else f"[{fetched}]"

    def _call(self, run: Run, step: str) -> str:
        """Returns the code to write instead of a run."""
        if isinstance(self._bound.parent(run.call), ast.Expr):
            return f"{step}()"
        return f"{self._names.root}.nest.map_structure(lambda value: value.numpy(), {step}())"
