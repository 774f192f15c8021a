"""The parameters that make a call worth a look, told from the text of its arguments."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tf2lint.table import ParameterSlot

_BRACKETS: Final = re.compile(r"[()\[\]{}\"'#*]")


def combine_irrelevance(answers: list[bool | Sequence[ParameterSlot]]) -> bool | list[ParameterSlot]:
    """Whether all of several things are of no interest, or what makes one interesting."""
    if not all(answer is True or (answer is not False and answer) for answer in answers):
        return False
    slots = [slot for answer in answers if not isinstance(answer, bool) for slot in answer]
    return slots or True


def may_pass(arguments: str, slot: ParameterSlot) -> bool:
    """Whether arguments, in their brackets and without spaces, may give a parameter, or lack it."""
    may_give = arguments.count(",") >= slot.position or f"{slot.name}=" in arguments
    if not slot.is_missing:
        return may_give
    is_plain = not any(bracket in arguments[1:] for bracket in "([{")
    return not (f"{slot.name}=" in arguments or (is_plain and may_give and arguments != "()"))


def arguments_at(source: str, start: int) -> str | None:
    """The text between the brackets that open at a place; None where that is not easily told."""
    depth = 0
    for found in _BRACKETS.finditer(source, start):
        if found[0] in "\"'#*":
            return None
        depth += 1 if found[0] in "([{" else -1
        if not depth:
            return source[start : found.end()].replace(" ", "")
    return None
