"""Which files belong to a program."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tf2lint.project import program
from tf2lint.project.program import Program, ProgramTexts

if TYPE_CHECKING:
    from pathlib import Path

WORDS = ("magic", "wand")


def mentions(path: Path, source: str = "") -> bool:
    return Program(str(path), source, ProgramTexts()).mentions(WORDS)


def write(folder: Path, *names: str, text: str = "") -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def test_the_checked_text_counts_before_it_is_saved(tmp_path: Path) -> None:
    write(tmp_path, "a.py")
    assert mentions(tmp_path / "a.py", "magic")
    assert not mentions(tmp_path / "a.py")


@pytest.mark.parametrize("name", ["b.py", "package/b.py", "package/inner/b.py"])
def test_files_in_the_same_folder_and_in_packages_count(tmp_path: Path, name: str) -> None:
    write(tmp_path, "a.py", "package/__init__.py", "package/c.py", "package/inner/__init__.py")
    write(tmp_path, name, text="magic")
    for file in ("a.py", "package/c.py", "package/inner/__init__.py"):
        assert mentions(tmp_path / file)


@pytest.mark.parametrize("name", ["other/b.py", "notes.txt", "../b.py"])
def test_other_files_do_not_count(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "folder"
    write(folder, "a.py")
    write(folder, name, text="magic")
    assert not mentions(folder / "a.py")


@pytest.mark.parametrize("mark", ["pyproject.toml", "setup.py", ".git/HEAD"])
def test_all_files_of_a_project_count(tmp_path: Path, mark: str) -> None:
    write(tmp_path, mark, "src/a.py")
    write(tmp_path, "scripts/deep/b.py", text="magic")
    assert mentions(tmp_path / "src" / "a.py")


def test_a_program_with_too_many_files_is_assumed_to_mention_everything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(program, "_MAX_FILES", 2)
    write(tmp_path, "a.py", "b.py")
    assert not mentions(tmp_path / "a.py")
    write(tmp_path, "c.py")
    assert mentions(tmp_path / "a.py")


def test_a_file_that_cannot_be_read_mentions_nothing(tmp_path: Path) -> None:
    write(tmp_path, "a.py")
    (tmp_path / "b.py").symlink_to(tmp_path / "nowhere.py")
    (tmp_path / "c.py").mkdir()
    assert not mentions(tmp_path / "a.py")
