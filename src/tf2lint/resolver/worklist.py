"""Which bodies of code have to be looked at again, because of what was found out since."""

from __future__ import annotations

import ast
from functools import partial
from typing import TYPE_CHECKING, Final

from tf2lint.resolver.values import Symbol, is_followed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tf2lint.resolver.scopes import Body
    from tf2lint.resolver.state import AnalysisState
    from tf2lint.resolver.values import Values
    from tf2lint.table import ParameterSlot

#: A word that may be more things is attended to whatever it is: to ask of each takes a look at all its mentions.
_MOST_SYMBOLS: Final = 32


def track(state: AnalysisState, word: str, symbols: Iterable[Symbol] = (), scope: Body | None = None) -> None:
    """Looks at statements that mention a word from now on, and again at bodies where some were passed over.

    Args:
        state: the state at the current program point.
        word: the word.
        symbols: what it stands for, if that is all, so that not every mention of it is of interest.
        scope: the function whose own name it is, if it means something there only.
    """
    everywhere, here = state.tracked_words.get((word, None), ()), state.tracked_words.get((word, scope), ())
    if everywhere is None or here is None:
        return
    is_irrelevant = state.environment.is_irrelevant
    new = [one for one in symbols if one not in everywhere and one not in here] if is_irrelevant is not None else []
    if symbols and is_irrelevant is not None and not new:
        return
    state.known.add(word)
    if len(here) + len(new) > _MOST_SYMBOLS:
        new = []
    state.tracked_words[word, scope] = (*here, *new) if new else None
    irrelevant = [partial(is_irrelevant, symbol) for symbol in new] if is_irrelevant is not None else []
    state.schedule(
        bodies_that_skipped(
            state, state.mention_index.add(word, irrelevant, scope.lines if scope is not None else None)
        )
    )


def track_members(state: AnalysisState, word: str, members: Mapping[str, Sequence[ParameterSlot] | None]) -> None:
    """Looks at statements that ask these attributes of a word from now on, such as `.net` in `layers.net(x)`.

    Args:
        state: the state at the current program point.
        word: the word.
        members: the texts of the attributes, with the parameters that make a call of them worth a look, if not all
            mentions of them are.
    """
    if state.tracked_words.setdefault((word, None), ()) is not None:
        state.schedule(bodies_that_skipped(state, state.mention_index.add_members(word, members)))


def add_return(state: AnalysisState, values: Values) -> None:
    """Notes what a call of the function that is being looked at may give."""
    body = state.body
    state.schedule(body.add_return(values))
    if isinstance(body.node, ast.FunctionDef) and is_followed(values):
        track(state, body.node.name)
        if body.owner is not None:
            track(state, body.owner.node.name)


def bodies_that_skipped(state: AnalysisState, lines: list[int]) -> Iterator[Body]:
    """The bodies that have passed over lines which are of interest now.

    Args:
        state: the state at the current program point.
        lines: their numbers.
    """
    if len(state.bodies) == 1:
        if any(state.has_passed(line) and state.body.passes_over(line) for line in lines):
            yield state.body
        return
    for line in lines:
        innermost = state.innermost.around(line)
        for body in (innermost, innermost.parent if innermost.has_in_head(line) else None):
            if body is not None and (body is not state.body or state.has_passed(line)) and body.passes_over(line):
                yield body


def bodies_that_read(state: AnalysisState, outer: Body, before: Mapping[str, list[Values]]) -> Iterator[Body]:
    """The bodies nested in another that mention a name which is bound to something else there now.

    Args:
        state: the state at the current program point.
        outer: the body around them, which was looked at again.
        before: what its names were bound to the time before.
    """
    now = outer.bound()
    for name in (name for name in before.keys() | now.keys() if before.get(name) != now.get(name)):
        for line in state.mention_index.lines(name):
            innermost = state.innermost.around(line).runs_in()
            if innermost is not outer and line in outer.lines:
                yield innermost
