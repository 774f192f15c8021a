"""`--diff-base` in git repositories."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from support.hosts import tf2lint

if TYPE_CHECKING:
    from pathlib import Path

GIT_USER = dict.fromkeys(("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"), "x")
GIT_USER |= dict.fromkeys(("GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"), "x@example.org")
PROGRAM = "import tensorflow as tf\n\na = tf.log(1.0)\nb = tf.log(\n    2.0,\n)\n"


def git(folder: Path, *arguments: str) -> None:
    environment = {**os.environ, **GIT_USER, "GIT_CONFIG_GLOBAL": os.devnull}
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, env=environment)


def commit(folder: Path) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "-q", "-m", "x")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q", "-b", "main")
    (tmp_path / "program.py").write_text(PROGRAM)
    (tmp_path / "old.py").write_text("import tensorflow as tf\ntf.log(1.0)\n")
    commit(tmp_path)
    return tmp_path


def positions(folder: Path, *arguments: str) -> list[str]:
    done = tf2lint(folder, "check", "-q", *arguments)
    assert done.stderr == ""
    return [":".join(line.split(":")[:2]) for line in done.stdout.splitlines()]


def test_only_changed_lines_are_reported(repository: Path) -> None:
    assert positions(repository, "--diff-base", "main") == []
    (repository / "program.py").write_text(f"# {PROGRAM.replace('a = ', 'aa = ')}")
    assert positions(repository, "--diff-base", "main") == [], "the import is a comment now"
    (repository / "program.py").write_text(PROGRAM.replace("a = ", "aa = "))
    assert positions(repository, "--diff-base", "HEAD") == ["program.py:3"]
    (repository / "program.py").write_text(f"import os\n{PROGRAM}tf.log(3.0)\n")
    assert positions(repository, "--diff-base", "HEAD") == ["program.py:8"]
    done = tf2lint(repository, "check", "--diff-base", "HEAD")
    assert done.stdout.splitlines()[-1] == "Not counted: 3 in unchanged lines."


def test_untracked_files_are_new(repository: Path) -> None:
    (repository / "sub").mkdir()
    (repository / "sub" / "new é.py").write_text(PROGRAM)
    assert positions(repository, "--diff-base", "main") == ["sub/new é.py:3", "sub/new é.py:4"]
    git(repository, "add", "--all")
    assert positions(repository, "--diff-base", "main") == ["sub/new é.py:3", "sub/new é.py:4"]
    assert positions(repository / "sub", "--diff-base", "main") == ["new é.py:3", "new é.py:4"]


def test_a_branch_is_compared_with_its_merge_base(repository: Path) -> None:
    git(repository, "switch", "-q", "-c", "feature")
    (repository / "program.py").write_text(f"{PROGRAM}tf.log(3.0)\n")
    commit(repository)
    git(repository, "switch", "-q", "main")
    (repository / "old.py").write_text("import os\n")
    commit(repository)
    git(repository, "switch", "-q", "feature")
    assert positions(repository, "--diff-base", "main") == ["program.py:7"], "old.py was changed on main"


def test_a_moved_file_is_not_new(repository: Path) -> None:
    git(repository, "mv", "program.py", "moved.py")
    (repository / "moved.py").write_text(f"{PROGRAM}tf.log(3.0)\n")
    assert positions(repository, "--diff-base", "HEAD") == ["moved.py:7"]


def test_cells_of_notebooks(repository: Path) -> None:
    def write(*cells: str) -> None:
        listed = [{"cell_type": "code", "source": cell.splitlines(keepends=True)} for cell in cells]
        (repository / "a.ipynb").write_text(json.dumps({"cells": listed, "metadata": {}, "nbformat": 4}))

    write("import tensorflow as tf", "tf.log(1.0)")
    commit(repository)
    write("import tensorflow as tf", "import os", "tf.log(1.0)", "tf.log(2.0)\ntf.log(1.0)")
    assert positions(repository, "--diff-base", "HEAD") == ["a.ipynb:cell 4", "a.ipynb:cell 4"]
    write("import tensorflow as tf", "tf.log(1.0)", "tf.log(2.0)")
    assert positions(repository, "--diff-base", "HEAD") == ["a.ipynb:cell 3"]


def test_a_moved_notebook_that_git_treats_as_binary(repository: Path) -> None:
    cells = [
        {"cell_type": "code", "source": text} for text in ("import tensorflow as tf", "tf.log(1.0)", "x = 1\ny = 2")
    ]
    (repository / "a.ipynb").write_text(json.dumps({"cells": cells, "metadata": {}}, indent=1))
    (repository / ".gitattributes").write_text("*.ipynb -diff\n")
    commit(repository)
    git(repository, "mv", "a.ipynb", "b.ipynb")
    cells.append({"cell_type": "code", "source": "tf.log(2.0)"})
    (repository / "b.ipynb").write_text(json.dumps({"cells": cells, "metadata": {}}, indent=1))
    assert positions(repository, "--diff-base", "HEAD") == ["b.ipynb:cell 4"]


def test_a_nested_repository(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also in a hook, to which git tells the index of the outer one."""
    inner = repository / "inner"
    inner.mkdir()
    git(inner, "init", "-q", "-b", "main")
    (inner / "module.py").write_text(PROGRAM)
    commit(inner)
    (inner / "module.py").write_text(f"{PROGRAM}tf.log(3.0)\n")
    monkeypatch.setenv("GIT_INDEX_FILE", str(repository / ".git" / "index"))
    assert positions(repository, "--diff-base", "main") == ["inner/module.py:7"]


