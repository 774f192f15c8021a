"""A limit for how long something may take: the system's clock interrupts it."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

#: Seconds until the clock rings again: Python shows, and forgets, what is raised while it takes an object apart.
_AGAIN: Final = 1.0

_T = TypeVar("_T")


class _TooLongError(BaseException):
    """The time is up. No `except Exception` takes it for an error of what it interrupts."""


class _Alarm:
    """Ends what is running, unless that has ended already."""

    def __init__(self) -> None:
        self.is_set = True

    def ring(self, _signal: int, _frame: FrameType | None) -> None:
        if self.is_set:
            raise _TooLongError


def within(seconds: float, work: Callable[[], _T]) -> _T | None:
    """Calls a function that may take so long.

    Python's parser and other parts that are not written in Python end before they are interrupted. There is no limit on
    systems that know no such clock (Windows), nor in another thread than the first.

    Args:
        seconds: the limit; 0 for none.
        work: the function. What it was at may be left half done.

    Returns:
        What the function gives; None if it took too long.
    """
    if not seconds or not hasattr(signal, "setitimer"):
        return work()
    alarm = _Alarm()
    try:
        before = signal.signal(signal.SIGALRM, alarm.ring)
    except ValueError:  # only the first thread may
        return work()
    try:
        signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN)
        return work()
    except _TooLongError:
        return None
    finally:
        alarm.is_set = False  # first of all: from here on nobody would catch it
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
