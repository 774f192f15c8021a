"""The migration report: the content of the page, and whether a real browser shows it without a network."""

from __future__ import annotations

import re
import subprocess
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from support.browser import NEEDS_AXE, NEEDS_BROWSER, dom, violations
from support.hosts import tf2lint
from tf2lint.model import Severity
from tf2lint.reporters.migration_page import FAMILIES
from tf2lint.reporters.trend import Snapshot, in_words
from tf2lint.rules import rules

if TYPE_CHECKING:
    from pathlib import Path

PROGRAM = """\
import tensorflow as tf
from tensorflow.contrib import slim

a = tf.log(tf.log(1.0))
b = tf.layers.dense(a)
tf.Session()
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "a <b> & 'c'"
    for name in ("one/program.py", "one/deep/program.py", "two/<i>.py"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(PROGRAM)
    (folder / "two" / "clean.py").write_text("import os\n")
    return folder


class Page(HTMLParser):
    """The text of a page; asserts that its elements are nested correctly."""

    EMPTY = ("meta", "wbr", "rect", "link", "br")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.cells: list[str] = []
        self.text = ""
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in self.EMPTY:
            self.open.append(tag)
        if tag == "td":
            self.cells.append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data
        if "td" in self.open:
            self.cells[-1] += data


def page_of(current: Path, *arguments: str, folder: Path | None = None) -> tuple[str, Page]:
    """Returns the report on a folder, made in a current folder that is the same if no other is given."""
    done = tf2lint(current, "report", "--output", "report.html", *arguments)
    assert done.returncode == 0, done.stderr
    text = ((folder or current) / "report.html").read_text("utf-8")
    return text, Page(text)


def test_content(project: Path) -> None:
    _, page = page_of(project)
    assert "a <b> & 'c': what TensorFlow 2.21 breaks" in page.text
    assert "4 files checked for TensorFlow 2.21, 3 use it;" in page.text
    assert re.search(r"15\s+findingsplaces to change3\s+files with findingsof 415\s+errors", page.text)
    assert "3 (20%) delete a line or an argument" in page.text
    assert "6 (40%) rename: only a name changes" in page.text
    assert "6 (40%) rewrite a call" in page.text
    assert "0 (0%) redesign" in page.text
    assert "3 (20%) to be done by hand" in page.text
    assert page.cells[page.cells.index("tf.log") + 1 :][:2] == ["6", "tf.math.log"]
    assert {"one", "two", "one/deep/program.py", "two/<i>.py"} <= set(page.cells)
    assert "Since the baseline" not in page.text


def test_every_finding_is_counted_once(project: Path) -> None:
    (project / "two" / "clean.py").write_text("import tensorflow as tf\ntf.reduce_sum([1], keep_dims=True)\n")
    _, page = page_of(project)
    assert "16findings" in "".join(page.text.split())
    counts = [int(count) for count in re.findall(r"(\d+) \(\d+%\)", page.text)]
    assert counts[:4] == [3, 7, 6, 0]
    assert sum(counts[4:]) == 16


def test_each_finding_can_be_opened_by_file_and_by_name(project: Path) -> None:
    _, page = page_of(project)
    assert page.text.count("line 4: TF101 tf.log was removed in TF 2.0write tf.math.log(") == 6
    assert "two/<i>.py:6" in page.text
    assert page.tags.count("details") == 3 + 4


def test_packages_of_an_absolute_path(project: Path) -> None:
    _, page = page_of(project.parent, str(project), "--output", str(project / "report.html"), folder=project)
    assert {f"{project.name}/one", f"{project.name}/two"} <= set(page.cells)


def test_it_has_a_date_and_the_commit(project: Path) -> None:
    assert re.search(r"\b20\d\d-\d\d-\d\d\n", page_of(project)[1].text)
    git = ["git", "-c", "user.name=x", "-c", "user.email=x@example.org"]
    subprocess.run([*git, "init", "-q"], cwd=project, check=True)
    subprocess.run([*git, "commit", "-q", "--allow-empty", "-m", "x"], cwd=project, check=True)
    commit = subprocess.check_output([*git, "rev-parse", "--short", "HEAD"], cwd=project, encoding="ascii").strip()
    assert f", commit {commit}\n" in page_of(project)[1].text


def test_every_family_has_a_name() -> None:
    assert list(FAMILIES) == sorted({rule.code[:3] for rule in rules()})


def test_it_is_self_contained(project: Path) -> None:
    text, page = page_of(project)
    assert not {"script", "link", "img", "iframe", "object"} & set(page.tags)
    assert not re.search(r"@import|url\(|\bsrc=", text)


def test_against_a_baseline(project: Path) -> None:
    tf2lint(project, "check", "--write-baseline", "baseline.json")
    (project / "one" / "program.py").write_text(f"{PROGRAM.replace('tf.layers.dense(a)', 'a')}\ntf.to_float(a)\n")
    _, page = page_of(project, "--baseline", "baseline.json", "--title", "The migration")
    assert "The migration: what TensorFlow" in page.text
    legend = "1 (6%) gone since the baseline14 (88%) in the baseline and still there1 (6%) new since the baseline"
    assert legend in page.text


def test_an_older_report_shows_a_trend(project: Path) -> None:
    older, _ = page_of(project)
    (project / "older.html").write_text(re.sub(r"20\d\d-\d\d-\d\d", "2020-01-01", older))
    (project / "two" / "<i>.py").write_text("import os\n")
    _, page = page_of(project, "--since", "older.html")
    assert re.search(r"5 of 15 findings \(33%\) are gone since 2020-01-01\.", page.text)
    assert next(cell for cell in page.cells if cell.startswith("20")) == "2020-01-01 for 2.21"
    assert page.cells[page.cells.index("\N{MINUS SIGN}5") - 1] == "10"
    _, page = page_of(project, "--since", "report.html")
    assert len([cell for cell in page.cells if cell.startswith("20")]) == 3


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (("2026-01-01", 100), ("2026-01-29", 80), "20 of 100 findings (20%) are gone since 2026-01-01. At this pace, "
         "nothing is left in about 16 weeks."),
        (("2026-01-01", 100), ("2026-01-01", 80), "20 of 100 findings (20%) are gone since 2026-01-01."),
        (("2026-01-01", 100), ("2026-01-29", 0), "100 of 100 findings (100%) are gone since 2026-01-01."),
        (("2026-01-01", 100), ("2026-01-29", 100), "As many findings as on 2026-01-01."),
        (("2026-01-01", 100), ("2026-01-29", 120), "20 findings more than on 2026-01-01."),
    ],
)  # fmt: skip
def test_the_trend_in_words(first: tuple[str, int], last: tuple[str, int], words: str) -> None:
    assert in_words([Snapshot(day, "", "2.21", (count, 0, 0, 0)) for day, count in (first, last)]) == words


def test_what_is_no_report_has_no_trend(project: Path) -> None:
    (project / "other.html").write_text("<html></html>")
    for name, reason in (
        ("other.html", "no report of tf2lint 0.2 or later"),
        ("none.html", "No such file or directory"),
    ):
        done = tf2lint(project, "report", "--since", name, "-o", "report.html")
        assert (done.returncode, done.stderr) == (2, f"tf2lint: error: {name}: {reason}\n")


def test_nothing_to_do(tmp_path: Path) -> None:
    (tmp_path / "clean.py").write_text("import tensorflow as tf\n")
    _, page = page_of(tmp_path)
    assert "Nothing left to do" in page.text
    assert "table" not in page.tags


def test_a_file_that_can_not_be_read_is_an_error(project: Path) -> None:
    (project / "gone.py").symlink_to("nowhere")
    done = tf2lint(project, "report", "-q", "-o", "report.html")
    assert (done.returncode, done.stderr) == (2, "tf2lint: error: gone.py: No such file or directory\n")
    assert (project / "report.html").exists()


@NEEDS_BROWSER
def test_a_browser_shows_it_without_a_network(project: Path, tmp_path: Path) -> None:
    page_of(project)
    assert "what TensorFlow 2.21 breaks</h1>" in dom(project / "report.html", tmp_path, width=390)


@NEEDS_AXE
@pytest.mark.parametrize("dark", [False, True])
def test_everyone_can_read_it(dark: bool, project: Path, tmp_path: Path) -> None:
    changed = "tf.placeholder(tf.float32)\ntf.random_normal_initializer()\ntf.data.experimental.map_and_batch(abs, 2)\n"
    (project / "two" / "clean.py").write_text(f"import tensorflow as tf\n{changed}")
    text, _ = page_of(project)
    assert {severity for severity in Severity if f'class="{severity}"' in text} == set(Severity)
    page_of(project, "--since", "report.html")
    assert violations(project / "report.html", tmp_path, dark=dark, width=390) == []
