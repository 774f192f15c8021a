"""Reduces a program to the lines that something depends on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fuzz import lines_of, text_of

if TYPE_CHECKING:
    from collections.abc import Callable


def reduced(program: str, holds: Callable[[str], bool]) -> str:
    """Returns a program without the lines that make no difference.

    Args:
        program: the program.
        holds: returns whether a program still shows what it is about.
    """
    lines = lines_of(program)
    size = len(lines) // 2
    while size:
        place = len(lines) - size
        while place > -size:
            first, last = max(place, 0), place + size
            ends = sum(line.ends for line in lines[first:last])
            fewer = [*lines[:first], *lines[last:]]
            for end in {0, ends}:
                if first < len(fewer):
                    line = lines[last]
                    fewer[first] = line._replace(ends=line.ends + end)
                text = text_of(fewer)
                if holds(text):
                    lines = fewer
                    break
            place -= size
        size //= 2
    return text_of(lines) if lines and holds(text_of(lines)) else program
