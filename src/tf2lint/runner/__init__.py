"""Checks many files: discovery, notebooks, suppressions, cache, baseline, git, processes and limits.

The plugins leave all of this to their hosts and import none of it.

Jobs. Whatever depends on configuration is decided first, in one process. A worker process receives batches of
neighboring files, which import the same modules, and starts over after some thousand files, so that its memory stays
bounded.

Positions. What Python's parser receives may differ from the file: notebook cells are joined, IPython's lines replaced,
and Python 2 rewritten. Every line stays a line, and each edit of a line's columns is recorded, so `Source.place` leads
back.

Time limit. A check that takes too long is interrupted by a timer signal with an exception that nothing else catches.
The engine it leaves behind is thrown away; what engines share, the table, only ever stores complete answers.

Cache. A result is stored with the questions that its check asked about other files. It is taken if the file, the
settings, and all texts are the same on which the answers can depend (`cache_fingerprints`). If only one of these texts
has changed, a worker asks the questions again, and the result is taken if the answers are the same (`earlier_check`).
Recording too many dependencies costs time; missing one would make results wrong.
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
