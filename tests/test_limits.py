"""Limits of time and memory hold in every host, and are said where they are reached."""

from __future__ import annotations

import json
import subprocess
import threading
import time
import tracemalloc
from typing import TYPE_CHECKING

import pytest

from support.cases import job_of
from support.hosts import flake8, pylint, tf2lint
from tf2lint.cached_engine import CachedEngine
from tf2lint.config import UsageError, VersionFinder
from tf2lint.engine import Engine
from tf2lint.fixes import compatible
from tf2lint.limited_engine import LimitedEngine
from tf2lint.model import SAFE, Finding, Fix, Located, Settings, Severity, Span, TextEdit
from tf2lint.project import facts_of
from tf2lint.project.passed_text import PassedText
from tf2lint.rewriting.tokens import tokens
from tf2lint.runner import notebooks
from tf2lint.runner.baseline import Baseline
from tf2lint.runner.file_checker import FileChecker
from tf2lint.runner.git_changes import Changes
from tf2lint.source import (
    Outline,
    comments_by_line,
    find_by_path,
    imports_in,
    mentions_tensorflow,
    parsing,
    time_limit,
    within,
)

if TYPE_CHECKING:
    from pathlib import Path

TF1 = "import tensorflow as tf\ntf.log(1.0)\n"
#: Texts of a million characters.
LONG = ["'" + "a" * 1_000_000 + "'", '"""' + "a\n" * 500_000 + '"""', "'" + r"\n" * 500_000 + "'"]
SLOW = "import tensorflow as tf\n" + "x = [tf.log(1.0), 2, 3]\n" * 6_000
TOO_SLOW = "the check took more than 0.3 seconds and was given up, so nothing in the file was checked"
TOO_LARGE = "the file is too large: it has more than 40 words and signs, so nothing in it was checked"


def spin(seconds: float) -> int:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pass
    return 42


def test_other_threads_have_a_limit() -> None:
    found: list[int | None] = []

    def run() -> None:
        found.append(within(0.01, lambda: spin(5)))
        found.append(within(5, lambda: spin(0.01)))
        spin(0.1)  # nothing arrives later

    started = time.monotonic()
    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert found == [None, 42]
    assert time.monotonic() - started < 4


