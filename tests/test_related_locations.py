"""Related locations from the resolver to the output: of files, notebooks, other modules, and in all hosts.

In the first part, a fake gives the references to members of objects an origin of the test's own, so that every place
can be tried.
"""

from __future__ import annotations

import ast
import io
import json
from typing import TYPE_CHECKING, Any

import pytest

from support.cases import job_of
from support.schemas import json_validator
from tf2lint.cli.commands import main
from tf2lint.engine import Engine
from tf2lint.flake8_plugin import Plugin
from tf2lint.linting import full_message
from tf2lint.model import RelatedLocation
from tf2lint.resolver import AnalysisState, Origin, Origins
from tf2lint.runner.file_checker import FileChecker

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Protocol

    class Inject(Protocol):
        def __call__(self, origin: Origin) -> None: ...


PROGRAM = "import tensorflow as tf\n\nwith tf.Session() as sess:\n    sess.run(1)\n"
CALL = Origin("", 3, "train() is called with one", 5)
MAIN = "import train\n\n'é', train.train(1)\n"


@pytest.fixture
def inject(monkeypatch: pytest.MonkeyPatch) -> Inject:
    """Returns a function that sets the origin of all references to members of objects."""

    def inject(origin: Origin) -> None:
        monkeypatch.setattr(Origins, "of", lambda _, __: origin)

    return inject


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Returns a folder, the current one, with a program and a module that calls it."""
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "train.py").write_text(PROGRAM)
    (tmp_path / "src" / "main.py").write_text(MAIN, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def check(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    main(["check", "--isolated", "--quiet", *arguments])
    captured = capsys.readouterr()
    assert not captured.err
    return captured.out


def listed(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[tuple[str, Any]]:
    """Returns the code and the related locations of each finding in the JSON output."""
    document = json.loads(check(capsys, "--format", "json", *arguments))
    json_validator().validate(document)
    return [
        (finding["code"], [(r["path"], r["line"], r["column"], r["cell"]) for r in finding["related"]])
        for finding in document["findings"]
    ]


@pytest.mark.usefixtures("project")
def test_only_a_finding_whose_reference_has_an_origin_names_it(
    inject: Inject, capsys: pytest.CaptureFixture[str]
) -> None:
    inject(CALL)
    session, run = check(capsys, "--no-cache", "src/train.py").splitlines()
    assert session.startswith("src/train.py:3:6: TF501 tf.Session was removed")
    assert run.startswith("src/train.py:4:5: TF502 tf.Session.run was removed")
    assert run.endswith(" (train() is called with one in line 3)")
    assert "train()" not in session


@pytest.mark.parametrize(
    ("lines", "codes"),
    [
        ("session.run(1)", ["TF502"]),  # the name
        ("model.fit(1, workers=4)", ["TF602"]),  # an argument
        ("if model.optimizer.lr: session.run(1)", ["TF716", "TF502"]),
        ("[v for v in variables if v.name]", ["TF404"]),  # the iteration
    ],
)
def test_findings_of_every_kind_have_the_origin_of_the_reference(inject: Inject, lines: str, codes: list[str]) -> None:
    inject(CALL)
    head = (
        "import tensorflow as tf\nwith tf.Session() as session: pass\nvariables = tf.global_variables()\n"
        "model = tf.keras.Sequential([tf.keras.Input([1])])\nmodel.compile()\n"
    )
    findings = Engine().check(f"{head}{lines}\n", "train.py").findings
    place = RelatedLocation("train.py", 3, 6, "train() is called with one")
    found = [(finding.code, finding.related) for finding in findings if finding.span.line == 6]
    assert found == [(code, (place,)) for code in codes]


def test_a_place_that_is_easy_to_find_is_listed_but_no_part_of_a_message(
    inject: Inject, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inject(CALL._replace(in_message=False))
    cache = f"--cache-dir={project / 'cache'}"
    for _ in range(2):  # the second time from the cache
        assert "train()" not in check(capsys, cache, "src/train.py")
        assert listed(capsys, cache, "src/train.py")[1] == ("TF502", [("src/train.py", 3, 6, None)])


def test_an_origin_in_the_checked_file_may_have_its_path(
    inject: Inject, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inject(CALL._replace(path=str(project / "src" / "train.py")))
    assert listed(capsys, "--no-cache", "src/train.py")[1] == ("TF502", [("src/train.py", 3, 6, None)])


def test_the_path_of_another_file_is_like_that_of_the_finding(
    inject: Inject, project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    other, program = str(project / "src" / "main.py"), str(project / "src" / "train.py")
    inject(Origin(other, 3, "train() is called with one", 6))
    assert listed(capsys, "--no-cache", ".")[1] == ("TF502", [("src/main.py", 3, 6, None)])
    assert listed(capsys, "--no-cache", program)[1] == ("TF502", [(other, 3, 6, None)])
    for argument in ("src", program):
        assert check(capsys, "--no-cache", argument).endswith(" (train() is called with one in src/main.py:3)\n")
    monkeypatch.chdir(project / "src")
    assert listed(capsys, "--no-cache", "train.py")[1] == ("TF502", [("main.py", 3, 6, None)])
    (project / "elsewhere").mkdir()
    monkeypatch.chdir(project / "elsewhere")
    assert listed(capsys, "--no-cache", "../src")[1] == ("TF502", [("../src/main.py", 3, 6, None)])


@pytest.mark.parametrize(("file", "column"), [("train.py", 6), ("main.py", 5)])
def test_the_cache_keeps_them(
    file: str,
    column: int,
    inject: Inject,
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Only the first run finds origins, so that what the others show comes from the cache."""
    cache, source = f"--cache-dir={project / 'cache'}", project / "src"
    inject(CALL._replace(path=str(source / file)))
    assert listed(capsys, cache, "src")[1] == ("TF502", [(f"src/{file}", 3, column, None)])
    monkeypatch.setattr(AnalysisState, "references", lambda _: [])
    assert listed(capsys, cache, "src")[1] == ("TF502", [(f"src/{file}", 3, column, None)])
    assert listed(capsys, cache, str(source))[1] == ("TF502", [(str(source / file), 3, column, None)])
    monkeypatch.chdir(source)
    assert listed(capsys, cache, ".")[1] == ("TF502", [(file, 3, column, None)])


