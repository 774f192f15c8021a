"""Joining values that hold others: in any order, without end only up to the bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given, strategies as st

from tf2lint.engine import Engine
from tf2lint.model import Settings
from tf2lint.resolver.container_values import (
    MAX_ENTRIES,
    MAX_NESTING,
    AttributesValue,
    ContainerMethod,
    ContextManager,
    MappingValue,
    bounded,
    mapping,
    member,
    nesting,
    sequence,
)
from tf2lint.resolver.definitions import Definitions
from tf2lint.resolver.values import (
    ABSENT,
    MAX_ALTERNATIVES,
    UNKNOWN,
    Const,
    Container,
    ModuleValue,
    SequenceValue,
    Value,
    Values,
    join,
    needs_tracking,
)

if TYPE_CHECKING:
    from collections.abc import Callable

#: Few enough that no join reaches the maximum number of alternatives.
_LEAVES: Final[list[Values]] = [None, (Const(1),), (Const("a"),), (ModuleValue("m"),), (ModuleValue("n"),)]


def _containers(values: st.SearchStrategy[Values]) -> st.SearchStrategy[Values]:
    rest = st.one_of(st.just(ABSENT), values)
    entries = st.dictionaries(st.sampled_from(["a", "b", 1]), values, max_size=3)
    return st.one_of(
        st.builds(sequence, st.lists(values, max_size=2), rest),
        st.builds(lambda one, two: sequence([one, two], fields=("x", "y")), values, values),
        st.builds(mapping, entries, rest),
        entries.map(lambda found: bounded(AttributesValue(tuple(found.items())))),
        values.map(lambda entered: bounded(ContextManager(entered))),
    )


_VALUES: Final = st.recursive(st.sampled_from(_LEAVES), _containers, max_leaves=6)


def _unordered(values: Values) -> object:
    """Returns the alternatives without their order; of a dict, what each key holds at all."""
    return None if values is None else frozenset(_shape(value) for value in values)


def _shape(value: Value) -> object:
    if isinstance(value, MappingValue):
        rest = _unordered(value.rest)
        held = {key: _unordered(value.at(key)) for key, _ in value.entries}
        return type(value), frozenset((key, found) for key, found in held.items() if found != rest), rest
    if isinstance(value, Container):
        return type(value), value.shape, tuple(_unordered(part) for part in value.parts())
    return value


def _includes(more: Values, less: Values) -> bool:
    """Returns whether all that `less` may be is among what `more` may be."""
    if more is None or less is None:
        return more is None or UNKNOWN in more
    return all(UNKNOWN in more or any(_is_within(one, other) for other in more) for one in less)


def _is_within(one: Value, other: Value) -> bool:
    if isinstance(one, MappingValue) and isinstance(other, MappingValue):
        keys = {key for key, _ in one.entries}
        rests = one.rest is ABSENT or _includes(other.rest, one.rest)
        return type(one) is type(other) and rests and all(_includes(other.at(key), one.at(key)) for key in keys)
    if isinstance(one, SequenceValue) and isinstance(other, SequenceValue):
        rests = one.rest is ABSENT or _includes(other.rest, one.rest)
        return one.shape == other.shape and rests and all(map(_includes, other.elements, one.elements))
    if isinstance(one, ContextManager) and isinstance(other, ContextManager):
        return _includes(other.entered, one.entered)
    return one == other


@given(_VALUES, _VALUES, _VALUES)
def test_the_order_of_joins_does_not_matter(one: Values, two: Values, three: Values) -> None:
    assert _unordered(join(one, two)) == _unordered(join(two, one))
    assert _unordered(join(join(one, two), three)) == _unordered(join(one, join(two, three)))


@given(_VALUES, _VALUES)
def test_joining_again_changes_nothing(one: Values, two: Values) -> None:
    both = join(one, two)
    assert join(one, one) == one
    assert join(both, one) == both
    assert join(both, two) == both
    assert join(both, both) == both


@given(_VALUES, _VALUES, _VALUES)
def test_joining_only_adds(one: Values, two: Values, more: Values) -> None:
    assert _includes(join(one, two), one)
    assert _includes(join(one, two), two)
    assert _includes(join(join(one, more), two), join(one, two))


@given(st.lists(_VALUES, min_size=1, max_size=30))
def test_joining_keeps_the_bounds(order: list[Values]) -> None:
    result: Values = ABSENT
    for values in order:
        result = join(result, values)
        assert result is None or len(result) <= MAX_ALTERNATIVES
        assert all(nesting(value) <= MAX_NESTING for value in result or ())


def test_a_dict_with_too_many_keys_keeps_only_what_all_hold() -> None:
    result = mapping({})
    changes = 0
    for number in [*range(2 * MAX_ENTRIES), *range(2 * MAX_ENTRIES)]:
        longer = join(result, mapping({number: (ModuleValue("m"),)}))
        changes += longer != result
        result = longer
    assert result == (MappingValue((), (ModuleValue("m"),)),)
    assert changes == MAX_ENTRIES + 1


def test_nested_values_end_at_the_maximum_depth() -> None:
    values: Values = (ModuleValue("m"),)
    for _ in range(MAX_NESTING):
        values = sequence([values])
        assert values is not None
    assert sequence([values]) is None
    assert mapping({"a": values}) is None


@pytest.mark.parametrize(
    ("value", "tracked"),
    [
        (SequenceValue(()), False),
        (SequenceValue(((Const(1),), None)), False),
        (SequenceValue((), (ModuleValue("m"),)), True),
        (MappingValue((("a", (Const(1),)),)), False),
        (MappingValue((("a", (ModuleValue("m"),)),)), True),
        (MappingValue((), (ModuleValue("m"),)), True),
        (ContextManager(None), False),
        (ContextManager((ModuleValue("m"),)), True),
        (ContainerMethod(MappingValue(()), "get"), False),
    ],
)
def test_a_container_is_tracked_for_what_it_holds(value: Value, tracked: bool) -> None:
    assert needs_tracking((value,)) is tracked


def test_attributes_of_containers() -> None:
    pair = SequenceValue(((ModuleValue("m"),), (Const(1),)), fields=("x", "y"))
    assert member(pair, "x") == (ModuleValue("m"),)
    assert member(pair, "z") is None
    assert member(pair, "_replace") == (ContainerMethod(pair, "_replace"),)
    assert member(AttributesValue((("x", (Const(1),)),)), "x") == (Const(1),)
    assert member(AttributesValue(()), "x") is None
    assert member(AttributesValue(()), "get") is None
    assert member(ContextManager(None), "x") is None


#: Containers that hold themselves, get longer in each round, or are put into each other.
_GROWING: Final = """
import tensorflow as tf
x = tf.Session()
d = {}
def wrapped(y):
    return [wrapped(y), {"a": wrapped(y)}, y]
def more():
    yield from more()
    yield [tf.Session()]
class Node:
    def grow(self):
        self.all = [self.all, tf.Session()]
        self.parts["a"]["b"].append(self.parts)
        self.parts[self.n] = self.parts
for i in range(9):
    x = [x, {"x": x}]
    d[i] = [d, x]
    d["a"] = d
    d.update(d)
    for y in x:
        x.append(x)
        x += [y for y in x]
        d = {**d, "b": (d, x), i: x}
    x = dict(zip(x, x))
wrapped(x)[0]
for z in more():
    d["z"] = z
"""


def test_containers_that_grow_for_ever_come_to_an_end(count_bodies: Callable[[], int]) -> None:
    Engine(Settings()).check(_GROWING, "program.py")
    assert count_bodies() < 200


@pytest.fixture
def count_bodies(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """Counts how often a body of code is analyzed."""
    runs = list[object]()
    original = Definitions.run_body

    def recorded(self: Definitions, body: object, block: object) -> None:
        runs.append(body)
        original(self, body, block)  # type: ignore[arg-type]

    monkeypatch.setattr(Definitions, "run_body", recorded)
    return lambda: len(runs)
