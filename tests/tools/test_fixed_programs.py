"""The programs for TensorFlow 1 in tests/programs, fixed and run on TensorFlow 2."""

from __future__ import annotations

import pytest

from fixed_programs import WAYS, outcomes, read_outcomes
from record_programs import program_files


def test_every_program_has_outcomes() -> None:
    assert {name: set(found) for name, found in read_outcomes().items()} == {key: set(WAYS) for key in program_files()}


def test_no_program_differs_without_a_word() -> None:
    silent = [name for name, found in read_outcomes().items() if "differs: silent" in found.values()]
    assert silent == []


@pytest.mark.tensorflow
@pytest.mark.parametrize("name", program_files())
def test_the_outcomes_of_a_program(name: str) -> None:
    assert outcomes(name) == read_outcomes()[name], "run tools/fixed_programs.py if it is better now"
