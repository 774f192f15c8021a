"""Fixes of random programs that are laid out in all ways: what is not fixed stays, and they compute the same.

`benchmarks/fix_programs.py` does the same with more programs.
"""

from __future__ import annotations

import pytest

from support.fix_checks import problems
from support.formatted_programs import is_valid, program


@pytest.mark.parametrize("seed", range(60))
def test_a_program_stays_the_same_but_for_what_is_fixed(seed: int) -> None:
    made = program(seed)
    assert is_valid(made.data)
    assert list(problems(made)) == []
