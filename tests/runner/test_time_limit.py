"""The time limit: a check that takes too long is stopped, and does not affect later checks."""

from __future__ import annotations

import ast
import json
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import tf2lint
from support.cases import job_of, quick_clock
from support.hosts import tf2lint as command
from tf2lint.linting.rule_index import RuleIndex
from tf2lint.linting.rule_runner import RuleRunner
from tf2lint.resolver import name_lookup
from tf2lint.resolver.statements import StatementInterpreter
from tf2lint.runner.file_checker import FileChecker
from tf2lint.source import time_limit, within
from tf2lint.source.mention_index import MentionIndex
from tf2lint.table import mapping_table
from tf2lint.table.guidance import Guidance
from tf2lint.table.mapping_table import Table
from tf2lint.table.name_mapping import NameMapping
from tf2lint.table.tsv_rows import TsvRows

if TYPE_CHECKING:
    from tf2lint.runner.jobs import FileResult

TF1 = "import tensorflow as tf\ntf.log(1.0)\n"
#: Python's parser alone takes many times this limit.
SLOW, LIMIT = "import tensorflow as tf\n" + "x = [tf.log(1.0), 2, 3]\n" * 5_000, "0.2"
GAN = (Path(__file__).parents[2] / "examples" / "gan_tf1.py").read_bytes()

pytestmark = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="requires signal.setitimer")


def raise_alarm(*_: object) -> None:
    signal.raise_signal(signal.SIGALRM)


def is_timer_off() -> bool:
    return signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0) and signal.getsignal(signal.SIGALRM) is signal.SIG_DFL


def test_work_that_ends_in_time() -> None:
    assert within(1000, lambda: signal.getitimer(signal.ITIMER_REAL)[0] > 900) is True
    assert is_timer_off()
    with pytest.raises(IndexError):
        within(1000, list[str]().pop)
    assert is_timer_off()


def test_work_that_takes_too_long_is_interrupted() -> None:
    def endless() -> int:
        while True:
            pass

    assert within(0.01, endless) is None
    assert is_timer_off()


def test_the_signal_repeats_if_the_first_exception_was_swallowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time_limit, "_REPEAT_INTERVAL", 0.01)
    swallowed = []

    def stubborn() -> int:
        try:
            while True:
                pass
        except BaseException as error:  # noqa: BLE001 - like Python in a destructor
            swallowed.append(type(error))
        while True:
            pass

    assert within(0.01, stubborn) is None
    assert len(swallowed) == 1
    assert not issubclass(swallowed[0], Exception)
    assert is_timer_off()


def test_a_late_signal_has_no_effect(monkeypatch: pytest.MonkeyPatch) -> None:
    """The signal arrives when the work is done, but before the timer is stopped."""
    monkeypatch.setattr(signal, "setitimer", lambda _which, seconds, _again=0.0: None if seconds else raise_alarm())
    assert within(5, lambda: 42) == 42
    assert signal.getsignal(signal.SIGALRM) is signal.SIG_DFL


def test_no_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signal, "setitimer", None)
    for seconds in (0, -1, float("nan")):
        assert within(seconds, lambda: 42) == 42


def test_nothing_else_catches_the_exception() -> None:
    """All handlers that catch everything raise the exception again."""
    for path in Path(tf2lint.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ExceptHandler) and (node.type is None or "BaseException" in ast.unparse(node.type)):
                assert ast.unparse(node.body[-1]) == "raise", f"{path}:{node.lineno}"


def clear_table_caches() -> None:
    """Clears what the process remembers of the table, so that the next check reads it again."""
    owner = mapping_table
    for function in (owner.table_for, owner._table_with, owner._releases, owner.load_data, owner.load_keras_facts):
        function.cache_clear()


def check(checker: FileChecker, data: bytes, limit: float = 0) -> FileResult:
    return checker.check(job_of("/nowhere/program.py", time_limit=limit), data)


