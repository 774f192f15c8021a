"""Which functions of TensorFlow 1 return integers, and which floats: data/dtypes.txt."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from tf2lint.table.mapping_table import DATA

FLOAT: Final = "float"
INTEGER: Final = "integer"
#: The result has the dtype of the first argument.
OF_FIRST: Final = "first"
#: The result has the dtype that is one of the arguments.
OF_ARGUMENT: Final = "argument"


@lru_cache(maxsize=1)
def result_kinds() -> dict[str, str]:
    """Returns what is known about the dtype of a result, by the name of the function without the leading `tf.`."""
    found: dict[str, str] = {}
    for line in (DATA / "dtypes.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, _, names = line.partition(" | ")
            found.update(dict.fromkeys(names.split(), kind))
    return found


def kind_of_dtype(name: str) -> str:
    """Returns whether a dtype is one of floats or integers; empty for others.

    Args:
        name: its name without the leading `tf.`, such as `float32`.
    """
    kind = name.rstrip("0123456789")
    if kind in ("float", "bfloat", "double", "half", "complex"):
        return FLOAT
    return INTEGER if kind in ("int", "uint") else ""
