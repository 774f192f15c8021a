"""Values that are the same in each run, also in a file that has variables: nothing that changes is part of them."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.table import gives_other_values, has_one_value

if TYPE_CHECKING:
    from tf2lint.constructs.analysis.bound_values import BoundValues
    from tf2lint.constructs.analysis.library_names import LibraryNames

#: What belongs to sessions and graphs itself.
_SESSIONS: Final = ("Session", "InteractiveSession", "get_default_session", "get_default_graph", "reset_default_graph")
#: Parts of the names of what iterates over a dataset: it gives the next element in each run.
_ITERATING: Final = ("iterator", "Iterator", "get_next")
#: What stands in the names of objects of the library, and of their members.
_OBJECT: Final = "()"
#: Objects to which other code may add something.
_MUTABLE: Final = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp, ast.GeneratorExp, ast.Lambda)


def makes_changing(name: str) -> bool:
    """Returns whether a member of the library makes values that change between runs, except random numbers."""
    if name in _SESSIONS or not name:
        return False
    is_made = _OBJECT not in name and not has_one_value(name) and not gives_other_values(name)
    return is_made or any(part in name for part in _ITERATING)


class SteadyValues:
    """Tells which expressions of a file are the same in each run.

    Args:
        names: the members of the library that expressions refer to.
        bound: what the names of the file are bound to.
    """

    def __init__(self, names: LibraryNames, bound: BoundValues) -> None:
        self._names = names
        self._bound = bound
        self._active = set[ast.expr]()

    def is_steady(self, node: ast.AST) -> bool:
        """Returns whether an expression is the same in each run."""
        member = self._names.of(node)
        if member and _OBJECT not in member:
            return not makes_changing(member) and not gives_other_values(member)
        match node:
            case ast.Name(ctx=ast.Load()):
                return self._holds_steady(node)
            case ast.Attribute() if self._bound.of(node) is not None:
                return self._holds_steady(node)
            case _:
                return all(map(self.is_steady, ast.iter_child_nodes(node)))

    def _holds_steady(self, name: ast.expr) -> bool:
        """Returns whether all that a name may be bound to is the same in each run."""
        parts = self._bound.of(name)
        if parts is None or name in self._active:
            return False
        self._active.add(name)
        try:
            return all(not isinstance(part.value, _MUTABLE) and self.is_steady(part.value) for part in parts)
        finally:
            self._active.discard(name)
