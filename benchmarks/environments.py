"""Builds the virtual environments with what is compared, each with one thing in it."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from typing import Final

PROJECT: Final = Path(__file__).parent.parent
#: What is installed into each environment. `tf2lint` is this checkout, from its wheel; the hosts are there with it and
#: without it, because a plugin is there as soon as it is installed.
_CONTENTS: Final = {
    "tf2lint": ["tf2lint", "flake8", "pylint"],
    "hosts": ["flake8", "pylint"],
    "ruff": ["ruff"],
    "tensorflow": ["tensorflow-cpu==2.21.*"],
}


def build(folder: Path) -> dict[str, Path]:
    """Builds the environments that are missing, and puts this checkout into the one that is for it.

    Args:
        folder: where they go.

    Returns:
        The folder of each environment's programs.

    Raises:
        subprocess.CalledProcessError: something can't be installed.
    """
    programs = {}
    for name, contents in _CONTENTS.items():
        place = folder / name
        if not place.is_dir():
            venv.create(place, with_pip=True)
            _install(place, *(one for one in contents if one != "tf2lint"))
        programs[name] = place / "bin"
    with tempfile.TemporaryDirectory() as wheels:
        _pip(Path(sys.prefix), "wheel", "--no-deps", "--wheel-dir", wheels, str(PROJECT))
        (wheel,) = Path(wheels).iterdir()
        _install(folder / "tf2lint", str(wheel))
        _install(folder / "tf2lint", "--force-reinstall", "--no-deps", str(wheel))
    return programs


def versions(programs: dict[str, Path]) -> dict[str, str]:
    """The versions of all packages that were compared."""
    found: dict[str, str] = {}
    for place in programs.values():
        listed = subprocess.run(
            [place / "python", "-m", "pip", "list", "--format", "freeze", "--disable-pip-version-check"],
            check=True, capture_output=True, encoding="utf-8",
        )  # fmt: skip
        for line in listed.stdout.splitlines():
            name, _, version = line.partition("==")
            found[name] = version
    wanted = ("tf2lint", "flake8", "pylint", "ruff", "tensorflow_cpu", "tensorflow-cpu")
    return {name: version for name, version in found.items() if name in wanted}


def _install(place: Path, *contents: str) -> None:
    _pip(place, "install", *contents)


def _pip(place: Path, command: str, *arguments: str) -> None:
    python = place / "bin" / "python"
    subprocess.run([python, "-m", "pip", command, "--quiet", "--disable-pip-version-check", *arguments], check=True)
