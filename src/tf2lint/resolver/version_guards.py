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
    from tf2lint.resolver.values import Values

_SKIP_EXCEPTIONS: Final = frozenset({"SkipTest", "Skipped"})


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


def aborts(block: list[ast.stmt]) -> bool:
    """Returns whether a block ends by raising or exiting instead of offering an alternative."""
    last = block[-1] if block else None
    if isinstance(last, ast.Raise):
        exception = last.exc.func if isinstance(last.exc, ast.Call) else last.exc
        return exception is None or dotted(exception).rpartition(".")[2] not in _SKIP_EXCEPTIONS
    return isinstance(last, ast.Expr) and isinstance(last.value, ast.Call) and dotted(last.value.func) in EXITS
