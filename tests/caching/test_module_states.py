"""Tests that after a change only those files are analyzed that something has changed for, see `ModuleStates`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.cached_runs import run, run_uncached
from support.cases import job_of
from tf2lint.engine import Engine
from tf2lint.project import Workspace
from tf2lint.runner.file_checker import FileChecker

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tf2lint.project import Query

_TF = "import tensorflow as tf\n"
#: Each module asks the one before.
_CHAIN = {
    "setup.py": "",
    "first.py": f"{_TF}OLD = tf.__version__ < '2'\nclass Base(tf.keras.Model):\n    pass\n",
    "second.py": f"{_TF}from first import OLD, Base\nIS_OLD = OLD\nclass Model(Base):\n    pass\n",
    "third.py": f"{_TF}from second import IS_OLD, Model\ndef make():\n    return Model()\n",
    "last.py": f"{_TF}import third\nif third.IS_OLD:\n    tf.log(1)\nmodel = third.make()\nmodel.save('m.h5')\n",
}


class Project:
    """A project in a folder, which is changed and checked.

    Attributes:
        analyzed: the modules that the last check has analyzed for others.
        checked: the files that it has checked itself.
    """

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._folder = folder
        self.analyzed: list[str] = []
        self.checked: list[str] = []
        self._log(monkeypatch, Workspace, "_exports", lambda _workspace, _source, path, _names: self._analyze(path))
        self._log(monkeypatch, FileChecker, "_check", lambda _checker, job, _data: self.checked.append(_name(job.path)))

    def write(self, files: dict[str, str]) -> None:
        for name, text in files.items():
            (self._folder / name).write_text(text)

    def check(self, files: str = "*.py") -> dict[str, list[str]]:
        """Checks files; returns the codes of their findings, which must be those of a check without a cache."""
        jobs = [job_of(str(path)) for path in sorted(self._folder.glob(files))]
        expected = run_uncached(jobs)
        self.analyzed, self.checked = [], []
        results, _ = run(self._folder / "cache", jobs)
        assert results == expected
        return {_name(one.path): [found.finding.code for found in one.findings] for one in results if one.findings}

    def _analyze(self, path: str) -> None:
        self.analyzed.append(_name(path))

    def _log(self, patch: pytest.MonkeyPatch, owner: type, name: str, log: Callable[..., None]) -> None:
        original = getattr(owner, name)

        def logged(*arguments: object) -> object:
            log(*arguments)
            return original(*arguments)

        patch.setattr(owner, name, logged)


def _name(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".py")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    return Project(tmp_path, monkeypatch)


def test_what_depends_on_a_module_that_answers_as_before_is_not_analyzed(project: Project) -> None:
    project.write(_CHAIN)
    before = project.check()
    assert before["last"] == ["TF704", "TF706"]
    for number in (1, 2):
        project.write({"first.py": f"{_CHAIN['first.py']}x = {number}\n"})
        assert project.check() == before
        assert (set(project.analyzed), project.checked) == ({"first"}, ["first"])
    assert project.check() == before
    assert (project.analyzed, project.checked) == ([], [])


def test_what_depends_on_a_module_that_answers_otherwise_is_checked(project: Project) -> None:
    project.write(_CHAIN)
    project.check()
    project.write({"first.py": _CHAIN["first.py"].replace("< '2'", "> '2'")})
    assert project.check()["last"] == ["TF101", "TF704", "TF706"]
    assert set(project.analyzed) == {"first", "second", "third"}
    project.write({"first.py": _CHAIN["first.py"].replace("tf.keras.Model", "object")})
    assert "last" not in project.check()


def test_lines_that_move_change_nothing_for_modules_that_ask_others(project: Project) -> None:
    project.write({**_CHAIN, "last.py": f"{_TF}import third\nif third.IS_OLD:\n    tf.log(1)\nelse:\n    tf.exp(1)\n"})
    before = project.check()
    project.write({"first.py": f"# moved\n{_CHAIN['first.py']}"})
    assert project.check() == before
    assert project.checked == ["first"]


@pytest.mark.parametrize(
    "files",
    [
        pytest.param(
            {
                "first.py": f"{_TF}import second\nSESS = tf.Session()\n",
                "second.py": f"{_TF}import first\nSESS = first.SESS\n",
                "last.py": f"{_TF}from second import SESS\nSESS.run(1)\n",
            },
            id="modules that import each other",
        ),
        pytest.param(
            {
                "first.py": f"{_TF}SESS = tf.Session()\n",
                "second.py": f"{_TF}from first import *\n",
                "last.py": f"{_TF}from second import *\nSESS.run(1)\n",
            },
            id="star imports",
        ),
        pytest.param(
            {
                "first.py": f"{_TF}SESS = tf.Session()\n",
                "second.py": f"{_TF}import first\nimport last\nlast.use(first.SESS)\n",
                "last.py": f"{_TF}def use(current):\n    current.run(1, feed_dict={{}})\n",
            },
            id="arguments",
        ),
        pytest.param(
            {
                "first.py": f"{_TF}def net(x, reuse=None):\n    with tf.variable_scope('n', reuse=reuse):\n"
                "        return x\n",
                "second.py": f"{_TF}import first\ndef net(x, reuse=None):\n    return first.net(x, reuse=reuse)\n",
                "last.py": f"{_TF}import second\nsecond.net(tf.zeros([1]), reuse=True)\n",
            },
            id="reuse flags",
        ),
        pytest.param(
            {
                "first.py": f"{_TF}class Base(tf.keras.Model):\n    pass\n",
                "second.py": "from first import Base\nclass Model(Base):\n    pass\n",
                "last.py": f"{_TF}import second\nmodel = second.Model()\nmodel.save('m.h5')\n",
            },
            id="classes",
        ),
        pytest.param(
            {
                "first.py": f"{_TF}class Base(tf.keras.Model):\n    pass\n",
                "second.py": "import first\ndef make():\n    return first.Base()\n",
                "last.py": f"{_TF}import second\nmodel = second.make()\nmodel.save('m.h5')\n",
            },
            id="functions that create objects",
        ),
    ],
)
@pytest.mark.parametrize("checked", ["*.py", "last.py"])
def test_changes_in_other_shapes(project: Project, files: dict[str, str], checked: str) -> None:
    project.write({"setup.py": "", **files})
    before = project.check(checked)
    assert before["last"]
    project.write({"first.py": f"{files['first.py']}x = 1\n"})
    assert project.check(checked) == before
    changed = files["first.py"]
    for old, new in (("tf.Session()", "None"), ("reuse=reuse", "reuse=None"), ("tf.keras.Model", "object")):
        changed = changed.replace(old, new)
    project.write({"first.py": changed})
    assert "last" not in project.check(checked)
    project.write(files)
    assert project.check(checked) == before


def test_a_run_of_some_files_leaves_states_that_hold(project: Project) -> None:
    project.write(_CHAIN)
    project.check()
    project.write({"first.py": _CHAIN["first.py"].replace("< '2'", "> '2'")})
    project.check("second.py")
    assert project.check()["last"] == ["TF101", "TF704", "TF706"]
    project.write(_CHAIN)
    project.check("third.py")
    assert project.check("last.py")["last"] == ["TF704", "TF706"]


def test_an_error_while_others_are_asked_is_reported_by_the_check(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_engine: Engine, _queries: list[Query]) -> None:
        raise ZeroDivisionError

    project.write(_CHAIN)
    before = project.check()
    project.write({"first.py": f"{_CHAIN['first.py']}x = 1\n"})
    with monkeypatch.context() as patched:
        patched.setattr(Engine, "answers_about_modules", fail)
        with pytest.raises(AssertionError, match="internal error"):
            project.check()
    assert project.check() == before


def test_a_state_tells_nothing_about_answers_from_before_it_was_stored(project: Project) -> None:
    base, save = f"{_TF}class Base(tf.keras.Model):\n    pass\n", "model.save('m.h5')\n"
    files = {
        "setup.py": "",
        "first.py": base,
        "other.py": base,
        "second.py": "import first, other\nclass A(first.Base):\n    pass\nclass B(other.Base):\n    pass\n",
        "third.py": base,
        "last.py": f"{_TF}import second, third\nthird.Base\nmodel = second.A()\n{save}",
        "user.py": f"{_TF}import second\nmodel = second.B()\n{save}",
    }
    project.write(files)
    before = project.check("[lu]*.py")
    assert before.keys() == {"last", "user"}
    project.write({"second.py": f"{files['second.py']}x = 1\n"})
    project.check("user.py")
    project.write({**files, "third.py": f"{base}x = 1\n"})
    assert project.check("[lu]*.py") == before, "the state of the second module is that of what the user asked"
    project.write({"first.py": base.replace("tf.keras.Model", "object")})
    assert project.check("[lu]*.py").keys() == {"user"}
