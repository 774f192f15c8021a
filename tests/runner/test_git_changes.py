"""`--diff-base` in real repositories."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from support.hosts import tf2lint

if TYPE_CHECKING:
    from pathlib import Path

WHO = dict.fromkeys(("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"), "x")
WHO |= dict.fromkeys(("GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"), "x@example.org")
PROGRAM = "import tensorflow as tf\n\na = tf.log(1.0)\nb = tf.log(\n    2.0,\n)\n"


def git(folder: Path, *arguments: str) -> None:
    environment = {**os.environ, **WHO, "GIT_CONFIG_GLOBAL": os.devnull}
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


def places(folder: Path, *arguments: str) -> list[str]:
    done = tf2lint(folder, "check", "-q", *arguments)
    assert done.stderr == ""
    return [":".join(line.split(":")[:2]) for line in done.stdout.splitlines()]


def test_only_changed_lines_count(repository: Path) -> None:
    assert places(repository, "--diff-base", "main") == []
    (repository / "program.py").write_text(f"# {PROGRAM.replace('a = ', 'aa = ')}")
    assert places(repository, "--diff-base", "main") == [], "the import is a comment now"
    (repository / "program.py").write_text(PROGRAM.replace("a = ", "aa = "))
    assert places(repository, "--diff-base", "HEAD") == ["program.py:3"]
    (repository / "program.py").write_text(f"import os\n{PROGRAM}tf.log(3.0)\n")
    assert places(repository, "--diff-base", "HEAD") == ["program.py:8"]
    done = tf2lint(repository, "check", "--diff-base", "HEAD")
    assert done.stdout.splitlines()[-1] == "Not counted: 3 in lines that did not change."


def test_files_that_git_does_not_know_yet_are_new(repository: Path) -> None:
    (repository / "sub").mkdir()
    (repository / "sub" / "new é.py").write_text(PROGRAM)
    assert places(repository, "--diff-base", "main") == ["sub/new é.py:3", "sub/new é.py:4"]
    git(repository, "add", "--all")
    assert places(repository, "--diff-base", "main") == ["sub/new é.py:3", "sub/new é.py:4"]
    assert places(repository / "sub", "--diff-base", "main") == ["new é.py:3", "new é.py:4"]


def test_a_branch_is_compared_with_where_it_began(repository: Path) -> None:
    git(repository, "switch", "-q", "-c", "feature")
    (repository / "program.py").write_text(f"{PROGRAM}tf.log(3.0)\n")
    commit(repository)
    git(repository, "switch", "-q", "main")
    (repository / "old.py").write_text("import os\n")
    commit(repository)
    git(repository, "switch", "-q", "feature")
    assert places(repository, "--diff-base", "main") == ["program.py:7"], "old.py was changed by others"


def test_a_file_that_was_moved_is_not_new(repository: Path) -> None:
    git(repository, "mv", "program.py", "moved.py")
    (repository / "moved.py").write_text(f"{PROGRAM}tf.log(3.0)\n")
    assert places(repository, "--diff-base", "HEAD") == ["moved.py:7"]


def test_cells_of_notebooks(repository: Path) -> None:
    def write(*cells: str) -> None:
        listed = [{"cell_type": "code", "source": cell.splitlines(keepends=True)} for cell in cells]
        (repository / "a.ipynb").write_text(json.dumps({"cells": listed, "metadata": {}, "nbformat": 4}))

    write("import tensorflow as tf", "tf.log(1.0)")
    commit(repository)
    write("import tensorflow as tf", "import os", "tf.log(1.0)", "tf.log(2.0)\ntf.log(1.0)")
    assert places(repository, "--diff-base", "HEAD") == ["a.ipynb:cell 4", "a.ipynb:cell 4"]
    write("import tensorflow as tf", "tf.log(1.0)", "tf.log(2.0)")
    assert places(repository, "--diff-base", "HEAD") == ["a.ipynb:cell 3"]


def test_a_notebook_that_git_takes_for_binary_and_that_was_moved(repository: Path) -> None:
    cells = [
        {"cell_type": "code", "source": text} for text in ("import tensorflow as tf", "tf.log(1.0)", "x = 1\ny = 2")
    ]
    (repository / "a.ipynb").write_text(json.dumps({"cells": cells, "metadata": {}}, indent=1))
    (repository / ".gitattributes").write_text("*.ipynb -diff\n")
    commit(repository)
    git(repository, "mv", "a.ipynb", "b.ipynb")
    cells.append({"cell_type": "code", "source": "tf.log(2.0)"})
    (repository / "b.ipynb").write_text(json.dumps({"cells": cells, "metadata": {}}, indent=1))
    assert places(repository, "--diff-base", "HEAD") == ["b.ipynb:cell 4"]


def test_a_repository_within_another(repository: Path) -> None:
    inner = repository / "inner"
    inner.mkdir()
    git(inner, "init", "-q", "-b", "main")
    (inner / "program.py").write_text(PROGRAM)
    commit(inner)
    (inner / "program.py").write_text(f"{PROGRAM}tf.log(3.0)\n")
    assert places(repository, "--diff-base", "main") == ["inner/program.py:7"]


def test_settings_of_the_user_do_not_matter(repository: Path) -> None:
    settings = ["diff.noprefix=true", "diff.mnemonicPrefix=true", "color.ui=always", "diff.external=false"]
    for setting in (*settings, "diff.interHunkContext=9"):
        git(repository, "config", *setting.split("="))
    (repository / "program.py").write_text(f"x = 1\n{PROGRAM}tf.log(3.0)\n")
    assert places(repository, "--diff-base", "HEAD") == ["program.py:8"]


def test_what_git_ignores_is_new_if_it_is_named(repository: Path) -> None:
    (repository / ".gitignore").write_text("gen.py\n")
    commit(repository)
    (repository / "gen.py").write_text(PROGRAM)
    assert places(repository, "gen.py", "--diff-base", "HEAD") == ["gen.py:3", "gen.py:4"]


def test_a_clone_without_history(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    (repository / "old.py").write_text("import tensorflow as tf\ntf.log(1.0)\ntf.log(2.0)\n")
    commit(repository)
    git(repository, "branch", "other", "HEAD~1")
    clone = tmp_path_factory.mktemp("clone")
    git(clone, "clone", "-q", "--depth", "1", "--no-single-branch", repository.as_uri(), ".")
    done = tf2lint(clone, "check", "-q", "--diff-base", "origin/other")
    assert done.stdout.startswith("old.py:3:1")
    assert done.stderr.endswith(
        "there is no history between origin/other and HEAD, so origin/other itself is compared with\n"
    )


@pytest.mark.parametrize("revision", ["nowhere", "--help", "HEAD:program.py"])
def test_a_revision_that_there_is_not(repository: Path, revision: str) -> None:
    done = tf2lint(repository, "check", f"--diff-base={revision}")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"tf2lint: error: {repository}: git knows no revision {revision!r}\n"


def test_a_revision_is_looked_for_even_if_nothing_was_found(repository: Path) -> None:
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
    assert [(one["path"], one["line"]) for one in json.loads(done.stdout)["findings"]] == [(name, 7)]


def test_outside_of_a_repository(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(PROGRAM)
    done = tf2lint(tmp_path, "check", "--diff-base", "main")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "program.py: it is in no git repository" in done.stderr


def test_without_git(repository: Path) -> None:
    done = tf2lint(repository, "check", "--diff-base", "main", environment={"PATH": ""})
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "tf2lint: error: there is no git on this machine, which --diff-base asks what has changed\n"


def test_what_the_baseline_accepts_is_not_new_either(repository: Path) -> None:
    assert tf2lint(repository, "check", "--write-baseline", "baseline.json").returncode == 0
    (repository / "program.py").write_text(PROGRAM.replace("(1.0)", "(1.5)").replace("\n\n", "\n\ntf.log(3.0)\n"))
    assert places(repository, "--diff-base", "HEAD") == ["program.py:3", "program.py:4"]
    assert places(repository, "--diff-base", "HEAD", "--baseline", "baseline.json") == ["program.py:4"]
