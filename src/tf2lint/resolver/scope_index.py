"""Finds the innermost body of code around a line."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ast

    from tf2lint.resolver.scopes import Body


class ScopeIndex:
    """Which body of code is the innermost around a line.

    Args:
        bodies: those that were met so far, the module's first; others may come.
    """

    def __init__(self, bodies: dict[ast.AST, Body]) -> None:
        self._bodies = bodies
        self._known = 1
        self._at: dict[int, Body] = {}

    def around(self, line: int) -> Body:
        """The innermost body that a line is part of; its head is, too."""
        if self._known < len(self._bodies):
            newest_first = islice(reversed(self._bodies.values()), len(self._bodies) - self._known)
            for body in reversed(list(newest_first)):
                self._add(body)
            self._known = len(self._bodies)
        return self._at.get(line) or next(iter(self._bodies.values()))

    def _add(self, body: Body) -> None:
        start = body.lines.start
        for line in body.lines:
            other = self._at.get(line)
            if other is None or other.lines.start < start:
                self._at[line] = body
