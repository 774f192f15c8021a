"""Fingerprints. GitLab and code scanning store them, so they must not change between releases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint.model import Finding, Located, Severity, Span
from tf2lint.reporters.fingerprints import fingerprints, normalized_line

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def located(path: str = "src/a.py", code: str = "TF101", line: str = "tf.log(1.0)", number: int = 1) -> Located:
    finding = Finding(code, "removed-name", Severity.ERROR, "x", path, Span(number, 1, number, 2), "tf.log")
    return Located(finding, None, line)


def test_whitespace_is_normalized() -> None:
    assert normalized_line(located(line="\t x  =\ttf.log( 1.0 ) \n")) == "x = tf.log( 1.0 )"


def test_they_are_the_same_in_every_release() -> None:
    """Two findings in lines with the same text have different fingerprints, too."""
    first, again = located(), located(number=9, line="    tf.log(1.0)  ")
    others = [located("src/b.py"), located(code="TF102"), located(line="tf.log(2.0)")]
    assert fingerprints([first, again, *others]) == [
        "ca3854ab4c810aa16297af12a22ca5d5",
        "05ad8ee869ba413b5beccd23c6feac4c",
        "757f23d3470d3bd6b722aaf790d47b6e",
        "0a441da98f279dd46e09686aaf2370c6",
        "9f21cccf6bad30f18377e3a965c224bd",
    ]


def test_the_order_of_findings_does_not_matter() -> None:
    findings = [located("src/b.py"), located(code="TF102"), located(), located(line="x")]
    assert fingerprints(findings[::-1]) == fingerprints(findings)[::-1]


def test_absolute_and_relative_paths_are_equal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert fingerprints([located(str(tmp_path / "src" / "a.py"))]) == fingerprints([located("./src/a.py")])


def test_a_line_with_surrogates_has_one() -> None:
    assert fingerprints([located(line="'\udcff'")]) == ["75738544c8605cfdfb2bc2e725b706b1"]


def test_they_stay_if_a_finding_moves_to_another_code() -> None:
    queue = located()
    queue = queue._replace(finding=queue.finding._replace(symbol="tf.FIFOQueue"))
    moved = queue._replace(finding=queue.finding._replace(code="TF507", name="queue-or-reader"))
    assert fingerprints([queue]) == fingerprints([moved]) == fingerprints([located()])
    assert fingerprints([moved]) != fingerprints([located(code="TF507")])
