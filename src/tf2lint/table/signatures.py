"""Binds a call's arguments to parameters, following Python's rules."""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Set


class ParameterSlot(NamedTuple):
    """A parameter that makes a call relevant: the calls that pass it, or those that omit it.

    Attributes:
        position: its position, from 0; `sys.maxsize` if it can only be passed by keyword.
        name: its name.
        is_missing: whether the calls that omit it are the relevant ones.
    """

    position: int
    name: str
    is_missing: bool = False


class Argument(NamedTuple):
    """The argument that a call passes for one parameter.

    Attributes:
        value: the expression.
        node: the syntax to report: the keyword with its value, or only the value.
    """

    value: ast.expr
    node: ast.keyword | ast.expr


class Signature:
    """The parameters of a callable.

    Args:
        arguments: the parameters as parsed by `ast`.

    Attributes:
        positional: the names of the parameters that can be passed by position, in order.
        names: the names of the parameters that can be passed by keyword.
        defaults: the default expressions, by parameter.
        required: the names of the parameters without a default.
        takes_more: whether it accepts further positional arguments (`*args`).
        takes_any: whether it accepts any keyword (`**kwargs`).
    """

    __slots__ = ("defaults", "names", "positional", "required", "takes_any", "takes_more")

    def __init__(self, arguments: ast.arguments) -> None:
        positional = [*arguments.posonlyargs, *arguments.args]
        optional = positional[len(positional) - len(arguments.defaults) :]
        keyword_only = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
        self.defaults = {
            parameter.arg: default for parameter, default in zip(optional, arguments.defaults, strict=True)
        }
        self.defaults.update({parameter.arg: default for parameter, default in keyword_only if default is not None})
        self.positional = tuple(parameter.arg for parameter in positional)
        self.names = frozenset(parameter.arg for parameter in (*arguments.args, *arguments.kwonlyargs))
        named = (parameter.arg for parameter in (*positional, *arguments.kwonlyargs))
        self.required = tuple(name for name in named if name not in self.defaults)
        self.takes_more = arguments.vararg is not None
        self.takes_any = arguments.kwarg is not None

    def row(self) -> list[Any]:
        """Returns it as a row that JSON can hold."""
        defaults = {name: ast.unparse(default) for name, default in self.defaults.items()}
        return [self.positional, sorted(self.names), defaults, self.required, self.takes_more, self.takes_any]

    @classmethod
    def of_row(cls, row: list[Any]) -> Signature:
        """Returns the signature of a row, see `row`; the positions of defaults are others."""
        signature = cls.__new__(cls)
        positional, names, defaults, required, signature.takes_more, signature.takes_any = row
        signature.positional, signature.names, signature.required = tuple(positional), frozenset(names), tuple(required)
        signature.defaults = {name: ast.parse(default, mode="eval").body for name, default in defaults.items()}
        return signature

    def bind(self, call: ast.Call, *, is_bound: bool = False) -> dict[str, Argument]:
        """Returns the arguments that a call passes explicitly, by parameter.

        Arguments after a `*`, and those from a `**`, are unknown. A keyword that the signature does not have is bound
        under its own name.

        Args:
            call: the call.
            is_bound: whether the first parameter is passed implicitly, such as `self`.
        """
        return dict(_bound(self.positional[is_bound:], call))

    def accepts(self, call: ast.Call) -> bool | None:
        """Returns whether Python binds a call's arguments; None if unpacked arguments or `**kwargs` leave that open."""
        keywords = {keyword.arg for keyword in call.keywords if keyword.arg is not None}
        count = sum(not isinstance(value, ast.Starred) for value in call.args)
        is_open = len(keywords) < len(call.keywords) or count < len(call.args)
        return self.binds(count, keywords, is_open=is_open)

    def binds(self, count: int, keywords: Set[str], *, is_open: bool = False) -> bool | None:
        """Returns whether Python binds arguments; None if unpacked arguments or `**kwargs` leave that open.

        Args:
            count: the number of positional arguments.
            keywords: the keywords.
            is_open: whether more arguments are unpacked.
        """
        others = keywords - self.names
        if (count > len(self.positional) and not self.takes_more) or (others and not self.takes_any):
            return False
        if is_open:
            return None
        by_position = set(self.positional[:count])
        if by_position & keywords or not by_position.union(keywords).issuperset(self.required):
            return False
        return None if others else True

    def argument(self, call: ast.Call, name: str) -> Argument | None:
        """Returns the argument that a call passes explicitly for a parameter; None if there is none."""
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
    """Yields the positional arguments of a call with their parameters, up to the first `*`."""
    for name, value in zip(positional, call.args, strict=False):
        if isinstance(value, ast.Starred):
            break
        yield name, Argument(value, value)


def by_keyword(call: ast.Call) -> Iterator[tuple[str, Argument]]:
    """Yields the keyword arguments of a call with their keywords."""
    for keyword in call.keywords:
        if keyword.arg is not None:
            yield keyword.arg, Argument(keyword.value, keyword)


@lru_cache(maxsize=1024)
def parse_signature(text: str) -> Signature:
    """Parses a signature from the table.

    Args:
        text: such as `(x, axis=None, **kwargs)`.

    Raises:
        SyntaxError: the text is not a parameter list.
    """
    definition = ast.parse(f"def _{text}: ...").body[0]
    assert isinstance(definition, ast.FunctionDef)
    return Signature(definition.args)


#: Used if a signature is unknown: it only binds keywords.
NO_SIGNATURE = parse_signature("(*args, **kwargs)")
