"""Runs tf2lint with the signs of data/use_signs.txt switched off, to show what values that flow find by themselves.

python benchmarks/recall.py FOLDER --command tf2lint --command "python $PWD/benchmarks/without_signs.py"
"""

from __future__ import annotations

import sys

from tf2lint.cli.commands import main
from tf2lint.project.flow_questions import FlowQuestions

if __name__ == "__main__":
    FlowQuestions.use_signs = property(lambda _: {})  # type: ignore[assignment, method-assign]
    sys.exit(main([*sys.argv[1:], "--jobs", "1"]))
