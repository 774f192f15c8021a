"""Guards: `try` statements and branches whose code only runs on some TensorFlow versions.

A guard needs an alternative that works. A handler or branch that only raises or exits is not a guard: the program still
has to be migrated, and is reported.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.source import EXITS, dotted

if TYPE_CHECKING:
    from tf2lint.resolver.references import ReferenceKind
    from tf2lint.resolver.values import Symbol, Values

_SKIP_EXCEPTIONS: Final = frozenset({"SkipTest", "Skipped"})


class Guard:
    """A `try` statement, or a `with suppress(...)`, that handles missing names or arguments that are not accepted.

    Attributes:
        kinds: the kinds of references whose failure it catches and survives.
        catches_calls: whether it catches and survives a call whose arguments are not accepted.
        retried: the functions, as they are written, that it calls again in a handler for any exception.
        failed: whether such a reference or call in it is certain to fail at the target.
        succeeded: whether such a reference in it is certain to work at the target.
        calls_succeeded: whether such a call in it works at the target and fails at another version.
        accepted: the symbols that are called in it with arguments that the target accepts.
        alternatives: those of the `try` statement, in its handler: a call of one that the target does not accept is
            meant for another version.
        may_fail_otherwise: whether something else in it may fail with the same exception.
        failed_imports: the names that its failing imports would have bound, with their values. A name that the handler
            does not rebind keeps this value.
    """

    __slots__ = (
        "accepted", "alternatives", "calls_succeeded", "catches_calls", "failed", "failed_imports", "kinds",
        "may_fail_otherwise", "retried", "succeeded",
    )  # fmt: skip

    def __init__(
        self,
        kinds: frozenset[ReferenceKind] = frozenset(),
        *,
        catches_calls: bool = False,
        retried: frozenset[str] = frozenset(),
        alternatives: frozenset[Symbol] = frozenset(),
    ) -> None:
        self.kinds = kinds
        self.catches_calls = catches_calls
        self.retried = retried
        self.alternatives = alternatives
        self.accepted: frozenset[Symbol] = frozenset()
        self.failed = False
        self.succeeded = False
        self.calls_succeeded = False
        self.may_fail_otherwise = False
        self.failed_imports: dict[str, Values] = {}

    def survives(self, call: ast.Call) -> bool:
        """Returns whether it catches and survives that the arguments of a call in it are not accepted."""
        return self.catches_calls or (bool(self.retried) and dotted(call.func) in self.retried)

    @property
    def names_never_fail(self) -> bool:
        """Whether the names in it never fail at the target."""
        return self.succeeded and not self.failed and not self.may_fail_otherwise

    @property
    def calls_never_fail(self) -> bool:
        """Whether the calls in it never fail at the target because of their arguments."""
        return self.calls_succeeded and not self.failed and not self.may_fail_otherwise

    @property
    def is_decided(self) -> bool:
        """Whether the target decides if its handlers run."""
        return self.failed or self.names_never_fail or self.calls_never_fail


def aborts(block: list[ast.stmt]) -> bool:
    """Returns whether a block ends by raising or exiting instead of offering an alternative."""
    last = next((statement for statement in reversed(block) if not isinstance(statement, ast.Pass)), None)
    if isinstance(last, ast.Raise):
        exception = last.exc.func if isinstance(last.exc, ast.Call) else last.exc
        return exception is None or dotted(exception).rpartition(".")[2] not in _SKIP_EXCEPTIONS
    return isinstance(last, ast.Expr) and isinstance(last.value, ast.Call) and dotted(last.value.func) in EXITS
