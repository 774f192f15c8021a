"""Runs the checks of stress.py in separate processes, so that no input can crash or block it."""

from __future__ import annotations

import multiprocessing
import time
from contextlib import contextmanager
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.connection import Connection

#: A process is replaced after this many answers, or if it uses more MB than this.
_MAX_ANSWERS: Final = 2_000
_MAX_RESIDENT: Final = 1_000


class Work(NamedTuple):
    """The inputs of one kind with one number."""

    kind: str
    number: int

    def __str__(self) -> str:
        return f"{self.kind}:{self.number}"


class Outcome(NamedTuple):
    """The result of checking the inputs of one number.

    Attributes:
        inputs: the number of inputs.
        seconds: processor time for all of them, in seconds.
        longest: processor time of the slowest check of an input, in seconds.
        peak: the largest growth of the process's memory, in MB.
        failures: a message for each failure.
        resident: the resident memory of the process after the check, in MB.
    """

    inputs: int
    seconds: float
    longest: float
    peak: float
    failures: tuple[str, ...]
    resident: float = 0


class _Process:
    """A process that checks inputs, and its current work."""

    def __init__(self, serve: Callable[[Connection], None], limit: float) -> None:
        context = multiprocessing.get_context("fork")
        self.connection, child_connection = context.Pipe()
        self._process = context.Process(target=serve, args=(child_connection,), daemon=True)
        self._process.start()
        child_connection.close()
        self._limit = limit
        self.work: Work | None = None
        self.deadline = 0.0
        self.left = _MAX_ANSWERS

    def ask(self, work: Work) -> None:
        """Sends work to the process."""
        self.work, self.deadline = work, time.monotonic() + self._limit
        self.connection.send(work)

    def answer(self) -> Outcome:
        """Receives the outcome of the work. If `left` is 0 afterwards, the process must be replaced."""
        try:
            outcome: Outcome = self.connection.recv()
        except EOFError:
            self._process.join()
            self.left = 0
            return Outcome(1, 0, 0, 0, (f"crash: the process ended with {self._process.exitcode}",))
        self.left = 0 if outcome.resident > _MAX_RESIDENT else self.left - 1
        return outcome

    def give_up(self) -> Outcome:
        """Returns the outcome for work that exceeded the limit; the process must be replaced."""
        self.left = 0
        return Outcome(1, self._limit, self._limit, 0, (f"hang: it takes more than {self._limit:g} s",))

    def close(self) -> None:
        """Kills the process."""
        self._process.kill()
        self._process.join()


def run(
    works: list[Work], serve: Callable[[Connection], None], jobs: int, limit: float
) -> Iterator[tuple[Work, Outcome]]:
    """Checks all inputs in parallel and yields their outcomes in the order in which they finish.

    Args:
        works: the inputs to check.
        serve: the function that runs in each process; it receives work and sends outcomes.
        jobs: the number of processes.
        limit: the time limit for the inputs of one number, in seconds.
    """
    queue = iter(works)
    with _processes(min(jobs, len(works)), serve, limit) as processes:
        for process in processes:
            process.ask(next(queue))
        while busy := [process for process in processes if process.work is not None]:
            soonest = min(process.deadline for process in busy)
            ready = wait([process.connection for process in busy], max(0, soonest - time.monotonic()))
            for index, process in enumerate(processes):
                if process.work is None or not (process.connection in ready or process.deadline <= time.monotonic()):
                    continue
                yield process.work, process.answer() if process.connection in ready else process.give_up()
                process.work = None
                if not process.left:
                    process.close()
                    processes[index] = _Process(serve, limit)
                work = next(queue, None)
                if work is not None:
                    processes[index].ask(work)


@contextmanager
def _processes(number: int, serve: Callable[[Connection], None], limit: float) -> Iterator[list[_Process]]:
    processes = [_Process(serve, limit) for _ in range(number)]
    try:
        yield processes
    finally:
        for process in processes:
            process.close()
