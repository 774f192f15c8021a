"""The names of the package keras, by version of Keras."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from facts.pins import read_pins
from facts.subject import KERAS
from tf2lint.table import DATA, TF_KERAS, KerasFacts, load_keras_facts
from tf2lint.table.versions import removal_phrase, version_key

TOOLS = Path(__file__).resolve().parents[2] / "tools"
TABLES = [
    "facts.tsv",
    "internals.tsv",
    "members.tsv",
    "modules.tsv",
    "private_names.tsv",
    "releases.tsv",
    "signatures.tsv",
]


@pytest.fixture(scope="module")
def keras() -> KerasFacts:
    return load_keras_facts()


def versions_with(keras: KerasFacts, name: str) -> str:
    """Returns the versions that have a name, as `first-last` for each run of them."""
    runs: list[list[str]] = []
    last = -2
    for index, version in enumerate(keras.versions):
        if keras.exists(name, version):
            runs = [*runs, [version]] if index > last + 1 else [*runs[:-1], [*runs[-1], version]]
            last = index
    return ",".join(f"{run[0]}-{run[-1]}" for run in runs)


def test_versions(keras: KerasFacts) -> None:
    assert keras.versions == tuple(sorted(keras.versions, key=version_key))
    assert [version for version in keras.versions if version.startswith("2.")] == [f"2.{minor}" for minor in range(16)]
    newest = int(keras.versions[-1].removeprefix("3."))
    assert newest >= 15
    assert [version for version in keras.versions if version.startswith("3.")] == [f"3.{n}" for n in range(newest + 1)]


@pytest.mark.parametrize("name", TABLES)
def test_the_tables_are_from_the_pinned_wheels(name: str) -> None:
    text = (DATA / "keras" / name).read_text("utf-8")
    pins = read_pins(TOOLS / KERAS.pins, KERAS.role)
    assert f"# versions: {' '.join(release.version for release in pins)}\n" in text
    for release in pins:
        for wheel in release.wheels:
            assert f"# wheel: {release.version} {wheel.file} sha256={wheel.sha256}\n" in text
    names = [line.partition("\t")[0] for line in text.splitlines() if not line.startswith("#")]
    assert names == sorted(set(names))


@pytest.mark.parametrize(
    ("name", "versions"),
    [
        ("layers.Dense", "2.0-3.15"),
        ("ops.add", "3.0-3.15"),
        ("distillation", "3.12-3.15"),
        # What the package lost with Keras 3, and tf.keras did not.
        ("backend.sum", "2.0-2.15"),
        (f"{TF_KERAS}.backend.sum", "3.0-3.15"),
        ("preprocessing.image.ImageDataGenerator", "2.0-2.3,2.5-2.15"),
        (f"{TF_KERAS}.preprocessing.image.ImageDataGenerator", "3.0-3.15"),
        # What the package has, and tf.keras lost.
        ("losses.mean_squared_error", "2.0-3.15"),
        (f"{TF_KERAS}.losses.mean_squared_error", "3.0-3.2"),
        ("losses.kl_divergence", "2.4-3.15"),
        # What both have: not before tf.keras was a module of the package.
        (f"{TF_KERAS}.layers.Dense", "3.0-3.15"),
        (f"{TF_KERAS}.distillation", "3.12-3.15"),
        (f"{TF_KERAS}.objectives.mse", ""),
        # The hand-written modules that pip installed with TensorFlow 2.6 to 2.8 did not have these.
        ("optimizers.Adam", "2.0-2.4,2.9-3.15"),
        ("utils.to_categorical", "2.0-2.4,2.9-3.15"),
        ("objectives.mse", "2.0-2.4"),
        ("initializers.GlorotUniform", "2.4-3.15"),
        ("initializers.glorot_uniform", "2.0-3.15"),
        ("initializers.normal", "2.0-2.3,2.5-2.12"),
        ("wrappers.scikit_learn.KerasClassifier", "2.0-2.12"),
        ("backend.get_session", "2.0-2.3,2.5-2.12"),
        ("backend.tf", "2.0-2.1,2.5-2.12"),
        ("no_such_name", ""),
        ("layers.NoSuchLayer", ""),
        # Private modules and what is in them.
        ("layers.core", "2.0-2.12"),
        ("layers.core.Dense", "2.0-2.12"),
        ("engine.topology.Layer", "2.0-2.4"),
        ("engine.training.Model", "2.0-2.12"),
        ("backend.tensorflow_backend", "2.0-2.3"),
        ("utils.np_utils", "2.0-2.12"),
        ("src.engine", "2.13-2.15"),
        ("src.layers.core.dense.Dense", "2.13-3.15"),
        ("src.backend.common.keras_tensor.KerasTensor", "3.0-3.15"),
        ("api.layers", "3.3-3.9"),
        ("api._v2.keras.layers", "2.5-2.15"),
        ("_tf_keras.keras.layers", "3.0-3.15"),
    ],
)
def test_which_versions_have_a_name(keras: KerasFacts, name: str, versions: str) -> None:
    assert versions_with(keras, name) == versions.replace("3.15", keras.versions[-1])


def test_counts(keras: KerasFacts) -> None:
    """The names in the newest Keras of this test's time, which `test_keras_live.py` compares with the real ones."""
    facts = [fact for name in keras if (fact := keras.fact(name)) is not None]
    names = [fact for fact in facts if fact.object("3.15")]  # stubs, too
    assert len([fact for fact in names if not fact.name.startswith(TF_KERAS)]) == 1505
    own = [fact for fact in names if fact.name.startswith(TF_KERAS)]
    assert (
        len(own) == 176
    )  # 173 that the package lacks, another AlphaDropout, __version__ (since 3.3), saving (not imported)


