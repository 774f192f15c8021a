"""Writes the header of a table: its columns, the wheels it was built from, and the builder."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from facts.pins import Release
    from facts.subject import Subject


def header(description: str, subject: Subject, pins: Sequence[Release], rows: str) -> str:
    """Returns the header of a table as comment lines.

    Args:
        description: the description of the table and its columns.
        subject: what the table is about.
        pins: the releases in the table.
        rows: the text of the rows.
    """
    lines = [subject.header[""], *description.splitlines()]
    lines += [f"versions: {' '.join(release.version for release in pins)}", *origins(pins)]
    lines.append(f"rows: sha256={hashlib.sha256(rows.encode()).hexdigest()}")
    return "".join(f"# {line}\n" for line in lines)


def origins(pins: Sequence[Release]) -> Iterator[str]:
    """Yields the lines with the hashes of the builder and of the wheels that it read."""
    yield f"builder: sha256={_builder_hash()}"
    for pin in pins:
        for wheel in pin.wheels:
            yield f"wheel: {pin.version} {wheel.file} sha256={wheel.sha256}"


@lru_cache(maxsize=1)
def _builder_hash() -> str:
    """Returns a hash of the builder's source: a changed builder may read other facts from the same wheels."""
    digest = hashlib.sha256()
    for file in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(f"{file.name}\n".encode())
        digest.update(file.read_text(encoding="utf-8").encode())
    return digest.hexdigest()
