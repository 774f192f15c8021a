"""Reads what was recorded on TensorFlow 1, and says whether it is current."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from proofs.calls import FOLDER, proofs

RESULTS = FOLDER / "results.tsv"
_CALLS = "calls: sha256="
_RECORDER = "recorder: sha256="


def header(versions: str) -> str:
    """Returns the header of the recorded results.

    Args:
        versions: the versions of what ran the calls.
    """
    lines = (
        "Results of the calls in tests/proofs/calls/. Do not edit: run tools/record_proofs.py",
        "program<tab>result: [dtype, shape, values or statistics], parts, an error, or a Python value",
        f"versions: {versions}",
        *_origins(),
    )
    return "".join(f"# {line}\n" for line in lines)


def is_current() -> bool:
    """Returns whether the results are those of the committed calls, made by the committed recorder."""
    return RESULTS.exists() and set(_origins()) <= {
        line[2:] for line in RESULTS.read_text("utf-8").splitlines() if line.startswith("# ")
    }


@lru_cache(maxsize=None)  # noqa: UP033 - Python 3.7 has no cache
def results() -> dict[str, Any]:
    """Returns the recorded results by program."""
    rows = (line.split("\t") for line in RESULTS.read_text("utf-8").splitlines() if not line.startswith("# "))
    return {program: json.loads(result) for program, result in rows}


def _origins() -> tuple[str, str]:
    calls = "\n".join(f"{proof.old} {proof.is_random}" for proof in proofs())
    files = sorted(Path(__file__).parent.glob("*.py"))
    return f"{_CALLS}{_hash(calls)}", f"{_RECORDER}{_hash(''.join(file.read_text('utf-8') for file in files))}"


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
