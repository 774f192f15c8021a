"""Which Keras a program gets with TensorFlow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tf2lint.versions import Range

if TYPE_CHECKING:
    from tf2lint.subjects import UsedCall

#: The versions of TensorFlow that come with Keras 3.
_KERAS_3: Final = Range("2.16..")
#: What stands in programs that use Keras 2 beside them.
_LEGACY: Final = ("tf_keras", "TF_USE_LEGACY_KERAS")


def has_keras_3(call: UsedCall) -> bool:
    """Whether a call of Keras runs on Keras 3 at the target."""
    return call.used.target in _KERAS_3 and not call.program.mentions(_LEGACY)
