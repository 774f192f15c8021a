"""Builds the virtual environments for the compared tools."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from typing import Final

PROJECT: Final = Path(__file__).parent.parent
#: The packages of each environment. `tf2lint` is a wheel built from this checkout. flake8 and pylint are installed with
#: and without it, because a flake8 plugin is active as soon as it is installed.
_PACKAGES: Final = {
    "tf2lint": ["tf2lint", "flake8", "pylint"],
    "hosts": ["flake8", "pylint"],
    "ruff": ["ruff"],
    "tensorflow": ["tensorflow-cpu==2.21.*"],
}


def build(folder: Path) -> dict[str, Path]:
    """Builds the environments that are missing, and installs this checkout into the `tf2lint` environment.

    Args:
        folder: the folder for the environments.

    Returns:
        The folder of each environment's executables.

    Raises:
        subprocess.CalledProcessError: a package can't be installed.
    """
    programs = {}
    for name, packages in _PACKAGES.items():
        environment = folder / name
        if not environment.is_dir():
            venv.create(environment, with_pip=True)
            _install(environment, *(package for package in packages if package != "tf2lint"))
        programs[name] = environment / "bin"
    with tempfile.TemporaryDirectory() as wheels:
        _pip(Path(sys.prefix), "wheel", "--no-deps", "--wheel-dir", wheels, str(PROJECT))
        (wheel,) = Path(wheels).iterdir()
        _install(folder / "tf2lint", str(wheel))
        _install(folder / "tf2lint", "--force-reinstall", "--no-deps", str(wheel))
    return programs


def versions(programs: dict[str, Path]) -> dict[str, str]:
    """Returns the versions of the packages that are compared."""
    found: dict[str, str] = {}
    for executables in programs.values():
        listed = subprocess.run(
            [executables / "python", "-m", "pip", "list", "--format", "freeze", "--disable-pip-version-check"],
            check=True, capture_output=True, encoding="utf-8",
        )  # fmt: skip
        for line in listed.stdout.splitlines():
            name, _, version = line.partition("==")
            found[name] = version
    wanted = ("tf2lint", "flake8", "pylint", "ruff", "tensorflow_cpu", "tensorflow-cpu")
    return {name: version for name, version in found.items() if name in wanted}


def _install(environment: Path, *packages: str) -> None:
    _pip(environment, "install", *packages)


def _pip(environment: Path, command: str, *arguments: str) -> None:
    python = environment / "bin" / "python"
    subprocess.run([python, "-m", "pip", command, "--quiet", "--disable-pip-version-check", *arguments], check=True)
