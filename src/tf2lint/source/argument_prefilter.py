"""Decides from the text of a call's arguments, without parsing them, whether the call may be relevant."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tf2lint.table import ParameterSlot

_DELIMITER: Final = re.compile(r"[()\[\]{}\"'#*]")


def combine_irrelevance(answers: list[bool | Sequence[ParameterSlot]]) -> bool | list[ParameterSlot]:
    """Combines the answers of several `is_irrelevant` functions about one use of a word.

    Returns:
        True if the use is irrelevant for all of them, False if it is relevant for any; else the parameters that make a
        call relevant.
    """
    if not all(answer is True or (answer is not False and answer) for answer in answers):
        return False
    slots = [slot for answer in answers if not isinstance(answer, bool) for slot in answer]
    return slots or True


def may_match(arguments: str, slot: ParameterSlot) -> bool:
    """Returns whether a call may pass a parameter, or leave it out if `slot.is_missing`.

    Args:
        arguments: the text of the arguments in their parentheses, without spaces.
        slot: the parameter.
    """
    if not slot.is_missing:
        return arguments.count(",") >= slot.position or f"{slot.name}=" in arguments
    is_plain = not any(bracket in arguments[1:] for bracket in "([{")
    positional = [part for part in arguments[1:-1].split(",") if part and "=" not in part]
    return not (f"{slot.name}=" in arguments or (is_plain and len(positional) > slot.position))


def arguments_at(source: str, start: int) -> str | None:
    """Returns the text of the bracketed expression that begins at `start`, without spaces.

    Returns:
        None if it contains a string, a comment or a `*`, or the bracket is never closed.
    """
    depth = 0
    for found in _DELIMITER.finditer(source, start):
        if found[0] in "\"'#*":
            return None
        depth += 1 if found[0] in "([{" else -1
        if not depth:
            return source[start : found.end()].replace(" ", "")
    return None
