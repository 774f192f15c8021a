"""Joining alternatives, in any order and from any paths."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given, strategies as st

from tf2lint.engine import Engine
from tf2lint.model import Settings
from tf2lint.resolver.statements import StatementInterpreter
from tf2lint.resolver.values import MAX_ALTERNATIVES, UNBOUND, Const, ModuleValue, Values, join, join_in_class

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable

_ALTERNATIVES: Final = [
    (UNBOUND,),
    None,
    (Const(1),),
    (Const("relu"),),
    (Const(True, decided=True),),
    (ModuleValue("a"),),
    (ModuleValue("b"),),
]
_JOINS: Final = pytest.mark.parametrize("function", [join, join_in_class])


def _set(values: Values) -> frozenset[object] | None:
    return None if values is None else frozenset(values)


@_JOINS
@given(order=st.lists(st.sampled_from(_ALTERNATIVES), min_size=1, max_size=8), data=st.data())
def test_order_does_not_matter(
    function: Callable[[Values, Values], Values], order: list[Values], data: st.DataObject
) -> None:
    def joined(alternatives: list[Values]) -> Values:
        result = alternatives[0]
        for values in alternatives[1:]:
            result = function(result, values)
        return result

    result = joined(order)
    assert _set(joined(data.draw(st.permutations(order)))) == _set(result)
    for part in (*order, result):
        assert _set(function(result, part)) == _set(result), "it contains all that was joined"
    half = data.draw(st.integers(1, len(order)))
    if half < len(order):
        assert _set(function(joined(order[:half]), joined(order[half:]))) == _set(result)


@_JOINS
@given(
    order=st.lists(
        st.one_of(
            st.sampled_from(_ALTERNATIVES),
            st.builds(lambda n: (Const(n),), st.integers(0, 20)),
            st.builds(lambda n: (ModuleValue(f"m{n}"),), st.integers(0, 20)),
        ),
        min_size=1,
        max_size=40,
    )
)
def test_joining_reaches_a_fixpoint(function: Callable[[Values, Values], Values], order: list[Values]) -> None:
    result, changes = order[0], 0
    for values in order * 2:
        longer = function(result, values)
        changes += _set(longer) != _set(result)
        result = longer
        assert result is None or len(set(result)) == len(result) <= MAX_ALTERNATIVES + 1
    assert changes <= 2 * MAX_ALTERNATIVES


#: A name that gets longer in each round, in a class whose body is analyzed in each round of the loop around it.
_GROWING_NAME: Final = """
import tensorflow as tf
def build(x, reuse=False):
    for _ in tf:
        try:
            class Net(tf.keras.Model):
                while tf.a:
                    x = x.a
                    if tf.b:
                        tf = 1
                        for x in [tf.layers, tf.nn]:
                            with tf.variable_scope("a", reuse=reuse):
                                for x in [tf.layers, tf.nn]:
                                    Net()(x)
                            import tensorflow as tf
        except ImportError:
            tf = None
        import tensorflow as tf
"""


@pytest.fixture
def loop_lines(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The line of a loop for each time that it is analyzed."""
    lines = list[int]()
    original = StatementInterpreter._run_loop

    def recorded(
        self: StatementInterpreter, node: ast.For | ast.AsyncFor | ast.While, begin_round: Callable[[], object]
    ) -> None:
        lines.append(node.lineno)
        original(self, node, begin_round)

    monkeypatch.setattr(StatementInterpreter, "_run_loop", recorded)
    return lines


@pytest.mark.parametrize("block", ["class Net:", "def net():", "def net(tf):", "if flag:"])
def test_nested_loops_are_analyzed_a_few_times_each(block: str, loop_lines: list[int]) -> None:
    depth = 12
    inner = " " * (depth + 1)
    loops = [f"{' ' * (level + 1)}for part in tf.__version__.split('.')[:1]:" for level in range(depth)]
    lines = ["import tensorflow as tf", "from shim import tf", block, *loops, f"{inner}import tensorflow as tf"]
    lines += [f"{inner}for part in tf.__version__.split('.')[:1]:", f"{inner} pass", ""]
    Engine(Settings()).check("\n".join(lines), "program.py")
    assert depth < len(loop_lines) < 20 * depth


def test_a_loop_that_extends_a_name_in_each_round_ends(loop_lines: list[int]) -> None:
    Engine(Settings()).check(_GROWING_NAME, "program.py")
    assert len(loop_lines) < 100
