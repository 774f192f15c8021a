"""The record of what the programs for TensorFlow 1 print, and the command that writes it."""

from __future__ import annotations

import ast
import json
import sys
from typing import TYPE_CHECKING

import pytest

import record_programs
from record_programs import program_files, read_record, unrecorded

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one program."""
    (tmp_path / "calls").mkdir()
    (tmp_path / "calls" / "one.py").write_text("import os\nprint(1)\nprint(os.listdir())\n", "utf-8")
    return tmp_path


@pytest.fixture
def python(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> str:
    """An interpreter whose TensorFlow is nothing but a version, and which says that it has the versions needed."""
    modules = tmp_path_factory.mktemp("modules")
    (modules / "tensorflow.py").write_text("__version__ = '1.15.5'\n", "utf-8")
    (modules / "numpy.py").write_text("__version__ = '1.18.5'\n", "utf-8")
    (modules / "platform.py").write_text("def python_version(): return '3.7.16'\n", "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(modules))
    return sys.executable


def test_every_program_is_recorded_as_it_is() -> None:
    changed = unrecorded()
    assert not changed, f"record these programs again (tools/README.md): {', '.join(changed)}"


def test_what_is_recorded() -> None:
    record = read_record()
    assert record["versions"]["tensorflow"] == "1.15.5"
    assert record["versions"]["python"].startswith("3.7.")
    for name, program in record["programs"].items():
        assert 5 <= len(program["prints"]) <= 20, name
        assert not [line for line in program["prints"] if "nan" in line or "0x" in line], name


def test_the_programs_are_of_three_kinds_and_have_the_length_of_a_script() -> None:
    folders = [name.partition("/")[0] for name in program_files()]
    assert {folder: folders.count(folder) for folder in folders} == {"calls": 12, "graphs": 9, "training": 10}
    for name, file in program_files().items():
        source = file.read_text("utf-8")
        docstring = ast.get_docstring(ast.parse(source), clean=False)
        assert docstring, name
        assert "\n" not in docstring, name
        assert 40 <= len(source.splitlines()) <= 150, name


def test_programs_that_changed_were_added_or_removed_are_noticed(folder: Path, python: str) -> None:
    assert record_programs.main(["--python", python], folder) == 0
    assert unrecorded(folder) == []
    program = folder / "calls" / "one.py"
    program.write_bytes(program.read_bytes().replace(b"\n", b"\r\n"))
    assert unrecorded(folder) == []
    (folder / "calls" / "two.py").write_text("print(2)\n", "utf-8")
    program.write_text("print(3)\n", "utf-8")
    assert unrecorded(folder) == ["calls/one.py", "calls/two.py"]
    program.unlink()
    assert unrecorded(folder) == ["calls/one.py", "calls/two.py"]


def test_lines_are_recorded_and_compared(folder: Path, python: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert record_programs.main(["--python", python], folder) == 0
    assert read_record(folder)["programs"]["calls/one.py"]["prints"] == ["1", "[]"]
    assert record_programs.main(["--python", python, "--check"], folder) == 0
    (folder / "calls" / "one.py").write_text("print(2)\n", "utf-8")
    assert record_programs.main(["--python", python, "--check"], folder) == 1
    assert capsys.readouterr().out == "calls/one.py differs from the record\n"
    assert read_record(folder)["programs"]["calls/one.py"]["prints"] == ["1", "[]"]


@pytest.mark.parametrize(
    ("versions", "message"),
    [
        ({"tensorflow": "2.1.0"}, "has tensorflow 2.1.0; the programs are recorded on 1.15.5"),
        ({"tensorflow": "1.15.50"}, "has tensorflow 1.15.50;"),
        ({"python": "3.6.15"}, "has python 3.6.15; the programs are recorded on 3.7"),
    ],
)
def test_other_versions_are_refused(
    folder: Path,
    python: str,
    versions: dict[str, str],
    message: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    shown = {"tensorflow": "1.15.5", "python": "3.7.16", **versions}
    monkeypatch.setattr(record_programs, "SHOW_VERSIONS", f"print({json.dumps(json.dumps(shown))})")
    assert record_programs.main(["--python", python], folder) == 2
    assert message in capsys.readouterr().err
    assert not (folder / "expected.json").exists()


def test_failures_are_reported(folder: Path, python: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert record_programs.main(["--python", str(folder / "missing")], folder) == 2
    assert "missing: No such file or directory" in capsys.readouterr().err
    (folder / "calls" / "one.py").write_text("raise SystemError('of this kind')\n", "utf-8")
    assert record_programs.main(["--python", python], folder) == 2
    assert "SystemError: of this kind" in capsys.readouterr().err
    assert not (folder / "expected.json").exists()
