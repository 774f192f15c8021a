"""Code that only runs on another TensorFlow: which `try` statements and branches are such guards.

A guard needs a way that works. A handler or branch that only refuses (raises,
exits) offers none: the program is then still to be migrated, and is reported.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.resolver.references import ReferenceKind
from tf2lint.source import EXITS, dotted

if TYPE_CHECKING:
    from tf2lint.resolver.values import Values

Try = ast.Try | ast.TryStar

_CAUGHT: Final = {
    "ImportError": {ReferenceKind.IMPORT},
    "ModuleNotFoundError": {ReferenceKind.IMPORT},
    "AttributeError": {ReferenceKind.LOAD, ReferenceKind.UNIMPORTED},
}
_BROAD: Final = frozenset({"Exception", "BaseException"})
_SKIPS: Final = frozenset({"SkipTest", "Skipped"})
_SUPPRESSORS: Final = frozenset({"suppress", "raises", "assertRaises", "assertRaisesRegex"})
_SIMPLE: Final = (ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign, ast.Pass)


class Guard:
    """A `try` statement, or a `with suppress(...)`, that is there for missing names.

    Attributes:
        kinds: the kinds of use whose failure it catches and survives.
        failed: whether such a use fails in it for certain at the target.
        passed: whether such a use in it works for certain at the target.
        unknown: whether something else in it may fail in the same way.
        lost: the names that its failing imports would have bound. Where the handler
            binds them to nothing else, the program still means these by them.
    """

    __slots__ = ("failed", "kinds", "lost", "passed", "unknown")

    def __init__(self, kinds: frozenset[ReferenceKind]) -> None:
        self.kinds = kinds
        self.failed = False
        self.passed = False
        self.unknown = False
        self.lost: dict[str, Values] = {}

    @property
    def never(self) -> bool:
        """Whether its handlers never run at the target."""
        return self.passed and not self.failed and not self.unknown


def of_with(node: ast.With | ast.AsyncWith) -> Guard | None:
    """The guard that a `with suppress(ImportError)` is, or a test that expects the failure."""
    kinds: set[ReferenceKind] = set()
    for item in node.items:
        call = item.context_expr
        if isinstance(call, ast.Call) and dotted(call.func).rpartition(".")[2] in _SUPPRESSORS:
            kinds = kinds.union(*(kinds_caught(argument, node.body) for argument in call.args))
    return Guard(frozenset(kinds)) if kinds else None


def of_try(node: Try) -> Guard | None:
    """The guard that a `try` statement is, if it is one."""
    kinds: set[ReferenceKind] = set()
    for handler in node.handlers:
        if not refuses(handler.body):
            kinds |= kinds_caught(handler.type, node.body)
    return Guard(frozenset(kinds)) if kinds else None


def kinds_caught(exception: ast.expr | None, block: list[ast.stmt]) -> set[ReferenceKind]:
    """The kinds of use whose failure an `except` clause is there for.

    Args:
        exception: what stands after `except`.
        block: what is tried. Where nothing but imports and assignments can fail,
            a clause that catches everything counts as well.
    """
    names = [] if exception is None else _exception_names(exception)
    kinds: set[ReferenceKind] = set().union(*(_CAUGHT.get(name, set()) for name in names))
    if is_broad(exception) and all(isinstance(statement, _SIMPLE) for statement in block):
        kinds.update(ReferenceKind)
    return kinds


def is_broad(exception: ast.expr | None) -> bool:
    """Whether an `except` clause catches everything."""
    return exception is None or not _BROAD.isdisjoint(_exception_names(exception))


def _exception_names(node: ast.expr) -> list[str]:
    if isinstance(node, ast.Tuple):
        return [name for element in node.elts for name in _exception_names(element)]
    return [dotted(node).rpartition(".")[2]]


def refuses(block: list[ast.stmt]) -> bool:
    """Whether a block ends by raising or leaving the program, rather than going on in another way."""
    last = block[-1] if block else None
    if isinstance(last, ast.Raise):
        exception = last.exc.func if isinstance(last.exc, ast.Call) else last.exc
        return exception is None or dotted(exception).rpartition(".")[2] not in _SKIPS
    return isinstance(last, ast.Expr) and isinstance(last.value, ast.Call) and dotted(last.value.func) in EXITS
