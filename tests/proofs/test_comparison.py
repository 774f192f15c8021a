"""How proofs are read and results are compared."""

from __future__ import annotations

import importlib
from typing import Any

import pytest

from proofs import calls
from proofs.calls import Proof


def read(line: str, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Proof:
    (tmp_path / "family.txt").write_text(f"# Comment.\n{line}\n", "utf-8")
    monkeypatch.setattr(calls, "CALLS", tmp_path)
    return calls.proofs()[0]


def test_a_line_has_a_program_its_use_in_both_releases_and_an_outcome(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = "x = tf.a(v|1) | x[1] -> x.b(); x.c() | at 2.4, distribution, differs in dtype, values: as a, b"
    found = read(line, tmp_path, monkeypatch)
    differs = frozenset({"dtype", "values"})
    assert found == Proof("x = tf.a(v|1)", "x[1]", "x.b(); x.c()", True, differs, "as a, b", "2.4", "family.txt:2")
    assert (found.old, found.new("y")) == ("x = tf.a(v|1); x[1]", "y; x.b(); x.c()")


def test_a_program_alone_is_used_as_it_is_and_gives_equal_results(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = read("tf.a(v)", tmp_path, monkeypatch)
    assert (found.old, found.new("tf.b(v)"), found.differs) == ("tf.a(v)", "tf.b(v)", frozenset())


@pytest.mark.parametrize("outcome", ["differs", "differs in values", "random", "equal", "distribution | x"])
def test_other_outcomes_are_errors(outcome: str, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match=r"family\.txt:2"):
        read(f"tf.a(v) | | {outcome}", tmp_path, monkeypatch)


@pytest.mark.tensorflow
def test_results_differ_in_kind_type_shape_or_value() -> None:
    values = importlib.import_module("proofs.values")
    array = importlib.import_module("numpy").array

    def differences(old: Any, new: Any, *, is_random: bool = False) -> set[str]:
        both = (values.encoded(value, is_random=is_random) for value in (old, new))
        found: set[str] = values.differences(*both)
        return found

    one = array([1.0, 2.0], "float32")
    assert differences([one, "a", None], [one * (1 + 1e-6), "a", None]) == set()
    assert differences([one], [one + 0.01]) == {"values"}
    assert differences(one, array([1.0, 2.0], "float64")) == {"dtype"}
    assert differences(one, array([1, 3], "int32")) == {"dtype", "values"}
    assert differences(one, array([[1.0, 2.0]], "float32")) == {"shape"}
    assert differences([one], [one, one]) == differences([one], one) == differences(True, 1) == {"structure"}
    assert values.differences({"error": "TypeError"}, ["float32", [], 1.0]) == {"error"}
    assert values.differences({"error": "TypeError"}, {"error": "ValueError"}) == {"error"}


@pytest.mark.tensorflow
def test_random_results_differ_in_their_mean_their_spread_or_their_limits() -> None:
    values = importlib.import_module("proofs.values")
    random = importlib.import_module("numpy").random.RandomState(1)
    normal, other = random.normal(size=1000000), random.normal(size=1000000)
    old = values.encoded(normal, is_random=True)
    cut = other.clip(-2, 2)
    shifted, wider = (values.encoded(value, is_random=True) for value in (other + 0.01, other * 1.01))
    assert values.differences(old, values.encoded(other, is_random=True)) == set()
    assert values.differences(old, shifted) == values.differences(old, wider) == {"values"}
    assert values.differences(values.encoded(cut, is_random=True), old) == {"values"}
    uniform = values.encoded(random.uniform(size=1000000), is_random=True)
    assert values.differences(uniform, values.encoded(random.uniform(-0.01, 1.01, 1000000), is_random=True)) == {
        "values"
    }