def test_objects(keras: KerasFacts) -> None:
    dense = keras.fact("layers.Dense")
    assert dense is not None
    assert dense.object("3.15") == "keras.src.layers.core.dense.Dense"
    assert "layers.Dense" in keras.names_of("keras.src.layers.core.dense.Dense", "3.15")
    assert keras.names_of("keras.src.layers.core.dense.Dense", "2.12") == []
    assert keras.names_of("keras.src.legacy.backend.sum", "3.15") == [f"{TF_KERAS}.backend.sum"]
    legacy = keras.fact("optimizers.legacy.Adam")
    assert legacy is not None
    assert legacy.marks("3.15") == ["stub"]


def test_signatures(keras: KerasFacts) -> None:
    assert [since for since, text in keras.signatures("layers.Embedding") if "sparse" in text] == ["2.12"]
    assert "type_spec" in (keras.signature("Input", "2.15") or "")
    assert "type_spec" not in (keras.signature("Input", "3.0") or "")
    assert keras.signature("layers.Dense", "3.15") == keras.signature(f"{TF_KERAS}.layers.Dense", "3.15")
    assert keras.signature(f"{TF_KERAS}.backend.sum", "3.15") == "(x, axis=None, keepdims=False)"
    assert keras.signature("no_such_name", "3.15") is None
    assert keras.signatures(f"{TF_KERAS}.optimizers.Adam")[0][0] == "3.0"
    assert keras.signatures(f"{TF_KERAS}.optimizers.Adam")[1:] == [
        found for found in keras.signatures("optimizers.Adam") if version_key(found[0]) > (3, 0)
    ]
    assert keras.first_signature(
        "optimizers.Adam",
    ) == keras.signature("optimizers.Adam", "2.0")


@pytest.mark.parametrize(
    ("owner", "member", "versions"),
    [
        ("Model", "fit_generator", "2.0-2.15"),
        ("layers.Dense", "get_output_at", "2.0-2.15"),
        (f"{TF_KERAS}.layers.Dense", "get_output_at", "2.0-2.15"),
        ("Sequential", "predict_classes", "2.0-2.5"),
        ("Model", "export", "2.12-3.15"),
    ],
)
def test_members(keras: KerasFacts, owner: str, member: str, versions: str) -> None:
    fact = keras.member(owner, member)
    assert fact is not None
    have = [version for version in keras.versions if fact.exists(version)]
    assert f"{have[0]}-{have[-1]}" == versions.replace("3.15", keras.versions[-1])


def test_signatures_of_members(keras: KerasFacts) -> None:
    assert keras.member("Model", "fit") is not None
    assert "workers" in (keras.member_signature("Model", "fit", "2.15") or "")
    assert "workers" not in (keras.member_signature("Model", "fit", "3.15") or "")
    assert [since for since, text in keras.member_signatures("Model", "save") if "save_traces" in text]


def test_when_a_name_was_removed(keras: KerasFacts) -> None:
    def removed(name: str) -> str:
        fact = keras.fact(name)
        assert fact is not None
        return removal_phrase(*fact.last_and_next_version("3.15"), "Keras")

    assert removed("backend.sum") == "in Keras 3.0"
    assert removed("wrappers.scikit_learn.KerasClassifier") == "in Keras 2.13"
    assert removed(f"{TF_KERAS}.losses.mean_squared_error") == "in Keras 3.3"


def test_names_below(keras: KerasFacts) -> None:
    assert {"layers", "ops", "Model", "__version__"} <= set(keras.below(""))
    assert "Tokenizer" in keras.below("preprocessing.text")
    assert {"Tokenizer", "text_to_word_sequence"} <= set(keras.below(f"{TF_KERAS}.preprocessing.text"))
    assert "Dense" in keras.below(f"{TF_KERAS}.layers")
    assert "layers" in keras.below(TF_KERAS)


def test_rows_are_well_formed() -> None:
    version = r"\d\.\d+"
    ranges = rf"{version}(-{version})?(,{version}(-{version})?)*"
    mark = r"(deprecated(=\d{4}-\d\d-\d\d)?|stub|import-only)"
    shapes = [r"[mcfv]", None, r"[\w.<>]+", rf"(-|{mark}(,{mark})*)"]
    for line in (DATA / "keras" / "facts.tsv").read_text("utf-8").splitlines():
        name, *cells = line.split("\t")
        if line.startswith("#") or cells == ["-"] * 4:
            assert line.startswith(("#", f"{TF_KERAS}."))
            continue
        assert re.fullmatch(ranges, cells[1]), line
        for cell, shape in zip(cells, shapes, strict=True):
            assert shape is None or re.fullmatch(rf"{shape}|{version}:{shape}( {version}:{shape})+", cell), (name, cell)
    seen: set[str] = set()
    for line in (DATA / "keras" / "signatures.tsv").read_text("utf-8").splitlines():
        for column in () if line.startswith("#") else line.split("\t")[1:]:
            seen.add(column.partition(":")[2])
    for parameters in seen - {"?"}:
        ast.parse(f"def f{parameters}: pass")
