"""The processes in which stress.py checks, so that none of its inputs can end it."""

from __future__ import annotations

import multiprocessing
import time
from contextlib import contextmanager
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.connection import Connection

#: After so many inputs, or with so many MB, a process begins anew.
_MOST_INPUTS: Final = 2_000
_MOST_RESIDENT: Final = 1_000


class Work(NamedTuple):
    """Inputs to check."""

    kind: str
    number: int

    def __str__(self) -> str:
        return f"{self.kind}:{self.number}"


class Outcome(NamedTuple):
    """What the inputs of one number gave.

    Attributes:
        inputs: how many there were.
        seconds: how long all took.
        longest: how long the longest one took.
        peak: by how many MB the memory of the process grew at most.
        failures: what went wrong.
        resident: how many MB the process has now.
    """

    inputs: int
    seconds: float
    longest: float
    peak: float
    failures: tuple[str, ...]
    resident: float = 0


class _Process:
    """A process that checks, and what it is at."""

    def __init__(self, serve: Callable[[Connection], None], limit: float) -> None:
        context = multiprocessing.get_context("fork")
        self.connection, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()
        self._limit = limit
        self.work: Work | None = None
        self.until = 0.0
        self.left = _MOST_INPUTS

    def ask(self, work: Work) -> None:
        """Gives it something to check."""
        self.work, self.until = work, time.monotonic() + self._limit
        self.connection.send(work)

    def answer(self) -> Outcome:
        """What came of it. Where nothing is `left`, the process is of no more use."""
        try:
            outcome: Outcome = self.connection.recv()
        except EOFError:
            self._process.join()
            self.left = 0
            return Outcome(1, 0, 0, 0, (f"crash: the process ended with {self._process.exitcode}",))
        self.left = 0 if outcome.resident > _MOST_RESIDENT else self.left - 1
        return outcome

    def give_up(self) -> Outcome:
        """What there is to say if it takes too long."""
        self.left = 0
        return Outcome(1, self._limit, self._limit, 0, (f"hang: it takes more than {self._limit:g} s",))

    def close(self) -> None:
        """Ends it."""
        self._process.kill()
        self._process.join()


def run(
    works: list[Work], serve: Callable[[Connection], None], jobs: int, limit: float
) -> Iterator[tuple[Work, Outcome]]:
    """Has everything checked.

    Args:
        works: what to check.
        serve: answers with an outcome to each, in another process.
        jobs: how many processes there are.
        limit: how many seconds one may take.
    """
    queue = iter(works)
    with _processes(min(jobs, len(works)), serve, limit) as processes:
        for process in processes:
            process.ask(next(queue))
        while busy := [process for process in processes if process.work is not None]:
            soonest = min(process.until for process in busy)
            ready = wait([process.connection for process in busy], max(0, soonest - time.monotonic()))
            for place, process in enumerate(processes):
                if process.work is None or not (process.connection in ready or process.until <= time.monotonic()):
                    continue
                yield process.work, process.answer() if process.connection in ready else process.give_up()
                process.work = None
                if not process.left:
                    process.close()
                    processes[place] = _Process(serve, limit)
                work = next(queue, None)
                if work is not None:
                    processes[place].ask(work)


@contextmanager
def _processes(number: int, serve: Callable[[Connection], None], limit: float) -> Iterator[list[_Process]]:
    processes = [_Process(serve, limit) for _ in range(number)]
    try:
        yield processes
    finally:
        for process in processes:
            process.close()
