"""The baseline by itself: which findings stand for each other, and what its file says of them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, strategies as st

from tf2lint.config.errors import UsageError
from tf2lint.model import Finding, Located, Severity, Span
from tf2lint.runner.baseline import Baseline, Kind

if TYPE_CHECKING:
    from pathlib import Path

ENTRY = '{"path": "a.py", "code": "TF101", "symbol": "tf.log", "line": "tf.log(1)", "count": 2}'


def located(code: str, symbol: str | None, line: int, text: str, path: str = "a.py") -> Located:
    finding = Finding(code, "x", Severity.ERROR, "x", path, Span(line, 1, line, 2), symbol)
    return Located(finding, None, text)


def always(_path: str, _code: str) -> bool:
    return True


ONES = st.lists(
    st.builds(
        located, st.sampled_from(["TF101", "TF102"]), st.sampled_from(["tf.a", ""]), st.integers(1, 99),
        st.sampled_from(["x", "y", "z = 1"]),
    ),
    max_size=12,
)  # fmt: skip


@given(ONES, ONES)
def test_as_many_of_a_kind_are_accepted_as_there_were(old: list[Located], new: list[Located]) -> None:
    baseline = Baseline("baseline.json")
    baseline.add(old)
    comparison = baseline.compare(new, always)
    assert sorted(map(id, [*comparison.new, *comparison.accepted])) == sorted(map(id, new))
    for code in ("TF101", "TF102"):
        for symbol in ("tf.a", ""):
            before, after, unaccepted = (
                sum(one.finding.code == code and one.finding.symbol == symbol for one in ones)
                for ones in (old, new, comparison.new)
            )
            assert unaccepted == max(after - before, 0)
    assert comparison.gone.total() == len(old) - len(comparison.accepted)
    baseline.prune(comparison)
    again = baseline.compare(comparison.accepted, always)
    assert (again.new, again.gone.total(), len(baseline)) == ([], 0, len(comparison.accepted))


@given(ONES, st.randoms())
def test_what_has_only_moved_is_accepted(old: list[Located], random: object) -> None:
    baseline = Baseline("baseline.json")
    baseline.add(old)
    moved = [one._replace(finding=one.finding._replace(span=Span(1, 1, 1, 1)), line=f"\t {one.line} ") for one in old]
    random.shuffle(moved)  # type: ignore[attr-defined]
    comparison = baseline.compare(moved, always)
    assert (comparison.new, comparison.gone.total()) == ([], 0)


def test_an_exact_line_is_accepted_before_one_that_only_resembles_it() -> None:
    baseline = Baseline("baseline.json")
    known, other = located("TF101", "tf.a", 9, "known"), located("TF101", "tf.a", 1, "other")
    baseline.add([known])
    comparison = baseline.compare([other, known], always)
    assert (comparison.new, comparison.accepted) == ([other], [known])


def test_of_lines_that_have_changed_the_first_are_accepted() -> None:
    baseline = Baseline("baseline.json")
    baseline.add([located("TF101", "tf.a", 1, "x"), located("TF101", "tf.a", 2, "y"), located("TF101", "tf.a", 3, "z")])
    ones = [located("TF101", "tf.a", line, text) for line, text in enumerate(["p", "y", "y", "q"], 1)]
    comparison = baseline.compare(ones, always)
    assert (comparison.accepted, comparison.new) == (ones[:3], ones[3:])


def test_a_finding_of_another_file_code_or_symbol_is_new() -> None:
    baseline = Baseline("baseline.json")
    baseline.add([located("TF101", "tf.a", 1, "x")])
    others = [
        located("TF101", "tf.a", 1, "x", "b.py"),
        located("TF102", "tf.a", 1, "x"),
        located("TF101", "tf.b", 1, "x"),
        located("TF101", None, 1, "x"),
    ]
    comparison = baseline.compare(others, always)
    assert (comparison.new, comparison.accepted) == (others, [])
    assert comparison.gone == {Kind("a.py", "TF101", "tf.a"): 1}


def test_comparing_changes_nothing() -> None:
    baseline = Baseline("baseline.json")
    baseline.add([located("TF101", "tf.a", 1, "x")])
    assert baseline.compare([located("TF101", "tf.a", 1, "x")], always).new == []
    assert baseline.compare([located("TF101", "tf.a", 1, "x")], always).new == []


def test_what_would_not_have_been_found_is_not_gone(tmp_path: Path) -> None:
    (tmp_path / "ci").mkdir()
    baseline = Baseline(str(tmp_path / "ci" / "baseline.json"))
    a, b = str(tmp_path / "a.py"), str(tmp_path / "b.py")
    baseline.add(
        [
            *(located("TF101", "tf.a", line, "x", a) for line in (1, 2, 3)),
            located("TF102", "tf.a", 1, "x", a),
            located("TF101", "tf.a", 1, "x", b),
        ]
    )
    asked: list[tuple[str, str]] = []

    def is_judged(path: str, code: str) -> bool:
        asked.append((path, code))
        return (path, code) == (a, "TF101")

    comparison = baseline.compare([located("TF101", "tf.a", 7, "x", a)], is_judged)
    assert asked == [(a, "TF101"), (a, "TF102"), (b, "TF101")]
    assert comparison.gone == {Kind("../a.py", "TF101", "tf.a"): 2}


def test_pruning_keeps_the_lines_as_they_are_now(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    baseline = Baseline(str(path))
    place = str(tmp_path / "a.py")
    baseline.add(
        [*(located("TF101", "tf.a", 1, text, place) for text in "xyz"), located("TF102", "tf.b", 1, "u", place)]
    )
    now = [located("TF101", "tf.a", 1, "y", place), located("TF101", "tf.a", 2, "new  text", place)]
    comparison = baseline.compare([*now, located("TF102", "tf.b", 1, "changed", place)], always)
    baseline.prune(comparison)
    baseline.write()
    assert path.read_text() == (
        '{"version": 1, "findings": [\n'
        '{"path": "a.py", "code": "TF101", "symbol": "tf.a", "line": "new text", "count": 1},\n'
        '{"path": "a.py", "code": "TF101", "symbol": "tf.a", "line": "y", "count": 1},\n'
        '{"path": "a.py", "code": "TF102", "symbol": "tf.b", "line": "u", "count": 1}\n'
        "]}\n"
    ), "nothing of the second kind is gone: its entry is left alone"


def test_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sorted by everything; paths from its own folder, wherever that is; nothing escaped that people can read."""
    (tmp_path / "ci").mkdir()
    (tmp_path / "link.json").symlink_to("ci/baseline.json")
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "ci" / "baseline.json"
    baseline = Baseline("link.json")
    baseline.add(
        [
            located("TF102", "tf.é", 1, "  é  =\t'\"'", "ci/b.py"),
            located("TF101", "tf.b", 1, "y", "src/a.py"),
            located("TF101", "tf.b", 1, "x", "src/a.py"),
            located("TF101", "tf.a", 1, "y", "src/a.py"),
            located("TF001", None, 1, "y", "src/a.py"),
            located("TF101", "tf.a", 1, "y", str(tmp_path / "src" / "a.py")),
        ]
    )
    baseline.write()
    assert (tmp_path / "link.json").is_symlink()
    assert path.read_text("utf-8") == (
        '{"version": 1, "findings": [\n'
        '{"path": "../src/a.py", "code": "TF001", "symbol": "", "line": "y", "count": 1},\n'
        '{"path": "../src/a.py", "code": "TF101", "symbol": "tf.a", "line": "y", "count": 2},\n'
        '{"path": "../src/a.py", "code": "TF101", "symbol": "tf.b", "line": "x", "count": 1},\n'
        '{"path": "../src/a.py", "code": "TF101", "symbol": "tf.b", "line": "y", "count": 1},\n'
        '{"path": "b.py", "code": "TF102", "symbol": "tf.é", "line": "é = \'\\"\'", "count": 1}\n'
        "]}\n"
    )
    assert len(Baseline.read("link.json")) == 6
    again = Baseline.read("ci/baseline.json")
    again.write()
    assert os.listdir("ci") == ["baseline.json"]
    assert again.compare([located("TF102", "tf.é", 1, "é", "ci/b.py")], always).new == []


