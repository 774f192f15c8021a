"""Counts what fixes make of the calls in the areas that the tests of the official converter cover.

    python benchmarks/yardstick.py
    python benchmarks/yardstick.py --show

Each call in `tests/yardstick/calls.txt` is fixed with `--unsafe-fixes`. A line has an area, the number of calls, and
how many became native TensorFlow 2 that takes these arguments in the newest version. All others keep a finding that
says why. --show prints them with their reasons, and the calls that were fixed with what they became.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(_ROOT / "src"), str(_ROOT / "tests")]


def main() -> int:
    """Runs the tool; returns its exit code."""
    from support.yardstick import Yardstick, calls

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", action="store_true", help="print the calls")
    options = parser.parse_args()
    yardstick = Yardstick()
    total, fixed, problems = Counter[str](), Counter[str](), 0
    for call in calls():
        found = yardstick.outcome(call)
        total[call.area] += 1
        fixed[call.area] += found.is_fixed
        problems += len(found.problems)
        if options.show:
            print(call.source.rstrip())
            print("\n".join([*found.reasons, *found.problems]) or found.source.rstrip(), end="\n\n")
    for area, count in total.items():
        print(f"{area:48}{count:>5}{fixed[area]:>5}")
    share = 100 * fixed.total() / total.total()
    print(f"{'all':48}{total.total():>5}{fixed.total():>5}  {share:.1f} %")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
