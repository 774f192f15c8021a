"""Aligns the tokens of a call with those of the code to write instead, so that what both have stays as it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.rewriting.tokens import Token

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tf2lint.rewriting.tokens import Position

_CLOSING: Final = ")"
_OPENING: Final = "("
_COMMA: Final = ","
_SAME: Final = "equal"


class Change(NamedTuple):
    """Tokens that are replaced.

    Attributes:
        old: the range of the old tokens, which is empty if new ones are only added.
        new: the range of the new tokens, which is empty if old ones are only deleted.
    """

    old: range
    new: range


def with_arguments(found: Sequence[Token], spans: Mapping[str, tuple[Position, Position]]) -> list[Token]:
    """Returns tokens with one for each argument, with the parentheses that the argument has of its own.

    Args:
        found: the tokens.
        spans: the position of each argument and the one behind it, by the name that stands for the argument.
    """
    pending = sorted(spans.items(), key=lambda item: item[1])
    result: list[Token] = []
    index = 0
    while index < len(found):
        if not pending or found[index].start < pending[0][1][0]:
            result.append(found[index])
            index += 1
            continue
        name, (start, end) = pending.pop(0)
        while index < len(found) and found[index].start < end:
            index += 1
        while _is_in_own_parentheses(result, found[index : index + 2]):
            start, end = result.pop().start, found[index].end
            index += 1
        result.append(Token(name, start, end))
    return result


def _is_in_own_parentheses(before: Sequence[Token], after: Sequence[Token]) -> bool:
    """Returns whether the parentheses around an argument are not those of a call."""
    if not before or not after or before[-1].text != _OPENING or after[0].text != _CLOSING or len(after) < 2:
        return False
    return len(before) > 1 and before[-2].text in (_OPENING, _COMMA, "=", "*", "**")


def changes(old: Sequence[Token], new: Sequence[Token], arguments: Sequence[str]) -> Iterator[Change]:
    """Yields what is to be replaced so that the old tokens become the new ones.

    Args:
        old: the old tokens.
        new: the new tokens.
        arguments: the names that stand for arguments.
    """
    old_places = {token.text: place for place, token in enumerate(old) if token.text in arguments}
    new_places: dict[str, int] = {}
    for place, token in enumerate(new):
        if token.text in old_places:
            new_places.setdefault(token.text, place)
    kept = _longest_increasing([(old_places[name], place) for name, place in new_places.items()])
    start = 0, 0
    for end in (*kept, (len(old), len(new))):
        yield from _differences(old, new, range(start[0], end[0]), range(start[1], end[1]))
        start = end[0] + 1, end[1] + 1


def _differences(old: Sequence[Token], new: Sequence[Token], old_range: range, new_range: range) -> Iterator[Change]:
    """Yields what differs between two ranges of tokens. What they have in common at both ends is always kept."""
    first, last, new_first, new_last = old_range.start, old_range.stop, new_range.start, new_range.stop
    while first < last and new_first < new_last and old[first].text == new[new_first].text:
        first, new_first = first + 1, new_first + 1
    while first < last and new_first < new_last and old[last - 1].text == new[new_last - 1].text:
        last, new_last = last - 1, new_last - 1
    texts = [token.text for token in old[first:last]], [token.text for token in new[new_first:new_last]]
    if set(texts[0]).isdisjoint(texts[1]):
        if first < last or new_first < new_last:
            yield Change(range(first, last), range(new_first, new_last))
        return
    from difflib import SequenceMatcher  # needed only where tokens in the middle are the same

    for kind, start, stop, new_start, new_stop in SequenceMatcher(None, *texts, autojunk=False).get_opcodes():
        if kind != _SAME:
            yield Change(range(first + start, first + stop), range(new_first + new_start, new_first + new_stop))


def _longest_increasing(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Returns the longest part of pairs in which both numbers grow. The second ones grow already."""
    best: list[list[tuple[int, int]]] = []
    for pair in pairs:
        before = max((one for one in best if one[-1][0] < pair[0]), key=len, default=[])
        best.append([*before, pair])
    return max(best, key=len, default=[])
