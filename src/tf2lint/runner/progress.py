"""Shows people who wait at a terminal how far a check has come."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Item = TypeVar("Item")
#: How many seconds nobody minds.
_PATIENCE: Final = 1.0


def shown(items: Iterable[Item], total: int) -> Iterator[Item]:
    """The same items; a bar on standard error, if that is a terminal, from the second second on.

    Args:
        items: one for each step.
        total: how many there are.
    """
    if sys.stderr is None or not sys.stderr.isatty():
        yield from items
        return
    start, done, bar = time.monotonic(), 0, None
    try:
        for item in items:
            done += 1
            if bar is None and time.monotonic() - start > _PATIENCE:
                from rich.console import Console
                from rich.progress import Progress

                bar = Progress(console=Console(stderr=True), transient=True)
                task = bar.add_task("checking files", total=total)
                bar.start()
            if bar is not None:
                bar.update(task, completed=done)
            yield item
    finally:
        if bar is not None:
            bar.stop()
