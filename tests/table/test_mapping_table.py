"""The table's answers, and its errors for malformed data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tf2lint.table.guidance import DataError, Guidance, Outcome
from tf2lint.table.keras_releases import UnknownVersionError
from tf2lint.table.mapping_table import known_versions, load_data, table_for
from tf2lint.table.tsv_rows import TsvRows
from tf2lint.table.versions import Range, version_key

if TYPE_CHECKING:
    from pathlib import Path

TABLE = table_for("2.21")


def guidance(tmp_path: Path, *lines: str) -> Guidance:
    file = tmp_path / "core.txt"
    file.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return Guidance([file])


@pytest.mark.parametrize(
    ("name", "outcome", "replacements"),
    [
        ("log", Outcome.RENAMED, ("tf.math.log",)),
        ("random_normal", Outcome.RENAMED, ("tf.random.normal",)),
        ("to_float", Outcome.REPLACED, ("tf.cast",)),
        ("exp", Outcome.CURRENT, ()),
        ("contrib.layers.xavier_initializer", Outcome.REPLACED, ("tf.keras.initializers.GlorotUniform",)),
        ("contrib.layers.python.layers.regularizers.l2_regularizer", Outcome.REPLACED, ("tf.keras.regularizers.l2",)),
        ("compat.v1.layers.dense", Outcome.REPLACED, ("tf.keras.layers.Dense",)),
        ("compat.v1.log", Outcome.RENAMED, ("tf.math.log",)),
        ("compat.v2.math.log", Outcome.CURRENT, ()),
        ("image.resize", Outcome.CHANGED, ("tf.image.resize",)),
        ("compat.v2.image.resize", Outcome.CURRENT, ()),
        ("compat.v1.compat.v2.image.resize", Outcome.CURRENT, ()),
        ("python.framework.ops.convert_to_tensor", Outcome.RENAMED, ("tf.convert_to_tensor",)),
        ("app.flags.FLAGS", Outcome.PACKAGE, ("absl.flags.FLAGS",)),
    ],
)  # fmt: skip
def test_outcomes(name: str, outcome: Outcome, replacements: tuple[str, ...]) -> None:
    entry = TABLE.lookup(name).entry
    assert (entry.outcome, entry.replacements) == (outcome, replacements)


@pytest.mark.parametrize(
    ("name", "entry", "rest", "missing"),
    [
        ("GraphKeys.UPDATE_OPS", "GraphKeys", ("UPDATE_OPS",), False),
        ("float32.name", "float32", ("name",), False),
        ("no_such_name", "", ("no_such_name",), True),
        ("nn.no_such_name.x", "nn", ("no_such_name", "x"), True),
        ("nn._private", "nn", ("_private",), False),
        ("python.framework.ops.no_such_name", "python.framework.ops", ("no_such_name",), True),
        ("python.framework.ops._no_such_name", "python.framework.ops", ("_no_such_name",), False),
        ("contrib.no_such_project", "contrib", ("no_such_project",), True),
        ("compat.v1.test.mock.patch", "compat.v1.test.mock", ("patch",), False),
    ],
)
def test_the_longest_known_prefix_of_a_name(name: str, entry: str, rest: tuple[str, ...], missing: bool) -> None:
    lookup = TABLE.lookup(name)
    assert (lookup.entry.name, lookup.rest, lookup.missing) == (entry, rest, missing)


def test_a_misspelled_name_suggests_a_similar_one_that_exists() -> None:
    assert TABLE.lookup("reduce_summ").closest == "tf.reduce_sum"
    assert TABLE.lookup("set_random_sed").closest != "tf.set_random_seed"
    assert TABLE.lookup("qwertyuiop").closest == ""


def test_every_1_15_name_has_an_outcome_and_advice() -> None:
    facts = TABLE.facts
    gone = [name for name in facts if (fact := facts.fact(name)) and fact.exists("1.15") and not fact.exists("2.21")]
    assert len(gone) > 4000
    for name in gone:
        if name.startswith("compat.v2."):
            continue  # another name of the TF2 namespace
        entry = TABLE.lookup(name).entry
        assert entry.outcome is not Outcome.CURRENT, name
        assert entry.advice, name


@pytest.mark.parametrize("version", ["1.15", "3.0", "2", "", "latest", "2.x"])
def test_the_error_for_an_unknown_version_names_the_known_ones(version: str) -> None:
    with pytest.raises(UnknownVersionError, match=r"unknown TensorFlow version '.*': known are .*2\.21"):
        table_for(version)


def test_a_patch_version_selects_its_minor_version() -> None:
    assert table_for("2.21.1").target == table_for(None).target == known_versions()[-1]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("tf.a | replaced", r"core\.txt:2: expected 'name \| outcome \| replacements \| advice', found 2 fields"),
        ("a.b | replaced | tf.c | use it", r"core\.txt:2: the name 'a\.b' does not start with 'tf\.'"),
        ("tf.a | renamed | tf.c | use it", r"core\.txt:2: the outcome 'renamed' is not one of changed, replaced"),
        ("tf.a | replaced 2.9..2.3 | tf.c | use it", r"core\.txt:2: '2\.9\.\.2\.3' is an empty range"),
        ("tf.a | replaced new.. | tf.c | use it", r"core\.txt:2: 'new' is not a version"),
        ("tf.a | removed | - |", r"core\.txt:2: tf\.a has neither a replacement nor advice"),
        (
            "tf.known | removed | - | delete it",
            r"core\.txt:2: tf\.known already has guidance for these targets at core\.txt:1",
        ),
    ],
)
def test_a_malformed_line_of_guidance_is_reported(tmp_path: Path, line: str, message: str) -> None:
    parsed = guidance(tmp_path, "tf.known | replaced ..2.9 | tf.x |", line)
    with pytest.raises(DataError, match=message):
        [parsed.of(name) for name in parsed]


def test_guidance_by_range_and_by_family(tmp_path: Path) -> None:
    parsed = guidance(
        tmp_path,
        "# a comment",
        "",
        "tf.a | replaced ..2.3 | tf.x |",
        "tf.a | replaced 2.4.. | tf.y | use tf.y",
        "tf.f.* | package | absl.*.z | use absl.*.z",
        "tf.f.g.* | removed | - | delete it",
    )
    assert parsed.guide("a", "2.3").replacements == ("tf.x",)  # type: ignore[union-attr]
    assert parsed.guide("a", "2.4").replacements == ("tf.y",)  # type: ignore[union-attr]
    assert parsed.guide("f.h.i", "2.4").advice == "use absl.h.i.z"  # type: ignore[union-attr]
    assert parsed.guide("f.g.x", "2.4").advice == "delete it"  # type: ignore[union-attr]
    assert parsed.guide("f.g", "2.4").advice == "delete it"  # type: ignore[union-attr]
    assert parsed.guide("f", "2.4") is None
    assert parsed.guide("b", "2.4") is None


@pytest.mark.parametrize("text", ["log\n", "", "log\tf\t1.15\n"])
def test_a_malformed_facts_file_is_reported(tmp_path: Path, text: str) -> None:
    (tmp_path / "facts.tsv").write_text(text)
    with pytest.raises(DataError, match=r"facts\.tsv: "):
        TsvRows(tmp_path / "facts.tsv")


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [("", "2.0 2.21", ""), ("2.4..2.9", "2.4 2.9", "2.3 2.10"), ("..2.3", "2.0 2.3", "2.4"), ("2.16..", "2.16", "2.9"),
     ("2.5", "2.5", "2.4 2.6")],
)  # fmt: skip
def test_ranges(text: str, inside: str, outside: str) -> None:
    assert all(version in Range(text) for version in inside.split())
    assert not any(version in Range(text) for version in outside.split())


def test_versions_sort_numerically() -> None:
    assert sorted(["2.10", "2.9", "1.15", "2.0.4"], key=version_key) == ["1.15", "2.0.4", "2.9", "2.10"]


def test_suggestions_avoid_modules_that_must_be_imported_explicitly() -> None:
    # tf.keras.saving is a module file from Keras 3 on, which nothing imports: `tf.keras.saving.x` raises.
    name = "compat.v1.keras.saving.load_model"
    assert table_for("2.21").lookup(name).entry.replacements == ("tf.keras.models.load_model",)


def test_long_attribute_chains_take_little_memory() -> None:
    """Looking up, and caching, every prefix of a long chain would take quadratic time and memory."""
    found = TABLE.lookup("math.log" + ".x" * 5_000)
    assert (found.entry.name, found.rest) == ("math.log", ("x",) * 5_000)
    facts, hand_written = load_data()
    assert max(name.count(".") for name in (*facts, *hand_written)) < 15
    assert max(len(name) for name in TABLE._mapping._entries) < 200
