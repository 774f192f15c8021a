"""The arguments of a call that is rewritten, by the parameters of what it calls."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.source import nodes_in
from tf2lint.table import literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tf2lint.table import Signature

#: Builtins that only compute a number.
_NUMBERS: Final = frozenset({"abs", "float", "int", "len", "round"})
#: Expressions that may do more than compute a value.
_EFFECTS: Final = (ast.Call, ast.Await, ast.Yield, ast.YieldFrom, ast.NamedExpr)

#: What a call passes for a parameter, and the syntax that passes it: a keyword, or the same expression.
PassedValue = tuple[ast.expr, ast.keyword | ast.expr]


class CallArguments(NamedTuple):
    """The arguments of a call.

    Attributes:
        named: the arguments whose parameter is known, by that, in the order of the call.
        extra: the positional arguments behind all parameters.
        unpacked: what is unpacked: `*values` as it stands, and the keyword of `**options`.
    """

    named: dict[str, PassedValue]
    extra: tuple[ast.expr, ...]
    unpacked: tuple[ast.Starred | ast.keyword, ...]

    def value(self, parameter: str) -> ast.expr | None:
        """Returns what a call passes for a parameter; None if it omits it."""
        argument = self.named.get(parameter)
        return argument[0] if argument is not None else None

    def without(self, parameters: frozenset[str]) -> CallArguments:
        """Returns the arguments of all other parameters."""
        return self._replace(named={name: self.named[name] for name in self.named if name not in parameters})


def bound(call: ast.Call, signature: Signature, positional: Sequence[str]) -> CallArguments | None:
    """Binds the arguments of a call.

    Args:
        call: the call.
        signature: what is known about the parameters in TensorFlow 1.
        positional: the parameters by position.

    Returns:
        The arguments; None if the call passes one twice, or more than there are parameters.
    """
    named: dict[str, PassedValue] = {}
    extra: list[ast.expr] = []
    unpacked: list[ast.Starred | ast.keyword] = []
    for position, value in enumerate(call.args):
        if isinstance(value, ast.Starred):
            unpacked.append(value)
        elif unpacked or (position >= len(positional) and not signature.takes_more):
            return None
        elif position < len(positional):
            named[positional[position]] = value, value
        else:
            extra.append(value)
    for keyword in call.keywords:
        if keyword.arg is None:
            unpacked.append(keyword)
        elif keyword.arg in named:
            return None
        else:
            named[keyword.arg] = keyword.value, keyword
    return CallArguments(named, tuple(extra), tuple(unpacked))


def is_plain(node: ast.expr) -> bool:
    """Returns whether an expression is a name or a literal, which can be evaluated any number of times."""
    return isinstance(node, ast.Name) or literal(node)[0]


def may_have_effects(node: ast.expr) -> bool:
    """Returns whether evaluating an expression may do more than compute a value: it calls something, or awaits it."""
    if isinstance(node, ast.Name | ast.Constant):
        return False
    return any(map(has_effect, nodes_in(node)))


def has_effect(node: ast.AST) -> bool:
    """Returns whether syntax itself may do more than compute a value."""
    return isinstance(node, _EFFECTS) and not _is_pure(node)


def _is_pure(node: ast.AST) -> bool:
    """Returns whether a node calls a builtin that only computes a number."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _NUMBERS