def test_an_interrupted_engine_is_not_used_again(monkeypatch: pytest.MonkeyPatch) -> None:
    checker = FileChecker()
    expected = check(checker, GAN)
    assert len(expected.findings) > 40
    with monkeypatch.context() as patched:
        patched.setattr(RuleRunner, "diagnostics", raise_alarm)
        timed_out = check(checker, GAN, 1000)
    assert [(located.finding.code, located.line, located.cell) for located in timed_out.findings] == [
        ("TF004", "", None)
    ]
    assert timed_out.uses_tensorflow
    created = []
    monkeypatch.setattr(RuleRunner, "__init__", lambda *_, **__: created.append(1))
    with pytest.raises(AttributeError):
        check(checker, GAN)
    assert created == [1], "a new engine was created"


@pytest.mark.parametrize("times", [1, 2, 5, 8])
@pytest.mark.parametrize(
    ("owner", "function"),
    [
        (MentionIndex, "add"), (name_lookup, "lookup"), (StatementInterpreter, "block"), (NameMapping, "_entry"),
        (TsvRows, "below"), (TsvRows, "value_at"), (Guidance, "of"), (Table, "lookup"), (RuleIndex, "verdict"),
    ],
)  # fmt: skip
def test_shared_data_is_consistent_after_an_interrupt(
    owner: object, function: str, times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After an interrupt before or after a function call, the next check has the same result as always."""
    expected = check(FileChecker(), GAN)
    clear_table_caches()
    checker, left = FileChecker(), times
    original = getattr(owner, function)

    def interrupted(*arguments: Any, **options: Any) -> Any:
        nonlocal left
        left -= 1
        is_due = left == 0
        if is_due and times % 2:
            raise_alarm()
        result = original(*arguments, **options)
        if is_due:
            raise_alarm()
        return result

    with monkeypatch.context() as patched:
        patched.setattr(owner, function, interrupted)
        found = check(checker, GAN, 1000)
    assert [located.finding.code for located in found.findings] == ["TF004"]
    assert sys.getrecursionlimit() < 20_000
    assert check(checker, GAN) == expected


def test_the_rule_can_be_ignored_and_is_on_with_any_selection() -> None:
    def codes(select: list[str] | None, ignored: frozenset[str] = frozenset()) -> list[str]:
        job = job_of("program.py", select=select, time_limit=0.5)._replace(ignored=ignored)
        with quick_clock():
            return [located.finding.code for located in FileChecker().check(job, TF1.encode()).findings]

    assert codes(["TF3"]) == ["TF004"]
    assert codes(None, frozenset({"TF004"})) == []


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_the_command_stops_checking_one_file_and_checks_the_others(tmp_path: Path, jobs: str) -> None:
    for number in range(70):  # enough for two processes
        (tmp_path / f"m{number:02}.py").write_text("import os\n")
    (tmp_path / "m33.py").write_text(SLOW)
    (tmp_path / "n.py").write_text("print 1 # tf\n")
    done = command(tmp_path, "check", ".", "--jobs", jobs, "--time-limit", LIMIT)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.splitlines()[0] == (
        "m33.py:1:1: TF004 the check took more than 0.2 seconds and was given up, so nothing in the file was checked"
    )


def test_it_can_be_set_in_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "tf2lint.toml").write_text(f"time-limit = {LIMIT}\n")
    (tmp_path / "slow.py").write_text(SLOW)
    done = command(tmp_path, "check", "--format", "json")
    assert [finding["code"] for finding in json.loads(done.stdout)["findings"]] == ["TF004"]
    done = command(tmp_path, "check", "--statistics", "--time-limit", "0")
    assert done.stdout.splitlines()[0] == "5000  TF101  error    removed-name"
    assert f"time-limit = {LIMIT}  # " in command(tmp_path, "config").stdout
    assert "time-limit = 60  # default" in command(tmp_path, "config", "--isolated").stdout


def test_pruning_a_baseline_keeps_the_findings_of_a_file_that_took_too_long(tmp_path: Path) -> None:
    (tmp_path / "slow.py").write_text(SLOW)
    assert command(tmp_path, "check", "--write-baseline", "base.json", "--time-limit", "600").returncode == 0
    before = (tmp_path / "base.json").read_text()
    done = command(
        tmp_path, "check", "--no-cache", "--baseline", "base.json", "--prune-baseline", "--time-limit", LIMIT
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert "TF004" in done.stdout
    assert (tmp_path / "base.json").read_text() == before
