"""The baseline by itself: which findings are of one kind, and the format of the file."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, strategies as st

from tf2lint.config.errors import UsageError
from tf2lint.model import CoveredFinding, Finding, Located, Severity, Span
from tf2lint.runner.baseline import Baseline
from tf2lint.runner.baseline_comparison import Kind

if TYPE_CHECKING:
    from pathlib import Path

ENTRY = '{"path": "a.py", "code": "TF101", "symbol": "tf.log", "line": "tf.log(1)", "count": 2}'


def located(code: str, symbol: str | None, line: int, text: str, path: str = "a.py") -> Located:
    finding = Finding(code, "x", Severity.ERROR, "x", path, Span(line, 1, line, 2), symbol)
    return Located(finding, None, text)


def always(_path: str, _code: str) -> bool:
    return True


FINDINGS = st.lists(
    st.builds(
        located, st.sampled_from(["TF101", "TF102"]), st.sampled_from(["tf.a", ""]), st.integers(1, 99),
        st.sampled_from(["x", "y", "z = 1"]),
    ),
    max_size=12,
)  # fmt: skip


@given(FINDINGS, FINDINGS)
def test_as_many_findings_of_a_kind_are_accepted_as_before(old: list[Located], new: list[Located]) -> None:
    baseline = Baseline("baseline.json")
    baseline.add(old)
    comparison = baseline.compare(new, always)
    assert sorted(map(id, [*comparison.new, *comparison.accepted])) == sorted(map(id, new))
    for code in ("TF101", "TF102"):
        for symbol in ("tf.a", ""):
            before, after, unaccepted = (
                sum(located.finding.code == code and located.finding.symbol == symbol for located in findings)
                for findings in (old, new, comparison.new)
            )
            assert unaccepted == max(after - before, 0)
    assert comparison.gone.total() == len(old) - len(comparison.accepted)
    baseline.prune(comparison)
    again = baseline.compare(comparison.accepted, always)
    assert (again.new, again.gone.total(), len(baseline)) == ([], 0, len(comparison.accepted))


@given(FINDINGS, st.randoms())
def test_moved_findings_are_accepted(old: list[Located], random: object) -> None:
    baseline = Baseline("baseline.json")
    baseline.add(old)
    moved = [
        located._replace(finding=located.finding._replace(span=Span(1, 1, 1, 1)), line=f"\t {located.line} ")
        for located in old
    ]
    random.shuffle(moved)  # type: ignore[attr-defined]
    comparison = baseline.compare(moved, always)
    assert (comparison.new, comparison.gone.total()) == ([], 0)


def test_a_finding_with_the_same_line_is_accepted_first() -> None:
    baseline = Baseline("baseline.json")
    known, other = located("TF101", "tf.a", 9, "known"), located("TF101", "tf.a", 1, "other")
    baseline.add([known])
    comparison = baseline.compare([other, known], always)
    assert (comparison.new, comparison.accepted) == ([other], [known])


def test_among_changed_lines_the_first_are_accepted() -> None:
    baseline = Baseline("baseline.json")
    baseline.add([located("TF101", "tf.a", 1, "x"), located("TF101", "tf.a", 2, "y"), located("TF101", "tf.a", 3, "z")])
    findings = [located("TF101", "tf.a", line, text) for line, text in enumerate(["p", "y", "y", "q"], 1)]
    comparison = baseline.compare(findings, always)
    assert (comparison.accepted, comparison.new) == (findings[:3], findings[3:])


def test_a_finding_with_another_file_code_or_symbol_is_new() -> None:
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


def test_comparing_does_not_change_the_baseline() -> None:
    baseline = Baseline("baseline.json")
    baseline.add([located("TF101", "tf.a", 1, "x")])
    assert baseline.compare([located("TF101", "tf.a", 1, "x")], always).new == []
    assert baseline.compare([located("TF101", "tf.a", 1, "x")], always).new == []


def test_findings_that_were_not_checked_for_are_not_gone(tmp_path: Path) -> None:
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
    file = str(tmp_path / "a.py")
    baseline.add([*(located("TF101", "tf.a", 1, text, file) for text in "xyz"), located("TF102", "tf.b", 1, "u", file)])
    now = [located("TF101", "tf.a", 1, "y", file), located("TF101", "tf.a", 2, "new  text", file)]
    comparison = baseline.compare([*now, located("TF102", "tf.b", 1, "changed", file)], always)
    baseline.prune(comparison)
    baseline.write()
    assert path.read_text() == (
        '{"version": 1, "findings": [\n'
        '{"path": "a.py", "code": "TF101", "symbol": "tf.a", "line": "new text", "count": 1},\n'
        '{"path": "a.py", "code": "TF101", "symbol": "tf.a", "line": "y", "count": 1},\n'
        '{"path": "a.py", "code": "TF102", "symbol": "tf.b", "line": "u", "count": 1}\n'
        "]}\n"
    ), "nothing of the second kind is gone: its entry is left alone"


def moved(code: str, line: int, text: str, symbol: str = "tf.FIFOQueue") -> Located:
    return located(code, symbol, line, text)


@given(st.lists(st.sampled_from(["TF101", "TF507"]), max_size=6), st.lists(st.sampled_from(["x", "y"]), max_size=8))
def test_entries_with_the_code_that_findings_had_accept_them(old: list[str], now: list[str]) -> None:
    baseline = Baseline("baseline.json")
    baseline.add([moved(code, number, "x") for number, code in enumerate(old)])
    comparison = baseline.compare([moved("TF507", number, text) for number, text in enumerate(now)], always)
    assert len(comparison.new) == max(len(now) - len(old), 0)
    assert comparison.gone.total() == max(len(old) - len(now), 0)
    baseline.prune(comparison)
    again = baseline.compare(comparison.accepted, always)
    assert (again.new, again.renamed, again.gone.total()) == ([], [], 0)
    assert len(baseline) == len(comparison.accepted)


def test_entries_with_the_code_that_findings_have_come_first() -> None:
    baseline = Baseline("baseline.json")
    baseline.add([moved("TF101", 1, "old"), moved("TF101", 2, "other"), moved("TF507", 3, "new")])
    findings = [moved("TF507", 1, "old"), moved("TF507", 3, "new"), moved("TF101", 9, "third")]
    comparison = baseline.compare(findings, always)
    assert (comparison.new, comparison.renamed) == ([], findings[:1])
    assert baseline.compare([moved("TF507", 1, "old", "tf.log")], always).new != [], "findings about it did not move"


def test_an_entry_is_not_gone_if_the_rule_that_has_the_finding_now_is_off() -> None:
    baseline = Baseline("baseline.json")
    baseline.add([moved("TF101", 1, "x")])
    comparison = baseline.compare([], lambda _path, code: code == "TF101")
    assert (comparison.gone.total(), comparison.outdated) == (0, set())
    assert baseline.compare([], always).gone.total() == 1


def covering(line: int, text: str, *covered: tuple[str, str]) -> Located:
    others = tuple(CoveredFinding(code, "y", "tf.s", line, own_text) for code, own_text in covered)
    found = located("TF508", "tf.i", line, text)
    return found._replace(finding=found.finding._replace(covered=others))


def test_entries_of_covered_findings_accept_the_one_that_covers_them() -> None:
    baseline = Baseline("baseline.json")
    baseline.add([located("TF502", "tf.s", 1, "run(  x)"), located("TF502", "tf.s", 2, "again")])
    finding, other = covering(1, "x", ("TF502", "run( x)")), covering(5, "z", ("TF502", "another line"))
    comparison = baseline.compare([finding, other], always)
    assert (comparison.new, comparison.renamed) == ([other], [finding])
    assert comparison.gone == {Kind("a.py", "TF502", "tf.s"): 1}
    baseline.prune(comparison)
    assert (len(baseline), baseline.compare([finding], always).renamed) == (1, [])
    both = covering(1, "x", ("TF502", "again"), ("TF403", "run(x)"))
    assert baseline.compare([both], always).accepted == [both], "by its own entry"


def test_all_covered_findings_must_be_accepted() -> None:
    baseline = Baseline("baseline.json")
    baseline.add([located("TF502", "tf.s", 1, "a"), located("TF403", "tf.s", 1, "b")])
    both, more = (("TF502", "a"), ("TF403", "b")), (("TF502", "a"), ("TF403", "b"), ("TF403", "b"))
    assert baseline.compare([covering(1, "x", *both)], always).new == []
    assert baseline.compare([covering(1, "x", *more)], always).new != []
    one_too_many = [covering(1, "x", *more), covering(2, "y", *both), covering(3, "z", *both)]
    assert baseline.compare(one_too_many, always).new == [one_too_many[0], one_too_many[2]]


def test_what_an_accepted_finding_covers_accepts_no_other_one() -> None:
    baseline = Baseline("baseline.json")
    baseline.add([located("TF508", "tf.i", 1, "run(i)"), located("TF502", "tf.s", 1, "run(i)")])
    findings = [covering(line, "run(i)", ("TF502", "run(i)")) for line in (1, 2)]
    comparison = baseline.compare(findings, always)
    assert (comparison.accepted, comparison.new) == (findings[:1], findings[1:])
    assert comparison.gone == {Kind("a.py", "TF502", "tf.s"): 1}


def test_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Entries are sorted, paths are relative to the file's folder, and non-ASCII text is not escaped."""
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


