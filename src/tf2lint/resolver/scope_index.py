"""Finds the innermost body around a line."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ast

    from tf2lint.resolver.scopes import Body


class ScopeIndex:
    """An index from lines to the innermost body around each.

    Args:
        bodies: all bodies found so far, the module's first; it may grow later.
    """

    def __init__(self, bodies: dict[ast.AST, Body]) -> None:
        self._bodies = bodies
        self._indexed_count = 1
        self._innermost_by_line: list[Body | None] = []

    def around(self, line: int) -> Body:
        """Returns the innermost body that contains a line in its text, header included."""
        if self._indexed_count < len(self._bodies):
            newest_first = islice(reversed(self._bodies.values()), len(self._bodies) - self._indexed_count)
            for body in reversed(list(newest_first)):
                self._add(body)
            self._indexed_count = len(self._bodies)
        found = self._innermost_by_line[line] if line < len(self._innermost_by_line) else None
        return found or next(iter(self._bodies.values()))

    def _add(self, body: Body) -> None:
        start, innermost = body.lines.start, self._innermost_by_line
        innermost += [None] * (body.lines.stop - len(innermost))
        for line in body.lines:
            other = innermost[line]
            if other is None or other.lines.start < start:
                innermost[line] = body
