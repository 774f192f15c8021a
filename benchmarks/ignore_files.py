"""Compares which files tf2lint skips because of .gitignore files with which ones git ignores.

    python benchmarks/ignore_files.py
    python benchmarks/ignore_files.py --count 500 --seed 3

Each set consists of a tree of files and folders, and of ignore files in some of its folders and in .git/info/exclude,
with random patterns: nested, negated, with classes, `**`, escapes, spaces at the end, other case, for folders only.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(_ROOT / "src"), str(_ROOT / "tests")]


def main() -> int:
    """Prints the sets that differ; returns the exit code."""
    from support.ignore_sets import discovered, listed_by_git, make_set

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=0, help="seed of the first set (default: 0)")
    parser.add_argument("--count", type=int, default=10_000, metavar="N", help="number of sets (default: 10,000)")
    options = parser.parse_args()
    counts = Counter[str]()
    for seed in range(options.seed, options.seed + options.count):
        with tempfile.TemporaryDirectory() as name:
            make_set(seed, Path(name))
            count = len(list(Path(name).rglob("*.py")))
            of_git, found = listed_by_git(Path(name)), discovered(Path(name))
            counts["files"] += count
            counts["ignored"] += count - len(of_git)
            if of_git != found:
                counts["differ"] += 1
                only_git, only_tf2lint = sorted(found - of_git), sorted(of_git - found)
                patterns = {str(path.relative_to(name)): path.read_bytes() for path in Path(name).rglob(".gitignore")}
                print(f"seed {seed}: only git ignores {only_git}, only tf2lint {only_tf2lint}: {patterns}")
    files = f"{counts['files']} files, of which git ignores {counts['ignored']}"
    print(f"{options.count} sets, {files}: {counts['differ']} sets differ")
    return 1 if counts["differ"] else 0


if __name__ == "__main__":
    sys.exit(main())
