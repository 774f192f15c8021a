"""Results of programs as plain data, and in what two of them differ.

A tensor is `[dtype, shape, values]`, or `[dtype, shape, statistics]` if it is random; a list or tuple is
`{"parts": [...]}`; an error is `{"error": name}`; numbers, texts, and None are themselves.
"""

from __future__ import annotations

from typing import Any

import numpy as np

#: Float results of two releases are equal if they differ by less than rounding does.
_RELATIVE, _ABSOLUTE = 2e-5, 2e-6
#: Parts of composite tensors, by the first attribute that only they have.
_COMPOSITES = (
    ("dense_shape", ("indices", "values", "dense_shape")),
    ("row_splits", ("flat_values", "row_splits")),
)
#: How many standard errors the statistics of two samples may be apart. Seeds are fixed, so results do not vary.
_ERRORS = 4
#: The share of a sample that is its start or its end. How far these reach says how much the minimum and maximum vary.
_TAIL = 0.001


def parts_of(value: Any) -> list[Any] | None:
    """Returns the parts of a list, tuple, dictionary, or composite tensor; None for other values."""
    if isinstance(value, dict):
        return [value[key] for key in sorted(value)]
    if isinstance(value, (list, tuple)) and not hasattr(value, "dense_shape"):
        return list(value)
    for sign, names in _COMPOSITES:
        if hasattr(value, sign):
            return [getattr(value, name) for name in names]
    return None


def encoded(value: Any, *, is_random: bool = False) -> Any:
    """Returns a result as data.

    Args:
        value: arrays, NumPy scalars, and Python values, in lists.
        is_random: whether to describe arrays by statistics.
    """
    if isinstance(value, list):
        return {"parts": [encoded(part, is_random=is_random) for part in value]}
    if isinstance(value, bytes):
        return ["bytes", None, value.decode("latin-1")]
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    array = np.asarray(value)
    dtype = "string" if array.dtype.kind in "OSU" else array.dtype.name
    values = _statistics(array) if is_random else _plain(array)
    return [dtype, list(array.shape), values]


def _plain(array: Any) -> Any:
    if array.dtype.kind in "OS":
        return np.vectorize(_text)(array).tolist()
    if array.dtype.kind == "c":
        return [array.real.tolist(), array.imag.tolist()]
    return (array.astype(np.float32) if array.dtype.kind == "V" else array).tolist()


def _text(item: Any) -> str:
    return item.decode("latin-1") if isinstance(item, bytes) else str(item)


def _statistics(array: Any) -> dict[str, float]:
    values = array.astype(np.float64)
    low, high = np.quantile(values, [_TAIL, 1 - _TAIL])
    figures = {"mean": values.mean(), "std": values.std(), "min": values.min(), "max": values.max()}
    figures.update(low=low, high=high)
    return {name: float(f"{figure:.7g}") for name, figure in figures.items()}


def differences(old: Any, new: Any) -> set[str]:
    """Returns in what two encoded results differ: `error`, `structure`, `dtype`, `shape`, `values`; empty if equal."""
    if isinstance(old, dict) and isinstance(new, dict) and "parts" in old and "parts" in new:
        pairs = list(map(differences, old["parts"], new["parts"]))
        return set().union(*pairs) if len(old["parts"]) == len(new["parts"]) else {"structure"}
    if isinstance(old, dict) or isinstance(new, dict):
        is_error = any(isinstance(value, dict) and "error" in value for value in (old, new))
        return set() if old == new else {"error" if is_error else "structure"}
    if not (isinstance(old, list) and isinstance(new, list)):
        if type(old) is not type(new):
            return {"structure"}
        return set() if old == new else {"values"}
    found = {"dtype"} if old[0] != new[0] else set()
    if old[1] != new[1]:
        return found | {"shape"}
    return found if _are_close(old, new) else found | {"values"}


def _are_close(old: list[Any], new: list[Any]) -> bool:
    if isinstance(old[2], dict):
        return _is_same_distribution(old[2], new[2], int(np.prod(old[1])))
    if any(np.asarray(value).dtype.kind == "U" for value in (old[2], new[2])):
        return bool(old[2] == new[2])
    return bool(np.allclose(np.float64(old[2]), np.float64(new[2]), _RELATIVE, _ABSOLUTE, equal_nan=True))


def _is_same_distribution(old: dict[str, float], new: dict[str, float], size: int) -> bool:
    """Returns whether two samples may have the same mean, spread, and limits."""
    error = _ERRORS * old["std"] / np.sqrt(size)
    are_central_equal = abs(old["mean"] - new["mean"]) <= error * np.sqrt(2) and abs(old["std"] - new["std"]) <= error
    rounding = _RELATIVE * old["std"]
    is_start_equal = abs(old["min"] - new["min"]) <= 2 * (old["low"] - old["min"]) + rounding
    is_end_equal = abs(old["max"] - new["max"]) <= 2 * (old["max"] - old["high"]) + rounding
    return bool(are_central_equal and is_start_equal and is_end_equal)
