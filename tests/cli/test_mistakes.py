"""Mistakes on the command line, and the nearest right word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tf2lint.cli.commands import main

if TYPE_CHECKING:
    from pathlib import Path


def failed(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    """Runs the command, which fails; returns the lines on standard error."""
    with pytest.raises(SystemExit) as exited:
        main(arguments)
    assert exited.value.code == 2
    printed = capsys.readouterr()
    assert not printed.out
    return printed.err.splitlines()


@pytest.mark.parametrize(
    ("arguments", "first", "second"),
    [
        (["chek"], "unknown command 'chek'; did you mean 'check'?", "tf2lint"),
        (["zzz"], "unknown command 'zzz'", "tf2lint"),
        (["model.py"], "unknown command 'model.py'; to check files, write: tf2lint check model.py", "tf2lint"),
        (["check", "--selct", "TF1"], "unknown option --selct; did you mean '--select'?", "tf2lint check"),
        (["check", "--selct=TF1"], "unknown option --selct; did you mean '--select'?", "tf2lint check"),
        (["check", "--diff-bas", "main"], "unknown option --diff-bas; did you mean '--diff-base'?", "tf2lint check"),
        (
            ["check", "--format", "sarf"],
            "argument --output-format/--format: unknown value 'sarf'; did you mean 'sarif'?",
            "tf2lint check",
        ),
        (
            ["check", "--color", "sometimes"],
            "argument --color: unknown value 'sometimes'; it must be one of auto, always, never",
            "tf2lint check",
        ),
        (["rules", "TF101"], "unknown argument TF101", "tf2lint rules"),
        (["lookup"], "the following arguments are required: NAME", "tf2lint lookup"),
    ],
)
def test_two_lines_answer_a_mistake(
    capsys: pytest.CaptureFixture[str], arguments: list[str], first: str, second: str
) -> None:
    assert failed(capsys, *arguments) == [f"tf2lint: error: {first}", f"For help: {second} --help"]


def test_a_folder_is_meant_to_be_checked(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "src").mkdir()
    assert failed(capsys, "src")[0].endswith("; to check files, write: tf2lint check src")


@pytest.mark.parametrize(("arguments", "status"), [([], 2), (["help"], 0)])
def test_help_without_a_command(capsysbinary: pytest.CaptureFixture[bytes], arguments: list[str], status: int) -> None:
    assert main(arguments) == status
    assert capsysbinary.readouterr().out.startswith(b"usage: tf2lint ")


@pytest.mark.parametrize("arguments", [["--version"], ["check", "--version"], ["rules", "--version"]], ids=" ".join)
def test_each_command_shows_the_version(capsysbinary: pytest.CaptureFixture[bytes], arguments: list[str]) -> None:
    assert main(arguments) == 0
    assert capsysbinary.readouterr().out.startswith(b"tf2lint ")
