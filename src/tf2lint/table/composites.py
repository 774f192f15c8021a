"""Which functions of TensorFlow 1 return what a session does not return as one array: data/composites.txt."""

from __future__ import annotations

from fnmatch import fnmatchcase
from functools import cache, lru_cache
from typing import Final

from tf2lint.table.mapping_table import DATA

#: It returns a sparse tensor.
SPARSE: Final = "sparse"
#: It returns a sparse tensor if its first argument is one.
LIKE_FIRST: Final = "first"
#: It returns a sparse tensor if its first two arguments are.
LIKE_BOTH: Final = "both"
#: Sparse tensors can be in the structure that it returns.
MIXED: Final = "mixed"
#: It returns a `tf.TensorArray`.
ARRAY: Final = "array"
#: It returns the value of a metric, and what updates it.
METRIC: Final = "metric"
#: It returns something else.
OTHER: Final = "other"
#: It returns a tensor: data/tensors.txt.
TENSOR: Final = "tensor"


@cache
def composite_kind(name: str) -> str:
    """Returns what is known of the result of a function.

    Args:
        name: one of its names, without the leading `tf.`.

    Returns:
        One of the kinds of data/composites.txt; empty if the name has no line.
    """
    return next((kind for pattern, kind in _lines() if fnmatchcase(name, pattern)), "")


@lru_cache(maxsize=1)
def _lines() -> tuple[tuple[str, str], ...]:
    rows = (line.partition(" | ") for line in (DATA / "composites.txt").read_text("utf-8").splitlines())
    return tuple((name, kind) for kind, _, names in rows if not kind.startswith("#") for name in names.split())
