"""Fixes random programs, and counts what is wrong with them afterwards.

    python benchmarks/fix_programs.py
    python benchmarks/fix_programs.py --first 700 --count 1 --show

The programs call TensorFlow 1 in all the ways in which Python code can be laid out: with comments in calls, line
continuations, semicolons, tabs, form feeds, any line ends and encodings, operands of every precedence, decorators, and
arguments that are unpacked. They are fixed with safe fixes, and with unsafe ones, too. Each of these is a problem:

    Python can't parse the program any more, or a fix is refused because it would not
    a comment is lost, or the syntax outside of what is fixed differs, or line ends, the encoding, or pages do
    something new is reported, or a second run changes the program
    it computes something else, or evaluates an argument twice, or in another order

To run the programs, a library that computes texts stands in for TensorFlow: `tests/support/symbolic_library.py`.
5,000 programs take six minutes.
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
    from support.fix_checks import problems
    from support.formatted_programs import program

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--first", type=int, default=0, metavar="SEED", help="seed of the first program")
    parser.add_argument("--count", type=int, default=5000, metavar="N", help="number of programs")
    parser.add_argument("--show", action="store_true", help="print the programs")
    options = parser.parse_args()
    counts = Counter[str]()
    for seed in range(options.first, options.first + options.count):
        made = program(seed)
        if options.show:
            print(made.data.decode(made.encoding).replace(made.line_end, "\n"))
        for problem in problems(made):
            counts[problem.partition(":")[0]] += 1
            print(f"{seed}: {problem}", flush=True)
    print(f"{options.count} programs, {counts.total()} problems")
    for kind, count in counts.most_common():
        print(f"{count:>6} {kind}")
    return 1 if counts else 0


if __name__ == "__main__":
    sys.exit(main())
