"""Which version of Keras a program runs on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tf2lint.project import HAS_LEGACY_KERAS
from tf2lint.table import Range

if TYPE_CHECKING:
    from tf2lint.project import Program

#: The versions of TensorFlow that come with Keras 3.
_KERAS_3: Final = Range("2.16..")


def has_keras_3(target: str, program: Program) -> bool:
    """Returns whether a program runs on Keras 3 with a version of TensorFlow."""
    return target in _KERAS_3 and not program.has(HAS_LEGACY_KERAS)


def has_keras_2(target: str, program: Program, versions: str) -> bool:
    """Returns whether a program runs on a Keras 2 as it came with one of some versions of TensorFlow.

    Args:
        target: the target version.
        program: the program.
        versions: a range such as `2.0..2.11`. Keras 2 with a later TensorFlow counts as the one that came with 2.15.
    """
    return not has_keras_3(target, program) and (target if target not in _KERAS_3 else _LAST_KERAS_2) in Range(versions)


_LAST_KERAS_2: Final = "2.15"
