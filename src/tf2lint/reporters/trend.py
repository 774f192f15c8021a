"""The history of a migration report: how much work was left when each of the reports before it was made.

A report keeps its history in an element of its page, so an older report is all that a new one needs to show a trend.
"""

from __future__ import annotations

import json
import re
from datetime import date
from html import escape, unescape
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_NAME: Final = "tf2lint-history"
_ELEMENT: Final = re.compile(rf'<meta name="{_NAME}" content="([^"]*)">')
_DAYS_OF_WEEK: Final = 7
#: A pace says nothing about the end if it lies further ahead than this.
_MAX_WEEKS: Final = 520


class Snapshot(NamedTuple):
    """How much work is left at one time.

    Attributes:
        date: the day, such as `2026-11-30`.
        commit: the abbreviated commit; empty if there is none.
        target: the target TensorFlow version.
        efforts: the number of findings of each kind of work, in the order of `Effort`.
    """

    date: str
    commit: str
    target: str
    efforts: tuple[int, ...]

    @property
    def findings(self) -> int:
        """The number of all findings."""
        return sum(self.efforts)


def history_element(history: Sequence[Snapshot]) -> str:
    """Returns the element that keeps the history in the page."""
    return f'<meta name="{_NAME}" content="{escape(json.dumps(history))}">'


def read_history(page: str) -> list[Snapshot]:
    """Returns the history in a report, oldest first.

    Raises:
        ValueError: the text is no report that has one.
    """
    match = _ELEMENT.search(page)
    if match is None:
        raise ValueError("no report of tf2lint 0.2 or later")
    found = json.loads(unescape(match[1]))
    return [Snapshot(day, commit, target, tuple(efforts)) for day, commit, target, efforts in found]


def in_words(history: Sequence[Snapshot]) -> str:
    """Returns what happened from the first report to the last one, and when nothing is left at this pace."""
    first, last = history[0], history[-1]
    gone = first.findings - last.findings
    if gone <= 0:
        return f"{-gone:,} findings more than on {first.date}." if gone else f"As many findings as on {first.date}."
    text = f"{gone:,} of {first.findings:,} findings ({100 * gone / first.findings:.0f}%) are gone since {first.date}."
    weeks = (date.fromisoformat(last.date) - date.fromisoformat(first.date)).days / _DAYS_OF_WEEK
    left = last.findings * weeks / gone
    if not last.findings or left < 1 or left > _MAX_WEEKS:
        return text
    return f"{text} At this pace, nothing is left in about {left:.0f} weeks."
