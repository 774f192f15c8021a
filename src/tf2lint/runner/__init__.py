"""Checks many files: discovery, notebooks, suppressions, cache, baseline, git, processes and limits.

The plugins leave all of this to their hosts and import none of it; they have limits and a cache by `cached_engine`.

Jobs. Whatever depends on configuration is decided first, in one process. A worker process receives batches of
neighboring files, which import the same modules, and starts over after some thousand files, so that its memory stays
bounded.

Positions. What Python's parser receives may differ from the file: notebook cells are joined, IPython's lines replaced,
and Python 2 rewritten. Every line stays a line, and each edit of a line's columns is recorded, so `Source.place` leads
back.

Time limit. A check that takes too long is interrupted by a timer signal with an exception that nothing else catches.
The engine it leaves behind is thrown away; what engines share, the table, only ever stores complete answers.

Cache. Results are kept between runs, see `tf2lint.caching`. Where only other modules have changed, a worker asks
whether the result still holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint import lazy_exports

if TYPE_CHECKING:
    from tf2lint.runner.atomic_write import write_file as write_file
    from tf2lint.runner.baseline import Baseline as Baseline
    from tf2lint.runner.check import Outcome as Outcome, files_to_check as files_to_check, run as run
    from tf2lint.runner.fix_run import FixRun as FixRun, fix_all as fix_all
    from tf2lint.runner.gate import Gate as Gate
    from tf2lint.runner.git_changes import head_commit as head_commit
    from tf2lint.runner.jobs import FileResult as FileResult
    from tf2lint.runner.messages import print_error as print_error, print_message as print_message

__getattr__ = lazy_exports(
    __name__,
    {
        "atomic_write": ("write_file",),
        "baseline": ("Baseline",),
        "check": ("Outcome", "files_to_check", "run"),
        "fix_run": ("FixRun", "fix_all"),
        "gate": ("Gate",),
        "git_changes": ("head_commit",),
        "jobs": ("FileResult",),
        "messages": ("print_error", "print_message"),
    },
)
