"""Checks many files: discovery, notebooks, suppressions, cache, baseline, git, processes and limits.

The plugins leave all of this to their hosts and import none of it.
"""

from tf2lint.runner.atomic_write import write_file
from tf2lint.runner.baseline import Baseline
from tf2lint.runner.check import Outcome, run
from tf2lint.runner.gate import Gate
from tf2lint.runner.messages import complain, say

__all__ = ["Baseline", "Gate", "Outcome", "complain", "run", "say", "write_file"]
