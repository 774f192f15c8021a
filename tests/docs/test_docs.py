"""Checks the documentation: commands are accepted, configurations can be read, links have a target."""

from __future__ import annotations

import json
import re
import shlex
import tomllib
from pathlib import Path

import pytest
import yaml

from support.hosts import tf2lint
from tf2lint.cli.arguments import parser
from tf2lint.config.configuration import KEYS
from tf2lint.config.configuration_file import read_config

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
_FENCE = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)#\s]+)?(?:#([^)\s]+))?\)")
_COMMAND = re.compile(r"^(?:\$ |\s*- (?:run: )?)?(tf2lint (?!.*[`…]).+)$", re.MULTILINE)


def blocks(language: str) -> list[tuple[str, str]]:
    return [
        (page.name, text)
        for page in PAGES
        for kind, text in _FENCE.findall(page.read_text("utf-8"))
        if kind == language
    ]


def commands() -> list[str]:
    found = [match for kind in ("sh", "yaml", "") for _, text in blocks(kind) for match in _COMMAND.findall(text)]
    return sorted({re.split(r" \|\| |; ", command)[0] for command in found})


@pytest.mark.parametrize("command", commands())
def test_commands_are_accepted(command: str) -> None:
    words = shlex.split(command.replace("${{ github.base_ref }}", "main"), comments=True)
    assert parser().parse_args(words[1:]).command == words[1]


def test_there_are_commands() -> None:
    assert len(commands()) > 10


@pytest.mark.parametrize(("page", "text"), blocks("toml"))
def test_configurations_can_be_read(page: str, text: str, tmp_path: Path) -> None:
    document = tomllib.loads(text)
    (tmp_path / "tf2lint.toml").write_text("")  # what an example extends
    path = tmp_path / "project" / "pyproject.toml"
    path.parent.mkdir()
    path.write_text(text)
    if "tf2lint" in document["tool"]:
        assert read_config(str(path)) is not None


@pytest.mark.parametrize(("page", "text"), blocks("yaml"))
def test_workflows_can_be_read(page: str, text: str) -> None:
    assert yaml.safe_load(text)


@pytest.mark.parametrize(("page", "text"), blocks("json"))
def test_editor_settings_can_be_read(page: str, text: str) -> None:
    assert json.loads(text)


ACCEPTING = [(page, text) for page, text in blocks("python") if "noqa" in text or "tf2lint: ignore" in text]


@pytest.mark.parametrize(("page", "text"), ACCEPTING)
def test_comments_in_examples_accept_all_findings_and_are_all_used(page: str, text: str, tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(text)
    result = tf2lint(tmp_path, "check", "--isolated", "--no-cache", "-q", "--extend-select", "TF003,TF104")
    assert (result.stdout, result.returncode) == ("", 0)


def test_which_pages_show_comments_that_accept() -> None:
    assert {page for page, _ in ACCEPTING} == {"adopting.md", "command.md"}


def test_readme_shows_what_a_fix_writes(tmp_path: Path) -> None:
    before, after = re.findall(r"^```python\n(.*?)^```", (ROOT / "README.md").read_text("utf-8"), re.M | re.S)
    (tmp_path / "program.py").write_text(before)
    tf2lint(tmp_path, "check", "--isolated", "--fix-only", "--unsafe-fixes", "program.py")
    assert (tmp_path / "program.py").read_text() == after


def test_readme_is_short_and_quotes_the_benchmark() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    assert text.count("\n") <= 100
    # With an extra (`.[flake8]`), pip searches for minutes before it says that Python is too old.
    assert "pip install -q . flake8 " in text
    page = (ROOT / "docs" / "benchmark.md").read_text("utf-8")
    (version,) = re.findall(r"^\| tf2lint \| (\d+\.\d+\.\d+) \|$", page, re.MULTILINE)
    (shares,) = re.findall(r"^\| lines found, .*?\| ([\d.]+)% \| ([\d.]+)% ", page, re.MULTILINE)
    found, others = (f"{float(share):.0f}%" for share in shares)
    assert f"version {version} found {found} of the lines" in text
    assert f"TensorFlow's own converter, found {others}." in text


#: What the reader replaces with the address of a clone.
CLONE = "<address of your clone>"


def test_nothing_is_fetched_from_where_it_is_not() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    texts = {page.name: page.read_text("utf-8") for page in pages}
    wanted = re.compile(r"(?:pip|pipx) install (?:-q )?'?tf2lint\b|uvx tf2lint|\[tf2lint\]|rev: v0|github\.com/tf2lint")
    assert {name: wanted.findall(text) for name, text in texts.items() if wanted.search(text)} == {}


def test_the_documented_hook_exists() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    documented = [repo for _, text in blocks("yaml") for repo in yaml.safe_load(text).get("repos", [])]
    ours = [hook["id"] for repo in documented if repo["repo"] == CLONE for hook in repo["hooks"]]
    assert ours == [hook["id"] for hook in hooks]


def test_the_documented_summary_is_current() -> None:
    lines = tf2lint(ROOT, "check", "--isolated", "examples/gan_tf1.py").stdout.splitlines()[-2:]
    assert "\n".join(["```", *lines, "```"]) in (ROOT / "docs" / "command.md").read_text("utf-8")


@pytest.mark.parametrize("page", [ROOT / "CONTRIBUTING.md", ROOT / "tools" / "README.md"], ids=lambda page: page.name)
def test_scripts_that_pages_mention_exist(page: Path) -> None:
    scripts = set(re.findall(r"\b(?:tests|tools|benchmarks)/\w+\.py\b", page.read_text("utf-8")))
    assert scripts
    assert [script for script in sorted(scripts) if not (ROOT / script).is_file()] == []


def test_every_setting_is_documented() -> None:
    page = (ROOT / "docs" / "configuration.md").read_text("utf-8")
    assert re.findall(r"^\| `([\w-]+)` \|", page, re.MULTILINE) == list(KEYS)


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_have_a_target(page: Path) -> None:
    for path, anchor in _LINK.findall(_FENCE.sub("", page.read_text("utf-8"))):
        if "://" in path:
            continue
        target = page.parent / path if path else page
        assert target.exists(), path
        assert not anchor or anchor in anchors(target), f"{path}#{anchor}"


def test_the_index_links_every_page() -> None:
    index = ROOT / "docs" / "README.md"
    linked = {path for path, _ in _LINK.findall(index.read_text("utf-8"))}
    pages = [path.name for path in (ROOT / "docs").glob("*.*") if path != index]
    assert len(pages) > 10
    assert set(pages) <= linked
