"""Bar charts in SVG for the migration report."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Part(NamedTuple):
    """A segment of a bar.

    Attributes:
        number: the value that it shows.
        color: the name of one of the page's CSS color variables.
        text: its label; empty if the surrounding table labels it.
    """

    number: int
    color: str
    text: str = ""


def bar(parts: Iterable[Part], whole: int, height: int = 10) -> str:
    """Returns the SVG of a bar.

    Args:
        parts: the segments, from left to right.
        whole: the value that the full width represents.
        height: the bar's height, relative to a width of 100.
    """
    rectangles, left = [], 0.0
    for part in parts:
        width = 100 * part.number / max(whole, 1)
        if part.number:
            style = f"fill: var(--{part.color})"
            rectangles.append(f'<rect x="{left:.2f}" width="{width:.2f}" height="{height}" style="{style}"/>')
        left += width
    return f'<svg viewBox="0 0 100 {height}" preserveAspectRatio="none" aria-hidden="true">{"".join(rectangles)}</svg>'


def stack(parts: Sequence[Part]) -> str:
    """Returns the HTML of a bar across the page, with a legend below it."""
    whole = max(sum(part.number for part in parts), 1)
    listed = "".join(
        f'<li><i style="background: var(--{part.color})"></i><b>{part.number:,}</b>'
        f" ({100 * part.number / whole:.0f}%) {escape(part.text)}</li>"
        for part in parts
    )
    return f'{bar(parts, whole, 4)}\n<ul class="legend">{listed}</ul>'
