"""Bars as SVG: the only charts that the report needs."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Part(NamedTuple):
    """A part of a bar.

    Attributes:
        number: how much it stands for.
        colour: the name of a colour of the page.
        text: what it stands for; empty where the table around says so.
    """

    number: int
    colour: str
    text: str = ""


def bar(parts: Iterable[Part], whole: int, height: int = 10) -> str:
    """Parts one beside the other.

    Args:
        parts: from left to right.
        whole: what the full width stands for.
        height: of the bar, where its width is 100.
    """
    rectangles, left = [], 0.0
    for part in parts:
        width = 100 * part.number / max(whole, 1)
        if part.number:
            style = f"fill: var(--{part.colour})"
            rectangles.append(f'<rect x="{left:.2f}" width="{width:.2f}" height="{height}" style="{style}"/>')
        left += width
    return f'<svg viewBox="0 0 100 {height}" preserveAspectRatio="none" aria-hidden="true">{"".join(rectangles)}</svg>'


def stack(parts: Sequence[Part]) -> str:
    """A bar of the page's width, with what its parts are below it."""
    whole = max(sum(part.number for part in parts), 1)
    listed = "".join(
        f'<li><i style="background: var(--{part.colour})"></i><b>{part.number:,}</b>'
        f" ({100 * part.number / whole:.0f} %) {escape(part.text)}</li>"
        for part in parts
    )
    return f'{bar(parts, whole, 4)}\n<ul class="legend">{listed}</ul>'