def test_worker_processes_return_them(inject: Inject, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    inject(CALL)
    for number in range(64):
        (project / f"copy{number:02}.py").write_text(PROGRAM)
    one, two = (listed(capsys, "--no-cache", "--jobs", jobs, ".") for jobs in ("1", "2"))
    assert one == two
    assert [places[0][0] for _, places in one if places] == [
        *(f"copy{number:02}.py" for number in range(64)), "src/train.py",
    ]  # fmt: skip


def test_in_a_notebook_they_have_cells_and_columns_before_the_rewriting(inject: Inject) -> None:
    cells = ["import tensorflow as tf", "%matplotlib inline\n%time print tf.Session", PROGRAM]
    sources = [{"cell_type": "code", "source": cell} for cell in cells]
    text = json.dumps({"cells": sources, "metadata": {}, "nbformat": 4})
    inject(Origin("", 3, "it is made", 6))  # what is read there is: print(tf.Session)
    findings = FileChecker().check(job_of("/nowhere/a.ipynb"), text.encode()).findings
    (run,) = (located for located in findings if located.finding.code == "TF502")
    assert (run.cell, run.finding.span.line) == (3, 4)
    assert run.finding.related == (RelatedLocation("/nowhere/a.ipynb", 2, 13, "it is made", cell=2),)
    assert full_message(run.finding).endswith(" (it is made in cell 2, line 2)")


def test_in_python_2_they_have_columns_before_the_rewriting(inject: Inject) -> None:
    inject(Origin("", 2, "it is made", 23))  # what is read there is: except Exception as e: tf.Session
    text = f"try: import tensorflow as tf\nexcept Exception, e: tf.Session\n{PROGRAM}"
    findings = FileChecker().check(job_of("/nowhere/a.py"), text.encode()).findings
    place = RelatedLocation("/nowhere/a.py", 2, 22, "it is made")
    assert [finding.related for finding, _, _ in findings if finding.related] == [(place,)]


def test_comments_in_the_line_of_the_finding_accept_it_and_others_do_not(inject: Inject) -> None:
    inject(CALL)
    for line, codes in ((3, ["TF502"]), (4, ["TF501"])):
        lines = PROGRAM.splitlines()
        lines[line - 1] += "  # noqa"
        findings = FileChecker().check(job_of("/nowhere/a.py"), "\n".join(lines).encode()).findings
        assert [located.finding.code for located in findings] == codes


def test_they_are_no_part_of_the_baseline(inject: Inject, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "--isolated", "--no-cache", "src", "--write-baseline", "before.json"])
    inject(CALL)
    main(["check", "--isolated", "--no-cache", "src", "--write-baseline", "after.json"])
    capsys.readouterr()
    assert (project / "before.json").read_text() == (project / "after.json").read_text()
    assert check(capsys, "--no-cache", "src", "--baseline", "before.json") == ""


