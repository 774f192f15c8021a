"""The tables of the facts builder, and the command that writes and checks them."""

from __future__ import annotations

import ast
import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import build_facts
import crosscheck
import crosscheck_contents
import crosscheck_tables
from facts.build import build_tables, check_tables, write_tables
from facts.errors import FactsError
from facts.merge import segmented, version_ranges
from facts.pins import Release, read_pins
from facts.release import read_release
from facts.subject import TENSORFLOW
from facts.wheels import wheel_paths
from support.made_up_wheels import IMPORT_X, make_wheel, read

if TYPE_CHECKING:
    from types import ModuleType

PINS = Path(build_facts.__file__).with_name("pins.toml")
WHEEL = '{{ role = "tensorflow", package = "tf", version = "1", file = "{}", sha256 = "{}" }}'
RELEASE = '[[release]]\nversion = "{}"\nfull = "1"\npython = "3.7"\nplatform = "any"\nwheels = [{}]\n'


@pytest.mark.parametrize(
    ("present", "ranges"),
    [(["1", "2", "4"], "1-2,4"), (["1", "2", "3", "4"], "1-4"), (["3"], "3"), (["1", "3"], "1,3")],
)
def test_version_ranges(present: list[str], ranges: str) -> None:
    assert version_ranges(present, ["1", "2", "3", "4"]) == ranges


