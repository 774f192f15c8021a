"""Suppression comments, which the command and flake8 interpret in the same way."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from support.cases import job_of
from support.hosts import flake8
from tf2lint.runner.file_checker import FileChecker

if TYPE_CHECKING:
    from pathlib import Path

#: Programs with comments that flake8 also reads.
SHARED = {
    "bare": "tf.log(1)  # noqa\ntf.log(2)\n",
    "code": "tf.log(1)  # noqa: TF101\ntf.log(2)  # noqa: TF102\n",
    "prefix": "tf.log(1)  # noqa: TF1\n",
    "case": "tf.log(1)  # NoQA:tf101\n",
    "several": "tf.log(1)  # noqa: E501, TF101\ntf.log(1)  # noqa:E501 TF101\n",
    "two in a line": "tf.log(tf.layers.dense(1))  # noqa: TF101\n",
    "no space": "tf.log(1)  #noqa: TF101\n",
    "after other words": "tf.log(1)  # why: # noqa: TF101\n",
    "two comments": "tf.log(1)  # noqa: E501 # noqa: TF101\ntf.log(1)  # noqa:TF101TF102\n",
    "in brackets": "f(tf.log(1),\n  tf.log(2),  # noqa\n  tf.log(3))\n",
    "after a multi-line string": "x = tf.log('''\n\n'''), tf.log(1)  # noqa: TF101\n",
    "with a backslash": "x = tf.log(1) + \\\n  tf.log(2)  # noqa\n",
    "string": "x = '# noqa', tf.log(1)\n",
    "codes without a separator": "tf.log(1)  # noqa:TF101TF101\n",
    "file": "# flake8: noqa\ntf.log(1)\n",
    "file, after code": "tf.log(1)  # flake8: noqa\ntf.log(2)\n",
    "file, code": "# flake8: noqa: TF101\ntf.log(1)\ntf.layers.dense(1)\n",
    "file, other code": "# flake8: noqa: E501\ntf.log(1)\n",
    "carriage returns": "tf.log(1)  # noqa\r\ntf.log(2)\r\n",
    "form feed": "\x0ctf.log(1)  # noqa\ntf.log(2)\n",
}
TF2LINT_ONLY = {
    "all": ("tf.log(1)  # tf2lint: ignore\n", []),
    "code": ("tf.log(1)  # tf2lint: ignore[TF101]\ntf.log(1)  # tf2lint: ignore[TF102]\n", [3]),
    "name": ("tf.log(1)  # tf2lint:ignore[removed-name, TF3]\n", []),
    "other word": ("tf.log(1)  # tf2lint: ignored\n", [2]),
    "not closed": ("tf.log(1)  # tf2lint: ignore[TF101\n", [2]),
    "of the file": ("tf.log(1)\n# tf2lint: ignore-file\n", []),
    "of the file, a code": ("# tf2lint: ignore-file[TF101]\ntf.log(1)\ntf.layers.dense(1)\n", [4]),
    "of the file, in a string": ("x = '''\n# tf2lint: ignored-file\n'''\ntf.log(1)\n", [5]),
    "in parentheses": ("tf.log(1)  # tf2lint: ignore(TF101)\n", [2]),
    "another word": ("tf.log(1)  # tf2lint: disable=TF101\n", [2]),
    "empty": ("tf.log(1)  # tf2lint: ignore[]\n", []),
    "after a string": ("x = tf.log('''\n''')  # tf2lint: ignore\n", []),
}


def lines(program: str) -> list[int]:
    checked = FileChecker().check(job_of("/nowhere/a.py"), f"import tensorflow as tf\n{program}".encode())
    return [located.finding.span.line for located in checked.findings]


@pytest.mark.parametrize("program", SHARED.values(), ids=SHARED)
def test_flake8_suppresses_the_same(program: str, tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_bytes(f"import tensorflow as tf\n{program}".encode())
    done = flake8(tmp_path, "--isolated", "--select", "TF", "--format", "%(row)d", "a.py")
    assert done.stderr == ""
    assert lines(program) == [int(row) for row in done.stdout.split()]


STATEMENTS = (
    "tf.log(1)  {0}",
    "tf.log(tf.layers.dense(1))  {0}",
    "f(tf.log(1),  {0}\n  tf.layers.dense(1))  {1}",
    "x = '''{0}\n{1} ''', tf.log(1)  {2}",
    'x = tf.log("""{0}""")  {1}',
    "x = tf.log(1) + \\\n  tf.layers.dense(2)  {0}",
    "x = '{0}', tf.log(1)",
    "{0}",
    "if x:  {0}\n    tf.log(1)  {1}\n    {2}",
)
STARTS = ("# noqa", "# NoQA", "#noqa", "#  noqa", "# why # noqa", "# flake8: noqa", "# FLAKE8=noqa", "# noqaX", "# no")
COLONS = ("", ":", ": ", ":  ", " : ", ":\t")
CODES = ("TF101", "TF1", "TF", "tf101", "E501", "TF101TF102", "TF102", "TF5", "1TF101", "TF101x")


def random_comment(random: Random) -> str:
    """Returns a comment, which may suppress something, or text that looks like one."""
    codes = random.choice((",", " ", ", ", " , ", ": ", ";")).join(random.choices(CODES, k=random.choice((1, 1, 2, 3))))
    start = random.choices(STARTS, (6, 3, 1, 1, 2, 0.2, 0.1, 1, 1))[0]
    comment = f"{start}{random.choice(COLONS)}{codes}" if random.random() < 0.8 else start
    return f"{comment}  {random_comment(random)}" if random.random() < 0.15 else comment


def random_program(random: Random) -> str:
    statements = random.choices(STATEMENTS, k=6)
    texts = iter(["" if random.random() < 0.4 else random_comment(random) for _ in range(18)])
    return "".join(f"{statement.format(next(texts), next(texts), next(texts))}\n" for statement in statements)


def test_flake8_suppresses_the_same_in_random_programs(tmp_path: Path) -> None:
    programs = [random_program(Random(seed)) for seed in range(200)]
    for number, program in enumerate(programs):
        (tmp_path / f"{number}.py").write_text(f"import tensorflow as tf\n{program}")
    done = flake8(tmp_path, "--isolated", "--select", "TF", "--format", "%(path)s %(row)d", ".")
    assert done.stderr == ""
    reported: dict[int, list[int]] = {}
    for path, row in map(str.split, done.stdout.splitlines()):
        reported.setdefault(int(path.removeprefix("./").removesuffix(".py")), []).append(int(row))
    for number, program in enumerate(programs):
        assert lines(program) == reported.get(number, []), program


@pytest.mark.parametrize(("program", "reported"), TF2LINT_ONLY.values(), ids=TF2LINT_ONLY)
def test_tf2lint_comments(program: str, reported: list[int]) -> None:
    assert lines(program) == reported


def notes(program: str) -> list[tuple[str, str]]:
    return list(FileChecker().check(job_of("/nowhere/a.py"), f"import tensorflow as tf\n{program}".encode()).notes)


@pytest.mark.parametrize("comment", ["disable=TF101", "ignore(TF101)", "ignore[TF101", "noqa", "ignore: TF101"])
def test_comments_that_mean_nothing_are_named(comment: str) -> None:
    text = f"# tf2lint: {comment}"
    assert notes(f"tf.log(1)  {text}\n") == [
        ("2", f"{text!r} accepts nothing; write '# tf2lint: ignore[TF101]'"),
    ]
    assert notes(f"x = tf.log(1), {text!r}\n") == []


@pytest.mark.parametrize(
    ("comment", "found"),
    [
        ("# flake8: noqa", "2 findings"),
        ("# tf2lint: ignore-file", "2 findings"),
        ("# tf2lint: ignore-file[TF101]", "1 finding"),
    ],
)
def test_comments_that_accept_findings_of_a_whole_file_are_named(comment: str, found: str) -> None:
    expected = f"the comment applies to the whole file and accepts {found}"
    assert notes(f"{comment}\ntf.log(1)\ntf.layers.dense(1)\n") == [("2", expected)]


def test_comments_for_a_whole_file_without_findings_are_not() -> None:
    assert notes("# flake8: noqa\ntf.math.log(1)\n") == []


def test_suppressed_findings_are_counted() -> None:
    program = b"import tensorflow as tf\ntf.log(tf.layers.dense(1))  # noqa\n"
    assert FileChecker().check(job_of("/nowhere/a.py"), program).suppressed == 2


def test_comments_in_python_2_programs() -> None:
    assert lines("print 'x', tf.log(1)  # noqa\n") == []
