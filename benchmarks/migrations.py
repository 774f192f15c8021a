"""Holds fixes against a real migration: what people wrote between two commits of a repository, and what fixes write.

    python benchmarks/migrations.py REPOSITORY BEFORE AFTER
    python benchmarks/migrations.py REPOSITORY BEFORE AFTER --stop-gap --hunks 15 --seed 3 --under gpflow

REPOSITORY is a clone with its history; BEFORE and AFTER are commits. The Python files of BEFORE are fixed as a whole,
with `--unsafe-fixes`. Then each line that has a finding, and that people changed, is one of

    as theirs    the fixed line is a line that people wrote in its place, or both deleted it
    same names   people changed more, but all names that the fix wrote are in what they wrote
    compat.v1    people wrote `tf.compat.v1` there, and the fix another thing
    otherwise    both changed it, in different ways: to read, with --hunks
    settled      the line is as it was, but no longer reported: an import or another line was fixed
    left         it is as it was, and still reported

Spaces, quotes, and `tf.math.x` for `tf.x` make no difference. Lines in files that people rewrote, of which less than
half of the lines are left, don't count; their number is printed.
"""

from __future__ import annotations

import argparse
import difflib
import io
import json
import random
import re
import subprocess
import sys
import tarfile
import tempfile
import tokenize
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_COMPAT: Final = ".compat.v1."
_NAME: Final = re.compile(r"[A-Za-z_][\w.]*")
#: The rules that report what a stop-gap writes.
_OF_STOP_GAPS: Final = ("TF104", "TF108")
#: The share of its lines that a file must keep, so that its changed lines can be held against others.
_KEPT: Final = 0.5


class Change(NamedTuple):
    """A line with a finding that people changed.

    Attributes:
        path: its file.
        line: its number, from 1.
        text: its text.
        old: the lines that people changed together with it.
        theirs: the lines that they wrote instead.
        ours: the lines that the fix wrote instead of its own change there; None if it left the line.
        reported: whether the line, if the fix left it, is reported after it.
    """

    path: str
    line: int
    text: str
    old: list[str]
    theirs: list[str]
    ours: list[str] | None
    reported: bool

    @property
    def kind(self) -> str:
        """What the fix did, held against what people did."""
        if self.ours is None:
            return "left" if self.reported else "settled"
        theirs = {_normal(line) for line in self.theirs}
        if (not self.ours and not self.theirs) or (self.ours and {_normal(line) for line in self.ours} <= theirs):
            return "as theirs"
        if self.ours and set(_names(self.ours)) - set(_names([self.text])) <= set(_names(self.theirs)):
            return "same names"
        return "compat.v1" if any(_COMPAT in line for line in self.theirs) else "otherwise"


def _normal(line: str) -> str:
    """Returns a line as tokens, without what makes no difference."""
    try:
        tokens = [each.string for each in tokenize.generate_tokens(io.StringIO(line.strip()).readline)]
    except (tokenize.TokenError, SyntaxError):
        tokens = line.split()
    text = "".join(token.replace('"', "'") for token in tokens if token.strip() and not token.startswith("#"))
    return text.replace("tf.math.", "tf.")


def _names(lines: list[str]) -> list[str]:
    """Returns the dotted names in lines."""
    return [name.replace("tf.math.", "tf.") for line in lines for name in _NAME.findall(line)]


def _run(*command: str | Path, cwd: Path | None = None) -> bytes:
    return subprocess.run(list(map(str, command)), cwd=cwd, capture_output=True, check=True).stdout


def _extract(repository: Path, commit: str, folder: Path) -> None:
    """Writes the programs of a commit into a folder."""
    packed = _run("git", "-C", repository, "archive", commit, "--", "*.py")
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(folder, filter="data")


def _texts(folder: Path, under: str) -> dict[str, list[str]]:
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8", "replace").splitlines()
        for path in (folder / under).rglob("*.py")
        if path.is_file()
    }


