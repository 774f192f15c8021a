"""A time limit for a function call: by a timer signal, or by another thread where there is none."""

from __future__ import annotations

import signal
import threading
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

#: The interval at which the interruption repeats, in seconds. Python swallows an exception in a destructor.
_REPEAT_INTERVAL: Final = 1.0
#: The longest limit, in seconds: a day. Timers do not take any number.
_LONGEST: Final = 86_400.0

_T = TypeVar("_T")


class _TimeLimitError(BaseException):
    """The time limit is exceeded. No `Exception`, so that the interrupted code does not catch it."""


def within(seconds: float, work: Callable[[], _T]) -> _T | None:
    """Calls a function with a time limit.

    Code that is not written in Python, such as Python's parser, is only interrupted after it returns.

    Args:
        seconds: the limit, in seconds; 0 for no limit.
        work: the function. An interruption may leave its data in an inconsistent state.

    Returns:
        The function's return value; None if it took too long.
    """
    if not seconds > 0:
        return work()
    seconds = min(seconds, _LONGEST)
    return _by_signal(seconds, work) if _may_use_signal() else _by_thread(seconds, work)


def _may_use_signal() -> bool:
    """Returns whether the timer signal can be used: Windows has none, and a host may use it itself."""
    has_signal = hasattr(signal, "setitimer") and hasattr(signal, "SIGALRM")
    if threading.current_thread() is not threading.main_thread() or not has_signal:
        return False
    return signal.getsignal(signal.SIGALRM) in (signal.SIG_DFL, signal.SIG_IGN)


class _Alarm:
    """A signal handler that interrupts the running code while it is armed."""

    def __init__(self) -> None:
        self.is_armed = True

    def handle(self, _signal: int, _frame: FrameType | None) -> None:
        if self.is_armed:
            raise _TimeLimitError


def _by_signal(seconds: float, work: Callable[[], _T]) -> _T | None:
    alarm = _Alarm()
    before = signal.signal(signal.SIGALRM, alarm.handle)
    try:
        signal.setitimer(signal.ITIMER_REAL, seconds, _REPEAT_INTERVAL)
        return work()
    except _TimeLimitError:
        return None
    finally:
        alarm.is_armed = False  # first, as nothing would catch the exception from here on
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


class _Watchdog:
    """A thread that interrupts the one which made it."""

    def __init__(self, seconds: float) -> None:
        self._interrupted = threading.get_ident()
        self._seconds = seconds
        self._lock = threading.Lock()
        self._is_over = threading.Event()
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self) -> None:
        seconds = self._seconds
        while not self._is_over.wait(seconds):
            with self._lock:
                if not self._is_over.is_set():
                    _raise_in(self._interrupted, _TimeLimitError)
            seconds = _REPEAT_INTERVAL

    def stop(self) -> None:
        """Ends the thread, and takes back an interruption that has not arrived yet."""
        self._is_over.set()
        with self._lock:
            _raise_in(self._interrupted, None)


def _raise_in(thread: int, error: type[BaseException] | None) -> None:
    """Raises an exception in another thread as soon as it runs Python code; None takes back one that is not raised."""
    import ctypes  # only needed here

    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), error and ctypes.py_object(error))


def _by_thread(seconds: float, work: Callable[[], _T]) -> _T | None:
    watchdog = _Watchdog(seconds)
    try:
        try:
            return work()
        finally:
            watchdog.stop()
    except _TimeLimitError:  # it may also have arrived while the thread was stopped
        watchdog.stop()
        return None
