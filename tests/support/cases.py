"""Reads the case files: Markdown files with programs that contain the expected findings as comments.

A heading names a case. Each `python` block is a file; `# file: name.py` on its
first line sets its name, and several blocks form a project. `# TF101: text` on a
line expects a finding with this code on the line whose message, with the clauses
of its related locations, contains the text; `# TF101@5: text` also expects it in
column 5. A block without such comments expects no findings. A `config` block contains settings, such as
`target = "2.21"`; a `time-limit` of less than a second expires immediately.
"""

from __future__ import annotations

import re
import signal
import tomllib
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from unittest.mock import patch

from tf2lint.config.rule_selection import selected
from tf2lint.runner.jobs import Job
from tf2lint.table.mapping_table import table_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FOLDER = Path(__file__).parent.parent / "cases"
_HEADING = re.compile(r"^#+ +(.+)$")
_FENCE = re.compile(r"^```(python|config)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"# file: (\S+)\n")
_EXPECTED = re.compile(r"# (TF\d{3})(?:@(\d+))?: (.*?)(?= # TF\d{3}|$)")


class Expectation(NamedTuple):
    """One finding that a case file expects."""

    file: str
    line: int
    code: str
    column: int | None
    text: str


@dataclass
class Case:
    """One case.

    Attributes:
        name: the case file and the heading.
        files: the text of each file, by name.
        settings: the settings in the `config` block.
    """

    name: str
    files: dict[str, str] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)

    @property
    def expected(self) -> list[Expectation]:
        """The expected findings, in the order of files and lines."""
        return [
            Expectation(name, number, match[1], int(match[2]) if match[2] else None, match[3].strip())
            for name, text in self.files.items()
            for number, line in enumerate(text.splitlines(), 1)
            for match in _EXPECTED.finditer(line)
        ]

    def write(self, folder: Path) -> None:
        """Writes the files to a folder."""
        for name, text in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")


def job_of(
    path: str,
    target: str | None = None,
    select: Sequence[str] | None = None,
    extend_select: Sequence[str] = (),
    time_limit: float = 0,
    source_version: str = "auto",
    keras_version: str | None = None,
) -> Job:
    """Returns a job of the command: a file with its settings."""
    codes = tuple(sorted(selected(select, extend_select)))
    return Job(
        path, table_for(target).target, codes,
        time_limit=time_limit, source_version=source_version, keras_version=keras_version,
    )  # fmt: skip


@contextmanager
def quick_clock() -> Iterator[None]:
    """Makes time limits of less than a second expire immediately, and all others never."""

    def set_timer(_which: int, seconds: float, _interval: float = 0) -> None:
        if 0 < seconds < 1:
            signal.raise_signal(signal.SIGALRM)

    with patch("signal.setitimer", set_timer):
        yield


def cases() -> list[Case]:
    """Returns all cases of all case files."""
    return [case for file in sorted(FOLDER.glob("*.md")) for case in _read(file)]


def _read(file: Path) -> list[Case]:
    found = []
    for part in re.split(r"(?m)^(?=#+ )", _outside_fences(file.read_text("utf-8"))):
        heading = _HEADING.match(part.splitlines()[0]) if part.strip() else None
        case = Case(f"{file.stem}: {heading[1]}" if heading else file.stem)
        part = part.replace("\0", "#")
        blocks = _FENCE.findall(part)
        if part.count("\n```") != 2 * len(blocks):
            raise ValueError(f"{file}: {case.name}: a block that is no case would never be checked")
        for kind, text in blocks:
            if kind == "config":
                case.settings.update(tomllib.loads(text))
                continue
            named = _FILE.match(text)
            name = named[1] if named else "program.py"
            if name in case.files:
                raise ValueError(f"{file}: {case.name}: there are two files {name}")
            case.files[name] = text
        if case.files:
            found.append(case)
    return found


def _outside_fences(text: str) -> str:
    """Hides the comments of programs, which look like headings."""
    return _FENCE.sub(lambda match: match[0].replace("#", "\0"), text)
