"""Which part of a use's syntax is the name that a finding is about."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tf2lint.entries import Lookup
    from tf2lint.text import Positioned


def node_of_symbol(node: Positioned, lookup: Lookup) -> Positioned:
    """The part of `tf.GraphKeys.UPDATE_OPS` that is `tf.GraphKeys`: without what follows the table's name."""
    if lookup.missing:
        return node
    for attribute in reversed(lookup.rest):
        if not isinstance(node, ast.Attribute) or node.attr != attribute:
            break
        node = node.value
    return node
