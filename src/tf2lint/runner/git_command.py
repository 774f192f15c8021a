"""Runs git in a repository that can come from anyone: git runs no program that the configuration there names."""

from __future__ import annotations

import os
import subprocess
from typing import Final

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


def _without_filters(folder: str) -> dict[str, str]:
    """Returns settings that switch off the filters of a repository, which are programs that change contents."""
    listed = _run(folder, ["config", "--name-only", "-z", "--get-regexp", r"^filter\."], _SETTINGS)
    names = (name.rpartition(".")[0] for name in listed.stdout.decode("utf-8", "surrogateescape").split("\0") if name)
    return {f"{name}.{part}": value for name in dict.fromkeys(names) for part, value in _FILTER_PARTS.items()}


def _run(folder: str, arguments: list[str], settings: dict[str, str]) -> subprocess.CompletedProcess[bytes]:
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    environment = {name: value for name, value in os.environ.items() if name not in _DROPPED} | _ENVIRONMENT
    return subprocess.run(["git", *options, *arguments], cwd=folder, capture_output=True, check=False, env=environment)
