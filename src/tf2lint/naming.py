"""Names that several parts of tf2lint have to spell alike."""

from typing import Final

#: The part of a symbol's name that stands for a call: `tensorflow.Session.().run` is what `tf.Session().run` means.
CALL: Final = "()"
#: The attribute of a tensor that is its shape, and the method that gives it.
SHAPE: Final = "shape"
GET_SHAPE: Final = "get_shape"
