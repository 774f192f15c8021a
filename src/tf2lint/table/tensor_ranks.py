"""How many dimensions the results of functions of TensorFlow 1 have: data/ranks.txt."""

from __future__ import annotations

from functools import lru_cache

from tf2lint.table.mapping_table import DATA


@lru_cache(maxsize=1)
def result_ranks() -> dict[str, str]:
    """Returns a number or another word of data/ranks.txt by the name of a function, without the leading `tf.`."""
    found: dict[str, str] = {}
    for line in (DATA / "ranks.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            rank, _, names = line.partition(" | ")
            found.update(dict.fromkeys(names.split(), rank))
    return found
