"""The settings of a file: configuration files, the command line, and errors in both."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest

from support.hosts import tf2lint

if TYPE_CHECKING:
    from pathlib import Path

TF1 = "import tensorflow as tf\ntf.log(tf.layers.dense(1))\n"


def codes(folder: Path, *arguments: str, stdin: bytes | None = None) -> list[str]:
    done = tf2lint(folder, "check", "-q", *arguments, stdin=stdin)
    assert done.stderr == ""
    return [f"{line.split(':')[0]} {line.split(' ')[1]}" for line in done.stdout.splitlines()]


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_toml", ".toml").replace("_py", ".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def test_the_nearest_file_is_used(tmp_path: Path) -> None:
    write(
        tmp_path,
        pyproject_toml='[tool.tf2lint]\nselect = ["TF101"]\n',
        a_py=TF1,
        one__b_py=TF1,
        one__pyproject_toml="[tool.ruff]\n",
        two__c_py=TF1,
        two__pyproject_toml='[tool.tf2lint]\nselect = ["TF3"]\n',
        two__tf2lint_toml='select = ["removed-api"]\n',
    )
    (tmp_path / "one" / ".tf2lint.toml").write_text('ignore = ["TF102"]\n')
    expected = ["a.py TF101", "one/b.py TF101", "two/c.py TF102"]
    assert codes(tmp_path) == expected
    assert codes(tmp_path / "two") == ["c.py TF102"]
    assert codes(tmp_path / "two", "../a.py") == ["../a.py TF101"]
    assert codes(tmp_path, "--select", "TF102") == ["a.py TF102", "two/c.py TF102"]
    assert codes(tmp_path, "--isolated", "a.py") == ["a.py TF101", "a.py TF102"]
    assert codes(tmp_path, "--config", "two/tf2lint.toml", "a.py") == ["a.py TF102"]
    assert codes(tmp_path, "-", "--stdin-filename", "two/x.py", stdin=TF1.encode()) == ["two/x.py TF102"]


def test_per_file_ignores(tmp_path: Path) -> None:
    table = '[tool.tf2lint.per-file-ignores]\n"old/" = ["TF"]\n"*_test.py" = ["removed-name"]\n'
    write(tmp_path, pyproject_toml=table, old__a_py=TF1, old__deep__b_py=TF1, x__c_test_py=TF1, x__d_py=TF1)
    assert codes(tmp_path) == ["x/c_test.py TF102", "x/d.py TF101", "x/d.py TF102"]


def test_each_part_of_a_repository_may_have_its_own_target(tmp_path: Path) -> None:
    program = "import tensorflow as tf\ntf.estimator.RunConfig()\n"
    write(
        tmp_path, a__tf2lint_toml='target = "2.15"', a__a_py=program, b__tf2lint_toml='target = "2.16"', b__b_py=program
    )
    done = tf2lint(tmp_path, "check")
    assert "a/a.py" not in "".join(line for line in done.stdout.splitlines() if "was removed" in line)
    assert "b/b.py:2:1: TF514 tf.estimator.RunConfig was removed in TF 2.16" in done.stdout
    assert "checked for TensorFlow 2.15, 2.16" in done.stdout


def test_each_part_of_a_repository_may_have_its_own_fail_on(tmp_path: Path) -> None:
    program = "import tensorflow as tf\nfrom tensorflow.python.ops import array_ops\n"
    write(tmp_path, a__tf2lint_toml='fail-on = "error"', a__a_py=program, b_py=program)
    assert tf2lint(tmp_path, "check", "a").returncode == 0
    assert tf2lint(tmp_path, "check").returncode == 1
    assert tf2lint(tmp_path, "check", "--fail-on", "error").returncode == 0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "[tool.tf2lint]\ntargt = '2.16'",
            "pyproject.toml: tool.tf2lint: unknown setting 'targt'; did you mean 'target'?",
        ),
        (
            "[tool.tf2lint]\ntarget = 2.16",
            'pyproject.toml: tool.tf2lint: target: must be a string, for example "2.16"',
        ),
        (
            "[tool.tf2lint]\nsource-version = 1",
            'pyproject.toml: tool.tf2lint: source-version: must be "1", "2" or "auto", not 1',
        ),
        (
            "[tool.tf2lint]\ntarget = '3.0'",
            "tool.tf2lint: target: unknown TensorFlow version '3.0': known are 2.0 to 2.21",
        ),
        ("[tool.tf2lint]\nselect = 'TF1'", "tool.tf2lint: select: must be a list of strings, not 'TF1'"),
        ("[tool.tf2lint]\nselect = []", "tool.tf2lint: select: an empty list would turn off all rules"),
        ("a = " + "[" * 3000, "pyproject.toml: nested too deeply"),
        ("[tool.tf2lint]\nselect = [1]", "tool.tf2lint: select: each item must be a non-empty string, not 1"),
        ("[tool.tf2lint]\nbaseline = ''", "tool.tf2lint: baseline: must be a non-empty string, not ''"),
        (
            "[tool.tf2lint]\nignore = ['remove-name']",
            "ignore: unknown rule or prefix 'remove-name'; did you mean 'removed-name'?",
        ),
        (
            "[tool.tf2lint]\nfail-on = 'eror'",
            "fail-on: must be one of error, warning, info, not 'eror'; did you mean 'error'?",
        ),
        ("[tool.tf2lint]\ntime-limit = true", "time-limit: must be a number of seconds from 0 to 86400, not true"),
        ("[tool.tf2lint]\ntime-limit = -1", "time-limit: must be a number of seconds from 0 to 86400, not -1"),
        ("[tool.tf2lint]\ntime-limit = nan", "time-limit: must be a number of seconds from 0 to 86400, not nan"),
        ("[tool.tf2lint]\ntime-limit = '60'", "time-limit: must be a number of seconds from 0 to 86400, not '60'"),
        ("[tool.tf2lint]\nforce-exclude = 1", "tool.tf2lint: force-exclude: must be true or false, not 1"),
        (
            "[tool.tf2lint]\nper-file-ignores = []",
            "per-file-ignores: must be a table that maps patterns to lists of codes, not []",
        ),
        (
            "[tool.tf2lint]\nper-file-ignores = {'a' = 'TF1'}",
            "per-file-ignores: must be a list of strings, not 'TF1'",
        ),
        ("[tool]\ntf2lint = 1", "pyproject.toml: tool.tf2lint must be a table"),
        ("[tool.tf2lint", "pyproject.toml: invalid TOML: "),
        ("\xff", "pyproject.toml: invalid TOML: "),
    ],
)
def test_errors_in_the_configuration_are_one_line(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "pyproject.toml").write_bytes(text.encode("latin-1"))
    write(tmp_path, a_py=TF1)
    done = tf2lint(tmp_path, "check", "a.py")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("tf2lint: error: ")
    assert message in done.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--config", "nowhere.toml"], "nowhere.toml: No such file or directory"),
        (["--config", "pyproject.toml"], "pyproject.toml: no [tool.tf2lint] table"),
        (["--select", "TF999"], "unknown rule or prefix 'TF999'"),
        (["--ignore", "reuse-parametr"], "did you mean 'reuse-parameter'?"),
        (["--target", "2.99"], "unknown TensorFlow version '2.99'"),
        (["--fail-on", "fatal"], "argument --fail-on: unknown value 'fatal'; it must be one of error, warning, info"),
        (["--jobs", "0"], "argument -j/--jobs: must be a positive integer, not '0'"),
        (["--jobs", "many"], "argument -j/--jobs: must be a positive integer, not 'many'"),
        (["--time-limit", "-1"], "argument --time-limit: must be a number of seconds from 0 to 86400, not '-1'"),
        (["--time-limit", "inf"], "argument --time-limit: must be a number of seconds from 0 to 86400, not 'inf'"),
        (["--time-limit", "1m"], "argument --time-limit: must be a number of seconds from 0 to 86400, not '1m'"),
        (["--isolated", "--config", "x"], "argument --config: not allowed with argument --isolated"),
        (["--select", ""], "argument --select: must be a comma-separated list, not ''"),
        (["--prune-baseline"], "--prune-baseline requires a baseline; set it with --baseline or in the configuration"),
        (["--write-baseline", "b", "--format", "json"], "--write-baseline writes no report"),
        (["--write-baseline", "b", "--diff-base", "main"], "--write-baseline writes no report"),
        (["--exclude", "!"], "invalid pattern '!': it matches nothing"),
        (["--baseline", "nowhere.json"], "nowhere.json: No such file or directory"),
    ],
)
def test_errors_on_the_command_line(tmp_path: Path, arguments: list[str], message: str) -> None:
    write(tmp_path, a_py=TF1, pyproject_toml="[tool.ruff]\n")
    done = tf2lint(tmp_path, "check", "a.py", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr


def test_config_shows_the_settings_and_where_they_come_from(tmp_path: Path) -> None:
    table = (
        '[tool.tf2lint]\ntarget = "2.16"\nignore = ["TF1"]\nper-file-ignores = {"a b" = ["TF3"]}\nbaseline = "b.json"\n'
    )
    write(tmp_path, pyproject_toml=table, src__a_py=TF1)
    done = tf2lint(tmp_path, "config", "src/a.py", "--select", "TF1,TF3")
    assert (done.returncode, done.stderr) == (0, "")
    assert f'target = "2.16"  # {tmp_path}/pyproject.toml\n' in done.stdout
    assert 'select = ["TF1", "TF3"]  # command line\n' in done.stdout
    assert 'fail-on = "info"  # default\n' in done.stdout
    default = "a folder for the project in the cache folder of the platform (default)"
    assert f"# cache-dir: {default}\n" in done.stdout
    shown = tomllib.loads(done.stdout)
    assert shown["per-file-ignores"] == {"a b": ["TF3"]}
    assert shown["baseline"] == f"{tmp_path}/b.json"
    assert "# rules that are on: 11 of " in done.stdout
    write(tmp_path, tf2lint_toml="".join(line for line in done.stdout.splitlines(keepends=True)))
    done = tf2lint(tmp_path, "check", "src")
    assert done.stderr == f"tf2lint: error: {tmp_path}/b.json: No such file or directory\n", "everything else is valid"
