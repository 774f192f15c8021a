"""Programs that mean the same have the same findings: each case, changed in ways that don't matter."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from support.cases import FOLDER, cases
from support.equivalents import CHANGES, GROUPS, Comparer, composed, made

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from support.equivalents.comparison import Findings

#: Cases about comments, line ends, and texts that the changes themselves would change.
ABOUT_TEXT = ("TF001", "TF002", "TF003", "TF004", "noqa", "tf2lint:")
CASES = [
    case
    for case in cases()
    if len(case.files) == 1 and not any(word in f"{case.name}{case.files}" for word in ABOUT_TEXT)
]


def _differences(comparer: Comparer, text: str, before: Findings, group: tuple[str, ...]) -> Iterator[str]:
    """Yields what differs after some changes at once, by the change that makes the difference."""
    changed = composed(text, (CHANGES[name] for name in group))
    if not comparer.difference(before, changed).unexplained(group[0]):
        return
    for name in group:
        alone = made(CHANGES[name], text)
        difference = alone and comparer.difference(before, alone).unexplained(name)
        if difference:
            yield f"{name}: {difference}"
            return
    yield f"{group}: {comparer.difference(before, changed)}"


@pytest.mark.parametrize("file", sorted({case.name.partition(":")[0] for case in CASES}))
def test_findings_stay_the_same(file: str, tmp_path: Path) -> None:
    found: list[str] = []
    comparers: dict[tuple[str, str | None], Comparer] = {}
    for case in CASES:
        ((name, text),) = case.files.items()
        if case.name.partition(":")[0] == file:
            text = re.sub(r"\s*# TF\d{3}.*", "", text)
            target = case.settings.get("target")
            comparer = comparers.setdefault((name, target), Comparer(tmp_path / name, target))
            before = comparer.findings(text)
            for group in GROUPS:
                found += [f"{case.name}: {difference}" for difference in _differences(comparer, text, before, group)]
    assert not found


def test_there_are_cases() -> None:
    assert len(CASES) > 900
    assert FOLDER.is_dir()


def test_every_change_is_made() -> None:
    assert sorted(name for group in GROUPS for name in group) == sorted(CHANGES)
    assert len(CHANGES) >= 30