def _findings(folder: Path, under: str, options: list[str], without: tuple[str, ...] = ()) -> dict[str, set[int]]:
    """Runs the command in a folder; returns the lines with findings by file, without those of some rules."""
    command = [sys.executable, "-m", "tf2lint", "check", "--isolated", "--no-cache", "--format", "json", *options]
    done = subprocess.run([*command, under or "."], cwd=folder, capture_output=True, encoding="utf-8", check=False)
    found: dict[str, set[int]] = {}
    for one in json.loads(done.stdout)["findings"]:
        if one["code"] not in without:
            found.setdefault(Path(one["path"]).as_posix(), set()).add(one["line"])
    return found


def _blocks(old: list[str], new: list[str]) -> Iterator[tuple[range, list[str]]]:
    """Yields the ranges of lines that changed, from 1, and what stands there instead."""
    for tag, start, end, first, last in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield range(start + 1, end + 1), new[first:last]


def _changes(
    path: str, old: list[str], theirs: list[str], ours: list[str], lines: set[int], reported: set[int]
) -> Iterator[Change]:
    fixed = {line: block for numbers, block in _blocks(old, ours) for line in numbers}
    same = difflib.SequenceMatcher(None, old, ours, autojunk=False).get_matching_blocks()
    left = {each.a + offset + 1 for each in same for offset in range(each.size) if each.b + offset + 1 in reported}
    for numbers, block in _blocks(old, theirs):
        for line in sorted(lines.intersection(numbers)):
            own = None
            if line in fixed:
                own = _own(old[line - 1], fixed[line])
            yield Change(path, line, old[line - 1], [old[number - 1] for number in numbers], block, own, line in left)


def _own(old: str, block: list[str]) -> list[str]:
    """Returns the line of a block that a line became: the one that is most like it; none if it was deleted."""
    close = difflib.get_close_matches(old, block, n=1, cutoff=0.3)
    return close or block


def main() -> int:
    """Runs the tool; returns its exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("repository", type=Path, help="a clone with its history")
    parser.add_argument("before", help="commit before the migration")
    parser.add_argument("after", help="commit after it")
    parser.add_argument("--under", default="", help="only this folder of the repository")
    parser.add_argument("--stop-gap", action="store_true", help="fix with --stop-gap")
    parser.add_argument("--target", help="version of TensorFlow (default: the newest)")
    parser.add_argument("--hunks", type=int, default=0, metavar="N", help="show N changes that differ")
    parser.add_argument("--seed", type=int, default=1, help="seed for --hunks")
    options = parser.parse_args()
    extra = ["--target", options.target] if options.target else []
    with tempfile.TemporaryDirectory() as temporary:
        before, after = Path(temporary) / "before", Path(temporary) / "after"
        _extract(options.repository, options.before, before)
        _extract(options.repository, options.after, after)
        old, theirs = _texts(before, options.under), _texts(after, options.under)
        lines = _findings(before, options.under, extra)
        gap = ["--stop-gap"] if options.stop_gap else []
        fix = [*extra, "--fix", "--unsafe-fixes", *gap]
        reported = _findings(before, options.under, fix, without=_OF_STOP_GAPS)
        ours = _texts(before, options.under)
    found, rewritten, gone = list[Change](), 0, 0
    for path, numbers in sorted(lines.items()):
        if path not in theirs:
            gone += len(numbers)
            continue
        matcher = difflib.SequenceMatcher(None, old[path], theirs[path], autojunk=False)
        if sum(block.size for block in matcher.get_matching_blocks()) < _KEPT * len(old[path]):
            rewritten += len(numbers)
            continue
        found += _changes(path, old[path], theirs[path], ours[path], numbers, reported.get(path, set()))
    kinds = Counter(change.kind for change in found)
    total = sum(map(len, lines.values()))
    print(f"lines with findings: {total}; in files that are gone: {gone}, that were rewritten: {rewritten}")
    print(f"changed by people: {len(found)}")
    for kind, count in kinds.most_common():
        print(f"  {kind:<10} {count:>5}  {count / max(1, len(found)):5.1%}")
    differing = [change for change in found if change.kind not in ("as theirs", "same names", "settled", "left")]
    for change in random.Random(options.seed).sample(differing, min(options.hunks, len(differing))):
        print(f"\n{change.path}:{change.line} ({change.kind})\n- {change.text.strip()}")
        for mark, block in (("theirs", change.theirs), ("ours  ", change.ours or [])):
            print("\n".join(f"{mark} {line.strip()}" for line in block[:8]) or f"{mark} (deleted)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
