"""What each run computes anew, although it depends on nothing that is fed: random numbers, and elements of datasets."""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TYPE_CHECKING, Final

from tf2lint.constructs.analysis.scopes import FUNCTIONS
from tf2lint.table import OTHER, gives_other_values, takes_from_queue

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from tf2lint.constructs.analysis.library_names import LibraryNames
    from tf2lint.constructs.graphs.units import Unit
    from tf2lint.constructs.variables.variable_calls import VariableCalls

#: The methods of datasets that apply functions to elements: these run when an iterator reads them.
_APPLIES: Final = ("map", "flat_map", "interleave", "filter", "apply")


class Renewed:
    """The calls of a file whose results each run computes anew.

    Args:
        names: the members of the library that expressions refer to.
        variable_calls: what the calls of the file do with variables.
        reading: the calls that get elements of datasets.
    """

    def __init__(self, names: LibraryNames, variable_calls: VariableCalls, reading: Collection[ast.Call]) -> None:
        self._names = names
        self._variable_calls = variable_calls
        self._reading = reading

    @cached_property
    def _calls(self) -> frozenset[ast.AST]:
        drawing = [call for call, name in self._names.calls if gives_other_values(name)]
        drawing = [call for call in drawing if self._names.result(call.func) != OTHER]
        queued = (call for call, name in self._names.calls if takes_from_queue(name))
        return frozenset([*self._reading, *drawing, *queued])

    def _code(self, code: ast.AST, seen: set[ast.AST]) -> Iterator[ast.AST]:
        """Yields the code that a statement runs, without functions that datasets apply to elements."""
        yield code
        function = self._variable_calls.functions.of(code)
        if function is not None and function not in seen:
            seen.add(function)
            yield from self._code(function, seen)
        is_applied = isinstance(code, ast.Call) and isinstance(code.func, ast.Attribute) and code.func.attr in _APPLIES
        parts = [code.func] if is_applied and isinstance(code, ast.Call) else ast.iter_child_nodes(code)
        for part in parts:
            yield from self._code(part, seen)

    def among(self, units: Collection[Unit]) -> frozenset[Unit]:
        """Returns the statements whose results each run computes anew, without those that only variables start with."""
        kept = [unit for unit in units if self._calls and self._variable_calls.is_kept(unit.statement)]
        found: set[Unit] = set()
        for unit in units if self._calls else ():
            if unit in kept or isinstance(unit.statement, (*FUNCTIONS, ast.ClassDef)):
                continue
            if self._calls.isdisjoint(self._code(unit.statement, set())):
                continue
            readers = [other for other in units if other is not unit and other.reads & unit.binds]
            if not readers or any(other not in kept for other in readers):
                found.add(unit)
        return frozenset(found)
