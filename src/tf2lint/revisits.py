"""Which bodies of code have to be looked at again, because of what was found out since."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from tf2lint.classes import Cell

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterator, Mapping

    from tf2lint.frame import Frame
    from tf2lint.scopes import Body
    from tf2lint.values import Values


class Innermost:
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


def bind_outer(frame: Frame, name: str, values: Values, keyword: str) -> None:
    """Binds a name of an outer scope, which all that reads it has to know of.

    Args:
        frame: where the program stands.
        name: the name.
        values: what it is bound to.
        keyword: `global` or `nonlocal`.
    """
    for _, scope in frame.body.enclosing():
        if scope.parent is None or (keyword == "nonlocal" and scope.binding(name) == "local"):
            break
    cell = scope.foreign.get(name)
    if cell is None:
        cell = scope.foreign[name] = Cell()
        if values is not None or any(seen is not None for _, seen in scope.log.get(name, ())):
            frame.again(frame.bodies.values())
    frame.again(cell.add(values))


def that_passed_over(frame: Frame, lines: list[int]) -> Iterator[Body]:
    """The bodies that have passed over lines which are of interest now.

    Args:
        frame: where the program stands.
        lines: their numbers.
    """
    if len(frame.bodies) == 1:
        if any(frame.is_behind(line) and frame.body.passes_over(line) for line in lines):
            yield frame.body
        return
    for line in lines:
        innermost = frame.innermost.around(line)
        for body in (innermost, innermost.parent if innermost.has_in_head(line) else None):
            if body is not None and (body is not frame.body or frame.is_behind(line)) and body.passes_over(line):
                yield body


def that_see(frame: Frame, outer: Body, before: Mapping[str, list[Values]]) -> Iterator[Body]:
    """The bodies nested in another that mention a name which is bound to something else there now.

    Args:
        frame: where the program stands.
        outer: the body around them, which was looked at again.
        before: what its names were bound to the time before.
    """
    now = outer.bound()
    for name in (name for name in before.keys() | now.keys() if before.get(name) != now.get(name)):
        for line in frame.attention.lines(name):
            innermost = frame.innermost.around(line).runs_in()
            if innermost is not outer and line in outer.lines:
                yield innermost
