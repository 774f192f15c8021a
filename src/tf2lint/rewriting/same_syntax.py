"""Compares syntax trees, whatever the positions of their nodes."""

from __future__ import annotations

import ast


def is_same(one: object, other: object) -> bool:
    """Returns whether two syntax trees, or values in them, are the same but for positions."""
    pending = [(one, other)]
    while pending:
        left, right = pending.pop()
        if left.__class__ is not right.__class__:
            return False
        if isinstance(left, ast.AST):
            of_left, of_right = vars(left), vars(right)
            pending += [(of_left.get(field), of_right.get(field)) for field in left._fields]
        elif isinstance(left, list):
            assert isinstance(right, list)
            if len(left) != len(right):
                return False
            pending += zip(left, right, strict=True)
        elif repr(left) != repr(right):  # 0.0 and -0.0 are equal
            return False
    return True
