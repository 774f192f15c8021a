"""A progress bar for checks that take a while."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Item = TypeVar("Item")
#: How long to wait before showing the bar, in seconds.
_DELAY: Final = 1.0


def with_progress(items: Iterable[Item], total: int) -> Iterator[Item]:
    """Yields the items; shows a progress bar after a second if standard error is a terminal.

    Args:
        items: one item per step.
        total: the number of items.
    """
    if sys.stderr is None or not sys.stderr.isatty():
        yield from items
        return
    start, done, bar = time.monotonic(), 0, None
    try:
        for item in items:
            done += 1
            if bar is None and time.monotonic() - start > _DELAY:
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
