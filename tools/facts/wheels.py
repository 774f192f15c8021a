"""Provides a release's wheels, from the cache directory or downloaded with pip, and verifies their hashes."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from facts.errors import FactsError

if TYPE_CHECKING:
    from facts.pins import Release, Wheel


def default_directory() -> Path:
    """Returns the default directory for wheels."""
    cache = os.environ.get("XDG_CACHE_HOME")
    return (Path(cache) if cache else Path.home() / ".cache") / "tf2lint" / "wheels"


def wheel_paths(release: Release, directory: Path) -> list[Path]:
    """Returns the files of a release's wheels, downloading those that are missing from the directory.

    Raises:
        FactsError: a wheel cannot be downloaded, or differs from the pinned one.
    """
    return [_wheel_path(release, wheel, directory) for wheel in release.wheels]


def _wheel_path(release: Release, wheel: Wheel, directory: Path) -> Path:
    path = directory / wheel.file
    if not path.exists():
        _fetch(release, wheel, directory)
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise FactsError(f"{wheel.file}: {error.strerror}") from error
    if digest != wheel.sha256:
        raise FactsError(f"{wheel.file}: has sha256 {digest}, pinned is {wheel.sha256}")
    return path


def _fetch(release: Release, wheel: Wheel, directory: Path) -> None:
    directory.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        requirements = Path(scratch, "requirements.txt")
        requirements.write_text(f"{wheel.package}=={wheel.version} --hash=sha256:{wheel.sha256}\n", encoding="utf-8")
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
        command += ["--require-hashes", "--requirement", str(requirements), "--dest", str(directory)]
        command += ["--python-version", release.python, "--platform", release.platform]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        reason = (done.stderr.strip() or "pip gave no reason").splitlines()[-1]
        raise FactsError(f"{wheel.file}: pip could not download it: {reason}")
