"""Calls whose arguments have been evaluated."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tf2lint.resolver.scopes import Body
    from tf2lint.resolver.values import Values


class EvaluatedCall:
    """A call whose arguments have been evaluated."""

    __slots__ = ("keywords", "node", "positional")

    def __init__(self, node: ast.Call, positional: list[Values], keywords: dict[str | None, Values]) -> None:
        self.node = node
        self.positional = positional
        self.keywords = keywords

    @property
    def is_plain(self) -> bool:
        """Whether every argument is written out: no `*` and no `**`."""
        return None not in self.keywords and not any(isinstance(a, ast.Starred) for a in self.node.args)

    def argument(self, position: int, name: str) -> Values:
        """Returns the argument at a position or with a name; None (unknown) if the call has no such argument."""
        return self.positional[position] if position < len(self.positional) else self.keywords.get(name)


class UnknownCall(NamedTuple):
    """A call of a method of something unknown.

    Attributes:
        body: the body that it is in.
        call: the call.
        owners: for a method of an attribute, what it is an attribute of.
    """

    body: Body
    call: EvaluatedCall
    owners: Values
