"""Binds a call's arguments to the parameters that take them, by Python's rules."""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


class ParameterSlot(NamedTuple):
    """A parameter that a call must give, or leave out, to be of interest.

    Attributes:
        position: its place from 0; beyond all for one that only a keyword gives.
        name: its name.
        is_missing: whether the calls that leave it out are those of interest.
    """

    position: int
    name: str
    is_missing: bool = False


class Argument(NamedTuple):
    """What a call gives to one parameter.

    Attributes:
        value: the expression.
        node: where the argument stands: the keyword with its value, or just the value.
    """

    value: ast.expr
    node: ast.keyword | ast.expr


class Signature:
    """The parameters of something that can be called.

    Args:
        arguments: as Python parses them.

    Attributes:
        positional: the names of the parameters that can be given by position, in their order.
        names: the names of all that can be given by keyword.
        defaults: what parameters stand for where a call leaves them out.
        required: the names of those that a call has to give.
        takes_more: whether it takes further arguments by position.
        takes_any: whether it takes further arguments by keyword.
    """

    __slots__ = ("defaults", "names", "positional", "required", "takes_any", "takes_more")

    def __init__(self, arguments: ast.arguments) -> None:
        positional = [*arguments.posonlyargs, *arguments.args]
        late = positional[len(positional) - len(arguments.defaults) :]
        keyword_only = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
        self.defaults = {one.arg: default for one, default in zip(late, arguments.defaults, strict=True)}
        self.defaults.update({one.arg: default for one, default in keyword_only if default is not None})
        self.positional = tuple(one.arg for one in positional)
        self.names = frozenset(one.arg for one in (*arguments.args, *arguments.kwonlyargs))
        named = (one.arg for one in (*positional, *arguments.kwonlyargs))
        self.required = tuple(name for name in named if name not in self.defaults)
        self.takes_more = arguments.vararg is not None
        self.takes_any = arguments.kwarg is not None

    def bind(self, call: ast.Call, *, is_bound: bool = False) -> dict[str, Argument]:
        """What a call gives to each parameter, as far as it is written out; the first is not given `if is_bound`.

        What stands behind a `*` cannot be told, nor what a `**` brings. A keyword that the signature does not name is
        bound under its own name.
        """
        return dict(_bound(self.positional[is_bound:], call))

    def argument(self, call: ast.Call, name: str) -> Argument | None:
        """What a call gives to one parameter, as far as it is written out."""
        for keyword in call.keywords:
            if keyword.arg == name:
                return Argument(keyword.value, keyword)
        if name in self.positional[: len(call.args)]:
            return dict(by_position(self.positional, call)).get(name)
        return None


def _bound(positional: tuple[str, ...], call: ast.Call) -> Iterator[tuple[str, Argument]]:
    yield from by_position(positional, call)
    yield from by_keyword(call)


def by_position(positional: tuple[str, ...], call: ast.Call) -> Iterator[tuple[str, Argument]]:
    """What a call gives by position, with the parameters that take it, up to the first `*`."""
    for name, value in zip(positional, call.args, strict=False):
        if isinstance(value, ast.Starred):
            break
        yield name, Argument(value, value)


def by_keyword(call: ast.Call) -> Iterator[tuple[str, Argument]]:
    """What a call gives by keyword."""
    for keyword in call.keywords:
        if keyword.arg is not None:
            yield keyword.arg, Argument(keyword.value, keyword)


@lru_cache(maxsize=1024)
def parse_signature(text: str) -> Signature:
    """The signature that stands in the table.

    Args:
        text: such as `(x, axis=None, **kwargs)`.

    Raises:
        SyntaxError: it is none.
    """
    definition = ast.parse(f"def _{text}: ...").body[0]
    assert isinstance(definition, ast.FunctionDef)
    return Signature(definition.args)


#: What stands for a signature that is not known: it tells keywords only.
NO_SIGNATURE = parse_signature("(*args, **kwargs)")
