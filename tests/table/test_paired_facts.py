"""The names of TensorFlow with a certain Keras."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tf2lint.table import DATA, PairedFacts, Table, load_data, load_keras_facts
from tf2lint.table.facts import Facts
from tf2lint.table.versions import removal_phrase

if TYPE_CHECKING:
    from tf2lint.table import Entry


def paired(keras_version: str) -> PairedFacts:
    return PairedFacts(DATA, load_keras_facts, keras_version)


@pytest.fixture(scope="module")
def newest() -> PairedFacts:
    return paired("3.15")


def exists(facts: Facts, name: str, version: str) -> bool:
    fact = facts.fact(name)
    return fact is not None and fact.exists(version)


@pytest.mark.parametrize(
    ("name", "keras", "has"),
    [
        ("keras", "3.0", True),
        ("keras.layers.Dense", "3.0", True),
        ("keras.distillation.Distiller", "3.11", False),
        ("keras.distillation.Distiller", "3.12", True),
        ("keras.losses.mean_squared_error", "3.2", True),
        ("keras.losses.mean_squared_error", "3.3", False),
        ("losses.mean_squared_error", "3.2", True),
        ("losses.mean_squared_error", "3.3", False),
        ("compat.v1.keras.layers.Dense", "3.15", True),
        ("compat.v1.layers.dense", "3.15", False),
        ("compat.v1.nn.rnn_cell.LSTMCell", "3.15", False),
        ("keras.optimizers.legacy.Adam", "3.15", False),
        # The package tf_keras is Keras 2.
        ("compat.v1.layers.dense", "2.15", True),
        ("compat.v1.nn.rnn_cell.LSTMCell", "2.15", True),
        ("keras.optimizers.legacy.Adam", "2.15", True),
        ("keras.ops.add", "2.15", False),
        # Keras is not asked about these.
        ("nn.relu", "3.15", True),
        ("Session", "3.15", False),
        ("keras.no_such_name", "3.15", False),
    ],
)
def test_names_depend_on_keras_from_2_16_on(name: str, keras: str, has: bool) -> None:
    facts = paired(keras)
    assert exists(facts, name, "2.16") is exists(facts, name, "2.21") is has
    assert exists(facts, name, "2.15") is exists(Facts(DATA), name, "2.15")


def test_the_pinned_keras_is_as_in_the_table_about_tensorflow() -> None:
    """2.21 was read with Keras 3.15: both tables must say the same about all its names."""
    plain, facts = Facts(DATA), paired("3.15")
    names = [name for name in plain if name.startswith(("keras.", "losses.", "metrics.", "compat.v1.keras."))]

    def answers(facts: Facts, name: str) -> tuple[bool, str | None, str]:
        fact = facts.fact(name)
        assert fact is not None
        if not fact.exists("2.21") or fact.kind("2.21") == "m":  # both namespaces have modules of their own
            return fact.exists("2.21"), None, ""
        return True, facts.signature(name, "2.21"), fact.object("2.21")

    differing = [name for name in names if answers(plain, name) != answers(facts, name)]
    assert len(names) > 3500
    assert differing == []


def test_one_line_of_versions(newest: PairedFacts) -> None:
    mse = newest.fact("keras.losses.mean_squared_error")
    assert mse is not None
    assert mse.last_and_next_version("2.21") == ("3.2", "3.3")
    assert mse.was_before("2.21")
    assert not mse.next_with("2.21")
    distiller = paired("3.8").fact("keras.distillation.Distiller")
    assert distiller is not None
    assert distiller.next_with("2.17") == "3.12"
    assert not distiller.was_before("2.17")
    add = newest.fact("keras.ops.add")
    assert add is not None
    assert add.next_with("2.13") == "2.16"
    assert newest.versions_with("keras.losses.mean_squared_error")[-3:] == ["3.0", "3.1", "3.2"]
    assert newest.versions_with("Session") == ["1.15"]


@pytest.mark.parametrize(
    ("name", "keras", "phrase"),
    [
        ("keras.layers.DenseFeatures", "3.15", "in TF 2.16"),
        ("keras.losses.mean_squared_error", "3.15", "in Keras 3.3"),
        ("keras.wrappers.scikit_learn.KerasClassifier", "3.15", "in TF 2.13"),
    ],
)
def test_when_a_name_was_removed(name: str, keras: str, phrase: str) -> None:
    fact = paired(keras).fact(name)
    assert fact is not None
    assert not fact.exists("2.21")
    assert removal_phrase(*fact.last_and_next_version("2.21")) == phrase


@pytest.mark.parametrize("target", ["2.15", "2.21"])
def test_a_table_with_the_pinned_keras_has_the_same_entries(target: str) -> None:
    facts, guidance = load_data()
    plain, table = Table(facts, guidance, target), Table(paired("3.15"), guidance, target)
    names = [name for name in facts if name.startswith(("keras.", "losses.", "optimizers.", "compat.v1.keras.l"))]

    def answer(table: Table, name: str) -> Entry:
        # When a name came and went differs: the tables about keras have more versions. Of the names that a newer object
        # had before, those with the newest Keras are suggested; its objects are in other modules than those of 3.4.
        entry = table.lookup(name).entry._replace(removed_when="", added_in="")
        return entry if target == "2.21" else entry._replace(replacements=(), advice="")

    differing = [name for name in names if answer(plain, name) != answer(table, name)]
    assert len(names) > 2000
    assert differing == []


def test_signatures(newest: PairedFacts) -> None:
    assert [since for since, text in newest.signatures("keras.Input") if "type_spec" in text] == ["2.5"]
    assert [since for since, text in newest.signatures("keras.optimizers.Adam") if "jit_compile" in text] == ["2.11"]
    assert "quantization_config" in (newest.signature("keras.layers.Dense", "2.16") or "")
    assert "quantization_config" not in (paired("3.4").signature("keras.layers.Dense", "2.21") or "")
    assert newest.signature("keras.layers.Dense", "2.15") == Facts(DATA).signature("keras.layers.Dense", "2.15")
    assert newest.first_signature("keras.ops.add") == "(x1, x2)"
    assert newest.first_signature("keras.layers.Dense") == Facts(DATA).first_signature("keras.layers.Dense")


def test_members(newest: PairedFacts) -> None:
    fit_generator = newest.member("keras.Model", "fit_generator")
    assert fit_generator is not None
    assert fit_generator.exists("2.15")
    assert not fit_generator.exists("2.16")
    assert fit_generator.last_and_next_version("2.21") == ("2.15", "3.0")
    assert "fit_generator" in newest.member_names("keras.Model")
    assert newest.member("keras.Model", "no_such_member") is None
    came_and_went = newest.member("keras.layers.FlaxLayer", "has_state")
    assert came_and_went is not None
    assert came_and_went.last_and_next_version("2.21") == ("3.13", "3.14")
    assert newest.member("keras.optimizers.Adam", "decay") is None  # only Keras 2.0 to 2.3 show it in the source
    assert "workers" in (newest.member_signature("keras.Model", "fit", "2.15") or "")
    assert "workers" not in (newest.member_signature("keras.Model", "fit", "2.16") or "")
    old = [since for since, text in newest.member_signatures("keras.Model", "save") if "save_traces" in text]
    assert old
    assert max(map(float, old)) < 3


def test_names_of_an_object(newest: PairedFacts) -> None:
    assert "keras.layers.Dense" in newest.names_of("keras.src.layers.core.dense.Dense", "2.21")
    assert newest.names_of("keras.src.legacy.backend.sum", "2.21") == ["keras.backend.sum"]
    assert newest.names_of("keras.src.legacy.backend.sum", "2.12") == []
    came_and_went = newest.fact("keras.AbsMaxQuantizer")
    assert came_and_went is not None
    assert came_and_went.next_with("2.15") == "2.16"
    assert newest.names_of("keras.src.losses.losses.log_cosh", "3.2") == [
        "keras.losses.log_cosh", "keras.losses.logcosh", "keras.metrics.log_cosh",
    ]  # fmt: skip
    assert newest.names_of("python.ops.gen_nn_ops.relu", "3.2") == []
    assert "initializers.Ones" in newest.names_of("keras.src.initializers.constant_initializers.Ones", "2.21")
    assert "nn.relu" in newest.names_of("python.ops.gen_nn_ops.relu", "2.21")


def test_names(newest: PairedFacts) -> None:
    names = list(newest)
    assert len(names) == len(set(names))
    assert {"keras.distillation", "keras.layers.Dense", "Session"} <= set(names)
    assert all(newest.fact(name) is not None for name in names)
    assert {"Dense", "ReversibleEmbedding"} <= set(newest.below("keras.layers"))
    assert "mean_squared_error" in newest.below("losses")


def test_modules_that_must_be_imported(newest: PairedFacts) -> None:
    plain = {name for name in Facts(DATA).mentioning("import-only") if not name.startswith("keras.")}
    assert plain <= set(newest.mentioning("import-only"))
