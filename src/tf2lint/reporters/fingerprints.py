"""Fingerprints of findings, which stay the same when lines move: made from the file, the rule and the line's text."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from typing import TYPE_CHECKING

from tf2lint.source import shown_path
from tf2lint.table import moves_to

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tf2lint.model import Finding, Located


def normalized_line(located: Located) -> str:
    """Returns the text of a finding's line with whitespace normalized."""
    return " ".join(located.line.split())


def fingerprints(findings: Iterable[Located]) -> list[str]:
    """Returns a unique fingerprint for each finding, which does not depend on line numbers."""
    seen: Counter[tuple[str, str, str]] = Counter()
    digests = []
    for located in findings:
        key = shown_path(located.finding.path), _first_code(located.finding), normalized_line(located)
        seen[key] += 1
        digests.append(sha256("\0".join([*key, str(seen[key])]).encode("utf-8", "surrogatepass")).hexdigest()[:32])
    return digests


def _first_code(finding: Finding) -> str:
    """Returns the code that a finding had at first, so that its fingerprint stays when the finding moves."""
    moved = moves_to(finding.code, finding.symbol)
    return moved[-1].old if moved else finding.code
