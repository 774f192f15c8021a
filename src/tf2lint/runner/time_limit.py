"""A time limit for a function call, enforced by a timer signal."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

#: The interval at which the signal repeats, in seconds. Python swallows an exception that is raised in a destructor.
_REPEAT_INTERVAL: Final = 1.0

_T = TypeVar("_T")


class _TimeLimitError(BaseException):
    """The time limit is exceeded. No `Exception`, so that the interrupted code does not catch it."""


class _Alarm:
    """A signal handler that interrupts the running code while it is armed."""

    def __init__(self) -> None:
        self.is_armed = True

    def handle(self, _signal: int, _frame: FrameType | None) -> None:
        if self.is_armed:
            raise _TimeLimitError


def within(seconds: float, work: Callable[[], _T]) -> _T | None:
    """Calls a function with a time limit.

    Code that is not written in Python, such as Python's parser, is only interrupted after it returns. There is no limit
    on systems without such a timer (Windows), nor in threads other than the main thread.

    Args:
        seconds: the limit, in seconds; 0 for no limit.
        work: the function. An interruption may leave its data in an inconsistent state.

    Returns:
        The function's return value; None if it took too long.
    """
    if not seconds or not (hasattr(signal, "setitimer") and hasattr(signal, "SIGALRM")):
        return work()
    alarm = _Alarm()
    try:
        before = signal.signal(signal.SIGALRM, alarm.handle)
    except ValueError:  # not the main thread
        return work()
    try:
        signal.setitimer(signal.ITIMER_REAL, seconds, _REPEAT_INTERVAL)
        return work()
    except _TimeLimitError:
        return None
    finally:
        alarm.is_armed = False  # first, as nothing would catch the exception from here on
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
