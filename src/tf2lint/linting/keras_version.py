"""Which version of Keras a program runs on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tf2lint.table import Range

if TYPE_CHECKING:
    from tf2lint.project import Program

_KERAS_3: Final = Range("3.0..")


def has_keras_3(program: Program) -> bool:
    """Returns whether tf.keras is Keras 3 in a program."""
    return program.keras in _KERAS_3


def has_keras_2(program: Program, versions: str) -> bool:
    """Returns whether tf.keras is one of some versions of Keras 2 in a program.

    Args:
        program: the program.
        versions: a range such as `2.0..2.11`, as versions of the TensorFlow that the Keras came with. Keras 2 with a
            later TensorFlow counts as the one that came with 2.15.
    """
    return program.keras in Range(versions)
