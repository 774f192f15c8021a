"""Checks many files: discovery, notebooks, suppressions, cache, baseline, git, processes and limits.

The plugins leave all of this to their hosts and import none of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint import lazy_exports

if TYPE_CHECKING:
    from tf2lint.runner.atomic_write import write_file as write_file
    from tf2lint.runner.baseline import Baseline as Baseline
    from tf2lint.runner.check import Outcome as Outcome, run as run
    from tf2lint.runner.gate import Gate as Gate
    from tf2lint.runner.messages import complain as complain, say as say

__getattr__ = lazy_exports(
    __name__,
    {
        "atomic_write": ("write_file",),
        "baseline": ("Baseline",),
        "check": ("Outcome", "run"),
        "gate": ("Gate",),
        "messages": ("complain", "say"),
    },
)