def test_flake8_gets_them_in_the_message(inject: Inject) -> None:
    inject(CALL)
    found = list(Plugin(ast.parse(PROGRAM), PROGRAM.splitlines(keepends=True), "train.py").run())
    assert [(line, text.endswith(" (train() is called with one in line 3)")) for line, _, text, _ in found] == [
        (3, False), (4, True),
    ]  # fmt: skip


@pytest.mark.usefixtures("project")
def test_pylint_gets_them_in_the_message(inject: Inject, capsys: pytest.CaptureFixture[str]) -> None:
    from pylint.lint import Run

    inject(CALL)
    arguments = ["--load-plugins=tf2lint.pylint_plugin", "--persistent=n", "--rcfile=", "--disable=all"]
    Run([*arguments, "--enable=tf5", "--output-format=json2", "src/train.py"], exit=False)
    messages = json.loads(capsys.readouterr().out)["messages"]
    assert [(m["line"], m["message"].endswith(" (train() is called with one in line 3)")) for m in messages] == [
        (3, False), (4, True),
    ]  # fmt: skip


# --- origins that the resolver finds -----------------------------------------------

STEPS = """\
import tensorflow as tf


def step(session):
    session.run(1)


class Loop:
    def __init__(self, saver):
        self.saver = saver

    def end(self):
        self.saver.save(2)
"""
LATER = "import tensorflow as tf\n\nfrom steps import Loop, step\n\nstep(tf.Session())\nLoop(saver=tf.train.Saver())\n"


@pytest.fixture
def steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Returns a folder, the current one, with a module and two others that call it."""
    (tmp_path / "setup.py").touch()
    for name, text in {"steps": STEPS, "b_later": LATER, "a_first": f"\n{LATER}"}.items():
        (tmp_path / f"{name}.py").write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def in_steps(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[list[Any]]:
    document = json.loads(check(capsys, "--format", "json", *arguments))
    return [finding["related"] for finding in document["findings"] if finding["path"] == "steps.py"]


def called(path: str, line: int, function: str, class_name: str) -> list[Any]:
    message = f"{function}() is called with a {class_name}"
    return [{"message": message, "path": path, "line": line, "column": 1, "cell": None}]


def both(path: str, line: int) -> list[Any]:
    return [called(path, line, "step", "tf.Session"), called(path, line + 1, "Loop", "tf.train.Saver")]


@pytest.mark.usefixtures("steps")
@pytest.mark.parametrize(
    "arguments",
    [
        ("steps.py",),
        ("steps.py", "a_first.py", "b_later.py"),
        ("b_later.py", "a_first.py", "steps.py"),
        (".",),
        ("--jobs=2", "."),
    ],
)
def test_neither_the_order_of_files_nor_the_processes_change_them(
    arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert in_steps(capsys, "--no-cache", *arguments) == both("a_first.py", 6)


def test_a_cached_one_is_found_again_when_the_other_file_changes(
    steps: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cache = f"--cache-dir={steps / 'cache'}"
    for _ in range(2):
        assert in_steps(capsys, cache, ".") == both("a_first.py", 6)
    (steps / "a_first.py").write_text(f"\n\n\n{LATER}")
    assert in_steps(capsys, cache, ".") == both("a_first.py", 8)
    (steps / "a_first.py").unlink()
    for arguments in ((cache, "steps.py"), (cache, "."), ("--no-cache", ".")):
        assert in_steps(capsys, *arguments) == both("b_later.py", 5)


@pytest.mark.usefixtures("steps")
def test_all_hosts_say_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    from pylint.lint import Run

    lines = check(capsys, "--no-cache", "steps.py").splitlines()
    messages = [line.split(": TF", 1)[1].partition(" ")[2] for line in lines]
    assert [message.rpartition(" (")[2] for message in messages] == [
        "step() is called with a tf.Session in a_first.py:6)",
        "Loop() is called with a tf.train.Saver in a_first.py:7)",
    ]
    found = Plugin(ast.parse(STEPS), STEPS.splitlines(keepends=True), "steps.py").run()
    assert [text.partition(" ")[2] for _, _, text, _ in found] == messages
    arguments = ["--load-plugins=tf2lint.pylint_plugin", "--persistent=n", "--rcfile=", "--disable=all"]
    Run([*arguments, "--enable=tf5", "--output-format=json2", "steps.py"], exit=False)
    assert [m["message"] for m in json.loads(capsys.readouterr().out)["messages"]] == messages


@pytest.mark.usefixtures("steps")
def test_standard_input_has_them(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(STEPS.encode())))
    assert in_steps(capsys, "--no-cache", "--stdin-filename=steps.py", "-") == both("a_first.py", 6)
