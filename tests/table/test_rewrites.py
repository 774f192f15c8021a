"""Rewrites as data: how lines are parsed, and which apply to a call."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, strategies as st

from tf2lint.table.call_conditions import CallCondition
from tf2lint.table.call_site import UnknownSite
from tf2lint.table.guidance import DataError
from tf2lint.table.rewrites import Rewrites, Safety

if TYPE_CHECKING:
    from pathlib import Path


def rewrites(folder: Path, *lines: str) -> Rewrites:
    """Returns the rewrites of a file with these lines."""
    file = folder / "some.txt"
    file.write_text("\n".join(("# comment", "", *lines)), "utf-8")
    return Rewrites([file])


def test_a_line_is_parsed(tmp_path: Path) -> None:
    line = "tf.f 2.4.. | axis, no name, x is literal, y = 'a', z != 1 | tf.g({x}) | a, b | unsafe: it is slower"
    (found,) = rewrites(tmp_path, line).of("f", "2.5")
    assert found.conditions == (
        CallCondition("axis", "given"),
        CallCondition("name", "left out"),
        CallCondition("x", "literal"),
        CallCondition("y", "=", "a"),
        CallCondition("z", "!=", 1),
    )
    assert found.template is not None
    assert found.template.text == "tf.g({x})"
    assert found.without == {"a", "b"}
    assert (found.safety, found.note, found.location) == (Safety.UNSAFE, "it is slower", "some.txt:3")


def test_lines_apply_to_targets_in_their_order(tmp_path: Path) -> None:
    table = rewrites(
        tmp_path,
        "tf.f ..2.3 | | tf.a({x}) | | safe",
        "tf.f 2.4.. | x is literal | tf.b({x}) | | safe",
        "tf.f 2.4.. | | tf.c({x}) | | safe",
    )
    assert [found.template and found.template.text for found in table.of("f", "2.3")] == ["tf.a({x})"]
    assert [found.template and found.template.text for found in table.of("f", "2.4")] == ["tf.b({x})", "tf.c({x})"]
    assert table.of("g", "2.4") == []
    assert list(table) == ["f"]


def test_a_name_without_a_rewrite_has_a_reason(tmp_path: Path) -> None:
    (found,) = rewrites(tmp_path, "tf.f | | - | | none: nothing runs later").of("f", "2.4")
    assert (found.template, found.safety, found.note) == (None, Safety.NONE, "nothing runs later")


def test_a_family_covers_all_names_below_a_module(tmp_path: Path) -> None:
    table = rewrites(
        tmp_path,
        "tf.a.* ..2.3 | | old.*({...}) | | safe",
        "tf.a.* 2.4.. | | b.*({...}) | | safe",
        "tf.a.c.* | | d.*({...}) | | safe",
        "tf.a.c.*().m | | {self}.n() | | safe",
    )
    shown = [
        [found.template and found.template.text for found in table.of_family(name, "2.4")]
        for name in ("a.x", "a.x.y", "a.c.x", "a.c.x().m", "a", "ab.x")
    ]
    assert shown == [["b.x({...})"], ["b.x.y({...})"], ["d.x({...})"], ["{self}.n()"], [], []]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("tf.f | | tf.g() | safe", "expected 'name | when | write | without | safety'"),
        ("f | | tf.g() | | safe", "does not start with 'tf.'"),
        ("tf.f | | tf.g() | | maybe", "expected 'safe'"),
        ("tf.f | | tf.g() | | safe: note", "expected 'safe'"),
        ("tf.f | | tf.g() | | unsafe", "expected 'safe'"),
        ("tf.f | | - | | none", "expected 'safe'"),
        ("tf.f | | - | | safe", "is 'none'"),
        ("tf.f | | tf.g() | | none: why", "is 'none'"),
        ("tf.f 1 | | tf.g() | | safe", "version"),
        ("tf.f | x > 1 | tf.g() | | safe", "is not a condition"),
        ("tf.f | no x = 1 | tf.g() | | safe", "is not a condition"),
        ("tf.f | x is None | tf.g() | | safe", "is not a condition"),
        ("tf.f | x = y | tf.g() | | safe", "some.txt:3"),
        ("tf.f | | tf.g( | | safe", "is not a Python expression"),
    ],
)
def test_a_malformed_line_is_an_error_that_names_it(tmp_path: Path, line: str, reason: str) -> None:
    with pytest.raises(DataError, match=reason) as raised:
        rewrites(tmp_path, line).of("f", "2.4")
    assert str(raised.value).startswith("some.txt:3")


LITERALS = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(0, 9), st.text("ab'\"", max_size=3)),
    lambda inner: st.lists(inner, max_size=2),
    max_leaves=3,
)

SITE = UnknownSite()


@given(LITERALS, LITERALS)
def test_a_condition_compares_literals_by_value_and_type(argument: object, value: object) -> None:
    node = ast.parse(repr(argument), mode="eval").body
    is_equal = argument == value and type(argument) is type(value)
    assert CallCondition("x", "=", value).holds(node, None, SITE) is is_equal
    assert CallCondition("x", "!=", value).holds(node, None, SITE) is not is_equal
    assert CallCondition("x", "=", value).holds(None, node, SITE) is is_equal


def test_conditions_on_arguments_that_are_no_literals_or_left_out() -> None:
    name = ast.parse("a.b", mode="eval").body
    default = ast.parse("1", mode="eval").body
    assert not CallCondition("x", "=", 1).holds(name, default, SITE)
    assert not CallCondition("x", "!=", 1).holds(name, default, SITE)
    assert not CallCondition("x", "literal").holds(name, None, SITE)
    assert not CallCondition("x", "literal").holds(None, default, SITE)
    assert CallCondition("x", "literal").holds(default, None, SITE)
    assert CallCondition("x", "given").holds(name, None, SITE)
    assert not CallCondition("x", "given").holds(None, default, SITE)
    assert CallCondition("x", "left out").holds(None, default, SITE)
    assert not CallCondition("x", "=", None).holds(None, None, SITE)
