"""Which runs of a file read random numbers, and whether numbers that are drawn at once are those of one run each."""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TYPE_CHECKING, Final

from tf2lint.constructs.analysis.scopes import FUNCTIONS
from tf2lint.table import gives_other_values

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tf2lint.constructs.analysis.bound_values import BoundValues
    from tf2lint.constructs.analysis.library_names import LibraryNames
    from tf2lint.constructs.analysis.scopes import Scopes
    from tf2lint.constructs.analysis.session_runs import Run

#: What repeats the code in it, or runs it later.
_REPEATED: Final = (
    ast.For, ast.AsyncFor, ast.While, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.Lambda, *FUNCTIONS,
)  # fmt: skip
_DEFINED: Final = (*FUNCTIONS, ast.ClassDef, ast.alias)


class ChangingValues:
    """The random numbers that the runs of a file read: each run draws others, in eager mode each call does.

    Args:
        runs: the runs of the file.
        bound: what its names are bound to.
        scopes: its names.
        names: the members of the library that expressions refer to.
    """

    def __init__(self, runs: Iterable[Run], bound: BoundValues, scopes: Scopes, names: LibraryNames) -> None:
        self._runs = list(runs)
        self._bound = bound
        self._scopes = scopes
        self._names = names

    def repeated(self, run: Run) -> ast.Call | None:
        """Returns the first call that draws numbers which not only this run reads, once; None if there is none."""
        origins = self._origins.get(run.call, ())
        for origin in sorted(origins, key=lambda call: (call.lineno, call.col_offset)):
            readers = sum(origin in read for read in self._origins.values())
            if readers > 1 or not self._is_drawn_for(origin, run):
                return origin
        return None

    def read_by(self, run: Run) -> frozenset[ast.Call]:
        """Returns the calls that draw the numbers which a run reads."""
        return self._origins.get(run.call, frozenset())

    def _is_drawn_for(self, origin: ast.Call, run: Run) -> bool:
        """Returns whether code that draws numbers runs as often as a run that reads them."""
        around = set(self._bound.around(origin))
        is_inside = run.call in around
        repeated = (node for node in self._bound.around(run.call) if isinstance(node, _REPEATED))
        return is_inside or all(node in around for node in repeated)

    @cached_property
    def _origins(self) -> dict[ast.Call, frozenset[ast.Call]]:
        """The calls that draw what each run reads."""
        if not self._all:
            return {}
        return {run.call: frozenset(self._read_by(run.fetches)) for run in self._runs}

    @cached_property
    def _all(self) -> list[ast.Call]:
        """The calls of the file that draw numbers, themselves or in functions of the file."""
        calls = list(self._scopes.syntax.of_class(ast.Call))
        found = [call for call, name in self._names.calls if gives_other_values(name)]
        drawing = {node for call in found for node in self._bound.around(call) if isinstance(node, FUNCTIONS)}
        while True:
            more = [call for call in calls if call not in found and self._bound.function(call.func) in drawing]
            if not more:
                return found
            found += more
            drawing.update(node for call in more for node in self._bound.around(call) if isinstance(node, FUNCTIONS))

    def _read_by(self, nodes: Iterable[ast.AST]) -> Iterator[ast.Call]:
        """Yields the calls that draw what code reads, following its names; all calls if one is not known."""
        seen = set[ast.AST]()
        pending = list(nodes)
        while pending:
            root = pending.pop()
            if root in seen:
                continue
            seen.add(root)
            for node in ast.walk(root):
                if node in self._all and isinstance(node, ast.Call):
                    yield node
                elif self._scopes.owner(node) is not None:
                    values = self._values(node)
                    if values is None:
                        yield from self._all
                        return
                    pending += values

    def _values(self, name: ast.AST) -> list[ast.expr] | None:
        """Returns all that a name is bound to, and that is put into it; None if that is not known."""
        scope, word = self._scopes.owner(name), self._scopes.name(name)
        uses = self._scopes.uses(scope, word) if scope is not None else []
        if all(isinstance(use.node, _DEFINED) for use in uses if use.is_binding):
            return []
        parts = self._bound.of(name)
        if parts is None:
            return None
        found = [part.value for part in parts]
        for use in uses:
            match parent := self._bound.parent(use.node):
                case ast.Attribute() if isinstance(call := self._bound.parent(parent), ast.Call):
                    found += [*call.args, *(keyword.value for keyword in call.keywords)]
                case ast.Subscript(ctx=ast.Store()) if isinstance(changed := self._bound.parent(parent), ast.Assign):
                    found.append(changed.value)
                case _:
                    pass
        return found
