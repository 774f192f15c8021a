"""Lookups of constant keys in dictionaries of the library, such as `history.history["loss"]`."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tf2lint.linting.rule_context import KeyLookup

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tf2lint.project import Program
    from tf2lint.resolver import Body, Reference, Symbol


def key_lookup(
    reference: Reference, bodies: Iterable[Body], dictionary_of: Callable[[Symbol], str], program: Program
) -> KeyLookup | None:
    """Returns the context that rules get for a lookup; None if its key or dictionary is not known.

    Args:
        reference: the subscript, or the call of `get`.
        bodies: all bodies of the file.
        dictionary_of: returns the name of a dictionary, given its symbol or that of its `get`.
        program: the program that contains the lookup.
    """
    node = reference.node
    key = node.slice if isinstance(node, ast.Subscript) else node.args[0] if isinstance(node, ast.Call) else None
    dictionaries = set(map(dictionary_of, reference.symbols))
    if not isinstance(node, ast.expr) or not isinstance(key, ast.Constant) or len(dictionaries) != 1:
        return None
    body = next(body for body in bodies if body.references.get(node) is reference)
    return KeyLookup(dictionaries.pop(), str(key.value), key, node, program, body.node)
