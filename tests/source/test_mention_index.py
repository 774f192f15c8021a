"""The index of mentions, held against a look at each statement."""

from __future__ import annotations

import ast

from hypothesis import given, strategies as st

from tf2lint.source import MentionIndex
from tf2lint.source.positions import lines_of

_LINES = (
    "a = b",
    "c = a; b = c",
    "@a\n@b\ndef f():\n    return c",
    "x = (\n    a,\n    b)",
    "class C:\n    c = a; d = b",
)


@given(st.lists(st.sampled_from(_LINES), max_size=6), st.sampled_from("abcd"))
def test_the_statements_with_a_word_are_those_on_its_lines(texts: list[str], word: str) -> None:
    text = "\n".join(texts)
    module, index = ast.parse(text), MentionIndex(text)
    expected = [node for node in module.body if any(line in lines_of(node) for line in index.lines(word))]
    assert [node for node in index.nodes_in(module, word) if node in module.body] == expected
