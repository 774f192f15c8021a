"""Binds the arguments of a call to parameters, also those in `*` and `**` whose values are known."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from tf2lint.resolver.container_values import MappingValue, mapping, sequence
from tf2lint.resolver.values import ABSENT, MAX_ALTERNATIVES, SequenceValue, Values, either

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.resolver.evaluated_calls import EvaluatedCall


class Argument(NamedTuple):
    """One argument, or one element of a `*` or `**` argument.

    Attributes:
        node: the expression of the argument.
        values: what it evaluates to.
    """

    node: ast.expr
    values: Values


class Arguments(NamedTuple):
    """The arguments of a call, for one alternative of what its `*` arguments hold.

    Attributes:
        positional: the arguments by position, as far as these are known.
        rest: what an unknown number of arguments after these may be; None if there are none.
        keywords: the arguments by name.
    """

    positional: tuple[Argument, ...]
    rest: Argument | None
    keywords: dict[str, Argument]


class BoundArgument(NamedTuple):
    """What a call passes to a parameter.

    Attributes:
        name: the parameter.
        nodes: the expressions of the arguments: several for a parameter such as `*args`.
        values: what it gets.
    """

    name: str
    nodes: list[ast.expr]
    values: Values


def spread(call: EvaluatedCall) -> list[Arguments]:
    """Returns the arguments of a call, once for each alternative of what its `*` arguments hold.

    Positions after a `*` argument of unknown length are not known, and names after a `**` argument of unknown keys.
    """
    keywords = {k.arg: Argument(k.value, call.keywords[k.arg]) for k in call.node.keywords if k.arg is not None}
    for keyword in call.node.keywords:
        for value in (call.unpacked.get(keyword.value) or ()) if keyword.arg is None else ():
            for key, values in value.entries if isinstance(value, MappingValue) else ():
                if isinstance(key, str):
                    keywords[key] = Argument(keyword.value, values)
    if not any(isinstance(node, ast.Starred) for node in call.node.args):
        positional = tuple(map(Argument, call.node.args, call.positional))
        return [Arguments(positional, None, keywords)]
    found = [Arguments((), None, keywords)]
    for node, values in zip(call.node.args, call.positional, strict=True):
        pieces = _pieces(node, call.unpacked.get(node)) if isinstance(node, ast.Starred) else None
        single = Arguments((Argument(node, values),), None, keywords)
        found = [_appended(one, piece) for one in found for piece in pieces or [single]][:MAX_ALTERNATIVES]
    return found


def _pieces(node: ast.Starred, values: Values) -> list[Arguments]:
    """Returns what `*node` may be written out to."""
    known = [value for value in values or () if isinstance(value, SequenceValue)]
    if not known:
        return [Arguments((), Argument(node.value, None), {})]
    return [
        Arguments(
            tuple(Argument(node.value, element) for element in value.elements),
            None if value.rest is ABSENT else Argument(node.value, value.rest),
            {},
        )
        for value in known
    ]


def _appended(one: Arguments, other: Arguments) -> Arguments:
    if one.rest is None:
        return Arguments((*one.positional, *other.positional), other.rest, one.keywords)
    more = [*other.positional, *([] if other.rest is None else [other.rest])]
    rest = one.rest
    for argument in more:
        rest = Argument(rest.node, either(rest.values, argument.values))
    return Arguments(one.positional, rest, one.keywords)


def by_parameter(arguments: ast.arguments, call: EvaluatedCall, skipped: int) -> Iterator[BoundArgument]:
    """Yields the parameters of a function that a call passes.

    Args:
        arguments: the parameters.
        call: the call.
        skipped: how many of the first parameters something else passes, such as `self`.
    """
    names = [parameter.arg for parameter in (*arguments.posonlyargs, *arguments.args)][skipped:]
    by_name = {parameter.arg for parameter in (*arguments.args, *arguments.kwonlyargs)}
    for passed in spread(call):
        for name, (node, values) in zip(names, passed.positional, strict=False):
            yield BoundArgument(name, [node], values)
        if passed.rest is not None:
            for name in names[len(passed.positional) :]:
                if name not in passed.keywords:
                    yield BoundArgument(name, [passed.rest.node], passed.rest.values)
        if arguments.vararg is not None:
            yield _var_positional(arguments.vararg.arg, passed, len(names))
        for name, (node, values) in passed.keywords.items():
            if name in by_name:
                yield BoundArgument(name, [node], values)
        if arguments.kwarg is not None:
            others = {name: argument for name, argument in passed.keywords.items() if name not in by_name}
            entries = mapping({name: argument.values for name, argument in others.items()})
            yield BoundArgument(arguments.kwarg.arg, [argument.node for argument in others.values()], entries)


def _var_positional(name: str, passed: Arguments, first: int) -> BoundArgument:
    """Returns what a parameter such as `*args` gets."""
    more = passed.positional[first:]
    nodes = [argument.node for argument in more] + ([] if passed.rest is None else [passed.rest.node])
    rest = ABSENT if passed.rest is None else passed.rest.values
    return BoundArgument(name, nodes, sequence([argument.values for argument in more], rest))
