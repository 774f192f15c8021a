"""The rows of the table: queries for single names, and the whole table."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from tf2lint.cli.commands import main
from tf2lint.table.export import Answer, Row, TableExport
from tf2lint.table.guidance import DataError, Outcome
from tf2lint.table.mapping_table import DATA, table_for
from tf2lint.table.packages import read_packages
from tf2lint.table.queries import parse_query
from tf2lint.table.versions import TF1_VERSION

if TYPE_CHECKING:
    from pathlib import Path

TARGETS = ("2.0", "2.8", "2.15", "2.16", "2.21")
NEWEST = TableExport(table_for("2.21"))


def row(name: str, target: str = "2.21") -> Row:
    found = TableExport(table_for(target)).answer(name).row
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("name", "since", "until", "works", "package"),
    [
        ("tf.log", "1.15", "1.15", True, None),
        ("tf.math.log", "1.15", None, None, None),
        ("tf.mul", None, None, True, None),
        ("tf.compat.v1.layers.dense", "1.15", "2.15", True, None),
        ("tf.keras.layers.experimental.preprocessing.Rescaling", "2.2", "2.15", False, None),
        ("tf.contrib.layers.xavier_initializer", "1.15", "1.15", False, None),
        ("tf.contrib.distributions.Normal", "1.15", "1.15", None, "tensorflow-probability"),
        ("tf.app.run", "1.15", "1.15", None, "absl-py"),
        ("tf.keras.optimizers.Adam().decay", "1.15", "2.10", True, None),
        ("tf.keras.layers.FlaxLayer().has_state", "Keras 3.2", "Keras 3.13", None, None),
        ("tf.test.mock", "1.15", "1.15", None, None),
    ],
)
def test_versions_and_the_package_of_the_replacement(
    name: str, since: str | None, until: str | None, works: bool | None, package: str | None
) -> None:
    found = row(name)
    assert (found.since, found.until, found.works_on_1_15, found.package) == (since, until, works, package)


def test_the_same_name_in_every_spelling() -> None:
    spellings = ("tf.layers.dense", "tensorflow.layers.dense", "layers.dense", " tf.layers.dense\n")
    assert len({NEWEST.answer(spelling).row for spelling in spellings}) == 1
    assert NEWEST.answer("tf.Session.no_such_member").row == NEWEST.answer("tf.Session").row


def test_a_name_that_no_version_has() -> None:
    answer = NEWEST.answer("tf.math.reduce_summ")
    assert (answer.row, answer.closest) == (None, "tf.math.reduce_sum")


@pytest.mark.parametrize("target", TARGETS)
def test_every_name_has_an_outcome_and_every_removed_name_has_advice(target: str) -> None:
    table = table_for(target)
    rows = list(TableExport(table).rows())
    assert len(rows) > 15_000
    facts = {name: table.facts.fact(name) for name in table.facts}
    public = {f"tf.{name}" for name, fact in facts.items() if fact is not None and fact.exists(TF1_VERSION)}
    assert len({name for name in public if not name.startswith("tf.compat.")}) > 7_000
    assert {name for name in public if not name.startswith("tf.compat.v2")} <= {one.name for one in rows}
    assert [one.name for one in rows] == sorted({one.name for one in rows})
    assert {one.outcome for one in rows} <= set(Outcome)
    gone = [one for one in rows if not one.exists]
    assert not [one.name for one in gone if not one.note or "no replacement is known" in one.note]
    assert not [one.name for one in gone if one.outcome == Outcome.CURRENT]


@pytest.mark.parametrize("target", TARGETS)
def test_names_that_modules_of_contrib_only_import_are_known(target: str) -> None:
    export = TableExport(table_for(target))
    aliases = [line.split("\t")[0] for line in (DATA / "aliases.tsv").read_text("utf-8").splitlines()]
    imported = [f"tf.{name}" for name in aliases if name.startswith("contrib.")]
    assert [answer for answer in map(export.answer, imported) if answer.row is None] == []


def test_a_name_that_a_module_of_contrib_only_imports() -> None:
    assert row("tf.contrib.compiler.xla.compile").name == "tf.contrib.compiler.xla.compile"
    assert row("tf.contrib.slim.contrib_framework.sort").replacements == ("tf.sort",)


@pytest.mark.parametrize(
    ("asked", "closest"),
    [
        ("tf.layers.densee", "tf.layers.dense"),
        ("tf.Sesion", "tf.Session"),
        ("tf.contrib.layers.fuly_connected(x, 3)", "tf.contrib.layers.fully_connected"),
        ("dense", "tf.layers.dense"),
        ("np.array", ""),
    ],
)
def test_the_closest_name_may_be_a_removed_one(asked: str, closest: str) -> None:
    assert NEWEST.answer(asked) == Answer(asked, None, closest)


@pytest.mark.parametrize(
    ("text", "name", "call"),
    [
        ("tf.to_float(x)", "tf.to_float", "tf.to_float(x)"),
        ("y = tf.to_float(\n    x)", "tf.to_float", "tf.to_float(x)"),
        ("tf.Session().run(fetches)", "tf.Session().run", "tf.Session().run(fetches)"),
        ("tf.train.AdamOptimizer(", "tf.train.AdamOptimizer", ""),
        ("opt = tf.train.AdamOptimizer(0.1,", "tf.train.AdamOptimizer", ""),
        ('with tf.variable_scope("x"):', "tf.variable_scope", ""),
        ("tf.Session().run", "tf.Session().run", ""),
        ("f(*a)[0]", "f", ""),
        ("tf.layers.*", "tf.layers.*", ""),
        ("no name", "no name", ""),
    ],
)
def test_queries(text: str, name: str, call: str) -> None:
    query = parse_query(text)
    assert (query.name, query.call, query.is_pattern) == (name, call, "*" in name)


def test_patterns() -> None:
    names = [answer.row.name for answer in NEWEST.answers("tf.layers.d*") if answer.row is not None]
    assert names == ["tf.layers.dense", "tf.layers.dropout"]
    assert [answer.asked for answer in NEWEST.answers("keras.ops.std*")] == ["keras.ops.std"]
    assert NEWEST.answers("tf.nothing.*") == [Answer("tf.nothing.*", None)]


def test_changed_arguments() -> None:
    by_change = {(argument.change, argument.position): argument for argument in row("tf.argmax").arguments}
    assert by_change["renamed", None].now == "axis"
    assert by_change["moved", 3].now == "output_type"
    assert row("tf.log").arguments == ()
    assert NEWEST.answer("tf.data.Dataset().map").row == row("tf.data.Dataset")


def test_a_name_that_is_only_there_for_programs_of_tensorflow_1() -> None:
    assert (row("tf.compat.v1.Session").legacy, row("tf.compat.v1.Session").outcome) == (True, Outcome.REMOVED)
    assert not row("tf.compat.v1.layers.dense").legacy
    assert not row("tf.math.log").legacy


def test_lookup(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lookup", "tf.contrib.distributions.Normal", "tensorflow.log", "--target", "2.16"]) == 0
    assert capsys.readouterr().out == (
        "tf.contrib.distributions.Normal\n"
        "  TF 2.16   not available, package\n"
        "  versions  1.15\n"
        "  instead   tensorflow_probability.distributions.Normal\n"
        "  install   tensorflow-probability: each release goes with one TF version or a few, 0.8 with 2.0 and 0.25 with"
        " 2.18 to 2.21; needs tf_keras from TF 2.16 on\n"
        "  to do     use tensorflow_probability.distributions.Normal (`import tensorflow_probability as tfp`; it needs"
        " tf_keras from TF 2.16 on)\n"
        "  check     TF203 (error)\n"
        "\n"
        "tf.log (for tensorflow.log)\n"
        "  TF 2.16   not available, renamed\n"
        "  versions  1.15\n"
        "  instead   tf.math.log\n"
        "  in 1.15   yes: tf.math.log\n"
        "  to do     use tf.math.log\n"
        "  check     TF101 (error)\n"
    )


@pytest.mark.parametrize(
    ("name", "target", "replacement"),
    [
        ("tf.contrib.distributions.bijectors.Affine", "2.0", "tensorflow_probability.bijectors.Affine"),
        ("tf.contrib.distributions.bijectors.Affine", "2.1", "tensorflow_probability.bijectors.Shift"),
        ("tf.contrib.distributions.bijectors.Ordered", "2.3", "tensorflow_probability.bijectors.Ordered"),
        ("tf.contrib.distributions.bijectors.Ordered", "2.4", "tensorflow_probability.bijectors.Ascending"),
        ("tf.contrib.slim.metrics.streaming_mean", "2.12", "tf_slim.metrics"),
        ("tf.contrib.slim.metrics.streaming_mean", "2.13", "tf.keras.metrics"),
        ("tf.contrib.slim.tfexample_decoder.Tensor", "2.13", "tf_slim.tfexample_decoder.Tensor"),
        ("tf.contrib.slim.tfexample_decoder.Tensor", "2.14", "tf.io.parse_single_example"),
        ("tf.flags.set_default", "2.3", "absl.flags.set_default"),
        ("tf.flags.set_default", "2.4", "absl.flags.FLAGS"),
        ("tf.flags.set_default", "2.7", "absl.flags.set_default"),
    ],
)
def test_a_package_is_suggested_only_where_its_part_works(name: str, target: str, replacement: str) -> None:
    assert row(name, target).replacements[0] == replacement


def test_lookup_of_a_misspelled_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lookup", "tf.reduce_summ"]) == 1
    assert capsys.readouterr().out == (
        "tf.reduce_summ: not in TensorFlow 1.15 or any later version\n  closest   tf.reduce_sum\n"
    )


def test_lookup_of_a_name_unlike_any_other(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lookup", "tf.xyzzy"]) == 1
    assert capsys.readouterr().out == "tf.xyzzy: not in TensorFlow 1.15 or any later version\n"


def test_lookup_says_what_check_reports(capsys: pytest.CaptureFixture[str]) -> None:
    calls = ["x = tf.argmax(y, dimension=1)", "tf.math.log(x)", "tf.compat.v1.Session", "tf.log"]
    assert main(["lookup", *calls, "--target", "auto"]) == 0
    assert capsys.readouterr().out == (
        "tf.argmax (for x = tf.argmax(y, dimension=1))\n"
        "  TF 2.21   available, current\n"
        "  versions  1.15 and later\n"
        "  argument  dimension= is now axis=\n"
        "  argument  position 3 is output_type=, not name=\n"
        "  argument  position 4 is name=, not dimension=\n"
        "  argument  position 5 is no longer accepted, not output_type=\n"
        "  check     TF601 tf.argmax has no dimension= in TF 2.21; write tf.argmax(y, axis=1)\n"
        "\n"
        "tf.math.log (for tf.math.log(x))\n"
        "  TF 2.21   available, current\n"
        "  versions  1.15 and later\n"
        "  check     nothing to report\n"
        "\n"
        "tf.compat.v1.Session\n"
        "  TF 2.21   available, but TensorFlow 1 API; without compat.v1: removed\n"
        "  versions  1.15 and later\n"
        "  to do     delete it: call the function that computes the result (decorate it with tf.function for speed)"
        " and read values with .numpy()\n"
        "  write     nothing; its operations run where they stand\n"
        "\n"
        "tf.log\n"
        "  TF 2.21   not available, renamed\n"
        "  versions  1.15\n"
        "  instead   tf.math.log\n"
        "  in 1.15   yes: tf.math.log\n"
        "  to do     use tf.math.log\n"
        "  check     TF101 (error)\n"
    )


def test_lookup_of_names_that_are_unchanged_or_older_than_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lookup", "tf.math.log", "tf.mul"]) == 0
    assert capsys.readouterr().out == (
        "tf.math.log\n"
        "  TF 2.21   available, current\n"
        "  versions  1.15 and later\n"
        "\n"
        "tf.mul\n"
        "  TF 2.21   not available, replaced\n"
        "  instead   tf.multiply\n"
        "  in 1.15   yes: tf.multiply\n"
        "  to do     use tf.multiply(x, y), or x * y\n"
        "  check     TF102 (error)\n"
    )


def test_lookup_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lookup", "tf.log", "tf.xyzzy", "--format", "json"]) == 1
    output = json.loads(capsys.readouterr().out)
    assert (output["version"], output["target"]) == (1, "2.21")
    assert output["unknown"] == [{"asked": "tf.xyzzy", "closest": None}]
    assert output["entries"][0]["replacements"] == ["tf.math.log"]
    assert (output["entries"][0]["package"], output["entries"][0]["remark"]) == (None, None)
    (finding,) = output["entries"][0]["findings"]
    assert (finding["code"], finding["severity"], finding["write"]) == ("TF101", "error", None)


def test_lookup_shows_what_to_write_instead_of_calls(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lookup", "tf.slim.flatten", "tf.contrib.slim.l1_l2_regularizer", "tf.count_up_to"]) == 1
    assert main(["lookup", "tf.get_default_session", "tf.nn.dropout", "tf.flags.DEFINE_enum"]) == 0
    shown = [line for line in capsys.readouterr().out.splitlines() if line.startswith("  write")]
    assert shown == [
        "  write     tf.keras.regularizers.L1L2(l1={scale_l1=1.0}, l2=0.5 * {scale_l2=1.0})",
        "  write     nothing; operations run where they stand",
        "  write     tf.nn.dropout(x, rate=1 - keep_prob, noise_shape=noise_shape, seed=seed, name=name)"
        " if keep_prob is 1 minus something and rate is left out",
        "  write     tf.nn.dropout(x, rate=1 - keep_prob, noise_shape=noise_shape, seed=seed, name=name)"
        " if keep_prob is given and rate is left out",
        "  write     absl.flags.DEFINE_enum(...)",
    ]


def test_lookup_shows_what_to_write_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lookup", "tf.div", "--format", "json"]) == 0
    (entry,) = json.loads(capsys.readouterr().out)["entries"]
    assert entry["rewrites"][0] == {
        "when": "if x is a tensor of floats, or a float",
        "write": "tf.math.divide(x, y, name=name)",
        "safety": "safe",
        "note": "",
    }
    assert entry["rewrites"][-1] == {
        "when": "",
        "write": "tf.compat.v1.div(x, y, name=name)",
        "safety": "unsafe",
        "note": "better tf.math.divide if they are floats, tf.math.floordiv if they are integers",
    }


def test_table_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["table", "--format", "json", "--target", "2.8"]) == 0
    output = json.loads(capsys.readouterr().out)
    assert output["target"] == "2.8"
    named = {entry["name"]: entry for entry in output["entries"]}
    assert named["tf.layers.dense"]["outcome"] == "replaced"
    assert named["tf.keras.Model"]["exists"]


def test_table_as_markdown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["table", "--format", "markdown"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "| `tf.log` | renamed | 1.15 | 1.15 | `tf.math.log` | yes |  | use tf.math.log |  |  |" in lines
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in lines[2:]} == {11}


def test_an_unknown_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["table", "--format", "json", "--target", "3.1"]) == 2
    assert "unknown TensorFlow version '3.1'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("absl | absl-py | 2.0..", r"packages\.txt:2: expected 'root \| distribution"),
        ("known | other | 2.0.. | x", r"packages\.txt:2: known already has a line"),
        ("absl | absl-py | new | x", r"packages\.txt:2: 'new' is not a version"),
    ],
)
def test_a_malformed_package_line_is_reported(tmp_path: Path, line: str, message: str) -> None:
    file = tmp_path / "packages.txt"
    file.write_text(f"known | - | 2.0.. | it\n{line}\n", "utf-8")
    with pytest.raises(DataError, match=message):
        read_packages(file)
