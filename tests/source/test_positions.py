"""Positions of nodes in characters."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given, strategies as st

from tf2lint.source.positions import Lines


@given(st.lists(st.text("aß€😀\x0c\u2028", max_size=8), min_size=1, max_size=30), st.sampled_from(["\n", "\r\n", "\r"]))
def test_columns_are_characters(texts: list[str], end: str) -> None:
    """Long lines have many nodes, so a column is computed without scanning the whole line."""
    source = "".join(f"x = [{', '.join(map(repr, texts))}]{end}" for _ in range(2))
    lines = Lines(source)
    for statement in ast.parse(source).body:
        assert isinstance(statement, ast.Assign)
        assert isinstance(statement.value, ast.List)
        column = 6
        for text, node in zip(texts, statement.value.elts, strict=True):
            width = len(repr(text))
            assert lines.span(node) == (statement.lineno, column, statement.lineno, column + width)
            column += width + 2


@pytest.mark.parametrize(("line", "offset", "column"), [(1, 4, 4), (1, 7, 5), (2, 3, 4), (9, 3, 4)])
def test_a_surrogate_is_one_character_and_columns_of_a_missing_line_are_bytes(
    line: int, offset: int, column: int
) -> None:
    node = ast.Name("x", lineno=line, col_offset=offset, end_lineno=line, end_col_offset=offset + 1)
    assert Lines("é '\ud800' x\nx").span(node).column == column
