"""Fingerprints: GitLab and code scanning keep them, so what one is made of must stay as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint.model import Finding, Located, Severity, Span
from tf2lint.reporters.fingerprints import content, fingerprints

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def located(path: str = "src/a.py", code: str = "TF101", line: str = "tf.log(1.0)", number: int = 1) -> Located:
    finding = Finding(code, "removed-name", Severity.ERROR, "x", path, Span(number, 1, number, 2), "tf.log")
    return Located(finding, None, line)


def test_the_text_of_a_line_however_it_is_spaced() -> None:
    assert content(located(line="\t x  =\ttf.log( 1.0 ) \n")) == "x = tf.log( 1.0 )"


def test_they_are_the_same_in_every_release() -> None:
    """Those of two findings in lines that say the same differ, too."""
    first, again = located(), located(number=9, line="    tf.log(1.0)  ")
    others = [located("src/b.py"), located(code="TF102"), located(line="tf.log(2.0)")]
    assert fingerprints([first, again, *others]) == [
        "ca3854ab4c810aa16297af12a22ca5d5",
        "05ad8ee869ba413b5beccd23c6feac4c",
        "757f23d3470d3bd6b722aaf790d47b6e",
        "0a441da98f279dd46e09686aaf2370c6",
        "9f21cccf6bad30f18377e3a965c224bd",
    ]


def test_the_order_of_other_findings_does_not_matter() -> None:
    ones = [located("src/b.py"), located(code="TF102"), located(), located(line="x")]
    assert fingerprints(ones[::-1]) == fingerprints(ones)[::-1]


def test_a_path_is_the_one_that_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert fingerprints([located(str(tmp_path / "src" / "a.py"))]) == fingerprints([located("./src/a.py")])


def test_what_is_no_text_has_one_too() -> None:
    assert fingerprints([located(line="'\udcff'")]) == ["75738544c8605cfdfb2bc2e725b706b1"]
