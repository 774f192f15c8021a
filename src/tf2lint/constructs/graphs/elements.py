"""Elements of datasets in graphs: each step gets one, as each run did."""

from __future__ import annotations

import ast
import itertools
from functools import cached_property, partial
from typing import TYPE_CHECKING, Final

from tf2lint.constructs.construct import CannotConvertError
from tf2lint.constructs.iterators.dataset_iterators import GET_NEXT, DatasetIterators
from tf2lint.constructs.iterators.initialized_iterators import initialization_edits
from tf2lint.model import TextEdit

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from tf2lint.constructs.analysis.block_text import BlockText
    from tf2lint.constructs.analysis.bound_values import BoundValues
    from tf2lint.constructs.analysis.file_functions import FileFunctions
    from tf2lint.constructs.analysis.library_names import LibraryNames
    from tf2lint.constructs.analysis.scopes import Scopes
    from tf2lint.constructs.analysis.session_runs import Run
    from tf2lint.constructs.graphs.units import Unit
    from tf2lint.constructs.iterators.initialized_iterators import Initializations

_ITERATOR: Final = "iterator"


class Elements:
    """The elements of datasets that the graphs of a file get.

    Args:
        runs: the runs of the file.
        text: its text.
        names: the members of the library that expressions refer to.
        scopes: its names.
        bound: what its names are bound to.
        functions: its functions.
    """

    def __init__(
        self,
        runs: list[Run],
        text: BlockText,
        names: LibraryNames,
        scopes: Scopes,
        bound: BoundValues,
        functions: FileFunctions,
    ) -> None:
        self._runs = runs
        self._text = text
        self._names = names
        self._scopes = scopes
        self._bound = bound
        self._functions = functions

    @cached_property
    def reading(self) -> frozenset[ast.Call]:
        """The calls that get elements."""
        calls = self._scopes.syntax.of_class(ast.Call)
        return frozenset(call for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr == GET_NEXT)

    @cached_property
    def _iterators(self) -> DatasetIterators:
        """The iterators of the file.

        Raises:
            CannotConvertError: it does something else with them.
        """
        found = DatasetIterators(self._names, self._scopes, self._bound)
        found.check_sessions()
        return found

    def are_in(self, units: Iterable[Unit]) -> bool:
        """Returns whether statements get elements."""
        return any(not self.reading.isdisjoint(self._functions.code_run_by(unit.statement)) for unit in units)

    def of(self, units: Collection[Unit]) -> BlockElements | None:
        """Returns the elements that statements of a block get; None if they get none.

        Args:
            units: the statements that move into steps.

        Raises:
            CannotConvertError: steps cannot get them.
        """
        read: dict[ast.Call, Unit] = {}
        for unit in units if self.reading else ():
            own = set(self._scopes.syntax.of_class(ast.Call, inside=unit.statement))
            for node in self._functions.code_run_by(unit.statement):
                if isinstance(node, ast.Call) and node in self.reading:
                    if node not in own:
                        message = f"line {unit.statement.lineno} calls a function that gets an element"
                        raise CannotConvertError(message)
                    read[node] = unit
        if not read:
            return None
        makers = {call: self._maker(call) for call in read}
        self._check_datasets(units, makers.values())
        iterators = self._iterators.only(makers.values())
        made = partial(_made, text=self._text)
        initialized = initialization_edits(
            iterators, self._runs, self._text, self._bound, self._scopes, self._names, made
        )
        return BlockElements(read, makers, iterators, initialized, self._text, self._scopes)

    def _check_datasets(self, units: Iterable[Unit], makers: Iterable[ast.Call]) -> None:
        """Checks that datasets do not depend on what moves into steps.

        Raises:
            CannotConvertError: one does.
        """
        moved = {name for unit in units for name in unit.binds}
        for maker in makers:
            dataset = self._iterators.makers[maker]
            names = map(self._scopes.name, ast.walk(dataset)) if dataset is not None else ()
            if not moved.isdisjoint(names):
                message = f"line {maker.lineno} makes an iterator of what a session computes"
                raise CannotConvertError(message)

    def _maker(self, call: ast.Call) -> ast.Call:
        """Returns the call that makes the iterator of which a call gets an element.

        Raises:
            CannotConvertError: it is not known.
        """
        maker = self._iterators.made_by(_iterator_of(call))
        if maker is None:
            message = f"the file does not show which iterator line {call.lineno} reads"
            raise CannotConvertError(message)
        return maker


class BlockElements:
    """The elements that the steps of one block get.

    Args:
        read: the calls that get them, with the statements that move.
        makers: the calls that make the iterators, by these calls.
        iterators: the iterators.
        initialized: the edits of runs that initialize them.
        text: the text of the file.
        scopes: its names.

    Raises:
        CannotConvertError: an iterator is made of what a session computes.
    """

    def __init__(
        self,
        read: dict[ast.Call, Unit],
        makers: dict[ast.Call, ast.Call],
        iterators: DatasetIterators,
        initialized: Initializations,
        text: BlockText,
        scopes: Scopes,
    ) -> None:
        self._read = read
        self._makers = makers
        self._iterators = iterators
        self._initialized = initialized
        self._text = text
        self._names: dict[ast.Call, str] = {}
        for maker in iterators.makers:
            if any(_iterator_of(call) is maker for call in read):
                number = len(self._names) + 1
                words = (f"{_ITERATOR}_{each}" if each > 1 else _ITERATOR for each in itertools.count(number))
                self._names[maker] = next(word for word in words if word not in scopes.words)
            elif any(scopes.syntax.contains(unit.statement, maker) for unit in read.values()):
                message = f"line {maker.lineno} makes an iterator of what a session computes"
                raise CannotConvertError(message)

    def lines(self, unit: Unit) -> Iterator[str]:
        """Yields the lines that make the iterators without names of which a statement gets elements."""
        for call, own in self._read.items():
            dataset = self._iterators.makers[self._makers[call]]
            name = self._names.get(self._makers[call])
            if own is unit and name is not None and dataset is not None:
                yield f"{name} = {_made(dataset, self._text)}"

    def replaced(self, unit: Unit) -> dict[ast.expr, str]:
        """Returns the code to write in a statement that moves: iterators without names get some."""
        calls = (call for call, own in self._read.items() if own is unit)
        return {
            call: f"{self._names.get(self._makers[call]) or self._text.exact(_iterator_of(call))}.{GET_NEXT}()"
            for call in calls
            if self._makers[call] in self._names or call.args or call.keywords
        }

    def edits(self) -> Iterator[TextEdit]:
        """Yields the edits for what makes iterators, and initializes them."""
        for maker, dataset in self._iterators.makers.items():
            if dataset is not None and maker not in self._names:
                yield TextEdit(self._text.span(maker), _made(dataset, self._text))
        yield from self._initialized.edits

    @property
    def settled(self) -> frozenset[ast.AST]:
        """The calls and names that the edits settle."""
        return frozenset({*self._iterators.makers, *self._initialized.runs, *self._initialized.settled})


def _iterator_of(call: ast.Call) -> ast.expr:
    assert isinstance(call.func, ast.Attribute)
    return call.func.value


def _made(dataset: ast.expr, text: BlockText) -> str:
    return f"iter({text.exact(dataset)})"
