"""Fetches the corpus: published packages, pinned by hash.

    python benchmarks/corpus.py FOLDER
    python benchmarks/corpus.py FOLDER --set notf

The pins are in `corpus/*.txt`: `tf1.txt` lists programs for TensorFlow 1, `modern.txt` some for TensorFlow 2 and some
that do not use TensorFlow. `notf.txt`, only fetched on request (375 MB), lists widely used packages that hardly
use TensorFlow, and many whose objects have methods of the same names: `run`, `save`, `add_summary`. Each package is
unpacked into FOLDER/SET/PACKAGE. Only wheels are downloaded, and none is installed, so that no package's code runs.
Existing packages are not fetched again.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

PINS: Final = Path(__file__).parent / "corpus"
#: The sets of packages, and the Python version for which pip resolves each: one package excludes newer versions.
SETS: Final = {"tf1": "3.6", "modern": "3.11", "notf": "3.11"}
#: The sets that are fetched by default.
DEFAULT: Final = ("tf1", "modern")
#: The platforms of compiled packages. The files are only read; wheels for macOS are the smallest, without CUDA.
_PLATFORMS: Final = {"notf": [f"macosx_{version}_0_arm64" for version in (11, 12, 13, 14)]}


def main() -> int:
    """Runs the tool; returns its exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="folder for the packages")
    parser.add_argument("--set", action="append", choices=SETS, help="a set; default: tf1 and modern")
    options = parser.parse_args()
    fetch(options.folder, options.set or DEFAULT)
    return 0


def fetch(folder: Path, names: Sequence[str] = DEFAULT) -> dict[str, list[Path]]:
    """Fetches the packages that are missing.

    Args:
        folder: the folder for the packages.
        names: the sets.

    Returns:
        The folders of the packages, by set.

    Raises:
        subprocess.CalledProcessError: pip can't download a package, or its hash differs from the pinned one.
    """
    return {name: _fetch_set(folder / name, name) for name in names}


def packages(name: str) -> list[str]:
    """Returns the names of the folders of a set's packages."""
    pins = (PINS / f"{name}.txt").read_text("utf-8").splitlines()
    return sorted(_folder(pin.partition("==")[0]) for pin in pins if pin)


def _folder(package: str) -> str:
    return package.replace("-", "_").lower()


def _fetch_set(folder: Path, name: str) -> list[Path]:
    folders = [folder / package for package in packages(name)]
    if all(package.is_dir() for package in folders):
        return folders
    with tempfile.TemporaryDirectory() as wheels:
        command = [
            sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps",
            "--only-binary=:all:", "--require-hashes", "--python-version", SETS[name], "--dest", wheels,
            "--requirement", str(PINS / f"{name}.txt"),
            *(argument for platform in _PLATFORMS.get(name, ()) for argument in ("--platform", platform)),
        ]  # fmt: skip
        subprocess.run(command, check=True)
        for wheel in Path(wheels).iterdir():
            with zipfile.ZipFile(wheel) as archive:
                archive.extractall(folder / _folder(wheel.name.partition("-")[0]))
    return folders


if __name__ == "__main__":
    sys.exit(main())
