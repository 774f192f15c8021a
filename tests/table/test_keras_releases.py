"""Which Keras comes with a version of TensorFlow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tf2lint.table import DATA, DataError, KerasReleases, known_versions

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "# versions: {}\n"


@pytest.fixture(scope="module")
def releases() -> KerasReleases:
    return KerasReleases(DATA)


@pytest.mark.parametrize(
    ("target", "requirement", "version"),
    [
        ("2.0", "", "2.3"),
        ("2.1", "", "2.3"),
        ("2.2", "", "2.4"),
        ("2.4", "", "2.4"),
        ("2.5", "keras-nightly~=2.5.0.dev", "2.5"),
        ("2.6", "keras<2.7,>=2.6.0", "2.6"),
        ("2.9", "keras<2.10.0,>=2.9.0rc0", "2.9"),
        ("2.13", "keras<2.14,>=2.13.1", "2.13"),
        ("2.15", "keras<2.16,>=2.15.0", "2.15"),
        ("2.16", "keras>=3.0.0", ""),
        ("2.18", "keras>=3.5.0", ""),
        ("2.21", "keras>=3.12.0", ""),
    ],
)
def test_the_newest_keras_beside_a_tensorflow(
    releases: KerasReleases, target: str, requirement: str, version: str
) -> None:
    assert releases.requirement(target) == requirement
    assert releases.newest_beside(target).version == (version or releases.all[-1].version)


def test_each_tensorflow_has_a_keras(releases: KerasReleases) -> None:
    assert all(releases.newest_beside(target) for target in known_versions())


@pytest.mark.parametrize(
    ("target", "python", "version"),
    [("2.16", "3.9", "3.10.0"), ("2.20", "3.10", "3.12.4"), ("2.21", "3.10", "3.12.4"), ("2.15", "3.9", "2.15.0")],
)
def test_the_newest_keras_that_a_python_runs(releases: KerasReleases, target: str, python: str, version: str) -> None:
    assert releases.newest_beside(target, python).full == version


def test_all_that_a_tensorflow_allows(releases: KerasReleases) -> None:
    assert [release.version for release in releases.beside("2.21")][:2] == ["3.12", "3.13"]
    assert [release.version for release in releases.beside("2.17")][:2] == ["3.2", "3.3"]
    assert releases.beside("2.20", "3.9")[-1].version == "3.10"


def made_up(folder: Path, requirement: str) -> KerasReleases:
    """Returns releases of Keras 1.0.1, 1.1.0 for Python 3.8, and 2.0.0 for Python 3.10, and a TensorFlow 2.9."""
    (folder / "keras").mkdir()
    (folder / "releases.tsv").write_text(f"{HEADER.format('2.9')}2.9\t2.9.1\t-\t{requirement}\n", "utf-8")
    rows = "1.0\t1.0.1\t-\t-\n1.1\t1.1.0\t>=3.8,<4\t-\n2.0\t2.0.0\t>=3.10\t-\n"
    (folder / "keras" / "releases.tsv").write_text(f"{HEADER.format('1.0 1.1 2.0')}{rows}", "utf-8")
    return KerasReleases(folder)


@pytest.mark.parametrize(
    ("requirement", "python", "allowed"),
    [
        ("keras>=1.0.2", "", ["1.1", "2.0"]),
        ("keras>=1.0.1", "3.9", ["1.0", "1.1"]),
        ("keras>1.0.1,<2.0.0", "", ["1.1"]),
        ("keras~=1.0.0.dev", "", ["1.0"]),
        ("keras~=1.0", "", ["1.0", "1.1"]),
        ("keras==1.1.0", "", ["1.1"]),
        ("keras!=1.1.0,<=2.0.0", "3.7", ["1.0"]),
        ("keras>=2.0.0", "3.8", []),
    ],
)
def test_requirements(tmp_path: Path, requirement: str, python: str, allowed: list[str]) -> None:
    assert [release.version for release in made_up(tmp_path, requirement).beside("2.9", python)] == allowed


def test_errors(tmp_path: Path) -> None:
    releases = made_up(tmp_path, "keras>=3.0")
    with pytest.raises(DataError, match=r"no TensorFlow 2\.8"):
        releases.requirement("2.8")
    with pytest.raises(DataError, match=r"no Keras runs beside TensorFlow 2\.9"):
        releases.newest_beside("2.9", "3.12")
