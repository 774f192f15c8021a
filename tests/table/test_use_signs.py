"""Signs: what a call shows about its objects. The parser, and the lines of data/use_signs.txt."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tf2lint.table.guidance import DataError
from tf2lint.table.mapping_table import load_data, table_for
from tf2lint.table.use_signs import (
    ANY_METHOD,
    ArgumentPlace,
    Condition,
    Measured,
    Requirement,
    UseSign,
    load_use_signs,
    read_signs,
)

if TYPE_CHECKING:
    from pathlib import Path

SIGNS = [sign for group in load_use_signs().values() for sign in group]
#: How many corpora the head of the data file names. The first has no programs of TensorFlow.
CORPORA = 3


def parse(tmp_path: Path, text: str) -> dict[str, list[UseSign]]:
    file = tmp_path / "signs.txt"
    file.write_text(f"# head\n{text}\n", "utf-8")
    return read_signs(file)


def test_every_part_of_a_line(tmp_path: Path) -> None:
    line = "go | no a/0, b is tf.Session, c is a call of tf | tf.Graph | d/1 is tf.Tensor, /2 is tf.Variable | 3/4 0/0"
    assert parse(tmp_path, line) == {
        "go": [
            UseSign(
                "go | no a/0, b is tf.Session, c is a call of tf",
                "",
                "go",
                (
                    Condition(ArgumentPlace("a", 0), Requirement.ABSENT),
                    Condition(ArgumentPlace("b", None), Requirement.CLASS, class_name="Session"),
                    Condition(ArgumentPlace("c", None), Requirement.LIBRARY_CALL),
                ),
                "Graph",
                ((ArgumentPlace("d", 1), "Tensor"), (ArgumentPlace("", 2), "Variable")),
                (Measured(3, 4), Measured(0, 0)),
            )
        ]
    }


def test_what_a_receiver_must_be(tmp_path: Path) -> None:
    line = "run | receiver is a parameter or an attribute of self | tf.Session | - | 1/1"
    condition = Condition(None, Requirement.PARAMETER_OR_ATTRIBUTE)
    assert parse(tmp_path, line)["run"][0].conditions == (condition,)


@pytest.mark.parametrize(
    ("text", "requirement"),
    [("file imports a", Requirement.IMPORTS), ("file does not import a", Requirement.NOT_IMPORTS)],
)
def test_what_a_file_must_import(text: str, requirement: Requirement, tmp_path: Path) -> None:
    sign = parse(tmp_path, f"run | {text} | tf.Session | - | 1/1")["run"][0]
    assert sign.conditions == (Condition(None, requirement, module="a"),)


def test_a_method_of_a_known_object(tmp_path: Path) -> None:
    sign = parse(tmp_path, "tf.train.Saver().save | - | - | sess/0 is tf.Session | 1/1")["save"][0]
    assert (sign.owner, sign.method, sign.conditions, sign.receiver) == ("train.Saver()", "save", (), "")


def test_signs_with_one_method_keep_their_order(tmp_path: Path) -> None:
    signs = parse(tmp_path, "run | a | tf.Session | - | 1/1\nrun | b/1 | tf.Operation | - | 1/1")
    assert [sign.receiver for sign in signs["run"]] == ["Session", "Operation"]


@pytest.mark.parametrize(
    ("name", "holds"),
    [
        ("sess", True),
        ("session", True),
        ("_session", True),
        ("old_sess", True),
        ("sess1", True),
        ("session_2", True),
        ("Session", True),
        ("session_user", False),
        ("session_id", False),
        ("assess", False),
        ("obsession", False),
        ("", False),
    ],
)
def test_a_name_that_says_session(name: str, holds: bool, tmp_path: Path) -> None:
    sign = parse(tmp_path, "run | receiver named sess session | tf.Session | - | 1/1")["run"][0]
    assert sign.conditions[0].place is None
    assert sign.conditions[0].holds_for_name(name) is holds


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("run | a | tf.Session | -", "expected 'method"),
        ("run | a | tf.Session | - | 1/1 | x", "expected 'method"),
        (" | a | tf.Session | - | 1/1", "expected the name of a method"),
        ("np.run | a | tf.Session | - | 1/1", "expected the name of a method"),
        ("run | a | Session | - | 1/1", "expected a class such as"),
        ("run | a | - | - | 1/1", "expected a class of the receiver"),
        ("run | a b | tf.Session | - | 1/1", "'a b' is no condition"),
        ("run | a,b | tf.Session | - | 1/1", "'a,b' is no condition"),
        ("run | no /x | tf.Session | - | 1/1", "is no condition"),
        ("run |  | tf.Session | - | 1/1", "'' is no condition"),
        ("run |  is tf.Graph | tf.Session | - | 1/1", "is no condition"),
        ("run | file imports | tf.Session | - | 1/1", "is no condition"),
        ("run | a is Graph | tf.Session | - | 1/1", "is no condition"),
        ("run | a | tf.Session | b | 1/1", "'b' does not say the class"),
        ("run | a | tf.Session | - | 2/1", "expected true/hits"),
        ("run | a | tf.Session | - | 99 %", "expected true/hits"),
        ("run | a | tf.Session | - | 1/1\nrun | a | tf.Graph | - | 1/1", "'run | a' already has a line"),
    ],
)
def test_a_malformed_line_is_reported_with_its_file_and_number(line: str, error: str, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=rf"signs\.txt:[23]: .*{error}"):
        parse(tmp_path, line)


def classes(sign: UseSign) -> set[str]:
    """Returns the classes that a sign's line names."""
    named = {sign.receiver, sign.owner.removesuffix("()"), *(returned for _, returned in sign.arguments)}
    return {name for name in named | {condition.class_name for condition in sign.conditions} if name}


@pytest.mark.parametrize("sign", SIGNS, ids=lambda sign: sign.text)
def test_everything_that_a_sign_names_exists(sign: UseSign) -> None:
    facts, _ = load_data()
    table = table_for(None)
    for name in classes(sign):
        fact = facts.fact(name)
        assert fact is not None, name
        assert fact.first_kind == "c", name
    owner = sign.owner or (f"{sign.receiver}()" if sign.receiver else "")
    if sign.method != ANY_METHOD:
        found = table.lookup(f"{owner}.{sign.method}")
        assert found.entry.name == f"{owner}.{sign.method}", "a class without this member would give no finding"
        assert not found.rest


@pytest.mark.parametrize("sign", SIGNS, ids=lambda sign: sign.text)
def test_every_sign_is_right_in_99_of_100_programs_of_each_corpus(sign: UseSign) -> None:
    assert len(sign.measured) == CORPORA
    assert sum(measured.hits for measured in sign.measured) > 0
    for measured in sign.measured:
        assert measured.true >= 0.99 * measured.hits, sign.text


def test_a_sign_without_a_receiver_shows_an_argument() -> None:
    for sign in SIGNS:
        assert sign.receiver or sign.arguments
        assert bool(sign.owner) <= (not sign.receiver), "of a known object, the class need not be shown"
