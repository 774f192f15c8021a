"""Fixes of random programs that are laid out in all ways: what is not fixed stays, and they compute the same.

`benchmarks/fix_programs.py` does the same with more programs.
"""

from __future__ import annotations

import pytest

from support.fix_checks import problems
from support.formatted_programs import Program, is_valid, program


@pytest.mark.parametrize("seed", range(60))
def test_a_program_stays_the_same_but_for_what_is_fixed(seed: int) -> None:
    made = program(seed)
    assert is_valid(made.data)
    assert list(problems(made)) == []


@pytest.mark.parametrize(
    "statement",
    [
        # Nothing of an argument that is left out is taken for a part of the new code.
        "r = tf.assign(tf.matrix_inverse(a), use_locking=tf.log(b), value=tf.expand_dims(b, dim=b)) ^ a",
        "r = tf.assert_positive(a, tf.log(b).x, message='m') + tf.assert_positive(a, data=[tf.to_float(b)])",
        "r = tf.name_scope(None, 'd', [tf.to_float(a), tf.log(b)])",
    ],
)
def test_arguments_that_are_left_out(statement: str) -> None:
    assert list(problems(Program(f"import tensorflow as tf\n{statement}\n".encode(), "utf-8", "\n"))) == []
