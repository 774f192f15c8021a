"""The programs for TensorFlow 1 in tests/programs, fixed and run on TensorFlow 2."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from fixed_programs import WAYS, outcomes, read_outcomes
from record_programs import PROGRAMS, program_files
from support.hosts import tf2lint


def _only_fails(found: dict[str, str]) -> bool:
    """Returns whether a program fails, however it is fixed: then there is nothing to run."""
    return all(outcome.startswith("raises") for outcome in found.values())


def test_every_program_has_outcomes() -> None:
    assert {name: set(found) for name, found in read_outcomes().items()} == {key: set(WAYS) for key in program_files()}


def test_no_program_differs_without_a_word() -> None:
    silent = [name for name, found in read_outcomes().items() if "differs: silent" in found.values()]
    assert silent == []


@pytest.mark.parametrize(
    "name", [name for name, found in read_outcomes().items() if "raises: reported" in found.values()]
)
def test_a_program_that_fails_is_still_reported(name: str, tmp_path: Path) -> None:
    copy = Path(shutil.copy(PROGRAMS / name, tmp_path))
    assert tf2lint(tmp_path, "check", "--isolated", "--no-cache", "--fix", "--unsafe-fixes", copy.name).returncode == 1


@pytest.mark.tensorflow
@pytest.mark.parametrize("name", [name for name, found in read_outcomes().items() if not _only_fails(found)])
def test_the_outcomes_of_a_program(name: str) -> None:
    assert outcomes(name) == read_outcomes()[name], "run tools/fixed_programs.py if it is better now"
