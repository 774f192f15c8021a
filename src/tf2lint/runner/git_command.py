"""Runs git in a repository that can come from anyone: git runs no program that the configuration there names."""

from __future__ import annotations

import os
import subprocess
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Settings that override those of the repository. Filters have names of their own, see `_without_filters`.
_SETTINGS: Final = {
    "core.fsmonitor": "false",
    "core.hooksPath": os.devnull,
    "core.quotePath": "true",
    "diff.external": "",
    "protocol.allow": "never",
}
_ENVIRONMENT: Final = {
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
}
#: What git sets for the hooks of another repository, and what changes diffs.
_DROPPED: Final = (
    "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_COMMON_DIR", "GIT_DIFF_OPTS", "GIT_DIR", "GIT_EXTERNAL_DIFF",
    "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_PREFIX", "GIT_WORK_TREE",
)  # fmt: skip
_FILTER_PARTS: Final = {"clean": "", "smudge": "", "process": "", "required": "false"}


def run_git(folder: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Runs git.

    Args:
        folder: a folder of the repository.
        arguments: the command and its arguments.

    Raises:
        OSError: git can't be run.
    """
    return _run(folder, [*arguments], {**_SETTINGS, **_without_filters(folder)})


class GitFailedError(Exception):
    """Git failed.

    Attributes:
        errors: what it wrote on standard error.
    """

    def __init__(self, errors: str) -> None:
        super().__init__(errors)
        self.errors = errors


@contextmanager
def git_output(folder: str, *arguments: str) -> Iterator[IO[bytes]]:
    """Runs git; yields its output while it runs, which can be long. What is not read is not waited for.

    Args:
        folder: a folder of the repository.
        arguments: the command and its arguments.

    Raises:
        OSError: git can't be run.
        GitFailedError: git fails, and all its output was read.
    """
    command, environment = _command([*arguments], {**_SETTINGS, **_without_filters(folder)})
    with TemporaryFile() as errors:
        process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=errors, env=environment)
        assert process.stdout is not None
        with process:
            try:
                yield process.stdout
                is_over = not process.stdout.read(1)
            finally:
                process.stdout.close()  # git ends when it writes more
        if is_over and process.returncode:
            errors.seek(0)
            raise GitFailedError(errors.read().decode("utf-8", "replace"))


def _without_filters(folder: str) -> dict[str, str]:
    """Returns settings that switch off the filters of a repository, which are programs that change contents."""
    listed = _run(folder, ["config", "--name-only", "-z", "--get-regexp", r"^filter\."], _SETTINGS)
    names = (name.rpartition(".")[0] for name in listed.stdout.decode("utf-8", "surrogateescape").split("\0") if name)
    return {f"{name}.{part}": value for name in dict.fromkeys(names) for part, value in _FILTER_PARTS.items()}


def _run(folder: str, arguments: list[str], settings: dict[str, str]) -> subprocess.CompletedProcess[bytes]:
    command, environment = _command(arguments, settings)
    return subprocess.run(command, cwd=folder, capture_output=True, check=False, env=environment)


def _command(arguments: list[str], settings: dict[str, str]) -> tuple[list[str], dict[str, str]]:
    """Returns a command of git, and its environment."""
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    environment = {name: value for name, value in os.environ.items() if name not in _DROPPED} | _ENVIRONMENT
    return ["git", *options, *arguments], environment
