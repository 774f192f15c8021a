"""How far names are followed, and where references end: what a case file can't show."""

from __future__ import annotations

import ast

import pytest

from support.environment import references
from tf2lint.resolver.values import MAX_PARTS


def names(source: str) -> list[tuple[str, str]]:
    """Returns the text of the node and the symbol of each reference in a source; without the import statement."""
    return [
        (ast.unparse(reference.node), symbol.name)
        for reference in references(f"import tensorflow as tf\n{source}\n")
        if isinstance(reference.node, ast.expr)
        for symbol in reference.symbols
    ]


def test_symbols_are_followed_up_to_a_maximum_number_of_parts() -> None:
    longest = ".a" * (MAX_PARTS - 1)
    assert names(f"tf{longest}") == [(f"tf{longest}", f"tensorflow{longest}")]
    assert names(f"tf{longest}.b") == [(f"tf{longest}", f"tensorflow{longest}")]
    assert names(f"tf{longest}.b.c") == [(f"tf{longest}", f"tensorflow{longest}")]


@pytest.mark.parametrize("chain", ["split", "split.a", "encode.a.b", "upper"])
def test_a_reference_ends_where_the_known_value_does(chain: str) -> None:
    assert names(f"tf.__version__.{chain}") == [("tf.__version__", "tensorflow.__version__")]


def test_parts_of_a_dotted_name_are_not_separate_references() -> None:
    assert names("tf.a.b.c") == [("tf.a.b.c", "tensorflow.a.b.c")]
    assert names("tf.a().b.c") == [("tf.a", "tensorflow.a")]
    assert names("tf.a[tf.b].c(tf.d, *tf.e, x=tf.f, **tf.g)") == [
        (f"tf.{letter}", f"tensorflow.{letter}") for letter in "abdefg"
    ]


@pytest.mark.parametrize(
    "source",
    [
        "tf.a", "-tf.a", "tf.a + 1", "1 < tf.a < 2", "tf.a and x", "x if tf.a else y", "(tf.a, x)", "[x, tf.a]",
        "{tf.a}", "{tf.a: 1}", "{1: tf.a}", "x[tf.a]", "x[1:tf.a]", "f'{tf.a}'", "f'{x:{tf.a}}'", "(x := tf.a)",
        "lambda: tf.a", "lambda x=tf.a: x", "lambda *, y, x=tf.a: x", "[tf.a for x in y]", "{tf.a for x in y}",
        "{tf.a: 1 for x in y}", "{1: tf.a for x in y}", "[x for x in tf.a]", "[x for x in y if tf.a]",
        "[x for z in y for x in tf.a]", "(x for x in tf.a)", "print(tf.a)", "print(*tf.a)", "print(x=tf.a)",
        "print(**tf.a)", "x.y(tf.a)", "print(tf.a)(x)", "not tf.a",
    ],
)  # fmt: skip
def test_references_are_found_in_every_kind_of_expression(source: str) -> None:
    assert {name for _, name in names(source)} == {"tensorflow.a"}


@pytest.mark.parametrize("source", ["yield tf.a", "yield from tf.a", "x = yield tf.a", "return (yield tf.a)"])
def test_references_are_found_in_yield_expressions(source: str) -> None:
    assert names(f"def f():\n    {source}") == [("tf.a", "tensorflow.a")]


def test_references_are_found_in_awaited_expressions() -> None:
    assert names("async def f():\n    await tf.a") == [("tf.a", "tensorflow.a")]


def test_annotations_are_evaluated_as_expressions_and_as_strings() -> None:
    source = "def f(x: tf.a, *y: 'tf.b', **z: Literal['tf.c']) -> 'x[tf.d]':\n    x: 'tf.' = 1\ny: 'tf.e' = 1"
    assert [name for _, name in names(source)] == [f"tensorflow.{letter}" for letter in "abde"]
