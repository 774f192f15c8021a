"""The pre-commit hook, installed from this checkout by pre-commit itself, and the configurations in docs/ci.md."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from support.hosts import tf2lint

ROOT = Path(__file__).parents[2]
TF1 = "import tensorflow as tf\ntf.log(1.0)\n"
GIT_USER = dict.fromkeys(("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"), "x")
GIT_USER |= dict.fromkeys(("GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"), "x@example.org")


def run(folder: Path, *command: str, home: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **GIT_USER, "GIT_CONFIG_GLOBAL": os.devnull, "PRE_COMMIT_COLOR": "never"}
    environment |= {} if home is None else {"PRE_COMMIT_HOME": str(home)}
    return subprocess.run(
        command, cwd=folder, capture_output=True, encoding="utf-8", env=environment, timeout=300, check=False
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pre-commit")


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with a commit of this checkout's current files, from which the hook can be installed."""
    copy = tmp_path_factory.mktemp("hooks")
    listed = run(ROOT, "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard").stdout
    for name in filter(None, listed.split("\0")):
        if name.startswith(("src/", "README", "LICENSE", "pyproject", ".pre-commit-hooks")) and (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            (copy / name).write_bytes((ROOT / name).read_bytes())
    run(copy, "git", "init", "-q", "-b", "main")
    run(copy, "git", "add", "--all")
    assert run(copy, "git", "commit", "-q", "-m", "x").returncode == 0
    return copy


def try_hook(
    folder: Path, hooks: Path, home: Path, *files: str, name: str = "tf2lint"
) -> subprocess.CompletedProcess[str]:
    chosen = ["--files", *files] if files else ["--all-files"]
    return run(folder, sys.executable, "-m", "pre_commit", "try-repo", str(hooks), name, *chosen, home=home)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    run(tmp_path, "git", "init", "-q", "-b", "main")
    (tmp_path / "notes.txt").write_text("tensorflow\n")
    (tmp_path / "clean.py").write_text("import tensorflow as tf\ntf.math.log(1.0)\n")
    (tmp_path / "tf2lint.toml").write_text('extend-exclude = ["legacy"]\n')
    (tmp_path / "legacy").mkdir()
    (tmp_path / "legacy" / "old.py").write_text(TF1)
    run(tmp_path, "git", "add", "--all")
    return tmp_path


def test_a_repository_with_a_tf1_file_fails_and_names_the_finding(repository: Path, hooks: Path, home: Path) -> None:
    (repository / "program.py").write_text(TF1)
    run(repository, "git", "add", "--all")
    done = try_hook(repository, hooks, home)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "program.py:2:1: TF101 [*] tf.log was removed in TF 2.0; write tf.math.log(1.0)" in done.stdout
    assert "legacy/old.py" not in done.stdout, "excluded files are skipped"


def test_a_clean_repository_passes(repository: Path, hooks: Path, home: Path) -> None:
    done = try_hook(repository, hooks, home)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Passed" in done.stdout


def test_no_files_pass(repository: Path, hooks: Path, home: Path) -> None:
    done = try_hook(repository, hooks, home, "notes.txt")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "no files to check" in done.stdout


def test_the_hook_that_fixes_writes_what_is_safe_and_fails_only_then(repository: Path, hooks: Path, home: Path) -> None:
    program = repository / "program.py"
    program.write_text(f"{TF1}tf.placeholder(tf.float32)\n")
    run(repository, "git", "add", "--all")
    done = try_hook(repository, hooks, home, name="tf2lint-fix")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "files were modified by this hook" in done.stdout
    assert program.read_text() == "import tensorflow as tf\ntf.math.log(1.0)\ntf.placeholder(tf.float32)\n"
    assert (repository / "legacy" / "old.py").read_text() == TF1, "excluded files are skipped"
    run(repository, "git", "add", "--all")
    done = try_hook(repository, hooks, home, name="tf2lint-fix")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Passed" in done.stdout


def documented(number: int, address: str, commit: str) -> dict[str, Any]:
    """Returns a configuration of pre-commit in docs/ci.md, with the address and commit of a clone."""
    text = (ROOT / "docs" / "ci.md").read_text("utf-8")
    found = [block for block in re.findall(r"^```yaml\n(.*?)^```", text, re.M | re.S) if block.startswith("repos:")]
    filled = found[number].replace("<address of your clone>", address).replace("<commit>", commit)
    configuration: dict[str, Any] = yaml.safe_load(filled)
    return configuration


def run_configuration(folder: Path, configuration: dict[str, Any], home: Path) -> str:
    (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(configuration))
    run(folder, "git", "add", "--all")
    done = run(folder, sys.executable, "-m", "pre_commit", "run", "--all-files", home=home)
    assert done.returncode == 1, done.stdout + done.stderr
    return done.stdout


def test_the_documented_hooks_accept_the_baseline(repository: Path, hooks: Path, home: Path) -> None:
    (repository / "program.py").write_text(TF1)
    tf2lint(repository, "check", "--write-baseline", "tf2lint-baseline.json")
    (repository / "program.py").write_text(f"{TF1}tf.Session()\n")
    commit = run(hooks, "git", "rev-parse", "HEAD").stdout.strip()
    output = run_configuration(repository, documented(0, hooks.as_uri(), commit), home)
    assert "program.py:3:1: TF501" in output
    assert "program.py:2:1" not in output


def test_flake8_and_pylint_get_the_plugin_from_a_git_address(repository: Path, hooks: Path, home: Path) -> None:
    (repository / "program.py").write_text(TF1)
    configuration = documented(1, hooks.as_uri(), "")
    # The hosts come from the package index instead of their repositories, whose hooks these are.
    for repo in configuration["repos"]:
        (hook,) = repo["hooks"]
        version = repo.pop("rev").removeprefix("v")
        hook |= {"name": hook["id"], "entry": hook["id"], "language": "python", "types": ["python"]}
        hook["additional_dependencies"].append(f"{hook['id']}=={version}")
        repo["repo"] = "local"
    output = run_configuration(repository, configuration, home)
    assert "program.py:2:1: TF101 tf.log was removed in TF 2.0; write tf.math.log(1.0)" in output
    assert re.search(r"program\.py:2:0: E7101: tf\.log was removed .*\(tf-removed-name\)", output)
