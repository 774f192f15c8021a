"""Works through pages of docs/: runs their commands and applies their changes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Step:
    """A command that a page shows after a `$`, with its output; or a change to a file."""

    command: str = ""
    output: str = ""
    change: str = ""


def steps(page: Path) -> Iterator[Step]:
    for language, text in _FENCE.findall(page.read_text("utf-8")):
        if language == "diff":
            yield from (Step(change=change) for change in re.split(r"^--- ", text, flags=re.MULTILINE)[1:])
        elif not language:
            for session in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
                command, _, output = session.partition("\n")
                yield Step(command, output)


class Shell:
    """Runs commands in a folder, with `tf2lint` as the version under test."""

    def __init__(self, folder: Path, bin_folder: Path) -> None:
        self.folder = folder
        bin_folder.mkdir()
        script = bin_folder / "tf2lint"
        script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m tf2lint "$@"\n', "utf-8")
        script.chmod(0o755)
        self._environment = {
            **os.environ,
            **{f"GIT_{who}_{what}": "x@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
            "GIT_CONFIG_GLOBAL": os.devnull,
            "PATH": f"{bin_folder}{os.pathsep}{os.environ['PATH']}",
            "PYTHONIOENCODING": "utf-8",
        }

    def run(self, command: str) -> tuple[int, str]:
        """Returns the exit status of a command, and its output on both streams."""
        done = subprocess.run(
            ["sh", "-c", command],
            cwd=self.folder,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        return done.returncode, done.stdout

    def change(self, change: str) -> None:
        """Applies a change to the file that its first line names."""
        head, _, body = change.partition("\n")
        file = self.folder / head
        before, after = (
            "".join(f"{line[1:]}\n" for line in body.splitlines() if line[:1] in kinds) for kinds in ("- ", "+ ")
        )
        text = file.read_text("utf-8")
        assert text.count(before) == 1, f"{before!r} stands {text.count(before)} times in {file.name}"
        file.write_text(text.replace(before, after), "utf-8")


def is_shown(output: str, page: str) -> bool:
    """Returns whether a page shows an output, with lines that it wraps (by four spaces) or omits (`...`)."""
    lines = re.sub(r"\n {4}(?=\S)", " ", page).splitlines()
    pattern = "".join(r"(?:.*\n)*" if line == "..." else f"{re.escape(line)}\n" for line in lines)
    return re.fullmatch(pattern, output) is not None
