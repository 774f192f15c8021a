"""The operations that make and merge summaries, and the names that hold them."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.constructs.construct import CannotConvertError

if TYPE_CHECKING:
    from tf2lint.constructs.analysis.library_names import LibraryNames
    from tf2lint.constructs.analysis.scopes import Scopes

_KINDS: Final = ("summary.scalar", "summary.histogram")
_OTHER_KINDS: Final = ("summary.image", "summary.audio", "summary.text", "summary.tensor_summary")
_ALL: Final = "summary.merge_all"
_MERGE: Final = "summary.merge"
#: What makes or merges summaries.
OPERATIONS: Final = (*_KINDS, *_OTHER_KINDS, _ALL, _MERGE)


class Summary(NamedTuple):
    """A summary of one value.

    Attributes:
        call: the call that makes it.
        statement: the statement with the call.
        tag: the expression for its name.
        value: the expression for its value.
    """

    call: ast.Call
    statement: ast.stmt
    tag: ast.expr
    value: ast.Name


class SummaryOperations:
    """The summaries of a file.

    Args:
        names: the members of the library that expressions refer to.
        scopes: the names of the file.

    Attributes:
        found: the summaries.
        merges: the calls that merge some, with these.
        of_name: the summaries by the names that hold them, alone or merged.

    Raises:
        CannotConvertError: it is not known what one of them is of, or where it is merged.
    """

    def __init__(self, names: LibraryNames, scopes: Scopes) -> None:
        self._names = names
        self._scopes = scopes
        self.found = [self._summary(call) for call in names.calls_of((*_KINDS, *_OTHER_KINDS))]
        self.merges = {call: self._merged(call) for call in names.calls_of((_ALL, _MERGE))}
        self.of_name = self._named()

    def scoped(self, node: ast.AST) -> tuple[ast.AST | None, str]:
        """Returns what binds a name, and the name."""
        return self._scopes.owner(node), self._scopes.name(node)

    def assignment(self, call: ast.Call) -> ast.stmt | None:
        """Returns the statement that only makes what a call returns, or assigns it; None if it is another one."""
        statement = self._scopes.syntax.parent(call)
        return statement if isinstance(statement, ast.Assign | ast.Expr) else None

    def _summary(self, call: ast.Call) -> Summary:
        statement = self._scopes.syntax.parent(call)
        is_plain = isinstance(statement, ast.Expr) or (
            isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name)
        )
        values = [*call.args, *(keyword.value for keyword in call.keywords if keyword.arg in ("tensor", "values"))]
        is_known = len(values) == 2 and len(call.args) + len(call.keywords) == 2 and isinstance(values[1], ast.Name)
        if self._names.of(call.func) not in _KINDS or not is_known or not is_plain:
            message = f"the summary in line {call.lineno} is of a kind, or of a value, that has no name"
            raise CannotConvertError(message)
        assert isinstance(statement, ast.stmt)
        assert isinstance(values[1], ast.Name)
        if not isinstance(self._scopes.syntax.parent(statement), ast.Module | ast.FunctionDef):
            message = f"the summary in line {call.lineno} is made in a block of its own"
            raise CannotConvertError(message)
        return Summary(call, statement, values[0], values[1])

    def _merged(self, call: ast.Call) -> list[Summary]:
        """Returns the summaries that a call merges."""
        if self._names.of(call.func) == _ALL and not call.args and not call.keywords:
            scope = self._function(call)
            found = [one for one in self.found if one.statement.lineno < call.lineno]
            if found and all(self._function(one.call) is scope for one in self.found):
                return found
        elif len(call.args) == 1 and isinstance(call.args[0], ast.List | ast.Tuple) and not call.keywords:
            parts = [self._part(element) for element in call.args[0].elts]
            if all(part is not None for part in parts):
                return [part for part in parts if part is not None]
        message = f"what line {call.lineno} merges is not known"
        raise CannotConvertError(message)

    def _part(self, element: ast.expr) -> Summary | None:
        for one in self.found:
            if isinstance(one.statement, ast.Assign) and isinstance(element, ast.Name):
                target = one.statement.targets[0]
                if self.scoped(target) == self.scoped(element):
                    return one
        return None

    def _named(self) -> dict[tuple[ast.AST, str], list[Summary]]:
        """Returns the summaries by the names that hold them, alone or merged."""
        found: dict[tuple[ast.AST, str], list[Summary]] = {}
        parts: list[tuple[ast.stmt | None, list[Summary]]] = [(one.statement, [one]) for one in self.found]
        parts += [(self.assignment(call), own) for call, own in self.merges.items()]
        for statement, own in parts:
            if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
                scope, name = self.scoped(statement.targets[0])
                bindings = [use for use in self._scopes.uses(scope, name) if use.is_binding] if scope else []
                if scope is None or len(bindings) != 1:
                    message = f"{name} in line {statement.lineno} is assigned in several places"
                    raise CannotConvertError(message)
                found[scope, name] = own
        return found

    def _function(self, node: ast.AST | None) -> ast.AST | None:
        while node is not None and not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            node = self._scopes.syntax.parent(node)
        return node
