"""How the parts of tf2lint spell names that no program writes."""

from typing import Final

#: The part of a symbol's name that stands for a call: `tensorflow.Session.().run` is what `tf.Session().run` means.
CALL: Final = "()"
