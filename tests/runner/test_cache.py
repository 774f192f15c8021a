"""The cache: a run with the cache has the same results as one without, whatever has changed since the last run."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings, strategies as st

from support.cached_runs import run, run_uncached
from support.cases import job_of
from support.changing_projects import checked_changes
from support.hosts import tf2lint
from support.random_modules import MODULES, change
from tf2lint.caching import entries
from tf2lint.runner.cache import Cache
from tf2lint.runner.processes import check_all
from tf2lint.runner.worker import Worker

if TYPE_CHECKING:
    from tf2lint.runner.jobs import Job

TF1 = "import tensorflow as tf\ntf.log(1.0)\n"


def write(folder: Path, files: dict[str, str]) -> list[Job]:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return [job_of(str(folder / name)) for name in files]


@settings(deadline=None, max_examples=40)
@given(st.randoms(use_true_random=False))
def test_results_are_the_same_as_without_a_cache(random: Random) -> None:
    """Modules are added, changed and removed between runs, which check all of them or only some."""
    with tempfile.TemporaryDirectory() as root:
        folder = Path(root)
        changed = to_check = list(MODULES)
        for _ in range(4):
            change(folder, changed, random)
            paths = [folder / f"{module}.py" for module in to_check]
            jobs = [job_of(str(path)) for path in paths if path.exists()]
            expected = run_uncached(jobs)
            assert run(folder / "cache", jobs)[0] == expected
            if random.random() < 0.5:
                assert run(folder / "cache", jobs) == (expected, len(jobs))
            changed = random.sample(MODULES, random.randint(0, 2))
            to_check = list(MODULES) if random.random() < 0.5 else random.sample(MODULES, 2)


def test_unchanged_files_are_not_checked_again(tmp_path: Path) -> None:
    jobs = write(tmp_path, {"a.py": "from b import tf\ntf.log(1.0)\n", "b.py": TF1, "broken.py": "import tensorflow ("})
    first, hits = run(tmp_path / "cache", jobs)
    assert (hits, [len(result.findings) for result in first]) == (0, [1, 1, 1])
    assert run(tmp_path / "cache", jobs) == (first, 3)


@pytest.mark.parametrize(
    ("name", "text", "expected_hits", "counts"),
    [
        pytest.param("a.py", "from b import tf\n\ntf.log(1.0)\n", 2, (1, 1, 0), id="the file"),
        pytest.param("b.py", "import jax as tf  # no tensorflow\n", 1, (0, 0, 0), id="a module that it imports"),
        pytest.param("c.py", "import tensorflow as tf\ntf.log(2.0)\n", 2, (1, 1, 1), id="another file"),
        pytest.param("b/__init__.py", "", 3, (1, 1, 0), id="a package that takes precedence over a module"),
        pytest.param("jax.py", "from c import tensorflow", 3, (1, 1, 0), id="a module that is not imported"),
    ],
)
def test_changed_files_are_checked_again(
    tmp_path: Path, name: str, text: str, expected_hits: int, counts: tuple[int, ...]
) -> None:
    jobs = write(
        tmp_path, {"a.py": "from b import tf\ntf.log(1.0)\n", "b.py": TF1, "c.py": "import tensorflow\nimport os\n"}
    )
    run(tmp_path / "cache", jobs)
    write(tmp_path, {name: text})
    results, hits = run(tmp_path / "cache", jobs)
    assert results == run_uncached(jobs)
    assert (hits, tuple(len(result.findings) for result in results)) == (expected_hits, counts)
    assert run(tmp_path / "cache", jobs) == (results, 3)


def test_an_imported_module_is_added_changed_and_removed(tmp_path: Path) -> None:
    jobs = write(tmp_path, {"a.py": "from b import tf\ntf.log(1.0)\n"})
    assert not run(tmp_path / "cache", jobs)[0][0].findings
    write(tmp_path, {"b.py": "tf = None"})
    assert not run(tmp_path / "cache", jobs)[0][0].findings
    write(tmp_path, {"b.py": TF1})
    assert run(tmp_path / "cache", jobs)[0][0].findings
    (tmp_path / "b.py").unlink()
    assert not run(tmp_path / "cache", jobs)[0][0].findings


def test_facts_of_other_files_are_dependencies(tmp_path: Path) -> None:
    silent = "import tensorflow.compat.v1 as tf\ntf.trainable_variables()\n"
    main = "import tensorflow.compat.v1 as tf\ntf.disable_v2_behavior()\n"
    jobs = write(tmp_path, {"pyproject.toml": "", "a.py": silent})[1:]
    assert len(run(tmp_path / "cache", jobs)[0][0].findings) == 1
    write(tmp_path, {"main.py": main})
    assert len(run(tmp_path / "cache", jobs)[0][0].findings) == 1
    write(tmp_path, {"main.py": f"import a\n{main}"})
    assert not run(tmp_path / "cache", jobs)[0][0].findings
    write(tmp_path, {"main.py": "import a, b\n", "b.py": main})
    assert run(tmp_path / "cache", jobs) == (run_uncached(jobs), 1)
    write(tmp_path, {"b.py": f'"""{main}"""'})
    assert len(run(tmp_path / "cache", jobs)[0][0].findings) == 1


@pytest.mark.parametrize("name", ["a.py", "a.ipynb"])
def test_what_the_files_around_are_written_for_is_a_dependency(tmp_path: Path, name: str) -> None:
    code = "import tensorflow as tf\nimport b\ntf.nn.dropout([1.0], b.share)\n"
    cell = {"cell_type": "code", "metadata": {}, "outputs": [], "source": code}
    notebook = json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    jobs = write(tmp_path, {name: notebook if name.endswith("ipynb") else code})
    write(tmp_path, {"b.py": "share = 0.9\n"})
    assert not run(tmp_path / "cache", jobs)[0][0].findings
    write(tmp_path, {"b.py": "import tensorflow as tf\nshare = tf.placeholder(tf.float32)\n"})
    assert len(run(tmp_path / "cache", jobs)[0][0].findings) == 1
    assert run(tmp_path / "cache", jobs) == (run_uncached(jobs), 1)


def test_settings_are_a_part_of_the_key(tmp_path: Path) -> None:
    (job,) = write(tmp_path, {"a.py": TF1})
    others = [
        job,
        job._replace(target="2.1"),
        job._replace(source_version="1"),
        job._replace(keras_version="2.15"),
        job._replace(codes=("TF301",)),
        job._replace(ignored=frozenset(["TF101"])),
    ]
    for number, other in enumerate(others):
        result, hits = run(tmp_path / "cache", [other])
        assert (result, hits) == (run_uncached([other]), 0)
        assert run(tmp_path / "cache", others[: number + 1])[1] == number + 1


def test_cached_results_have_the_path_of_the_job(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"a.py": TF1})
    run(tmp_path / "cache", [job_of(str(tmp_path / "a.py"))])
    monkeypatch.chdir(tmp_path)
    ((result,), hits) = run(tmp_path / "cache", [job_of("a.py")])
    assert (hits, result.path, result.findings[0].finding.path) == (1, "a.py", "a.py")


def test_a_file_that_changes_during_the_check_is_not_cached(tmp_path: Path) -> None:
    (job,) = write(tmp_path, {"a.py": TF1})
    (first,) = check_all([job], 1, worker=Worker(record_dependencies=True))
    cache = Cache(str(tmp_path / "cache"))
    cache.add(job, first)
    write(tmp_path, {"a.py": TF1 * 2})
    (second,) = check_all([job], 1, worker=Worker(record_dependencies=True))
    cache.add(job, second._replace(result=first.result))
    cache.write()
    cache.close()
    with closing(Cache(str(tmp_path / "cache"))) as reopened:
        assert reopened.find_all([job]) == [None]


def test_another_version_starts_with_an_empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    jobs = write(tmp_path, {"a.py": TF1, "b.py": TF1})
    run(tmp_path / "cache", jobs)
    monkeypatch.setattr(entries, "_writer", lambda: "another")
    assert run(tmp_path / "cache", jobs[:1])[1] == 0
    monkeypatch.undo()
    assert run(tmp_path / "cache", jobs)[1] == 0, "results of another version are ignored"


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" + b"\xff" * 4096])
def test_a_damaged_cache_is_ignored(tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    jobs = write(tmp_path, {"a.py": TF1})
    run(tmp_path / "cache", jobs)
    (tmp_path / "cache" / "results.db").write_bytes(content)
    assert run(tmp_path / "cache", jobs) == (run_uncached(jobs), 0)
    assert run(tmp_path / "cache", jobs) == (run_uncached(jobs), 1), "it was rewritten"
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("seed", range(6))
def test_damaged_entries_are_ignored(tmp_path: Path, seed: int) -> None:
    random = Random(seed)
    files = {
        f"m{number}.py": f"from m{number - 1} import tf\n{'tf.log(1.0)' * (number % 3)}\n" for number in range(1, 9)
    }
    jobs = write(tmp_path, {"m0.py": TF1, **files})
    run(tmp_path / "cache", jobs)
    path = tmp_path / "cache" / "results.db"
    data = bytearray(path.read_bytes())
    for _ in range(40):
        data[random.randrange(100, len(data))] ^= 1 << random.randrange(8)
    path.write_bytes(data)
    assert run(tmp_path / "cache", jobs)[0] == run_uncached(jobs)
    assert run(tmp_path / "cache", jobs)[0] == run_uncached(jobs)


def test_an_entry_with_a_wrong_checksum_is_ignored(tmp_path: Path) -> None:
    (job,) = write(tmp_path, {"a.py": TF1})
    run(tmp_path / "cache", [job])
    with closing(sqlite3.connect(tmp_path / "cache" / "results.db")) as rows, rows:
        change = (
            "UPDATE entries SET content = replace(content, 'math.log', 'maths.log') WHERE content LIKE '%math.log%'"
        )
        assert rows.execute(change).rowcount == 1
    assert run(tmp_path / "cache", [job]) == (run_uncached([job]), 0)


def test_concurrent_runs(tmp_path: Path) -> None:
    write(tmp_path, {f"m{number}.py": TF1 * number for number in range(1, 41)})
    command = [sys.executable, "-m", "tf2lint", "check", "-j1", "."]
    processes = [
        subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(4)
    ]
    outputs = {process.communicate(timeout=120) for process in processes}
    assert len(outputs) == 1
    ((found, errors),) = outputs
    assert (found.count(b"TF101"), errors) == (sum(range(1, 41)), b"")
    assert tf2lint(tmp_path, "check", ".").stdout.encode() == found


def test_the_command_caches_results_among_the_caches_of_the_user(tmp_path: Path) -> None:
    project, caches = tmp_path / "project", {"XDG_CACHE_HOME": str(tmp_path / "caches")}
    write(project, {"src/a.py": TF1, "src/b.py": "import os\n", "pyproject.toml": "[tool.tf2lint]\n"})
    first = tf2lint(project / "src", "check", ".", environment=caches)
    assert sorted(path.name for path in project.iterdir()) == ["pyproject.toml", "src"]
    (folder,) = (tmp_path / "caches" / "tf2lint").iterdir()
    assert folder.name.startswith("project-")
    assert sorted(path.name for path in folder.iterdir()) == [".gitignore", "CACHEDIR.TAG", "results.db"]
    assert (folder / ".gitignore").read_text() == "*\n"
    again = tf2lint(project / "src", "check", ".", environment=caches)
    assert (again.stdout, again.stderr, again.returncode) == (first.stdout, "", 1)


def test_it_can_be_moved_or_turned_off(tmp_path: Path) -> None:
    write(tmp_path, {"src/a.py": TF1})
    tf2lint(tmp_path, "check", "--no-cache", "src")
    tf2lint(tmp_path, "check", "-", stdin=TF1.encode())
    assert [path.name for path in tmp_path.iterdir()] == ["src"]
    tf2lint(tmp_path, "check", "--cache-dir", "cache/here", "src")
    assert (tmp_path / "cache" / "here" / "results.db").exists()
    write(tmp_path, {"src/tf2lint.toml": 'cache-dir = "there/../here"\n'})
    tf2lint(tmp_path / "src", "check", ".")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cache", "src"]
    assert (tmp_path / "src" / "here" / "results.db").exists()


def test_no_cache_is_written_without_results_to_store(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": ""})
    assert tf2lint(tmp_path, "check", ".").returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_files_without_tensorflow_are_not_read_by_the_checker_again(tmp_path: Path) -> None:
    jobs = write(tmp_path, {"a.py": "import os\n", "b.py": TF1})
    assert run(tmp_path / "cache", jobs)[1] == 0
    assert run(tmp_path / "cache", jobs)[1] == 2


def test_a_cache_that_can_not_be_written_is_a_warning(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": TF1, "cache": "a file"})
    done = tf2lint(tmp_path, "check", "-q", ".", "--cache-dir", "cache")
    assert done.returncode == 1
    assert done.stdout.startswith("a.py:2:1: TF101")
    assert done.stderr.startswith("tf2lint: warning: can't write the cache: ")
    assert done.stderr.endswith("cache: File exists\n")


def test_a_check_that_took_too_long_is_not_cached(tmp_path: Path) -> None:
    (job,) = write(tmp_path, {"a.py": TF1 + "x = [\n" + "tf.log(1.0),\n" * 2000 + "]\n"})
    ((too_slow,), _) = run(tmp_path / "cache", [job._replace(time_limit=0.001)])
    assert [located.finding.code for located in too_slow.findings] == ["TF004"]
    ((result,), hits) = run(tmp_path / "cache", [job])
    assert (len(result.findings), hits) == (2001, 0)


def test_a_result_depends_on_the_files_that_call_its_functions(tmp_path: Path) -> None:
    (tmp_path / "setup.py").touch()
    steps, main = tmp_path / "steps.py", tmp_path / "main.py"
    steps.write_text("import tensorflow as tf\n\n\ndef train(current):\n    current.run(1)\n")
    job = [job_of(str(steps))]

    def codes() -> tuple[list[str], int]:
        results, hits = run(tmp_path / "cache", job)
        assert results == run_uncached(job)
        return [located.finding.code for located in results[0].findings], hits

    assert codes() == ([], 0)
    assert codes() == ([], 1)
    main.write_text("import tensorflow as tf\nimport steps\n\nsteps.train(tf.Session())\n")
    assert codes() == (["TF502"], 0)
    assert codes() == (["TF502"], 1)
    main.write_text("import tensorflow as tf\nimport steps\n\nsteps.train(tf.constant(1))\n")
    assert codes() == ([], 0)
    main.unlink()
    assert codes() == ([], 1), "nothing is known of what is passed, as before"


@pytest.mark.parametrize("seed", range(5))
def test_whatever_changes_results_are_the_same_as_without_a_cache(tmp_path: Path, seed: int) -> None:
    checked = list(checked_changes(tmp_path, Random(seed), 10))
    assert [one for one in checked if one.difference] == []
    assert sum(one.kept for one in checked) > sum(one.files for one in checked) / 3, "much need not be checked again"


def test_a_file_is_not_checked_again_if_what_it_asks_of_others_is_answered_the_same(tmp_path: Path) -> None:
    uses = "import tensorflow as tf\nfrom util import SESS, make\nSESS.run(1)\nmake().run(2)\n"
    util = "import tensorflow as tf\nSESS = tf.Session()\n\n\ndef make():\n    return tf.Session()\n"
    jobs = write(tmp_path, {"uses.py": uses, "util.py": util, "setup.py": ""})[:1]
    assert len(run(tmp_path / "cache", jobs)[0][0].findings) == 2
    for text, hits in ((f"{util}x = 1\n", 1), (util.replace("return", "print(3)\n    return"), 0)):
        write(tmp_path, {"util.py": text})
        assert run(tmp_path / "cache", jobs) == (run_uncached(jobs), hits), "related locations tell the line"


def test_what_is_not_used_for_weeks_is_deleted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    jobs = write(tmp_path, {f"m{number}.py": TF1 + "tf.log(1)\n" * 99 for number in range(20)})
    folder, path = tmp_path / "cache", tmp_path / "cache" / "results.db"
    run(folder, jobs)
    size, week = path.stat().st_size, entries._week()
    for weeks in (5, 10):
        monkeypatch.setattr(entries, "_week", lambda now=week + weeks: now)
        write(tmp_path, {"m0.py": f"{TF1}x = {weeks}\n"})
        assert run(folder, jobs[:3])[1] == 2
    assert path.stat().st_size < size / 2
    assert run(folder, jobs)[1] == 3