@pytest.mark.parametrize("missing", ["setitimer", "SIGALRM"])
def test_there_is_a_limit_without_the_signal(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows has no timer; a host may use the signal."""
    if missing == "SIGALRM":
        monkeypatch.setattr("signal.getsignal", lambda _: print)
    else:
        monkeypatch.delattr("signal.setitimer")
    monkeypatch.setattr(time_limit, "_by_signal", None)
    assert within(0.01, lambda: spin(5)) is None
    assert within(5, lambda: 42) == 42


def test_the_plugins_have_a_limit(tmp_path: Path) -> None:
    (tmp_path / "slow.py").write_text(SLOW)
    (tmp_path / "tf.py").write_text(TF1)
    done = flake8(tmp_path, "--isolated", "--select=TF", "--tf-time-limit=0.3")
    assert done.stdout.splitlines()[0] == f"./slow.py:1:1: TF004 {TOO_SLOW}"
    assert [line.partition(": ")[0] for line in done.stdout.splitlines()[1:]] == ["./tf.py:2:1"]
    options = ("--disable=all", "--enable=tf0,tf1", "--tf-time-limit=0.3", "--output-format=json2")
    messages = json.loads(pylint(tmp_path, *options, "slow.py", "tf.py").stdout)["messages"]
    assert [(message["path"], message["messageId"]) for message in messages] == [
        ("slow.py", "E7004"),
        ("tf.py", "E7101"),
    ]
    assert messages[0]["message"] == TOO_SLOW


def test_links_to_a_folder_above_lead_to_few_modules(tmp_path: Path) -> None:
    package = tmp_path / "package"
    package.mkdir()
    for name in ("a", "b"):
        (package / name).symlink_to(".")
    (package / "__init__.py").touch()
    pending, seen = [str(package / "__init__.py")], set[str]()
    while pending and len(seen) < 100:
        importer = pending.pop()
        seen.add(importer)
        pending += (path for name in "ab" if (path := find_by_path(importer, name, 1)) and path not in seen)
    assert len(seen) < 20


def test_a_file_that_is_too_large_is_a_finding(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(parsing, "_MAX_TOKENS", 40)
    large = TF1 * 5
    (tmp_path / "large.py").write_text(f"{large}f = 1\n")
    user = f"import large\n{TF1}large.f\n'''{'a string is one, ' * 20}'''\n"
    cells = [{"cell_type": "code", "source": TF1}] * 5
    files = {
        "large.py": large,
        "python2.py": f"{large}print 1\n",
        "user.py": user,
        "a.ipynb": json.dumps({"cells": cells, "metadata": {}}),
    }
    checker = FileChecker()
    checked = {name: checker.check(job_of(str(tmp_path / name)), text.encode()) for name, text in files.items()}
    found = {name: [one.finding.message for one in result.findings] for name, result in checked.items()}
    assert found.pop("user.py") == ["tf.log was removed in TF 2.0; write tf.math.log(1.0)"]
    assert found == {name: [TOO_LARGE] for name in found}
    engine = LimitedEngine(lambda: CachedEngine(Settings(), find_by_path, None))
    assert [one.message for one in engine.check(large, "large.py").findings] == [TOO_LARGE]
    assert [one.code for one in engine.check(TF1, "small.py").findings] == ["TF101"]


def test_a_notebook_with_too_many_values_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notebooks, "_MAX_VALUES", 100)
    cell = {"cell_type": "code", "source": TF1}

    def messages(outputs: object) -> list[str]:
        text = json.dumps({"cells": [{**cell, "outputs": outputs}], "metadata": {}})
        result = FileChecker().check(job_of("/nowhere/a.ipynb"), text.encode())
        return [one.finding.message for one in result.findings]

    assert messages([0.5] * 80) == messages(['",[' * 1000]) == ["tf.log was removed in TF 2.0; write tf.math.log(1.0)"]
    assert messages([0.5] * 120) == ["the file is too large: it has more than 100 values, so nothing in it was checked"]


def test_a_file_of_any_length_is_read_up_to_a_limit(tmp_path: Path) -> None:
    (tmp_path / "a.py").symlink_to("/dev/zero")
    (tmp_path / "b.py").write_text(TF1)
    done = tf2lint(tmp_path, "check", "-q", "--no-cache", "a.py", "b.py")
    assert (done.returncode, done.stderr) == (2, "tf2lint: error: a.py: larger than 100 MB\n")
    assert done.stdout.startswith("b.py:2:1: TF101")


def test_imports_that_never_end_are_searched_quickly() -> None:
    started = time.monotonic()
    assert not mentions_tensorflow("import (\n" * 16_000)
    assert imports_in("from x import (\n" * 16_000) == []
    outline = Outline("from x import (\n" * 16_000)
    assert outline.imported == {"from", "x", "import"}
    assert time.monotonic() - started < 1
    text = "from x import (  # (one\n  a,  # of) these\n  tf,\n)\n"
    assert mentions_tensorflow(text)
    assert {one.local for one in imports_in(text)} >= {"a", "tf"}


def test_fallbacks_in_fallbacks_are_found_quickly() -> None:
    levels = [" " * level for level in range(1_000)]
    nested = "".join(
        [f"{level}try:\n" for level in levels] + [f"{level}except OSError: pass\n" for level in levels[::-1]]
    )
    started = time.monotonic()
    facts = facts_of(
        f"import tensorflow as tf\ntf.a\n{nested}try: tf.b\nexcept AttributeError: pass\n{'except ' * 9_000}"
    )
    assert facts.without_fallbacks == {"a"}
    assert time.monotonic() - started < 2


def test_fixes_of_many_lines_are_chosen_quickly() -> None:
    def located(line: int, start: int, end: int) -> Located:
        span = Span(line, start, line, end)
        fix = Fix((TextEdit(span, "x"),), SAFE, "")
        finding = Finding("TF101", "removed-name", Severity.ERROR, "", "a.py", span)
        return Located(finding._replace(fix=fix), None, "")

    findings = [located(line, *columns) for line in range(1, 4_000) for columns in ((1, 5), (3, 6), (6, 8))]
    started = time.monotonic()
    assert compatible(findings) == [one for one in findings if one.finding.span.column != 3]
    assert time.monotonic() - started < 2


@pytest.mark.parametrize("name", ["log", "name{}"], ids=["one name", "many names"])
def test_an_import_of_many_names_is_fixed_quickly(name: str) -> None:
    names = ", ".join(name.format(number) for number in range(8_000))
    started = time.monotonic()
    findings = Engine().check(f"from tensorflow import {names}, exp\nexp(1)\n", "a.py").findings
    assert time.monotonic() - started < 10
    assert [finding.fix is None for finding in findings] == [False] * 8_000


def test_many_comments_in_a_line_are_read_quickly() -> None:
    line = "tf.log(1)" + "  # tf2lint: ignore[TF101]" * 40_000
    started = time.monotonic()
    assert [len(comments) for comments in comments_by_line([line], f"{line}\n").values()] == [40_000]
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("text", LONG, ids=["letters", "lines", "escapes"])
def test_a_long_text_in_a_call_takes_little_memory(text: str) -> None:
    tracemalloc.start()
    try:
        (code, _) = tokens(f"tf.log({text})")
        assert tracemalloc.get_traced_memory()[1] < 50_000_000
    finally:
        tracemalloc.stop()
    assert [token.text for token in code if token.text == text] == [text]


def test_a_key_of_very_many_parts_is_no_toml(tmp_path: Path) -> None:
    table = f"[tool{'.a' * 100_000}]\n"
    (tmp_path / "pyproject.toml").write_text(f"[project]\ndependencies = ['tensorflow==2.9']\n{table}")
    (tmp_path / "a.py").write_text(TF1)
    assert tf2lint(tmp_path, "check", ".").stderr == (
        f"tf2lint: error: {tmp_path / 'pyproject.toml'}: invalid TOML: a key has more than 200 parts (at line 3)\n"
    )
    assert "no file says" in VersionFinder().find_target(str(tmp_path)).reason
    (tmp_path / "pyproject.toml").write_text(f"[project]\ndependencies = ['tensorflow==2.9', '{'a' * 500_000}']\n")
    assert VersionFinder().find_target(str(tmp_path)).version == "2.9"


def test_what_is_passed_is_found_quickly_in_any_text() -> None:
    program = "def f(x): x.eval()\n# "
    for text in (f"f({'[' * 200_000}{']' * 200_000})", "x:" * 100_000, "def f(" * 100_000, "f(" * 100_000):
        started = time.monotonic()
        PassedText(f"{program}{text}\n", {"x"})
        assert time.monotonic() - started < 5


def test_numbers_of_any_length_and_long_lists_are_no_versions(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text(f"tensorflow=={'1' * 5000}\ntensorflow>={'2' * 5000}\n")
    (tmp_path / "environment.yml").write_text(f"dependencies: [tensorflow==2.10{', tensorflow==2.11' * 20_000}]\n")
    (tmp_path / ".git").mkdir()
    assert "no file says" in VersionFinder().find_target(str(tmp_path)).reason


@pytest.mark.parametrize("path", ["a\\u0000.py", "a\\ud800.py"])
def test_paths_that_no_file_can_have_are_no_entries_of_baselines(tmp_path: Path, path: str) -> None:
    entry = f'{{"path": "{path}", "code": "TF101", "symbol": "", "line": "", "count": 1}}'
    (tmp_path / "base").write_text(f'{{"version": 1, "findings": [{entry}]}}')
    with pytest.raises(UsageError, match="base: finding 1 is not a valid baseline entry"):
        Baseline.read(str(tmp_path / "base"))


def test_files_that_can_not_be_read_are_no_part_of_a_program_that_is_fixed(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("import tensorflow as tf\nx = tf.placeholder(tf.float32)\n")
    (tmp_path / "binary.py").write_bytes(TF1.encode() + b"\xff")
    (tmp_path / "n.ipynb").write_text('{"tensorflow')
    (tmp_path / "large.py").write_text(TF1 + "x," * 500_000)
    done = tf2lint(tmp_path, "check", "-q", "--no-cache", ".", "--fix-only", "--unsafe-fixes", "--stop-gap")
    assert (done.returncode, done.stdout) == (0, "")
    assert "Traceback" not in done.stderr


def test_files_that_are_not_checked_are_not_compared(tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        command = ("git", "-c", "user.name=x", "-c", "user.email=x@example.org", *arguments)
        subprocess.run(command, cwd=tmp_path, check=True, stdout=subprocess.DEVNULL)

    names = ("a.py", "script", "data.bin")
    git("init", "-q")
    for name in names:
        (tmp_path / name).write_text(TF1)
    git("add", ".")
    git("commit", "-qm", "x")
    for name in names:
        (tmp_path / name).write_text(f"{TF1}tf.log(2)\n")
    changes = Changes("HEAD")
    lines = {name: [changes.is_changed(located_at(tmp_path / name, line)) for line in (2, 3)] for name in names[:2]}
    assert lines == {"a.py": [False, True], "script": [False, True]}
    (repository,) = changes._repositories.values()
    assert set(repository._changed) == {"a.py", "script"}
    started = time.monotonic()
    same = ["x = tf.log(1.0)"] * 8_000
    assert len([*repository._changed_between(["a", *same], ["b", *same, "c", "x = tf.log(1.0)"])]) == 3
    assert time.monotonic() - started < 2


def located_at(path: Path, line: int) -> Located:
    return Located(Finding("TF101", "", Severity.ERROR, "", str(path), Span(line, 1, line, 2)), None, "")


def test_an_element_that_is_returned_outside_of_a_function_is_not_converted() -> None:
    """Python's parser accepts such a program."""
    source = "import tensorflow as tf\nd = tf.data.Dataset.range(3)\nreturn d.make_one_shot_iterator().get_next()\n"
    result = FileChecker().check(job_of("a.py"), source.encode())
    assert [one.finding.code for one in result.findings] == ["TF508"]
