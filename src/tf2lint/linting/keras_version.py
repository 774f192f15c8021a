"""Which Keras a program gets with TensorFlow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tf2lint.table import Range

if TYPE_CHECKING:
    from tf2lint.project import Program

#: The versions of TensorFlow that come with Keras 3.
_KERAS_3: Final = Range("2.16..")
#: What stands in programs that use Keras 2 beside them.
_LEGACY: Final = ("tf_keras", "TF_USE_LEGACY_KERAS")


def has_keras_3(target: str, program: Program) -> bool:
    """Whether a program runs on Keras 3 at a version of TensorFlow."""
    return target in _KERAS_3 and not program.mentions(_LEGACY)


def has_keras_2(target: str, program: Program, versions: str) -> bool:
    """Whether a program runs on a Keras 2 that came with some versions of TensorFlow.

    Args:
        target: the version that it shall run on.
        program: what it mentions.
        versions: such as `2.0..2.11`; a Keras 2 beside a later TensorFlow is as the last of its own was.
    """
    return not has_keras_3(target, program) and (target if target not in _KERAS_3 else _LAST) in Range(versions)


_LAST: Final = "2.15"
