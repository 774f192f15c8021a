"""The regression net: the findings of tf2lint in each package of the corpus, by code.

    python benchmarks/net.py FOLDER [--check]

Writes `findings.txt`. FOLDER contains the corpus; missing packages are fetched. A change to the resolver, the table or
a rule shows up as a diff for review: which codes of which package changed, and, through the hash, whether a location or
message changed. With --check it writes nothing, prints the diff, and exits with status 1 if there is one.
"""

from __future__ import annotations

import argparse
import difflib
import json
import sys
from collections import Counter
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import corpus

from tf2lint.cli.commands import main as tf2lint

if TYPE_CHECKING:
    from collections.abc import Iterator

NET: Final = Path(__file__).parent / "findings.txt"
_HEAD: Final = """\
# What `tf2lint check --isolated --target 2.21` finds in the corpus, by package and code; the hash is that of all
# places and messages. Written by net.py.
"""


def main() -> int:
    """Writes the net or compares it; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="folder of the corpus")
    parser.add_argument("--check", action="store_true", help="print what would change and write nothing")
    options = parser.parse_args()
    sets = corpus.fetch(options.folder.resolve())
    text = _HEAD + "".join(
        line for name, packages in sets.items() for package in packages for line in _package_lines(name, package)
    )
    if not options.check:
        NET.write_text(text, "utf-8")
        return 0
    known = NET.read_text("utf-8")
    changes = difflib.unified_diff(known.splitlines(), text.splitlines(), NET.name, "now", lineterm="", n=2)
    sys.stdout.writelines(f"{line}\n" for line in changes)
    return int(text != known)


def _package_lines(name: str, package: Path) -> Iterator[str]:
    document = _check(package)
    findings = document["findings"]
    locations = sorted(
        (Path(found["path"]).relative_to(package).as_posix(), found["line"], found["column"], found["code"],
         found["message"])
        for found in findings
    )  # fmt: skip
    digest = sha256(json.dumps(locations).encode()).hexdigest()[:16]
    files = document["summary"]["files"]
    yield f"\n{name}/{package.name}: {len(findings)} findings in {files} files, {digest}\n"
    for code, count in sorted(Counter(found["code"] for found in findings).items()):
        yield f"  {code} {count}\n"


def _check(package: Path) -> dict[str, Any]:
    report = package.with_name(f"{package.name}.json")
    # Without a time limit, the findings don't depend on the speed of the machine.
    tf2lint(["check", "--isolated", "--no-cache", "-q", "--target", "2.21", "--time-limit", "0", "--format", "json",
             "-o", str(report), str(package)])  # fmt: skip
    document: dict[str, Any] = json.loads(report.read_text("utf-8"))
    report.unlink()
    return document


if __name__ == "__main__":
    sys.exit(main())
