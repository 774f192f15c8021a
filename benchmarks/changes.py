"""Changes random projects, and compares runs with the cache with runs without one.

    python benchmarks/changes.py
    python benchmarks/changes.py --first 40 --count 1 --show

Each project has up to 13 modules that depend on each other by values, classes, parameters, star imports, packages, and
import cycles. Between two runs, parts of modules are added, replaced, and deleted, lines move, files are added,
removed, and renamed, and the target changes. All results must be the same as without a cache, to the last character.
2,000 changes take four minutes.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from random import Random
from typing import Final

_ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(_ROOT / "src"), str(_ROOT / "tests")]
#: How many changes are made to one project.
_CHANGES: Final = 20


def main() -> int:
    """Runs the tool; returns its exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--first", type=int, default=0, metavar="SEED", help="seed of the first project")
    parser.add_argument("--count", type=int, default=100, metavar="N", help="number of projects")
    parser.add_argument("--show", action="store_true", help="print the changes")
    from support.changing_projects import checked_changes

    options = parser.parse_args()
    differences = kept = results = 0
    for seed in range(options.first, options.first + options.count):
        with tempfile.TemporaryDirectory() as folder:
            for number, checked in enumerate(checked_changes(Path(folder), Random(seed), _CHANGES)):
                kept += checked.kept
                results += checked.files
                if options.show:
                    print(f"{number}: {checked.change}")
                if checked.difference:
                    differences += 1
                    print(f"{seed}, change {number}, {checked.change}: {checked.difference}", flush=True)
    changes = options.count * _CHANGES
    print(f"{changes:,} changes, {results:,} results, {kept:,} of them from earlier runs, {differences} differences")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
