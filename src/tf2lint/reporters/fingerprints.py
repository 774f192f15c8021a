"""What findings are known by when the lines around them move: their file, their rule, and what the line says."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from typing import TYPE_CHECKING

from tf2lint.reporters.summary import shown_path

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tf2lint.model import Located


def content(located: Located) -> str:
    """The text of a finding's line, however it is indented and spaced."""
    return " ".join(located.line.split())


def fingerprints(findings: Iterable[Located]) -> list[str]:
    """A text for each finding that no other one of them has, and that does not depend on the numbers of lines."""
    seen: Counter[tuple[str, str, str]] = Counter()
    found = []
    for located in findings:
        key = shown_path(located.finding.path), located.finding.code, content(located)
        seen[key] += 1
        found.append(sha256("\0".join([*key, str(seen[key])]).encode("utf-8", "surrogatepass")).hexdigest()[:32])
    return found