def test_an_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    Baseline(str(path)).write()
    assert path.read_text() == '{"version": 1, "findings": [\n]}\n'
    assert len(Baseline.read(str(path))) == 0


def test_entries_that_say_the_same_add_up(tmp_path: Path) -> None:
    """Two branches may both have added one: what git made of that is read as it is meant."""
    path = tmp_path / "baseline.json"
    path.write_text(f'{{"version": 1, "findings": [{ENTRY}, {ENTRY}, {ENTRY.replace("(1)", "(2)")}]}}')
    baseline = Baseline.read(str(path))
    ones = [located("TF101", "tf.log", line, "tf.log(1)", str(tmp_path / "a.py")) for line in range(7)]
    assert (len(baseline), baseline.compare(ones, always).new) == (6, ones[6:])


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"{", "this is no baseline: Expecting property name enclosed in double quotes"),
        (b"\xff", "this is no baseline: 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte"),
        (b"[" * 100_000, "this is no baseline: "),
        (b"[]", "this is no baseline of version 1: write it anew with --write-baseline"),
        (b"{}", "this is no baseline of version 1: write it anew with --write-baseline"),
        (b'{"version": 2, "findings": []}', "this is no baseline of version 1: write it anew with --write-baseline"),
        (b'{"version": 1}', "finding 1 is no entry of a baseline"),
        (b'{"version": 1, "findings": {}}', "finding 1 is no entry of a baseline"),
        (b'{"version": 1, "findings": [%s, 1]}' % ENTRY.encode(), "finding 2 is no entry of a baseline"),
    ],
)  # fmt: skip
def test_what_is_no_baseline(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "baseline.json"
    path.write_bytes(data)
    with pytest.raises(UsageError) as caught:
        Baseline.read(str(path))
    assert str(caught.value).startswith(f"{path}: {message}")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"path": "a.py", ', ""),
        ('"code": "TF101", ', ""),
        ('"symbol": "tf.log", ', ""),
        ('"line": "tf.log(1)", ', ""),
        (', "count": 2', ""),
        ('"a.py"', "1"),
        ('"TF101"', "101"),
        ('"tf.log"', "null"),
        ('"tf.log(1)"', "[]"),
        ("2", "2.5"),
        ("2", '"2"'),
        ("2", "0"),
        ("2", "-1"),
    ],
)
def test_what_is_no_entry(tmp_path: Path, old: str, new: str) -> None:
    path = tmp_path / "baseline.json"
    path.write_text(f'{{"version": 1, "findings": [{ENTRY.replace(old, new)}]}}')
    with pytest.raises(UsageError) as caught:
        Baseline.read(str(path))
    assert str(caught.value) == f"{path}: finding 1 is no entry of a baseline"


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    with pytest.raises(UsageError) as caught:
        Baseline.read(str(path))
    assert str(caught.value) == f"{path}: No such file or directory"
