"""The tools that are compared: how each is run, and what it says of which lines."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gone import Line, Names

#: What a tool may say is to be written instead.
NATIVE: Final = "a name of TensorFlow 2"
OTHER: Final = "another package"
COMPAT: Final = "tf.compat.v1"
WORDS: Final = "advice in words"
NOTHING: Final = "nothing"

_UPGRADED: Final = re.compile(r"^(\d+):\d+: (INFO|WARNING|ERROR): (.*)$")
_RENAMED: Final = re.compile(r"Renamed '[^']*' to '([^']*)'")
_FILE: Final = re.compile(r"^Processing file '(.*)'$")


@dataclass
class Said:
    """What a tool said of a package.

    Attributes:
        lines: of which lines it said something.
        advice: what it said is to be written instead, how often.
        failure: why it did not come to an end; empty if it did.
    """

    lines: set[Line] = field(default_factory=set)
    advice: Counter[str] = field(default_factory=Counter)
    failure: str = ""


def tf2lint(programs: Mapping[str, Path], folder: Path) -> Said:
    """What tf2lint says."""
    program = str(programs["tf2lint"] / "tf2lint")
    command = [program, "check", "--isolated", "--no-cache", "--quiet", "--format", "json", str(folder)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if done.returncode not in (0, 1):
        return Said(failure=_last_error(done.stderr))
    said = Said()
    for finding in json.loads(done.stdout)["findings"]:
        said.lines.add((str(Path(finding["path"])), finding["line"]))
        names = finding["replacements"]
        said.advice[_kind(names[0]) if names else WORDS] += 1
    return said


def ruff(programs: Mapping[str, Path], folder: Path, config: Path) -> Said:
    """What ruff says, with names that are banned."""
    command = [*ruff_command(programs, config), "--output-format", "json", str(folder)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if done.returncode not in (0, 1):
        return Said(failure=_last_error(done.stderr))
    said = Said()
    for finding in json.loads(done.stdout):
        if finding["code"] == "TID251":
            said.lines.add((finding["filename"], finding["location"]["row"]))
            said.advice[WORDS] += 1
    return said


def ruff_command(programs: Mapping[str, Path], config: Path) -> list[str]:
    """How ruff is run."""
    return [str(programs["ruff"] / "ruff"), "check", "--config", str(config), "--no-cache", "--exit-zero"]


def ban(known: Names, config: Path) -> None:
    """Writes a configuration of ruff that bans all names that are gone."""
    banned = "".join(
        f"{json.dumps(f'tensorflow.{name}')}.msg = {json.dumps(note or 'it is gone')}\n"
        for name, note in sorted(known.gone.items())
    )
    config.write_text(
        'exclude = []\nlint.select = ["TID251"]\n\n[lint.flake8-tidy-imports.banned-api]\n' + banned, "utf-8"
    )


def upgrade(programs: Mapping[str, Path], folder: Path, work: Path) -> Said:
    """What TensorFlow's own converter says and does."""
    report = work / "report.txt"
    report.unlink(missing_ok=True)
    done = subprocess.run(upgrade_command(programs, folder, work), capture_output=True, encoding="utf-8", check=False)
    if done.returncode or not report.exists():
        return Said(failure=_last_error(done.stderr))
    said, path = Said(), ""
    for line in report.read_text("utf-8", "replace").split("\n"):
        file, upgraded = _FILE.match(line), _UPGRADED.match(line)
        if file is not None:
            path = file[1]
        elif upgraded is not None:
            said.lines.add((path, int(upgraded[1])))
            renamed = _RENAMED.search(upgraded[3])
            said.advice[_kind(renamed[1]) if renamed is not None else WORDS] += 1
    return said


def upgrade_command(programs: Mapping[str, Path], folder: Path, work: Path) -> list[str]:
    """How TensorFlow's own converter is run, which insists on writing into a new folder."""
    written, report = work / "upgraded", work / "report.txt"
    command = [
        str(programs["tensorflow"] / "tf_upgrade_v2"), "--intree", str(folder), "--outtree", str(written),
        "--reportfile", str(report),
    ]  # fmt: skip
    return ["/bin/sh", "-c", f"rm -rf {shlex.quote(str(written))}; exec {shlex.join(command)}"]


def _kind(name: str) -> str:
    if name.startswith("tf.compat.v1"):
        return COMPAT
    return NATIVE if name.startswith("tf.") else OTHER


def _last_error(text: str) -> str:
    found = [line for line in text.splitlines() if line.strip()]
    return ([line for line in found if "Error" in line] or found or ["it said nothing"])[-1]