def test_segments() -> None:
    assert segmented([("1", "a"), ("2", "a")]) == "a"
    assert segmented([("1", "a"), ("2", "b"), ("3", "b"), ("4", "a")]) == "1:a 2:b 4:a"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with two made-up releases, on which the command operates."""
    tools = tmp_path / "tools"
    tools.mkdir()
    (tmp_path / "src" / "tf2lint" / "data").mkdir(parents=True)
    pins = []
    for version, parameters in (("1.15", "a"), ("2.0", "a, b=1")):
        files = {"tensorflow/__init__.py": IMPORT_X, "tensorflow/python/ops.py": f"def x({parameters}): pass"}
        if version == "1.15":
            files["tensorflow/old.py"] = ""
        wheel = make_wheel(tmp_path / f"tf-{version}.whl", files)
        digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        pins.append(RELEASE.format(version, WHEEL.format(wheel.name, digest)))
    (tools / "pins.toml").write_text("".join(pins), encoding="utf-8")
    monkeypatch.setattr(build_facts, "TOOLS", tools)
    monkeypatch.setattr(build_facts, "DATA", tmp_path / "src" / "tf2lint" / "data")
    return tmp_path


def rows(text: str) -> list[str]:
    return [line for line in text.splitlines() if not line.startswith("#")]


def test_tables(project: Path) -> None:
    tables = build_tables(TENSORFLOW, read_pins(project / "tools" / "pins.toml"), project, project)
    assert rows(tables["facts.tsv"]) == ["x\tf\t1.15-2.0\tpython.ops.x\t-"]
    assert rows(tables["signatures.tsv"]) == ["x\t1.15:(a)\t2.0:(a, b=1)"]
    assert rows(tables["modules.tsv"]) == ["old\t1.15", "python.ops\t1.15-2.0"]
    assert rows(tables["objects.tsv"]) == ["python.ops.x\tx:1.15-2.0"]
    assert all("# versions: 1.15 2.0\n" in text for text in tables.values())


def test_check(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wheels = ["--wheels", str(project)]
    assert build_facts.main(wheels) == 0
    assert build_facts.main([*wheels, "--check"]) == 0
    table = project / "src" / "tf2lint" / "data" / "facts.tsv"
    table.write_text(table.read_text(encoding="utf-8").replace("python.ops.x", "python.ops.y"), encoding="utf-8")
    assert build_facts.main([*wheels, "--check"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "facts.tsv: differs from what tools/build_facts.py builds; run it and commit the result",
        "-x\tf\t1.15-2.0\tpython.ops.y\t-",
        "+x\tf\t1.15-2.0\tpython.ops.x\t-",
    ]


def test_only_some_releases_are_read(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wheels = ["--wheels", str(project)]
    assert build_facts.main(wheels) == 0
    (project / "tf-1.15.whl").unlink()
    assert build_facts.main([*wheels, "--check", "--only", "2.0"]) == 0
    assert build_facts.main([*wheels, "--only", "2.0"]) == 0
    table = project / "src" / "tf2lint" / "data" / "objects.tsv"
    table.write_text(table.read_text(encoding="utf-8").replace("x:1.15-2.0", "x:2.0"), encoding="utf-8")
    assert build_facts.main([*wheels, "--check", "--only", "2.0"]) == 1
    assert build_facts.main([*wheels, "--check", "--only", "2.1"]) == 2
    assert capsys.readouterr().err == "build_facts: no release 2.1 in the pins\n"


@pytest.mark.parametrize("table", ["facts.tsv", "modules.tsv", "signatures.tsv"])
def test_an_edited_row_of_a_release_that_is_not_read_is_detected(project: Path, table: str) -> None:
    wheels = ["--wheels", str(project)]
    assert build_facts.main(wheels) == 0
    file = project / "src" / "tf2lint" / "data" / table
    old, new = {"facts": ("1.15-2.0", "2.0"), "modules": ("old\t", "ald\t"), "signatures": ("15:(a)", "15:(c)")}[
        file.stem
    ]
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    assert build_facts.main([*wheels, "--check", "--only", "2.0"]) == 1


def test_releases_read_by_another_builder_are_not_mixed(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wheels = ["--wheels", str(project)]
    assert build_facts.main(wheels) == 0
    table = project / "src" / "tf2lint" / "data" / "facts.tsv"
    text = table.read_text(encoding="utf-8")
    table.write_text(re.sub(r"(?m)^# builder: .*$", "# builder: sha256=0", text), encoding="utf-8")
    assert build_facts.main([*wheels, "--check", "--only", "2.0"]) == 1
    assert build_facts.main([*wheels, "--only", "2.0"]) == 2
    assert "the builder or the other releases' pins have changed" in capsys.readouterr().err


def corrupt_wheel(project: Path) -> None:
    (project / "tf-2.0.whl").write_bytes(b"other")


def remove_table(project: Path) -> None:
    (project / "src" / "tf2lint" / "data" / "modules.tsv").unlink()


def corrupt_pins(project: Path) -> None:
    (project / "tools" / "pins.toml").write_text("[[release]\n", encoding="utf-8")


def empty_pins(project: Path) -> None:
    (project / "tools" / "pins.toml").write_text("", encoding="utf-8")


@pytest.mark.parametrize(
    ("break_project", "message"),
    [
        (corrupt_wheel, "tf-2.0.whl: has sha256"),
        (remove_table, "modules.tsv: cannot be read"),
        (corrupt_pins, "pins.toml: "),
        (empty_pins, "pins.toml: no [[release]] in it"),
    ],
)
def test_failures(project: Path, capsys: pytest.CaptureFixture[str], break_project: object, message: str) -> None:
    wheels = ["--wheels", str(project)]
    assert build_facts.main(wheels) == 0
    assert callable(break_project)
    break_project(project)
    assert build_facts.main([*wheels, "--check"]) == 2
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith(f"build_facts: {message}")


def test_a_module_that_does_not_parse_is_reported(tmp_path: Path) -> None:
    with pytest.raises(FactsError, match=r"tensorflow\.whl: tensorflow/ops\.py: does not parse"):
        read(tmp_path, {"tensorflow/__init__.py": "from tensorflow.ops import *", "tensorflow/ops.py": "def"})


def test_a_wheel_that_is_not_a_zip_file_is_reported(tmp_path: Path) -> None:
    (tmp_path / "a.whl").write_bytes(b"no zip")
    with pytest.raises(FactsError, match=r"a\.whl: not a readable wheel"):
        read_release(Release("1", "1", "3.7", "any", ()), [tmp_path / "a.whl"], TENSORFLOW)


def test_a_missing_directory_is_reported(tmp_path: Path) -> None:
    with pytest.raises(FactsError, match=r"facts\.tsv: cannot be written"):
        write_tables({"facts.tsv": ""}, tmp_path / "absent")
    with pytest.raises(FactsError, match=r"facts\.tsv: cannot be read"):
        check_tables({"facts.tsv": ""}, tmp_path / "absent")


def test_pins_need_one_tensorflow_wheel(tmp_path: Path) -> None:
    pins = tmp_path / "pins.toml"
    pins.write_text(RELEASE.format("1", ""), encoding="utf-8")
    with pytest.raises(FactsError, match="needs one tensorflow wheel"):
        read_pins(pins)


def test_wheels_are_verified(tmp_path: Path) -> None:
    release = read_pins(PINS)[0]
    for wheel in release.wheels:
        (tmp_path / wheel.file).write_bytes(b"not it")
    with pytest.raises(FactsError, match=rf"{re.escape(release.wheels[0].file)}: has sha256 .*, pinned is"):
        wheel_paths(release, tmp_path)


def test_crosscheck_reads_the_tables(project: Path) -> None:
    assert build_facts.main(["--wheels", str(project)]) == 0
    data = project / "src" / "tf2lint" / "data"
    facts = str(data / "facts.tsv")
    assert crosscheck_tables.read_facts(facts, "2.0") == {"x": crosscheck_tables.Row("f", "python.ops.x", "-")}
    assert crosscheck_tables.read_signatures(str(data / "signatures.tsv"), "1.15") == {"x": "(a)"}
    assert crosscheck.recorded_parameters("(a, *b, c=1, **d)") == ["a", "*b", "c", "**d"]
    with pytest.raises(ValueError, match=r"no version 3\.0"):
        crosscheck_tables.read_facts(facts, "3.0")


@pytest.mark.parametrize("module", [crosscheck, crosscheck_contents, crosscheck_tables])
def test_crosscheck_is_python_3_7(module: ModuleType) -> None:
    assert module.__file__
    ast.parse(Path(module.__file__).read_text(encoding="utf-8"), feature_version=(3, 7))
