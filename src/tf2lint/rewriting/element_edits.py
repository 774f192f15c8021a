"""The edits that delete an element of a list: an argument, or a parameter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint.model import Span, TextEdit

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable, Sequence


def edit_without(
    node: ast.expr | ast.keyword | ast.arg,
    siblings: Sequence[ast.expr | ast.keyword | ast.arg],
    span_of: Callable[[ast.expr | ast.keyword | ast.arg], Span],
) -> TextEdit:
    """Returns the edit that deletes an element of a list of arguments or parameters, with its comma.

    Args:
        node: the element.
        siblings: all elements, in order.
        span_of: returns where an element stands.
    """
    spans = [span_of(each) for each in siblings]
    index = siblings.index(node)
    own = spans[index]
    if index + 1 < len(spans):
        following = spans[index + 1]
        return TextEdit(Span(own.line, own.column, following.line, following.column), "")
    if index:
        previous = spans[index - 1]
        return TextEdit(Span(previous.end_line, previous.end_column, own.end_line, own.end_column), "")
    return TextEdit(own, "")
