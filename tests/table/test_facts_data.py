"""The committed tables of facts."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from facts.pins import read_pins

if TYPE_CHECKING:
    from facts.pins import Release

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "src" / "tf2lint" / "table" / "data"


TABLES = [
    "facts.tsv",
    "internals.tsv",
    "members.tsv",
    "modules.tsv",
    "objects.tsv",
    "private_names.tsv",
    "releases.tsv",
    "signatures.tsv",
]


def rows(text: str) -> list[str]:
    return [line for line in text.splitlines() if not line.startswith("#")]


def table(name: str) -> list[list[str]]:
    return [line.split("\t") for line in rows((DATA / name).read_text(encoding="utf-8"))]


@pytest.fixture(scope="module")
def facts() -> dict[str, list[str]]:
    return {name: cells for name, *cells in table("facts.tsv")}


@pytest.fixture(scope="module")
def signatures() -> dict[str, list[str]]:
    return {name: cells for name, *cells in table("signatures.tsv")}


def pinned() -> list[Release]:
    return read_pins(ROOT / "tools" / "pins.toml")


@pytest.mark.parametrize("name", TABLES)
def test_headers_of_committed_tables_name_their_wheels(name: str) -> None:
    text = (DATA / name).read_text(encoding="utf-8")
    header = [line for line in text.splitlines() if line.startswith("#")]
    assert f"# versions: {' '.join(release.version for release in pinned())}" in header
    wheels = [(release.version, wheel) for release in pinned() for wheel in release.wheels]
    for version, wheel in wheels:
        assert f"# wheel: {version} {wheel.file} sha256={wheel.sha256}" in header
    names = [line.partition("\t")[0] for line in rows(text)]
    assert names == sorted(set(names))


def test_committed_facts_are_well_formed(facts: dict[str, list[str]]) -> None:
    version = r"\d+\.\d+"
    ranges = re.compile(rf"{version}(-{version})?(,{version}(-{version})?)*")
    mark = r"(deprecated(=\d{4}-\d\d-\d\d)?|stub|import-only)"
    shapes = [r"[mcfv]", None, r"[\w.<>]+", rf"(-|{mark}(,{mark})*)"]
    for name, cells in facts.items():
        assert re.fullmatch(r"[A-Za-z_]\w*(\.\w+)*", name)
        assert ranges.fullmatch(cells[1])
        for cell, shape in zip(cells, shapes, strict=True):
            if shape:
                assert re.fullmatch(rf"{shape}|{version}:{shape}( {version}:{shape})+", cell), (name, cell)


def test_committed_signatures_are_python(facts: dict[str, list[str]], signatures: dict[str, list[str]]) -> None:
    versions = {release.version for release in pinned()}
    seen: set[str] = set()
    for name, segments in signatures.items():
        assert name in facts
        for segment in segments:
            version, _, parameters = segment.partition(":")
            assert version in versions
            if parameters not in seen and parameters != "?":
                seen.add(parameters)
                ast.parse(f"def f{parameters}: pass")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("log", ["f", "1.15", "python.ops.gen_math_ops.log", "deprecated"]),
        ("contrib.layers.xavier_initializer", ["f", "1.15"]),
        ("contrib.session_bundle", ["m", "1.15", "contrib.session_bundle", "import-only"]),
        ("estimator.Estimator", ["c"]),
        ("flags.DEFINE_string", ["f", "1.15"]),
        ("pywrap_tensorflow", ["m", "1.15"]),
        ("test.mock", ["m"]),
        ("Session", ["c", "1.15"]),
        ("train.Example", ["c"]),
        ("AUTO_REUSE", ["v", "1.15"]),
    ],
)
def test_a_committed_fact(facts: dict[str, list[str]], name: str, expected: list[str]) -> None:
    assert facts[name][: len(expected)] == expected


def test_log_is_math_log(facts: dict[str, list[str]]) -> None:
    assert facts["log"][2] == facts["math.log"][2] == facts["compat.v1.log"][2]
    assert facts["math.log"][1] == f"1.15-{pinned()[-1].version}"
    assert facts["math.log"][3] == "-"


def test_keras_3_stubs(facts: dict[str, list[str]]) -> None:
    assert facts["keras.optimizers.legacy.Adam"][3].endswith("stub")
    assert facts["compat.v1.layers"][3].endswith(":stub")
    newest = pinned()[-1].version
    assert newest not in facts["compat.v1.layers.dense"][1]
    assert newest in facts["compat.v1.get_variable"][1]


def test_changed_arguments(signatures: dict[str, list[str]]) -> None:
    assert "1.15:(params, indices, validate_indices=None, name=None, axis=None, batch_dims=0)" in signatures["gather"]
    assert signatures["nn.in_top_k"][0].startswith("1.15:(predictions, targets")
    assert signatures["raw_ops.Log"][0] == "1.15:(*, x, name=None)"


def test_count_of_names_in_1_15(facts: dict[str, list[str]]) -> None:
    names = [name for name, cells in facts.items() if cells[1].startswith("1.15")]
    core = [name for name in names if not re.match(r"contrib\b|compat\.v[12]\.", name)]
    by_import = [name for name in core if facts[name][3].startswith(("import-only", "1.15:import-only"))]
    attributes = [name for name in core if not f"{name}.".startswith(tuple(f"{one}." for one in by_import))]
    assert len(attributes) == 4105


def test_private_modules() -> None:
    modules = dict(table("modules.tsv"))
    assert modules["contrib.slim.python.slim.learning"] == "1.15"
    assert modules["examples.tutorials.mnist.input_data"] == "1.15"
    assert modules["python.framework.ops"] == f"1.15-{pinned()[-1].version}"


@pytest.fixture(scope="module")
def members() -> dict[str, list[str]]:
    return {name: cells for name, *cells in table("members.tsv")}


def row_of(members: dict[str, list[str]], owner: str, member: str) -> list[str] | None:
    """Returns the row of a member, found as the header of the table describes."""
    own = members.get(f"{owner}.{member}")
    if own:
        return None if own == ["-"] else own
    like = members.get(owner, ["-"])[0]
    return None if like == "-" else row_of(members, like, member)


@pytest.mark.parametrize(
    ("owner", "member", "kind", "where", "marks"),
    [
        ("data.Dataset", "make_one_shot_iterator", "f", "1.15", "deprecated"),
        ("data.Dataset", "output_types", "p", "1.15", "deprecated"),
        ("keras.Sequential", "predict_classes", "f", "1.15-2.5", None),
        ("keras.Model", "fit_generator", "f", "1.15-2.15", None),
        ("keras.layers.Dense", "get_output_at", "f", "1.15-2.15", None),
        ("distribute.MirroredStrategy", "experimental_run_v2", "f", None, None),
        ("test.TestCase", "test_session", "f", "1.15-2.21", "deprecated"),
        ("Variable", "initialized_value", "f", "1.15-2.21", "deprecated"),
    ],
)
def test_a_committed_member(
    members: dict[str, list[str]], owner: str, member: str, kind: str, where: str | None, marks: str | None
) -> None:
    row = row_of(members, owner, member)
    assert row
    assert row[0] == kind
    assert where in (None, row[1])
    assert marks in (None, row[2])


@pytest.mark.parametrize(
    ("owner", "member"),
    [("Tensor", "op"), ("Tensor", "no_such_member"), ("compat.v1.Session", "run"), ("TensorShape", "as_list")],
)
def test_a_member_that_never_changed_has_no_row(members: dict[str, list[str]], owner: str, member: str) -> None:
    assert row_of(members, owner, member) is None


def test_committed_members_are_well_formed(facts: dict[str, list[str]], members: dict[str, list[str]]) -> None:
    for name, cells in members.items():
        if len(cells) == 2:
            assert name in facts
            assert cells[0] == "-" or cells[0] in facts
        else:
            assert name.rpartition(".")[0] in facts
            assert cells == ["-"] or re.fullmatch(r"[cfpv]|(\d\.\d+:[cfpv] ?)+", cells[0])
        for segment in cells[3:]:
            parameters = segment.partition(":")[2]
            if parameters != "?":
                ast.parse(f"def f{parameters}: pass")


def test_names_in_private_modules() -> None:
    names = dict(table("internals.tsv"))
    assert names["python.framework.common_shapes.get_conv_output_size"] == "1.15-2.0"
    assert names["python.ops.array_ops._BaseSlice"] == "1.15-2.15"
    assert "python.framework.ops.Graph" not in names
