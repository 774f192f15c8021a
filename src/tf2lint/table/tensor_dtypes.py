"""Which functions of TensorFlow 1 return integers, and which floats: data/dtypes.txt."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from tf2lint.table.mapping_table import DATA

#: The result has the dtype of the first argument.
OF_FIRST: Final = "first"
#: The result has the dtype that is one of the arguments.
OF_ARGUMENT: Final = "argument"
#: The result has the dtype that is one of the arguments; without one, that of the numbers in the first argument.
OF_NUMBERS: Final = "numbers"


@lru_cache(maxsize=1)
def result_kinds() -> dict[str, str]:
    """Returns what is known about the dtype of a result, by the name of the function without the leading `tf.`."""
    found: dict[str, str] = {}
    for line in (DATA / "dtypes.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, _, names = line.partition(" | ")
            found.update(dict.fromkeys(names.split(), kind))
    return found
