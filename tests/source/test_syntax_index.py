"""The index of nodes, held against walks over the tree."""

from __future__ import annotations

import ast

import pytest

from tf2lint.source import NodeSet, SyntaxIndex

_SOURCES = (
    """@d
class C(B, k=v):
    x: int = 1

    def f(self, *a, b=[i for i in y if i]):
        return {**a, 'k': -b + a[1:2]}
""",
    """match x:
    case {'a': [1, *b], **rest} if b:
        f(lambda y=1: (z := y))
    case C(d=2) | None:
        del x
""",
    "",
)
_USES = (ast.Load, ast.Store, ast.Del, ast.boolop, ast.operator, ast.unaryop, ast.cmpop)


@pytest.fixture(params=_SOURCES, ids=["class", "patterns", "nothing"])
def module(request: pytest.FixtureRequest) -> ast.Module:
    return ast.parse(str(request.param))


def _walked(node: ast.AST) -> set[ast.AST]:
    return {each for each in ast.walk(node) if not isinstance(each, _USES)}


def test_the_nodes_in_each_node_are_those_of_a_walk(module: ast.Module) -> None:
    syntax = SyntaxIndex(module)
    for node in _walked(module):
        assert set(syntax.nodes_in(node)) == _walked(node)


def test_outer_nodes_come_first(module: ast.Module) -> None:
    syntax = SyntaxIndex(module)
    for node in syntax.nodes[1:]:
        parent = syntax.parent(node)
        assert parent is not None
        assert node in set(ast.iter_child_nodes(parent))
    assert syntax.parent(module) is None


def test_nodes_of_classes_are_in_order(module: ast.Module) -> None:
    syntax = SyntaxIndex(module)
    for outer in _walked(module):
        found = list(syntax.of_class(ast.Name, ast.Call, inside=outer))
        assert found == [node for node in syntax.nodes_in(outer) if isinstance(node, ast.Name | ast.Call)]


def test_what_a_node_contains(module: ast.Module) -> None:
    syntax = SyntaxIndex(module)
    names = NodeSet(syntax.of_class(ast.Name), syntax)
    for outer in _walked(module):
        inside = _walked(outer)
        assert names.is_in(outer) is any(isinstance(node, ast.Name) for node in inside)
        for inner in _walked(module):
            assert syntax.contains(outer, inner) is (inner in inside)


def test_a_node_of_another_file_is_unknown() -> None:
    syntax = SyntaxIndex(ast.parse("x"))
    with pytest.raises(KeyError):
        syntax.nodes_in(ast.parse("x"))
