"""Fetches the corpus: real programs as they were published, the same bytes everywhere.

    python benchmarks/corpus.py FOLDER

The packages are pinned by their hashes in `corpus/*.txt`: `tf1.txt` holds programs for TensorFlow 1, `modern.txt` some
for TensorFlow 2 and some that know nothing of it. Each is unpacked into FOLDER/SET/PACKAGE. Only wheels are taken, and
none is installed, so that no package's code runs. What is there already is not fetched again.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Final

PINS: Final = Path(__file__).parent / "corpus"
#: The sets of packages, and the Python for which pip looks for them: one package says that it is not for a newer one.
SETS: Final = {"tf1": "3.6", "modern": "3.11"}


def main() -> int:
    """Fetches what is missing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="where the packages go")
    fetch(parser.parse_args().folder)
    return 0


def fetch(folder: Path) -> dict[str, list[Path]]:
    """Fetches what is missing.

    Args:
        folder: where the packages go.

    Returns:
        For each set the folders of its packages.

    Raises:
        subprocess.CalledProcessError: pip can't get a package, or it is not the one that is pinned.
    """
    return {name: _fetch_set(folder / name, name) for name in SETS}


def packages(name: str) -> list[str]:
    """The packages of a set, as their folders are called."""
    pins = (PINS / f"{name}.txt").read_text("utf-8").splitlines()
    return sorted(_folder(pin.partition("==")[0]) for pin in pins if pin)


def _folder(package: str) -> str:
    return package.replace("-", "_").lower()


def _fetch_set(folder: Path, name: str) -> list[Path]:
    folders = [folder / package for package in packages(name)]
    if all(one.is_dir() for one in folders):
        return folders
    with tempfile.TemporaryDirectory() as wheels:
        command = [
            sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps",
            "--only-binary=:all:", "--require-hashes", "--python-version", SETS[name], "--dest", wheels,
            "--requirement", str(PINS / f"{name}.txt"),
        ]  # fmt: skip
        subprocess.run(command, check=True)
        for wheel in Path(wheels).iterdir():
            with zipfile.ZipFile(wheel) as archive:
                archive.extractall(folder / _folder(wheel.name.partition("-")[0]))
    return folders


if __name__ == "__main__":
    sys.exit(main())
