"""Decides which bodies to analyze again, because of what was found since."""

from __future__ import annotations

import ast
from functools import partial
from typing import TYPE_CHECKING, Final

from tf2lint.resolver.places import RESULT, Place
from tf2lint.resolver.values import Symbol, is_none, needs_tracking

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tf2lint.resolver.scopes import Body
    from tf2lint.resolver.state import AnalysisState
    from tf2lint.resolver.values import Values
    from tf2lint.table import ParameterSlot

#: A word with more symbols is tracked whatever it refers to: checking each symbol means searching all its mentions.
_MAX_SYMBOLS: Final = 32


def track(state: AnalysisState, word: str, symbols: Iterable[Symbol] = (), scope: Body | None = None) -> None:
    """Tracks the statements that mention a word, and schedules the bodies where some were skipped.

    Args:
        state: the state at the current program point.
        word: the word.
        symbols: all that it refers to, so that irrelevant mentions can be skipped; none if that isn't known.
        scope: the function to which the name is local, if it has this meaning only there.
    """
    global_symbols = state.tracked_words.get((word, None), ())
    scope_symbols = state.tracked_words.get((word, scope), ())
    if global_symbols is None or scope_symbols is None:
        return
    is_irrelevant = state.environment.is_irrelevant
    new_symbols = (
        [symbol for symbol in symbols if symbol not in global_symbols and symbol not in scope_symbols]
        if is_irrelevant is not None
        else []
    )
    if symbols and is_irrelevant is not None and not new_symbols:
        return
    state.bound_names.add(word)
    if len(scope_symbols) + len(new_symbols) > _MAX_SYMBOLS:
        new_symbols = []
    state.tracked_words[word, scope] = (*scope_symbols, *new_symbols) if new_symbols else None
    irrelevant = [partial(is_irrelevant, symbol) for symbol in new_symbols] if is_irrelevant is not None else []
    state.schedule(
        bodies_that_skipped(
            state, state.mention_index.add(word, irrelevant, scope.lines_of_code if scope is not None else None)
        )
    )


def track_members(state: AnalysisState, word: str, members: Mapping[str, Sequence[ParameterSlot] | None]) -> None:
    """Tracks the statements that access these attributes of a word, such as `.net` in `layers.net(x)`.

    Args:
        state: the state at the current program point.
        word: the word.
        members: the texts of the attributes, with the parameters that make a call of them relevant; None if every
            access is.
    """
    if state.tracked_words.setdefault((word, None), ()) is not None:
        state.schedule(bodies_that_skipped(state, state.mention_index.add_members(word, members)))


def relevant_values(state: AnalysisState, name: str, values: Values) -> Values:
    """Returns values that a name, attribute or function holds or returns; None (unknown) if they do not matter.

    They do not if they are library objects of which the file accesses no relevant member through this name.
    """
    if values is None:
        return None
    others = [value for value in values if not is_none(value)] or values
    objects = [value for value in others if type(value) is Symbol and value.is_object]
    matters = len(objects) < len(others) or any(state.environment.tracks_object(name, value) for value in objects)
    return values if matters else None


def add_return(state: AnalysisState, values: Values, node: ast.expr | None) -> None:
    """Records what a call of the current function may return, with the expression that it returns."""
    if isinstance(state.body.node, ast.FunctionDef):
        values = relevant_values(state, state.body.node.name, values)
    state.schedule(state.body.add_return(values))
    _record_result(state, values, node)


def add_yield(state: AnalysisState, values: Values, node: ast.expr | None) -> None:
    """Records what a call of the current generator function returns: an iterable over what it yields."""
    if state.reachable:
        state.schedule(state.body.returns.add(values))
        _record_result(state, values, node)


def add_described_return(state: AnalysisState, body: Body, values: Values) -> None:
    """Records what an annotation says that a call of a function returns."""
    body.is_described = True
    state.schedule(body.returns.add(values))
    if needs_tracking(values):
        _track_function(state, body)


def _record_result(state: AnalysisState, values: Values, node: ast.expr | None) -> None:
    """Records where the current function returns objects, and tracks its name because of them."""
    if node is not None:
        state.places.add((state.body, RESULT), values, Place(node, state.body))
    if needs_tracking(values):
        _track_function(state, state.body)


def _track_function(state: AnalysisState, body: Body) -> None:
    """Tracks the name of a function, because of what a call of it returns."""
    if isinstance(body.node, ast.FunctionDef | ast.AsyncFunctionDef):
        track(state, body.node.name)
        if body.owner is not None:
            track(state, body.owner.node.name)


def bodies_that_skipped(state: AnalysisState, lines: list[int]) -> Iterator[Body]:
    """Yields the bodies that have skipped lines which are relevant now.

    Args:
        state: the state at the current program point.
        lines: their numbers.
    """
    if len(state.bodies) == 1:
        if any(state.has_passed(line) and state.body.has_code_at(line) for line in lines):
            yield state.body
        return
    current = state.body.executing_body()
    for line in lines:
        innermost = state.innermost.around(line)
        for body in (innermost, innermost.parent if innermost.has_header_line(line) else None):
            if body is None or (body.executing_body() is current and not state.has_passed(line)):
                continue
            if body.has_code_at(line):
                yield body


def bodies_that_mention(state: AnalysisState, name: str) -> Iterator[Body]:
    """Yields the bodies whose text mentions a name, headers included."""
    for line in state.mention_index.lines(name):
        innermost = state.innermost.around(line)
        yield innermost
        if innermost.parent is not None and innermost.has_header_line(line):
            yield innermost.parent


def bodies_that_read(state: AnalysisState, outer: Body, before: Mapping[str, list[Values]]) -> Iterator[Body]:
    """Yields the bodies nested in another that mention a name which now holds something else there.

    Args:
        state: the state at the current program point.
        outer: the body around them, which was analyzed again.
        before: what its names were bound to after the previous analysis.
    """
    now = outer.values_by_name()
    for name in (name for name in before.keys() | now.keys() if before.get(name) != now.get(name)):
        for line in state.mention_index.lines(name):
            innermost = state.innermost.around(line).executing_body()
            if innermost is not outer and line in outer.lines:
                yield innermost
