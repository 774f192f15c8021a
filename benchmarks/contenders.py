"""The tools that are compared: how to run each, and which lines it reports."""

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

#: Kinds of suggestions that a tool can make.
NATIVE: Final = "a name of TensorFlow 2"
OTHER: Final = "another package"
COMPAT: Final = "tf.compat.v1"
WORDS: Final = "advice in words"

_UPGRADED: Final = re.compile(r"^(\d+):\d+: (INFO|WARNING|ERROR): (.*)$")
_RENAMED: Final = re.compile(r"Renamed '[^']*' to '([^']*)'")
_FILE: Final = re.compile(r"^Processing file '(.*)'$")


@dataclass
class ToolReport:
    """A tool's report on a package.

    Attributes:
        lines: the lines that it reports on.
        advice: how often it makes each kind of suggestion.
        failure: the error message if the tool failed; otherwise empty.
    """

    lines: set[Line] = field(default_factory=set)
    advice: Counter[str] = field(default_factory=Counter)
    failure: str = ""


def tf2lint(programs: Mapping[str, Path], folder: Path) -> ToolReport:
    """Runs tf2lint and returns its report."""
    program = str(programs["tf2lint"] / "tf2lint")
    command = [program, "check", "--isolated", "--no-cache", "--quiet", "--format", "json", str(folder)]
    completed = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if completed.returncode not in (0, 1):
        return ToolReport(failure=_last_error(completed.stderr))
    result = ToolReport()
    for finding in json.loads(completed.stdout)["findings"]:
        result.lines.add((str(Path(finding["path"])), finding["line"]))
        names = finding["replacements"]
        result.advice[_kind(names[0]) if names else WORDS] += 1
    return result


def ruff(programs: Mapping[str, Path], folder: Path, config: Path) -> ToolReport:
    """Runs ruff with banned names and returns its report."""
    command = [*ruff_command(programs, config), "--output-format", "json", str(folder)]
    completed = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if completed.returncode not in (0, 1):
        return ToolReport(failure=_last_error(completed.stderr))
    result = ToolReport()
    for finding in json.loads(completed.stdout):
        if finding["code"] == "TID251":
            result.lines.add((finding["filename"], finding["location"]["row"]))
            result.advice[WORDS] += 1
    return result


def ruff_command(programs: Mapping[str, Path], config: Path) -> list[str]:
    """Returns the command that runs ruff, without the paths to check."""
    return [str(programs["ruff"] / "ruff"), "check", "--config", str(config), "--no-cache", "--exit-zero"]


def ban(known: Names, config: Path) -> None:
    """Writes a ruff configuration that bans all names that are gone."""
    banned = "".join(
        f"{json.dumps(f'tensorflow.{name}')}.msg = {json.dumps(note or 'it is gone')}\n"
        for name, note in sorted(known.gone.items())
    )
    config.write_text(
        'exclude = []\nlint.select = ["TID251"]\n\n[lint.flake8-tidy-imports.banned-api]\n' + banned, "utf-8"
    )


def upgrade(programs: Mapping[str, Path], folder: Path, work: Path) -> ToolReport:
    """Runs TensorFlow's own converter and returns its report."""
    report = work / "report.txt"
    report.unlink(missing_ok=True)
    completed = subprocess.run(
        upgrade_command(programs, folder, work), capture_output=True, encoding="utf-8", check=False
    )
    if completed.returncode or not report.exists():
        return ToolReport(failure=_last_error(completed.stderr))
    result, path = ToolReport(), ""
    for line in report.read_text("utf-8", "replace").split("\n"):
        file, upgraded = _FILE.match(line), _UPGRADED.match(line)
        if file is not None:
            path = file[1]
        elif upgraded is not None:
            result.lines.add((path, int(upgraded[1])))
            renamed = _RENAMED.search(upgraded[3])
            result.advice[_kind(renamed[1]) if renamed is not None else WORDS] += 1
    return result


def upgrade_command(programs: Mapping[str, Path], folder: Path, work: Path) -> list[str]:
    """Returns the command that runs TensorFlow's own converter, which requires a new output folder."""
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
    return ([line for line in found if "Error" in line] or found or ["no error message"])[-1]
