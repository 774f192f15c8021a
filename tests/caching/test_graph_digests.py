"""Tests the digests of all that can be reached in a graph, on random graphs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, strategies as st

from tf2lint.caching.graph_digests import GraphDigests

if TYPE_CHECKING:
    from random import Random

_NODES = "abcdefgh"
_GRAPHS = st.fixed_dictionaries({node: st.frozensets(st.sampled_from(_NODES), max_size=3) for node in _NODES})


def _reached(graph: dict[str, frozenset[str]], start: str) -> set[str]:
    reached, pending = {start}, [start]
    while pending:
        new = graph[pending.pop()] - reached
        reached |= new
        pending += new
    return reached


def _with_named_successors(graph: dict[str, frozenset[str]]) -> GraphDigests:
    return GraphDigests(graph.__getitem__, lambda name: f"{name}{sorted(graph[name])}")


@given(_GRAPHS, st.sampled_from(_NODES), st.sampled_from(["changed", ""]), st.randoms(use_true_random=False))
def test_a_node_changes_those_that_reach_it(
    graph: dict[str, frozenset[str]], node: str, content: str, random: Random
) -> None:
    contents = {name: name * 2 for name in _NODES}
    before = GraphDigests(graph.__getitem__, contents.__getitem__)
    after = GraphDigests(graph.__getitem__, {**contents, node: content}.__getitem__)
    for name in random.sample(_NODES, len(_NODES)):
        if node not in _reached(graph, name):
            assert before.of(name) == after.of(name) != ""
        else:
            assert before.of(name) not in ("", after.of(name))
            assert (after.of(name) == "") == (content == "")


@given(_GRAPHS, st.sampled_from(_NODES), st.sampled_from(_NODES))
def test_an_edge_changes_those_that_reach_it(graph: dict[str, frozenset[str]], node: str, other: str) -> None:
    """The content of a node names its successors, as the answers of a module do."""
    changed = {**graph, node: graph[node] ^ {other}}
    before, after = map(_with_named_successors, (graph, changed))
    for name in _NODES:
        assert (before.of(name) != after.of(name)) == (node in _reached(graph, name))


def test_long_chains_take_no_recursion() -> None:
    length = 5000
    digests = GraphDigests(lambda name: [str(int(name) + 1)] if int(name) < length else [], lambda name: name)
    assert digests.of("0") != digests.of("1")
    assert GraphDigests(lambda name: [str((int(name) + 1) % length)], lambda name: name).of("0")
