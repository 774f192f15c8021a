"""Changes programs in ways that change nothing about what they mean, and compares the findings.

    python benchmarks/equivalent.py FOLDER
    python benchmarks/equivalent.py FOLDER --seed 3 --count 200 --show --change walrus

FOLDER contains the corpus; missing packages are fetched. Each change, such as another alias, other line ends, or all
code in `if True:`, is made to random files of programs for TensorFlow 1. The codes and lines of findings must be the
same, but for what tests/support/equivalents/explained.txt explains. Changes that hold only if a file is a whole
program, such as other names for parameters, are made to the file alone.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Final

_ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(_ROOT / "src"), str(_ROOT / "tests")]

from corpus import fetch  # noqa: E402

#: Changes after which other modules that use the file would have to change, too.
_ALONE: Final = frozenset(
    {"into_function", "into_module", "renamed_parameters", "returns_pair", "returns_pair_with_none"}
)


def main() -> int:
    """Prints a line for each change; returns the exit code."""
    from support.equivalents import CHANGES, Comparer, made

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="folder of the corpus")
    parser.add_argument("--seed", type=int, default=0, help="seed of the choice of files (default: 0)")
    parser.add_argument("--count", type=int, default=300, metavar="N", help="number of files (default: 300)")
    parser.add_argument("--change", action="append", choices=sorted(CHANGES), help="make only this change")
    parser.add_argument("--show", action="store_true", help="print each difference that nothing explains")
    options = parser.parse_args()
    fetch(options.folder, ["tf1"])
    files = sorted((options.folder / "tf1").rglob("*.py"))
    random.Random(options.seed).shuffle(files)
    changes = {name: CHANGES[name] for name in options.change or CHANGES}
    programs, compared = Counter[str](), Counter[str]()
    explained, unexplained = Counter[str](), Counter[str]()
    with tempfile.TemporaryDirectory() as folder:
        alone = Comparer(Path(folder) / "program.py")
        for path in files[: options.count]:
            text = path.read_text("utf-8", "replace")
            in_place = Comparer(path)
            before = {in_place: in_place.findings(text)}
            if not before[in_place] or re.search("tf2lint: |# noqa", text):
                continue
            for name, change in changes.items():
                changed = made(change, text)
                if changed is None:
                    continue
                comparer = alone if name in _ALONE else in_place
                if comparer not in before:
                    before[comparer] = comparer.findings(text)
                difference = comparer.difference(before[comparer], changed)
                rest = difference.unexplained(name)
                programs[name] += 1
                compared[name] += before[comparer].total()
                explained[name] += bool(difference) and not rest
                unexplained[name] += bool(rest)
                if options.show and rest:
                    print(f"{path}: {name}: {rest}", flush=True)
            before.pop(alone, None)
    print(f"{'change':>22} {'programs':>9} {'findings':>9} {'explained':>10} {'unexplained':>12}")
    for name in changes:
        counts = f"{programs[name]:>9} {compared[name]:>9} {explained[name]:>10} {unexplained[name]:>12}"
        print(f"{name:>22} {counts}")
    return 1 if unexplained.total() else 0


if __name__ == "__main__":
    sys.exit(main())
