"""Walks the functions of a file in which a rule may report something."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from tf2lint.project import is_plain_base
from tf2lint.source import Definitions
from tf2lint.typestate.function_syntax import FunctionNode, imported_from
from tf2lint.typestate.program_point import ProgramPoint
from tf2lint.typestate.statement_walker import StatementWalker
from tf2lint.typestate.tracked_objects import UNKNOWN_STATE, Event, Result, TrackedObject

if TYPE_CHECKING:
    import ast

    from tf2lint.typestate.resolver_queries import ResolverQueries

#: How many nested calls of the program's functions are followed.
_MAX_CALL_DEPTH: Final = 4
_NUMPY: Final = "numpy"
_INIT: Final = "__init__"
_UNKNOWN: Final[Result] = (None, UNKNOWN_STATE, ())


class ModuleWalker:
    """Walks the functions of one file and collects their events.

    Args:
        module: the file's syntax.
        queries: resolves expressions.

    Attributes:
        queries: resolves expressions.
        events: the events so far, in the order in which the functions were walked.
        definitions: the functions and classes of the module.
        numpy_names: the names that the module imports from NumPy.
        names_in_lambdas: the names that lambdas of the module mention.
    """

    def __init__(self, module: ast.Module, queries: ResolverQueries) -> None:
        self.queries = queries
        self.events: list[Event] = []
        self.definitions = Definitions(module)
        self._plain_classes = {node.name for node in self.definitions.classes if all(map(is_plain_base, node.bases))}
        self.numpy_names = frozenset(imported_from(module.body, _NUMPY))
        self.names_in_lambdas = queries.names_in_lambdas(module)
        self._module = module
        self._results: dict[tuple[ast.AST, frozenset[str]], Result] = {}
        self._stored_objects: dict[ast.AST, tuple[TrackedObject, ...]] = {}
        self._call_depth = 0

    def run(self, lines: list[int]) -> None:
        """Walks the functions that contain one of the lines, in source order, and then the module itself.

        Args:
            lines: sorted line numbers, from 1.
        """
        for node in self.definitions.receivers:
            index = bisect_left(lines, node.lineno)
            if (index < len(lines) and lines[index] <= (node.end_lineno or node.lineno)) or self._mentions_plain(node):
                self.result(node, frozenset())
        StatementWalker(ProgramPoint(self, self._module, frozenset())).run()

    def _mentions_plain(self, node: FunctionNode) -> bool:
        """Returns whether a function is a constructor that may create an instance of one of the plain classes."""
        return node.name == _INIT and any(self.queries.occurs_in_lines(name, node) for name in self._plain_classes)

    def result(self, node: FunctionNode, symbolic: frozenset[str]) -> Result:
        """Returns the object that a function of the program returns, and its state then.

        Args:
            node: the function's syntax.
            symbolic: the parameters that receive symbolic tensors.
        """
        key = node, symbolic
        if key not in self._results and self._call_depth < _MAX_CALL_DEPTH:
            self._results[key] = _UNKNOWN
            self._call_depth += 1
            walker = StatementWalker(ProgramPoint(self, node, symbolic))
            walker.run()
            self._call_depth -= 1
            self._results[key] = walker.result()
        return self._results.get(key, _UNKNOWN)

    def objects_stored_by(self, node: FunctionNode) -> tuple[TrackedObject, ...]:
        """Returns the objects that a method stores in attributes of `self`, without recording its events."""
        if node not in self._stored_objects:
            self._stored_objects[node] = ()
            walker = StatementWalker(ProgramPoint(self, node, frozenset()))
            events = len(self.events)
            walker.run()
            del self.events[events:]
            self._stored_objects[node] = walker.stored_on_self()
        return self._stored_objects[node]
