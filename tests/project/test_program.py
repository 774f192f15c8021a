"""Which files belong to a program, what is asked of them, and for which TensorFlow they are written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tf2lint.project import project_folders
from tf2lint.project.dependencies import DependencyRecorder
from tf2lint.project.import_graph import ImportGraph
from tf2lint.project.import_index import ImportIndex
from tf2lint.project.program import Program, Programs
from tf2lint.project.program_facts import KEEPS_SHAPES
from tf2lint.project.questions import AROUND, PROGRAM
from tf2lint.project.text_index import TextIndex
from tf2lint.project.written_for import WrittenFor

FACT = "import tensorflow as tf\n\ntf.compat.v1.disable_v2_behavior()\n"
OLD = "import tensorflow as tf\n\nx = tf.placeholder(tf.float32)\n"
NEW = "import tensorflow as tf\n\ntf.random.set_seed(1)\n"
FALLBACK = """
import tensorflow as tf

try:
    seed = tf.random.set_seed
except AttributeError:
    seed = tf.set_random_seed
    session = tf.Session
"""


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def program_of(path: Path, programs: Programs | None = None, version: str = "auto") -> Program:
    return Program(str(path), path.read_text("utf-8"), programs or Programs(), version)


def has(path: Path) -> bool:
    return program_of(path).has(KEEPS_SHAPES)


def test_the_checked_text_counts_before_it_is_saved(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": ""})
    assert Program(str(tmp_path / "a.py"), FACT, Programs()).has(KEEPS_SHAPES)
    assert not has(tmp_path / "a.py")


@pytest.mark.parametrize(
    "files",
    [
        {"a.py": "import b", "b.py": FACT},
        {"a.py": "", "b.py": f"import a\n{FACT}"},
        {"a.py": "import b", "b.py": "import c", "c.py": FACT},
        {"a.py": "", "b.py": "import a", "c.py": f"import b\n{FACT}"},
        {"a.py": "", "main.py": "import a\nimport setup_tf", "setup_tf.py": FACT},
        {"a.py": "def f():\n    from p import b", "p/__init__.py": "", "p/b.py": FACT},
        {"a.py": "from p import b", "p/__init__.py": FACT, "p/b.py": ""},
        {"a.py": "from p.b import *", "p/__init__.py": "", "p/b.py": FACT},
        {"a.py": "try: import b\nexcept ImportError: pass", "b.py": FACT},
        {"a.py": "from p import (\n    c,  # a comment\n    b,\n)", "p/__init__.py": "", "p/b.py": FACT},
    ],
)
def test_files_belong_together_by_imports(tmp_path: Path, files: dict[str, str]) -> None:
    write(tmp_path, files)
    assert has(tmp_path / "a.py")


@pytest.mark.parametrize(
    "files",
    [
        {"a.py": "", "b.py": FACT},
        {"a.py": "import c", "b.py": f"import c\n{FACT}", "c.py": ""},
        {"a.py": '"""\nimport b\n"""', "b.py": FACT},
        {"a.py": "# import b", "b.py": FACT},
        {"a.py": "import b", "b.py": f'"""{FACT}"""'},
        {"a.py": "import b", "b.py": "# tf.compat.v1.disable_v2_behavior()"},
        {"a.py": "import b", "b.py": "def disable_v2_behavior(): pass"},
    ],
)
def test_other_files_and_texts_do_not_count(tmp_path: Path, files: dict[str, str]) -> None:
    write(tmp_path, files)
    assert not has(tmp_path / "a.py")


@pytest.mark.parametrize("mark", ["pyproject.toml", "setup.py", ".git/HEAD"])
def test_importers_are_searched_in_the_whole_project(tmp_path: Path, mark: str) -> None:
    write(tmp_path, {mark: "", "src/a.py": "", "scripts/deep/b.py": f"import a\n{FACT}", "scripts/deep/a.py": ""})
    assert has(tmp_path / "scripts" / "deep" / "a.py")
    assert not has(tmp_path / "src" / "a.py")


def test_a_program_in_too_large_a_project_is_assumed_to_have_every_fact_which_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(project_folders, "_MAX_FILES", 2)
    write(tmp_path, {"a.py": "", "b.py": ""})
    assert not has(tmp_path / "a.py")
    write(tmp_path, {"c.py": ""})
    assert not caplog.messages
    assert has(tmp_path / "a.py")
    assert [message.partition(",")[0] for message in caplog.messages] == [f"{tmp_path}: more than 100"]
    assert program_of(tmp_path / "a.py").written_for is WrittenFor.TF2


def test_a_file_that_cannot_be_read_has_no_fact(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": "import b, c"})
    (tmp_path / "b.py").symlink_to(tmp_path / "nowhere.py")
    (tmp_path / "c.py").mkdir()
    assert not has(tmp_path / "a.py")


def test_the_order_of_questions_makes_no_difference(tmp_path: Path) -> None:
    files = {"a.py": "import b", "b.py": "", "c.py": f"import b\n{FACT}", "d.py": "import a", "e.py": ""}
    write(tmp_path, files)
    expected = {name: has(tmp_path / name) for name in files}
    assert expected == {"a.py": False, "b.py": True, "c.py": True, "d.py": False, "e.py": False}
    for order in (sorted(files), sorted(files, reverse=True)):
        programs = Programs()
        assert {name: program_of(tmp_path / name, programs).has(KEEPS_SHAPES) for name in order} == expected


def test_the_answers_are_recorded(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": "import b", "b.py": FACT})
    programs = Programs()
    programs.dependencies = DependencyRecorder()
    checked = program_of(tmp_path / "a.py", programs)
    assert checked.has(KEEPS_SHAPES)
    assert checked.written_for is WrittenFor.TF2
    recorded = programs.dependencies.take()
    assert recorded == {str(tmp_path / "a.py"): {(PROGRAM, KEEPS_SHAPES.name): True, (AROUND,): ""}}


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"a.py": "", "b.py": OLD}, WrittenFor.TF2),
        ({"a.py": "import b", "b.py": OLD}, WrittenFor.TF1),
        ({"a.py": "", "b.py": f"import a\n{OLD}"}, WrittenFor.TF1),
        ({"a.py": "import b", "b.py": f'"""{OLD}"""'}, WrittenFor.TF2),
        ({"a.py": "import b, c, d", "b.py": OLD, "c.py": NEW, "d.py": NEW}, WrittenFor.TF2),
        ({"a.py": "import b", "b.py": f"import c\n{NEW}", "c.py": OLD}, WrittenFor.TF2),
        ({"a.py": "import b", "b.py": "import c", "c.py": OLD}, WrittenFor.TF1),
        ({"a.py": "import b", "b.py": "import c", "c.py": "import d", "d.py": "import e", "e.py": OLD}, WrittenFor.TF2),
        ({"a.py": NEW, "b.py": f"import a\n{OLD}"}, WrittenFor.TF2),
        ({"a.py": "import b", "b.py": FALLBACK}, WrittenFor.TF2),
        ({"a.py": "import b, c", "b.py": FALLBACK, "c.py": OLD}, WrittenFor.TF2),
        ({"a.py": "import b", "b.py": f"{FALLBACK}tf.placeholder(1)\n"}, WrittenFor.TF1),
    ],
)
def test_the_nearest_files_tell_what_a_file_is_written_for(
    tmp_path: Path, files: dict[str, str], expected: WrittenFor
) -> None:
    write(tmp_path, files)
    assert program_of(tmp_path / "a.py").written_for is expected


@pytest.mark.parametrize(
    ("names", "source", "expected"),
    [
        (["placeholder"], "", WrittenFor.TF1),
        (["contrib.layers.conv2d"], "", WrittenFor.TF1),
        (["train.AdamOptimizer.minimize"], "", WrittenFor.TF1),
        (["mul"], "", WrittenFor.TF1),
        ([], "import tensorflow as tf\ntf.compat.v1.placeholder(tf.float32)", WrittenFor.COMPAT),
        ([], "import tensorflow.compat.v1 as tf\ntf.placeholder(tf.float32)", WrittenFor.COMPAT),
        ([], "import tensorflow as tf\n\n@tf.function\ndef f(): tf.compat.v1.placeholder(1)", WrittenFor.TF2),
        (["placeholder"], "from tensorflow import config as c\nc.list_physical_devices()\nc.set_visible_devices([])",
         WrittenFor.TF2),
        (["placeholder", "Session", "log"], f"{NEW}tf.config.list_physical_devices()", WrittenFor.TF1),
        (["nn.dropout", "nothing.known", "estimator.Estimator"], "", WrittenFor.TF2),
    ],
)  # fmt: skip
def test_the_names_of_a_file_come_first(tmp_path: Path, names: list[str], source: str, expected: WrittenFor) -> None:
    checked = Program(str(tmp_path / "a.py"), source, Programs(), names=lambda: names)
    assert checked.written_for is expected


def test_the_setting_overrides_the_code(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": "import b", "b.py": OLD})
    assert program_of(tmp_path / "a.py", version="2").written_for is WrittenFor.TF2
    assert program_of(tmp_path / "b.py", version="2").written_for is WrittenFor.TF2
    write(tmp_path, {"b.py": ""})
    assert program_of(tmp_path / "a.py", version="1").written_for is WrittenFor.TF1


def test_only_names_that_went_before_1_0_make_a_file_early(tmp_path: Path) -> None:
    path, programs = str(tmp_path / "a.py"), Programs()
    assert Program(path, "", programs, names=lambda: ["mul"]).is_early
    assert not Program(path, "", programs, names=lambda: ["placeholder", "multiply"]).is_early
    assert not Program(path, "", programs, "2", lambda: ["mul"]).is_early


def test_a_folder_with_the_name_of_a_library_connects_no_files(tmp_path: Path) -> None:
    (tmp_path / "tensorflow" / "bin").mkdir(parents=True)
    folder = tmp_path / "project"
    folder.mkdir()
    files = [str(folder / name) for name in ("one.py", "two.py")]
    for file in files:
        Path(file).write_text("import tensorflow as tf\nfrom tensorflow.python import ops\n")
    texts = TextIndex()
    graph = ImportGraph(ImportIndex(files, texts), texts)
    assert not any(map(graph.imports_of, files))
