"""Says which renamed names are the same object on TensorFlow 1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from proofs.calls import FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterable

RENAMES = FOLDER / "renames.tsv"
_HEADER = (
    "# Names of TensorFlow 1 that TF 2.21 has under another name, and what that is in TensorFlow 1.15.5: `same` object",
    "# in its API of TF2 (tf.compat.v2), only in its `old` API, or `other`. Do not edit: run tools/record_proofs.py",
)
_UNKNOWN = "?"
#: It is the same object in the API of TF2.
SAME = "same"


def verdicts() -> dict[tuple[str, str], str]:
    """Returns what was recorded about each pair of an old and a new name."""
    rows = (line.split("\t") for line in RENAMES.read_text("utf-8").splitlines() if not line.startswith("#"))
    return {(old, new): verdict for old, new, verdict in rows}


def write_names(pairs: Iterable[tuple[str, str]]) -> None:
    """Writes pairs of names, those that are new without a verdict."""
    known = verdicts() if RENAMES.exists() else {}
    _write({pair: known.get(pair, _UNKNOWN) for pair in pairs})


def record_verdicts(tf: Any) -> None:
    """Writes the verdicts on all pairs.

    Args:
        tf: the package of TensorFlow 1.15.
    """
    _write({pair: _verdict(tf, *pair) for pair in verdicts()})


def _write(rows: dict[tuple[str, str], str]) -> None:
    lines = [*_HEADER, *("\t".join((*pair, verdict)) for pair, verdict in sorted(rows.items()))]
    RENAMES.write_text("".join(f"{line}\n" for line in lines), "utf-8")


def _verdict(tf: Any, old: str, new: str) -> str:
    if _is_same(_found(tf, old), _found(tf.compat.v2, new)):
        return SAME
    return "old" if _is_same(_found(tf, old), _found(tf, new)) else "other"


def _found(root: Any, name: str) -> Any:
    """Returns what a dotted name below `tf.` stands for; None if there is no such name."""
    value = root
    for part in name.split(".")[1:]:
        value = getattr(value, part, None)
    return value


def _is_same(old: Any, new: Any) -> bool:
    is_equal_constant = isinstance(old, (str, int, float)) and type(old) is type(new) and old == new
    return old is not None and (old is new or is_equal_constant)
