"""Puts the arguments of a call into a template."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.rewriting.call_arguments import is_plain, may_have_effects
from tf2lint.rewriting.precedence import needs_parentheses
from tf2lint.table import UNPACKED, Placeholder, Root, TemplateCall

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tf2lint.rewriting.call_arguments import CallArguments
    from tf2lint.table import Argument, Parts, Signature

#: New code: text, the program's name of TensorFlow, and expressions of the program as they stand.
Piece = str | Root | ast.expr
_COMMA: Final = ", "


class CannotInstantiateError(Exception):
    """The call omits an argument that the template must have, or passes one that has no place."""


class WrittenCall(NamedTuple):
    """A call that a template writes.

    Attributes:
        name: the dotted name of what is called; empty if it is another expression.
        positional: the number of positional arguments, without unpacked ones.
        keywords: the keywords.
        is_open: whether arguments are unpacked.
    """

    name: str
    positional: int
    keywords: frozenset[str]
    is_open: bool


class Callee(NamedTuple):
    """What is known about a function that a template calls.

    Attributes:
        signature: its parameters at the target; None if they are unknown.
        keyword_now: returns the keyword by which it takes an argument of the rewritten call; empty if the argument is
            to be deleted, None if that isn't enough.
    """

    signature: Signature | None
    keyword_now: Callable[[str], str | None]


class Instantiation:
    """Replaces the placeholders of a template by a call's arguments.

    Args:
        parts: the parts of the template.
        arguments: the arguments of the call.
        own: the parameters that have a place of their own in the template.
        callee: returns what is known about a function that the template calls.

    Attributes:
        pieces: the code to write.
        calls: the calls in it.
        placed: the arguments in it, in order.
        deleted: the parameters whose arguments are left out.

    Raises:
        CannotInstantiateError: the call omits an argument that the template must have, or passes one that has no
            place, or the template would evaluate one twice.
    """

    def __init__(
        self, parts: Parts, arguments: CallArguments, own: frozenset[str], callee: Callable[[str], Callee]
    ) -> None:
        self._arguments = arguments
        self._own = own
        self._callee = callee
        self.calls: list[WrittenCall] = []
        self.placed: list[ast.expr] = []
        self.deleted: list[str] = []
        self.pieces: list[Piece] = list(self._parts(parts))

    def _parts(self, parts: Parts) -> Iterator[Piece]:
        for part in parts:
            if isinstance(part, Placeholder):
                yield from self._placeholder(part)
            elif isinstance(part, TemplateCall):
                yield from self._call(part)
            else:
                yield part

    def _placeholder(self, placeholder: Placeholder) -> Iterator[Piece]:
        value = self._arguments.value(placeholder.parameter)
        if value is None:
            if not placeholder.default:
                raise CannotInstantiateError(f"{placeholder.parameter} is left out")
            yield from self._parts(placeholder.default)
            return
        if value in self.placed and not is_plain(value):
            raise CannotInstantiateError(f"{placeholder.parameter} would be evaluated twice")
        self.placed.append(value)
        yield from ("(", value, ")") if needs_parentheses(value, placeholder.place) else (value,)

    def _call(self, call: TemplateCall) -> Iterator[Piece]:
        yield from self._parts(call.function)
        positional: list[list[Piece]] = []
        by_keyword: list[tuple[str, list[Piece]]] = []
        rest: list[tuple[str, ast.expr]] = []
        is_open = False
        for argument in call.arguments:
            if argument.parts is None:
                rest = self._add_rest(positional, self._callee(call.name))
                is_open = bool(self._arguments.unpacked)
            elif not argument.optional or self._arguments.value(argument.optional) is not None:
                pieces = list(self._parts(argument.parts))
                if argument.keyword == UNPACKED:
                    is_open = True
                    by_keyword.append(("", pieces))
                elif argument.keyword:
                    by_keyword.append((argument.keyword, pieces))
                else:
                    positional.append(pieces)
        written: list[tuple[str, list[Piece]]] = [(name, [value]) for name, value in rest]
        written += by_keyword
        names = [name for name, _ in written if name]
        if len(names) > len(set(names)):
            raise CannotInstantiateError("a keyword is repeated")
        count = len(positional) - sum(isinstance(pieces[0], ast.Starred) for pieces in positional)
        self.calls.append(WrittenCall(call.name, count, frozenset(names), is_open))
        yield from _listed(positional + [[f"{name}=" if name else "**", *pieces] for name, pieces in written])

    def _add_rest(self, positional: list[list[Piece]], callee: Callee) -> list[tuple[str, ast.expr]]:
        """Adds the arguments without a place of their own, by position where the callee has the parameter there.

        Returns:
            Those that are passed by keyword; without one for `**`.
        """
        arguments, by_keyword = self._arguments, list[tuple[str, ast.expr]]()
        order = callee.signature.positional if callee.signature is not None else ()
        is_moved = False
        for parameter, argument in self._in_order_of(order, callee.keyword_now):
            keyword = callee.keyword_now(parameter) if parameter not in self._own else ""
            if keyword is None:
                raise CannotInstantiateError(f"{parameter} has no place")
            if not keyword:
                self.deleted += [parameter] if parameter not in self._own else []
                is_moved = is_moved or argument.node is argument.value
                continue
            self.placed.append(argument.value)
            is_in_place = order[len(positional) : len(positional) + 1] == (keyword,) and not by_keyword
            if argument.node is argument.value and (is_in_place or callee.signature is None):
                positional.append([argument.value])
            else:
                is_moved = is_moved or argument.node is argument.value
                by_keyword.append((keyword, argument.value))
        values = [*arguments.extra, *(value for value in arguments.unpacked if isinstance(value, ast.Starred))]
        if values and is_moved:
            raise CannotInstantiateError("the arguments behind would get to other positions")
        positional += [[value] for value in values]
        self.placed += values
        named = [value.value for value in arguments.unpacked if isinstance(value, ast.keyword)]
        self.placed += named
        return [*by_keyword, *(("", value) for value in named)]

    def _in_order_of(
        self, order: Sequence[str], keyword_now: Callable[[str], str | None]
    ) -> list[tuple[str, Argument]]:
        """Returns the arguments, positional ones in the target's order if that makes no difference."""
        named = list(self._arguments.named.items())
        positional = [item for item in named if item[1].node is item[1].value]
        places = {
            parameter: order.index(now) for parameter, _ in positional if (now := keyword_now(parameter)) in order
        }
        is_sorted = list(places.values()) == sorted(places.values())
        if is_sorted or len(places) < len(positional) or any(may_have_effects(item[1].value) for item in positional):
            return named
        return sorted(positional, key=lambda item: places[item[0]]) + named[len(positional) :]


def _listed(arguments: list[list[Piece]]) -> Iterator[Piece]:
    yield "("
    for number, pieces in enumerate(arguments):
        if number:
            yield _COMMA
        yield from pieces
    yield ")"
