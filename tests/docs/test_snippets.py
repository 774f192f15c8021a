"""Runs the commands and snippets of the pages that are no tutorials: see test_walkthroughs.py and test_adopting.py."""

from __future__ import annotations

import configparser
import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from support.hosts import flake8, pylint, tf2lint
from support.pages import Shell

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *(DOCS / f"{name}.md" for name in ("ci", "command", "editors", "fixing"))]
PROGRAM = "import tensorflow as tf\n\nX = tf.log(1.0)\n"
MESSAGE = "tf.log was removed in TF 2.0; write tf.math.log(1.0)"


def blocks(page: str, language: str) -> list[str]:
    text = (DOCS / f"{page}.md").read_text("utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def commands(page: Path) -> list[str]:
    """Returns the commands in the blocks of a page, without their comments."""
    found = re.findall(r"^```(?:sh|yaml)\n(.*?)^```", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    lines = re.findall(r"^\s*(?:- (?:run: )?)?(tf2lint .+)$", "".join(found), re.MULTILINE)
    return [re.sub(r"  +# .*", "", line).replace("${{ github.base_ref }}", "main") for line in lines]


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """A project with a program, requirements, and a commit that it has in common with `origin/main`."""
    folder = tmp_path / "work"
    (folder / "src").mkdir(parents=True)
    (folder / "src" / "model.py").write_text(PROGRAM)
    (folder / "requirements.txt").write_text("tensorflow==2.16.1\n")
    shell = Shell(folder, tmp_path / "bin")
    git = "git init -q -b main && git add --all && git commit -q -m x && git update-ref refs/remotes/origin/main HEAD"
    assert shell.run(git)[0] == 0
    (folder / "src" / "new.py").write_text(PROGRAM)
    return shell


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_commands_run(page: Path, shell: Shell) -> None:
    found = commands(page)
    assert found
    first = "tf2lint check . --write-baseline tf2lint-baseline.json"
    for command in [first, *found]:
        source = "" if " - " not in command else "printf 'import tensorflow as tf\\n' | "
        status, output = shell.run(f"export CI_MERGE_REQUEST_DIFF_BASE_SHA=main; {source}{command}")
        assert status in (0, 1), f"{command}\n{output}"
        assert "tf2lint: error" not in output, f"{command}\n{output}"
    written = re.findall(r"--output (\S+\.\w+)", "\n".join(found))
    assert set(written) <= {path.name for path in shell.folder.iterdir()}


def test_fixes_are_what_the_page_shows(tmp_path: Path) -> None:
    before, after, _ = blocks("fixing", "python")
    (tmp_path / "program.py").write_text(before)
    tf2lint(tmp_path, "check", "--isolated", "--fix-only", "--unsafe-fixes", "program.py")
    assert (tmp_path / "program.py").read_text() == after


def test_the_header_of_a_hunk_is_what_the_page_shows(tmp_path: Path) -> None:
    (shown,) = blocks("fixing", "diff")
    (tmp_path / "seed.py").write_text("".join(f"{line[1:]}\n" for line in shown.splitlines()[1:] if line[0] != "+"))
    patch = tf2lint(tmp_path, "check", "--isolated", "--no-cache", "--diff", "--unsafe-fixes", "seed.py").stdout
    assert patch == f"--- seed.py\n+++ seed.py\n{shown}"


def test_the_summary_of_fixes_is_that_of_the_example() -> None:
    (shown,) = blocks("fixing", "text")
    assert tf2lint(ROOT, "check", "--isolated", "examples/gan_tf1.py").stdout.endswith(f"\n{shown}")


GRAPH = """\
import tensorflow as tf

tf.layers.dense(tf.zeros([1, 2]), 3, name="fc")
with tf.Session() as sess:
    sess.run(tf.get_default_graph())
"""


def test_a_stop_gap_is_what_the_page_shows(tmp_path: Path) -> None:
    *_, shown = blocks("fixing", "python")
    (tmp_path / "program.py").write_text(GRAPH)
    tf2lint(tmp_path, "check", "--isolated", "--fix-only", "--unsafe-fixes", "--stop-gap", "program.py")
    assert (tmp_path / "program.py").read_text().startswith(shown)


@pytest.mark.parametrize("kind", ["pylintrc", "pyproject.toml"])
def test_pylint_reads_the_settings_of_the_page(kind: str, tmp_path: Path) -> None:
    settings = blocks("pylint", "toml")[0] if kind == "pyproject.toml" else "\n".join(blocks("pylint", "ini"))
    if kind == "pyproject.toml":
        assert tomllib.loads(settings)["tool"]["pylint"]
    else:
        configparser.ConfigParser(default_section="").read_string(settings)
    (tmp_path / kind).write_text(settings)
    (tmp_path / "program.py").write_text(PROGRAM)
    table = (DOCS / "pylint.md").read_text("utf-8")
    (options,) = re.findall(r"`pylint (--disable=all --enable=\S+) src`", table)
    done = pylint(tmp_path, f"--rcfile={kind}", *options.split(), "program.py")
    assert f"program.py:3:4: E7101: {MESSAGE} (tf-removed-name)" in done.stdout, done.stderr


def test_editors_settings_are_those_of_the_page(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(PROGRAM)
    code, server = map(json.loads, blocks("editors", "json"))
    args: dict[str, Any] = server["pylsp"]["plugins"]["pylint"]
    assert code["pylint.args"] == args["args"] == ["--load-plugins=tf2lint.pylint_plugin"]
    assert (
        f"program.py:3:5: TF101 {MESSAGE}" in flake8(tmp_path, "--isolated", *code["flake8.args"], "program.py").stdout
    )
    vim = "".join(blocks("editors", "vim"))
    assert f"'{code['flake8.args'][0]}'" in vim
    assert f"'{code['pylint.args'][0]}'" in vim


def test_editors_find_the_parts_of_a_line(tmp_path: Path) -> None:
    (lua,), (elisp,) = blocks("editors", "lua"), blocks("editors", "elisp")
    words = re.findall(r'"([^"]+)"', re.findall(r"args = \{(.*?)function", lua)[0])
    assert [f'"{word}"' for word in ("tf2lint", *words)] == re.findall(r'"[^"]+"', elisp.partition(":command")[2])[:5]
    printed = tf2lint(tmp_path, *words, str(tmp_path / "program.py"), stdin=PROGRAM.encode()).stdout
    (pattern,) = re.findall(r'from_pattern\(\s*"(.*?)"', lua)
    matches = [re.match(pattern.replace("%", "\\"), line) for line in printed.splitlines()]
    assert next(match and match.groups() for match in matches) == ("3", "5", "TF101", f"[*] {MESSAGE}")
    assert all(matches)
