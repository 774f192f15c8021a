"""Goes through those functions of a file in which something may be said of objects."""

from __future__ import annotations

import ast
from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from tf2lint.project import is_plain_base
from tf2lint.typestate.function_syntax import FunctionNode, defined_once, functions_in, imported_from
from tf2lint.typestate.program_point import ProgramPoint
from tf2lint.typestate.statement_walker import StatementWalker
from tf2lint.typestate.tracked_objects import UNKNOWN_STATE, Event, ObjectState, TrackedObject

if TYPE_CHECKING:
    from tf2lint.typestate.resolver_queries import ResolverQueries

#: How many calls of functions of the program are followed into one another.
_MOST_DEPTH: Final = 4
_NUMPY: Final = "numpy"
_INIT: Final = "__init__"


class ModuleWalker:
    """What becomes of objects in the functions of one file.

    Args:
        module: the file's syntax.
        queries: tells what expressions mean.

    Attributes:
        queries: tells what expressions mean.
        events: what was found out, in the order in which the functions were gone through.
        functions: the module's functions, by name.
        classes: the module's classes that are made from no other ones, by name.
        arrays: the names of what makes arrays of NumPy.
    """

    def __init__(self, module: ast.Module, queries: ResolverQueries) -> None:
        self.queries = queries
        self.events: list[Event] = []
        self.functions = defined_once(module.body)
        self.classes = {
            node.name: node
            for node in module.body
            if isinstance(node, ast.ClassDef) and all(map(is_plain_base, node.bases)) and not node.decorator_list
        }
        self.arrays = frozenset(imported_from(module.body, _NUMPY))
        self._module = module
        self._results: dict[tuple[ast.AST, frozenset[str]], tuple[TrackedObject | None, ObjectState]] = {}
        self._kept: dict[ast.AST, tuple[TrackedObject, ...]] = {}
        self._depth = 0

    def run(self, lines: list[int]) -> None:
        """Goes through the module and those functions of it that take one of some lines, in the order of the text.

        Args:
            lines: their numbers, in order.
        """
        for node in functions_in(self._module):
            place = bisect_left(lines, node.lineno)
            if (place < len(lines) and lines[place] <= (node.end_lineno or node.lineno)) or self._keeps_plain(node):
                self.result(node, frozenset())
        StatementWalker(ProgramPoint(self, self._module, frozenset())).run()

    def _keeps_plain(self, node: FunctionNode) -> bool:
        """Whether a constructor may make an object of a class of the module that is made from no other one."""
        return node.name == _INIT and any(self.queries.stands_in(name, node) for name in self.classes)

    def result(self, node: FunctionNode, symbolic: frozenset[str]) -> tuple[TrackedObject | None, ObjectState]:
        """What a function of the program gives, and what is known of that then.

        Args:
            node: its syntax.
            symbolic: the parameters that are given symbolic tensors.
        """
        key = node, symbolic
        if key not in self._results and self._depth < _MOST_DEPTH:
            self._results[key] = None, UNKNOWN_STATE
            self._depth += 1
            walk = StatementWalker(ProgramPoint(self, node, symbolic))
            walk.run()
            self._depth -= 1
            self._results[key] = walk.result()
        return self._results.get(key, (None, UNKNOWN_STATE))

    def kept_by(self, node: FunctionNode) -> tuple[TrackedObject, ...]:
        """What a method keeps in attributes of `self`; nothing that other methods are asked for."""
        if node not in self._kept:
            self._kept[node] = ()
            walk = StatementWalker(ProgramPoint(self, node, frozenset()))
            events = len(self.events)
            walk.run()
            del self.events[events:]
            self._kept[node] = walk.kept()
        return self._kept[node]
