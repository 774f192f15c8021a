"""Changes programs in ways that change nothing about what they mean, and compares the findings.

    python benchmarks/equivalent.py FOLDER
    python benchmarks/equivalent.py FOLDER --seed 3 --count 200 --show

FOLDER contains the corpus; missing packages are fetched. Each change, such as another alias, other line ends, or all
code in `if True:`, is made to random files of programs for TensorFlow 1. The codes and lines of findings must be the
same.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

_ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(_ROOT / "src"), str(_ROOT / "tests")]

from corpus import fetch  # noqa: E402

if TYPE_CHECKING:
    from tf2lint.runner.file_checker import FileChecker


def main() -> int:
    """Prints a line for each change; returns the exit code."""
    from support.equivalent_programs import CHANGES, place
    from tf2lint.runner.file_checker import FileChecker

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="folder of the corpus")
    parser.add_argument("--seed", type=int, default=0, help="seed of the choice of files (default: 0)")
    parser.add_argument("--count", type=int, default=300, metavar="N", help="number of files (default: 300)")
    parser.add_argument("--show", action="store_true", help="print each difference")
    options = parser.parse_args()
    fetch(options.folder, ["tf1"])
    files = sorted((options.folder / "tf1").rglob("*.py"))
    random.Random(options.seed).shuffle(files)
    checker = FileChecker()
    programs, compared, differences = Counter[str](), Counter[str](), Counter[str]()
    for path in files[: options.count]:
        text = path.read_text("utf-8", "replace")
        before = _findings(checker, path, text)
        if not before or re.search("tf2lint: |# noqa", text):
            continue
        for name, change in CHANGES.items():
            try:
                changed = change(text)
            except (SyntaxError, ValueError):  # Python 2
                continue
            if changed is None:
                continue
            expected = Counter((code, place(changed, line, is_old=True)) for code, line in before)
            after = _findings(checker, path, changed.text)
            found = Counter((code, place(changed, line, is_old=False)) for code, line in after)
            programs[name] += 1
            compared[name] += len(before)
            lost, gained = expected - found, found - expected
            differences[name] += max(lost.total(), gained.total())
            if options.show and (lost or gained):
                print(f"{path}: {name}: lost {sorted(lost)[:3]}, gained {sorted(gained)[:3]}")
    for name in CHANGES:
        print(
            f"{name:>18}: {programs[name]:>5} programs, {compared[name]:>6} findings, {differences[name]} differences"
        )
    return 1 if differences.total() else 0


def _findings(checker: FileChecker, path: Path, text: str) -> list[tuple[str, int]]:
    """Returns the codes and lines of the findings in a text."""
    from support.cases import job_of

    result = checker.check(job_of(str(path)), text.encode("utf-8"))
    return [(located.finding.code, located.finding.span.line) for located in result.findings]


if __name__ == "__main__":
    sys.exit(main())