def test_the_users_git_configuration_has_no_effect(repository: Path) -> None:
    settings = ["diff.noprefix=true", "diff.mnemonicPrefix=true", "color.ui=always", "diff.external=false"]
    for setting in (*settings, "diff.interHunkContext=9"):
        git(repository, "config", *setting.split("="))
    (repository / "program.py").write_text(f"x = 1\n{PROGRAM}tf.log(3.0)\n")
    assert positions(repository, "--diff-base", "HEAD") == ["program.py:8"]


def test_a_named_file_that_git_ignores_is_new(repository: Path) -> None:
    (repository / ".gitignore").write_text("gen.py\n")
    commit(repository)
    (repository / "gen.py").write_text(PROGRAM)
    assert positions(repository, "gen.py", "--diff-base", "HEAD") == ["gen.py:3", "gen.py:4"]


def test_a_clone_without_history(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    (repository / "old.py").write_text("import tensorflow as tf\ntf.log(1.0)\ntf.log(2.0)\n")
    commit(repository)
    git(repository, "branch", "other", "HEAD~1")
    clone = tmp_path_factory.mktemp("clone")
    git(clone, "clone", "-q", "--depth", "1", "--no-single-branch", repository.as_uri(), ".")
    done = tf2lint(clone, "check", "-q", "--diff-base", "origin/other")
    assert done.stdout.startswith("old.py:3:1")
    assert done.stderr.endswith("origin/other and HEAD have no common ancestor; comparing with origin/other itself\n")


@pytest.mark.parametrize("revision", ["nowhere", "--help", "HEAD:program.py"])
def test_an_unknown_revision(repository: Path, revision: str) -> None:
    done = tf2lint(repository, "check", f"--diff-base={revision}")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"tf2lint: error: {repository}: unknown git revision {revision!r}\n"


def test_an_unknown_revision_is_an_error_without_findings(repository: Path) -> None:
    (repository / "clean.py").write_text("import os\n")
    assert tf2lint(repository, "check", "clean.py", "--diff-base", "nowhere").returncode == 2


@pytest.mark.parametrize("name", ["a b.py", 'ä"x.py', "ä\tb.py", "x\\y.py", "-a.py", "ü\n.py"])
def test_names_that_git_quotes(repository: Path, name: str) -> None:
    (repository / name).write_text(PROGRAM)
    commit(repository)
    (repository / name).write_text(f"{PROGRAM}tf.log(3.0)\n")
    done = tf2lint(
        repository, "check", ".", "--diff-base", "HEAD", "--format", "json", environment={"GIT_DIFF_OPTS": "-u9"}
    )
    assert [(finding["path"], finding["line"]) for finding in json.loads(done.stdout)["findings"]] == [(name, 7)]


def test_outside_of_a_repository(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(PROGRAM)
    done = tf2lint(tmp_path, "check", "--diff-base", "main")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "program.py: not in a git repository" in done.stderr


def test_without_git(repository: Path) -> None:
    done = tf2lint(repository, "check", "--diff-base", "main", environment={"PATH": ""})
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "tf2lint: error: --diff-base requires git, which was not found\n"


def test_a_baseline_and_a_revision(repository: Path) -> None:
    assert tf2lint(repository, "check", "--write-baseline", "baseline.json").returncode == 0
    (repository / "program.py").write_text(PROGRAM.replace("(1.0)", "(1.5)").replace("\n\n", "\n\ntf.log(3.0)\n"))
    assert positions(repository, "--diff-base", "HEAD") == ["program.py:3", "program.py:4"]
    assert positions(repository, "--diff-base", "HEAD", "--baseline", "baseline.json") == ["program.py:4"]
