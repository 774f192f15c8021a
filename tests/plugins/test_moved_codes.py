"""What a project accepted by a code stays accepted where the finding has another code now, in every host."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from support.hosts import flake8, pylint, tf2lint
from tf2lint.pylint_plugin import symbol_of
from tf2lint.rules import rules

if TYPE_CHECKING:
    from pathlib import Path

#: TF507, which was TF101 in earlier versions; and two findings of TF101 that did not move.
QUEUE = "import tensorflow as tf\n\ntf.FIFOQueue(1, [tf.float32])\ntf.log(1.0)\ntf.flags.DEFINE_string\n"
#: TF518, which was TF103.
VARIABLE = "import tensorflow as tf\n\ntf.placeholder(tf.float32)\ntf.Variable(1.0).initialized_value()\n"
#: TF508 in the second line of a call, which covers TF502 in the first one.
RUN = """import tensorflow as tf

iterator = tf.data.Dataset.range(9).make_initializable_iterator()
session = tf.Session()
session.run(
    iterator.initializer)
"""
SYMBOLS = {rule.code: symbol_of(rule) for rule in rules()}
ALL = ",".join(sorted({f"tf{rule.code[2]}" for rule in rules()} - {"tf0"}))


def by_command(folder: Path, *arguments: str) -> list[tuple[int, str]]:
    done = tf2lint(folder, "check", "program.py", "--format", "json", "--no-cache", *arguments)
    assert not done.stderr
    return [(finding["line"], finding["code"]) for finding in json.loads(done.stdout)["findings"]]


def by_flake8(folder: Path, *arguments: str) -> list[tuple[int, str]]:
    done = flake8(folder, "--isolated", "--format=%(row)d %(code)s", *arguments, "program.py")
    assert not done.stderr
    found = [(int(row), code) for row, code in (line.split() for line in done.stdout.splitlines())]
    return [(row, code) for row, code in found if code.startswith("TF")]


def by_pylint(folder: Path, *arguments: str) -> list[tuple[int, str]]:
    done = pylint(folder, "--output-format=json2", "--rcfile=", *arguments, "program.py")
    assert not done.stderr
    messages = json.loads(done.stdout)["messages"]
    return sorted((m["line"], f"TF{m['messageId'][2:]}") for m in messages if m["symbol"].startswith("tf-"))


def with_comments(program: str, comments: dict[int, str]) -> str:
    lines = program.splitlines()
    for number, comment in comments.items():
        lines[number - 1] += f"  # {comment}"
    return "\n".join([*lines, ""])


@pytest.mark.parametrize(
    ("program", "line", "code", "before"),
    [(QUEUE, 3, "TF507", "TF101"), (VARIABLE, 4, "TF518", "TF103")],
    ids=["all names", "some programs"],
)
def test_a_comment_with_the_code_that_a_finding_had(
    program: str, line: int, code: str, before: str, tmp_path: Path
) -> None:
    path = tmp_path / "program.py"
    path.write_text(program)
    everything = by_command(tmp_path)
    assert (line, code) in everything
    assert by_flake8(tmp_path) == by_pylint(tmp_path) == everything
    rest = [found for found in everything if found[0] != line]
    for comment, host in (
        (f"noqa: {before}", by_command),
        (f"noqa: {before[:3]}", by_command),
        (f"tf2lint: ignore[{SYMBOLS[before].removeprefix('tf-')}]", by_command),
        (f"noqa: {before}", by_flake8),
        (f"noqa: E501, {before}", by_flake8),
        (f"pylint: disable={SYMBOLS[before]}", by_pylint),
    ):
        path.write_text(with_comments(program, {line: comment}))
        assert host(tmp_path) == rest, comment
    path.write_text(with_comments(program, {line: "noqa: TF102"}))
    assert by_command(tmp_path) == by_flake8(tmp_path) == everything
    path.write_text(with_comments(program, {line: f"noqa: {before}"}))
    assert by_flake8(tmp_path, "--disable-noqa") == everything


def test_a_comment_that_disables_a_message_of_pylint_in_a_block(tmp_path: Path) -> None:
    path = tmp_path / "program.py"
    path.write_text(
        "import tensorflow as tf\n\n\ndef f():\n    # pylint: disable=tf-removed-name\n    tf.FIFOQueue(1)\n"
        "\n\ntf.FIFOQueue(1)\n"
    )
    assert by_pylint(tmp_path) == [(9, "TF507")]
    path.write_text("# pylint: disable=tf1\nimport tensorflow as tf\ntf.FIFOQueue(1, [tf.float32])\n")
    assert by_pylint(tmp_path) == []
    done = pylint(tmp_path, "--disable=all", f"--enable={ALL},useless-suppression", "program.py")
    assert "removed-name" not in done.stdout, "the comment is of use"


@pytest.mark.parametrize(
    ("arguments", "is_reported"),
    [
        (["--ignore", "TF101"], False),
        (["--ignore", "TF1"], False),
        (["--ignore", "TF102"], True),
        (["--select", "TF5"], True),
        (["--select", "TF5", "--ignore", "TF1"], False),
        (["--select", "TF507", "--ignore", "TF1"], True),
        (["--select", "TF", "--ignore", "TF101"], False),
    ],
)
def test_options_with_the_code_that_a_finding_had(arguments: list[str], is_reported: bool, tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(QUEUE)
    assert ((3, "TF507") in by_command(tmp_path, *arguments)) is is_reported
    assert ((3, "TF507") in by_flake8(tmp_path, *arguments)) is is_reported


def test_the_name_of_the_rule_that_a_finding_had(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(QUEUE)
    assert by_command(tmp_path, "--ignore", "removed-name") == [(5, "TF516")]


def test_settings_for_some_files(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(QUEUE)
    (tmp_path / "tf2lint.toml").write_text('[per-file-ignores]\n"program.py" = ["TF101"]\n')
    assert by_command(tmp_path) == [(5, "TF516")]
    assert by_flake8(tmp_path, "--per-file-ignores", "program.py:TF101") == [(5, "TF516")]
    (tmp_path / "tf2lint.toml").write_text('[per-file-ignores]\n"other.py" = ["TF101"]\n')
    assert (3, "TF507") in by_command(tmp_path)
    assert (3, "TF507") in by_flake8(tmp_path, "--per-file-ignores", "other.py:TF101")


@pytest.mark.parametrize(
    ("arguments", "is_reported"),
    [
        ([], True),
        (["--disable=tf-removed-name"], False),
        (["--disable=tf1"], False),
        (["--disable=tf-removed-api"], True),
        (["--disable=all", "--enable=tf5"], True),
        (["--disable=all", "--enable=tf-queue-or-reader"], True),
        (["--disable=all", "--enable=tf-removed-api,tf-queue-or-reader"], True),
        (["--disable=all", f"--enable={ALL}", "--disable=tf-removed-name"], False),
        (["--errors-only"], True),
    ],
)
def test_options_of_pylint_with_the_message_that_a_finding_had(
    arguments: list[str], is_reported: bool, tmp_path: Path
) -> None:
    (tmp_path / "program.py").write_text(QUEUE)
    assert ((3, "TF507") in by_pylint(tmp_path, *arguments)) is is_reported


def test_an_error_that_was_a_warning_is_no_warning_that_is_off(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(VARIABLE)
    assert (4, "TF518") in by_pylint(tmp_path, "--errors-only")
    assert (4, "TF518") in by_pylint(tmp_path, "--disable=W")
    assert (4, "TF518") not in by_pylint(tmp_path, "--disable=tf-deprecated-name")


def test_a_comment_for_a_finding_that_is_covered_by_now(tmp_path: Path) -> None:
    path = tmp_path / "program.py"
    path.write_text(RUN)
    everything = by_command(tmp_path)
    assert everything == by_flake8(tmp_path) == by_pylint(tmp_path)
    assert everything == [(3, "TF508"), (4, "TF501"), (6, "TF508")]
    rest = everything[:-1]
    path.write_text(with_comments(RUN, {5: "noqa: TF502"}))
    assert by_command(tmp_path) == by_flake8(tmp_path) == rest
    path.write_text(with_comments(RUN, {5: "pylint: disable=tf-session-run"}))
    assert by_pylint(tmp_path) == rest
    path.write_text(with_comments(RUN, {6: "noqa: TF502"}))
    assert by_command(tmp_path) == by_flake8(tmp_path) == everything, "the run is not in that line"
    path.write_text(RUN)
    assert by_command(tmp_path, "--ignore", "TF502") == everything, "an option is about the rule, not about the place"
    assert by_flake8(tmp_path, "--ignore", "TF502") == everything
    assert by_pylint(tmp_path, "--disable=tf-session-run") == everything


def test_of_several_covered_findings_all_must_be_accepted(tmp_path: Path) -> None:
    scope = (
        "import tensorflow as tf\nfrom tensorflow.contrib import slim\n\n"
        "with slim.arg_scope([slim.conv2d,\n                     slim.max_pool2d], stride=1):\n    pass\n"
    )
    path = tmp_path / "program.py"
    path.write_text(scope)
    everything = by_command(tmp_path)
    assert [found for found in everything if found[0] >= 4] == [(4, "TF203")]
    path.write_text(with_comments(scope, {4: "noqa: TF202", 5: "noqa: TF202"}))
    both = by_command(tmp_path)
    path.write_text(with_comments(scope, {5: "noqa: TF202"}))
    assert (both, by_command(tmp_path)) == (everything[:-1], everything)


def test_comments_with_outdated_codes_are_reported_on_demand(tmp_path: Path) -> None:
    path = tmp_path / "program.py"
    path.write_text(with_comments(QUEUE, {3: "noqa: TF101", 4: "noqa: TF101", 5: "noqa: TF516, TF101"}))
    done = tf2lint(tmp_path, "check", "program.py", "--extend-select", "TF003", "--no-cache")
    assert [line.partition(": ")[2] for line in done.stdout.splitlines() if "TF003" in line] == [
        "TF003 what this comment accepts as TF101 is TF507; write TF507",
        "TF003 this comment accepts TF101, and nothing of it is found here",
    ]


def test_a_baseline_with_the_codes_of_an_earlier_version(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(RUN + QUEUE)
    baseline = tmp_path / "baseline.json"
    assert tf2lint(tmp_path, "check", "--write-baseline", "baseline.json").returncode == 0
    now = baseline.read_text()
    lines = [json.loads(line.rstrip(",")) for line in now.splitlines()[1:-1]]
    for entry in lines:
        if entry["symbol"] == "tf.FIFOQueue":
            entry["code"] = "TF101"
        if entry["line"] == "iterator.initializer)":
            entry.update(code="TF502", symbol="tf.Session().run", line="session.run(")
    baseline.write_text(json.dumps({"version": 1, "findings": lines}))
    done = tf2lint(tmp_path, "check", "--baseline", "baseline.json")
    assert (done.returncode, done.stdout.splitlines()[-1]) == (
        0,
        f"Not counted: {len(lines)} accepted by the baseline.",
    )
    done = tf2lint(tmp_path, "check", "--baseline", "baseline.json", "--prune-baseline")
    assert done.stderr == f"tf2lint: removed 0 of {len(lines)} findings from baseline.json, and updated the code of 2\n"
    assert baseline.read_text() == now


def test_the_cache_keeps_what_a_finding_covers(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(RUN)
    entry = {"path": "program.py", "code": "TF502", "symbol": "tf.Session().run", "line": "session.run(", "count": 1}
    (tmp_path / "baseline.json").write_text(json.dumps({"version": 1, "findings": [entry]}))
    for _ in range(2):
        done = tf2lint(tmp_path, "check", "program.py", "--baseline", "baseline.json")
        assert done.stdout.splitlines()[-1] == "Not counted: 1 accepted by the baseline."
