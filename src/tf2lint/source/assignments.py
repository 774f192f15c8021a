"""What assignments bind, each with the expression that it gets."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def assigned_values(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Yields the targets of an assignment with their values: for `a, b = x, y`, `a` with `x` and `b` with `y`.

    Args:
        node: an assignment; nothing is yielded for anything else.
    """
    match node:
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                yield from _pairs(target, value)
        case ast.AnnAssign(target=target, value=ast.expr() as value):
            yield target, value
        case _:
            pass


def _pairs(target: ast.expr, value: ast.expr) -> Iterator[tuple[ast.expr, ast.expr]]:
    if isinstance(target, ast.Tuple | ast.List) and isinstance(value, ast.Tuple | ast.List):
        has_stars = any(isinstance(part, ast.Starred) for part in (*target.elts, *value.elts))
        if len(target.elts) == len(value.elts) and not has_stars:
            for part, part_value in zip(target.elts, value.elts, strict=True):
                yield from _pairs(part, part_value)
            return
    yield target, value