def test_equal_entries_add_up(tmp_path: Path) -> None:
    """Merging two branches that added the same entry leaves two of it."""
    path = tmp_path / "baseline.json"
    path.write_text(f'{{"version": 1, "findings": [{ENTRY}, {ENTRY}, {ENTRY.replace("(1)", "(2)")}]}}')
    baseline = Baseline.read(str(path))
    findings = [located("TF101", "tf.log", line, "tf.log(1)", str(tmp_path / "a.py")) for line in range(7)]
    assert (len(baseline), baseline.compare(findings, always).new) == (6, findings[6:])


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"{", "not a baseline: Expecting property name enclosed in double quotes"),
        (b"\xff", "not a baseline: 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte"),
        (b"[" * 100_000, "not a baseline: "),
        (b"[]", "not a baseline of version 1; recreate it with --write-baseline"),
        (b"{}", "not a baseline of version 1; recreate it with --write-baseline"),
        (b'{"version": 2, "findings": []}', "not a baseline of version 1; recreate it with --write-baseline"),
        (b'{"version": 1}', "finding 1 is not a valid baseline entry"),
        (b'{"version": 1, "findings": {}}', "finding 1 is not a valid baseline entry"),
        (b'{"version": 1, "findings": [%s, 1]}' % ENTRY.encode(), "finding 2 is not a valid baseline entry"),
    ],
)  # fmt: skip
def test_invalid_files(tmp_path: Path, data: bytes, message: str) -> None:
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
def test_invalid_entries(tmp_path: Path, old: str, new: str) -> None:
    path = tmp_path / "baseline.json"
    path.write_text(f'{{"version": 1, "findings": [{ENTRY.replace(old, new)}]}}')
    with pytest.raises(UsageError) as caught:
        Baseline.read(str(path))
    assert str(caught.value) == f"{path}: finding 1 is not a valid baseline entry"


def test_a_missing_file(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    with pytest.raises(UsageError) as caught:
        Baseline.read(str(path))
    assert str(caught.value) == f"{path}: No such file or directory"
