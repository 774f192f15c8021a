"""Decides tests of the types of tracked objects: a symbolic tensor is neither a list nor a number."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.typestate.tracked_objects import ObjectKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from tf2lint.typestate.tracked_objects import TrackedObject

#: Builtin types that no tensor has.
_PLAIN_TYPES: Final = frozenset({"bool", "dict", "float", "int", "list", "set", "str", "tuple"})


def type_test_outcome(node: ast.expr, object_of: Callable[[ast.expr], TrackedObject | None]) -> bool | None:
    """Returns whether a condition about the types of objects holds; None if that isn't known.

    Args:
        node: the condition.
        object_of: returns the object that an expression evaluates to; None if it has none.
    """
    match node:
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            outcome = type_test_outcome(operand, object_of)
            return None if outcome is None else not outcome
        case ast.BoolOp(op=operator, values=operands):
            deciding = isinstance(operator, ast.Or)
            return deciding if any(type_test_outcome(part, object_of) is deciding for part in operands) else None
        case ast.Call(func=ast.Name(id="isinstance"), args=[tested, types], keywords=[]) if _are_plain(types):
            tracked = object_of(tested)
            return False if tracked is not None and tracked.kind is ObjectKind.SYMBOLIC else None
        case _:
            return None


def _are_plain(types: ast.expr) -> bool:
    """Returns whether the second argument of `isinstance` names only types that no tensor has."""
    names = types.elts if isinstance(types, ast.Tuple) else [types]
    return all(isinstance(name, ast.Name) and name.id in _PLAIN_TYPES for name in names)
