"""Calls whose arguments have been evaluated."""

from __future__ import annotations

import ast
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tf2lint.resolver.scopes import Body
    from tf2lint.resolver.values import Values


class EvaluatedCall:
    """A call whose arguments have been evaluated.

    Args:
        node: the call.
        positional: what its arguments evaluate to; None for one such as `*args`.
        keywords: what its keyword arguments evaluate to.
        unpacked: what is unpacked into it, by the nodes of `*args` and of the value in `**kwargs`.
    """

    __slots__ = ("keywords", "node", "positional", "unpacked")

    def __init__(
        self,
        node: ast.Call,
        positional: list[Values],
        keywords: dict[str | None, Values],
        unpacked: Mapping[ast.expr, Values] = MappingProxyType({}),
    ) -> None:
        self.node = node
        self.positional = positional
        self.keywords = keywords
        self.unpacked = unpacked

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
        receiver: what it is called on: nothing that this file knows.
        owners: for a method of an attribute, what it is an attribute of.
    """

    body: Body
    call: EvaluatedCall
    receiver: Values
    owners: Values
