"""Guards: `try` statements and branches whose code only runs on some TensorFlow versions.

A guard needs an alternative that works. A handler or branch that only raises or exits is not a guard: the program still
has to be migrated, and is reported.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.resolver.references import ReferenceKind
from tf2lint.source import EXITS, dotted

if TYPE_CHECKING:
    from tf2lint.resolver.values import Values

Try = ast.Try | ast.TryStar

_KINDS_BY_EXCEPTION: Final = {
    "ImportError": {ReferenceKind.IMPORT},
    "ModuleNotFoundError": {ReferenceKind.IMPORT},
    "AttributeError": {ReferenceKind.LOAD, ReferenceKind.UNIMPORTED},
}
_BROAD_EXCEPTIONS: Final = frozenset({"Exception", "BaseException"})
_SKIP_EXCEPTIONS: Final = frozenset({"SkipTest", "Skipped"})
_SUPPRESSORS: Final = frozenset({"suppress", "raises", "assertRaises", "assertRaisesRegex"})
_SIMPLE_STATEMENTS: Final = (ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign, ast.Pass)


class Guard:
    """A `try` statement, or a `with suppress(...)`, that handles missing names.

    Attributes:
        kinds: the kinds of references whose failure it catches and survives.
        failed: whether such a reference in it is certain to fail at the target.
        succeeded: whether such a reference in it is certain to work at the target.
        may_fail_otherwise: whether something else in it may fail with the same exception.
        failed_imports: the names that its failing imports would have bound, with their values. A name that the handler
            does not rebind keeps this value.
    """

    __slots__ = ("failed", "failed_imports", "kinds", "may_fail_otherwise", "succeeded")

    def __init__(self, kinds: frozenset[ReferenceKind]) -> None:
        self.kinds = kinds
        self.failed = False
        self.succeeded = False
        self.may_fail_otherwise = False
        self.failed_imports: dict[str, Values] = {}

    @property
    def handlers_never_run(self) -> bool:
        """Whether its handlers never run at the target."""
        return self.succeeded and not self.failed and not self.may_fail_otherwise


def of_with(node: ast.With | ast.AsyncWith) -> Guard | None:
    """Returns the guard of a `with suppress(ImportError)`, or of a test that expects the failure; None for others."""
    kinds: set[ReferenceKind] = set()
    for item in node.items:
        call = item.context_expr
        if isinstance(call, ast.Call) and dotted(call.func).rpartition(".")[2] in _SUPPRESSORS:
            kinds = kinds.union(*(kinds_caught(argument, node.body) for argument in call.args))
    return Guard(frozenset(kinds)) if kinds else None


def of_try(node: Try) -> Guard | None:
    """Returns the guard of a `try` statement; None if it handles no missing names."""
    kinds: set[ReferenceKind] = set()
    for handler in node.handlers:
        if not aborts(handler.body):
            kinds |= kinds_caught(handler.type, node.body)
    return Guard(frozenset(kinds)) if kinds else None


def kinds_caught(exception: ast.expr | None, block: list[ast.stmt]) -> set[ReferenceKind]:
    """Returns the kinds of references whose failure an `except` clause handles.

    Args:
        exception: the expression after `except`.
        block: the body of the `try`. If nothing but imports and assignments can fail, a clause that catches everything
            counts as well.
    """
    names = [] if exception is None else _exception_names(exception)
    kinds: set[ReferenceKind] = set().union(*(_KINDS_BY_EXCEPTION.get(name, set()) for name in names))
    if is_broad(exception) and all(isinstance(statement, _SIMPLE_STATEMENTS) for statement in block):
        kinds.update(ReferenceKind)
    return kinds


def is_broad(exception: ast.expr | None) -> bool:
    """Returns whether an `except` clause catches everything."""
    return exception is None or not _BROAD_EXCEPTIONS.isdisjoint(_exception_names(exception))


def _exception_names(node: ast.expr) -> list[str]:
    if isinstance(node, ast.Tuple):
        return [name for element in node.elts for name in _exception_names(element)]
    return [dotted(node).rpartition(".")[2]]


def aborts(block: list[ast.stmt]) -> bool:
    """Returns whether a block ends by raising or exiting instead of offering an alternative."""
    last = block[-1] if block else None
    if isinstance(last, ast.Raise):
        exception = last.exc.func if isinstance(last.exc, ast.Call) else last.exc
        return exception is None or dotted(exception).rpartition(".")[2] not in _SKIP_EXCEPTIONS
    return isinstance(last, ast.Expr) and isinstance(last.value, ast.Call) and dotted(last.value.func) in EXITS
