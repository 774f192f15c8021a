"""Tests that a run is only taken as repeated while nothing has changed that it depends on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.cached_runs import run, run_uncached
from support.cases import job_of
from tf2lint.caching.current_answers import CurrentAnswers
from tf2lint.caching.entries import Entries

if TYPE_CHECKING:
    from pathlib import Path

    from tf2lint.runner.jobs import Job

_TF = "import tensorflow as tf\n"
#: A project in a folder of its own; what it imports may also lie beside it.
_FILES = {
    "project/pyproject.toml": "",
    "project/a.py": "from b import tf\nimport outside\ntf.log(outside.x)\n",
    "project/b.py": _TF,
    "project/pack/__init__.py": "",
    "project/pack/c.py": f"{_TF}\ndef call(session):\n    session.run(1)\n",
}


def _write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


def _jobs(folder: Path) -> list[Job]:
    return [job_of(str(folder / name)) for name in sorted(_FILES) if name.endswith(".py")]


@pytest.fixture
def repeated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Returns a folder with a project that was checked twice, so that a third run is a repeated one."""
    _write(tmp_path, _FILES)
    expected = run_uncached(_jobs(tmp_path))
    assert run(tmp_path / "cache", _jobs(tmp_path))[0] == expected
    assert run(tmp_path / "cache", _jobs(tmp_path)) == (expected, 4)
    with monkeypatch.context() as patched:
        patched.setattr(CurrentAnswers, "answer", None)
        assert run(tmp_path / "cache", _jobs(tmp_path)) == (expected, 4), "no question is asked"
    return tmp_path


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"project/b.py": "import jax as tf\n"}, id="a checked file"),
        pytest.param({"outside.py": "import tensorflow\nx = tensorflow.placeholder(1)\n"}, id="a module beside it"),
        pytest.param({"project/outside.py": "x = 1\n"}, id="a module that was not there"),
        pytest.param({"project/b/__init__.py": "tf = None\n"}, id="a package that hides a module"),
        pytest.param({"project/new.py": f"{_TF}import pack.c\npack.c.call(tf.Session())\n"}, id="a caller"),
        pytest.param({"project/pack/setup.py": ""}, id="a project in the project"),
    ],
)
def test_a_change_is_seen(repeated: Path, changed: dict[str, str]) -> None:
    _write(repeated, changed)
    expected = run_uncached(_jobs(repeated))
    for _ in range(4):
        results, hits = run(repeated / "cache", _jobs(repeated))
        assert results == expected
    assert hits == 4


def test_after_a_change_the_other_files_ask_nothing(repeated: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _write(repeated, {"project/pack/c.py": f"{_FILES['project/pack/c.py']}\nx = 1\n"})
    expected = run_uncached(_jobs(repeated))
    monkeypatch.setattr(CurrentAnswers, "answer", None)
    assert run(repeated / "cache", _jobs(repeated)) == (expected, 3)
    assert run(repeated / "cache", _jobs(repeated)) == (expected, 4)


def test_a_run_of_some_files_uses_what_is_known_of_all(repeated: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CurrentAnswers, "answer", None)
    expected = run_uncached(_jobs(repeated))
    _write(repeated, {"project/b.py": f"{_TF}x = 1\n"})
    assert run(repeated / "cache", _jobs(repeated)[2:]) == (expected[2:], 2)
    assert run(repeated / "cache", _jobs(repeated)[1:2]) == (expected[1:2], 0)
    assert run(repeated / "cache", _jobs(repeated)) == (expected, 4)


@pytest.mark.parametrize("damaged", ["", "AAAA", "%"])
def test_contents_that_are_missing_or_damaged_make_all_be_asked_again(
    repeated: Path, damaged: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = Entries.read

    def read_damaged(entries: Entries, kind: str, *name: str) -> str:
        return damaged if kind == "content" else read(entries, kind, *name)

    monkeypatch.setattr(Entries, "read", read_damaged)
    _write(repeated, {"project/b.py": f"{_TF}x = 1\n"})
    assert run(repeated / "cache", _jobs(repeated))[0] == run_uncached(_jobs(repeated))


def test_a_module_outside_of_the_project_that_changes(repeated: Path) -> None:
    for text in ("x = 1\n", f"{_TF}x = tf.placeholder(1)\n", "x = 2\n"):
        _write(repeated, {"outside.py": text})
        for _ in range(2):
            assert run(repeated / "cache", _jobs(repeated))[0] == run_uncached(_jobs(repeated))


def test_results_that_were_replaced_are_not_taken(repeated: Path) -> None:
    before = run_uncached(_jobs(repeated))
    _write(repeated, {"project/b.py": "import jax as tf\n"})
    run(repeated / "cache", _jobs(repeated))
    _write(repeated, {"project/b.py": _FILES["project/b.py"]})
    assert run(repeated / "cache", _jobs(repeated))[0] == before


def test_only_the_same_checks_are_a_repeated_run(repeated: Path) -> None:
    jobs = [job._replace(codes=("TF101",)) for job in _jobs(repeated)]
    assert run(repeated / "cache", jobs) == (run_uncached(jobs), 0)
    assert run(repeated / "cache", jobs[:2]) == (run_uncached(jobs[:2]), 2)
