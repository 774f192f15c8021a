"""Puts the arguments of a call into a template."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.rewriting.argument_parts import (
    COMPLEMENT,
    CannotInstantiateError,
    has_slash,
    members,
    only,
    without_slashes,
)
from tf2lint.rewriting.call_arguments import is_plain, may_have_effects
from tf2lint.rewriting.precedence import needs_parentheses
from tf2lint.table import DOUBLE, UNPACKED, UNPACKED_SEQUENCE, Placeholder, Root, TemplateCall, literal_complement

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence, Set

    from tf2lint.rewriting.call_arguments import CallArguments, PassedValue
    from tf2lint.table import CallSite, Parts, Signature, TemplateArgument

#: New code: text, the program's name of TensorFlow, and expressions of the program as they stand.
Piece = str | Root | ast.expr
_COMMA: Final = ", "
_NAME: Final = "name"


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
    keywords: Set[str]
    is_open: bool


class Callee(NamedTuple):
    """What is known about a function that a template calls.

    Attributes:
        signature: its parameters at the target; None if they are unknown.
        keyword_now: returns the keyword by which it takes an argument of the rewritten call; empty if the argument is
            to be deleted, None if that isn't enough. None if it takes the same arguments.
        refuses_slashes: whether it takes no name with a slash, as nothing in Keras 3 does.
    """

    signature: Signature | None
    keyword_now: Callable[[str], str | None] | None
    refuses_slashes: bool = False


class Instantiation:
    """Replaces the placeholders of a template by a call's arguments.

    Args:
        parts: the parts of the template.
        arguments: the arguments of the call.
        own: the parameters that have a place of their own in the template.
        site: the code around the call.
        callee: returns what is known about a function that the template calls.
        reorders: whether positional arguments are put in the target's order, if that makes no difference; otherwise
            those that are not in their place are passed by keyword.

    Attributes:
        pieces: the code to write.
        calls: the calls in it.
        placed: the arguments in it, in order.
        deleted: the parameters whose arguments are left out.
        is_uncertain: whether arguments are unpacked, which may have other names or positions now.

    Raises:
        CannotInstantiateError: the call omits an argument that the template must have, or passes one that has no
            place, or the template would evaluate one twice.
    """

    def __init__(
        self,
        parts: Parts,
        arguments: CallArguments,
        own: frozenset[str],
        site: CallSite,
        callee: Callable[[str], Callee],
        *,
        reorders: bool = False,
    ) -> None:
        self._arguments = arguments
        self._site = site
        self._own = own
        self._callee = callee
        self._reorders = reorders
        self.calls: list[WrittenCall] = []
        self.placed: list[ast.expr] = []
        self.deleted: list[str] = []
        self.is_uncertain = False
        self.pieces: list[Piece] = []
        self._add(parts, self.pieces)

    def _add(self, parts: Parts, pieces: list[Piece]) -> None:
        """Adds the code of parts to pieces."""
        for part in parts:
            if type(part) is Placeholder:
                self._add_argument(part, pieces)
            elif type(part) is TemplateCall:
                self._add_call(part, pieces)
            else:
                pieces.append(part)

    def _add_argument(self, placeholder: Placeholder, pieces: list[Piece]) -> None:
        argument = self._arguments.named.get(placeholder.parameter)
        if argument is None:
            if not placeholder.default:
                raise CannotInstantiateError(f"{placeholder.parameter} is left out")
            self._add(placeholder.default, pieces)
            return
        if placeholder.part == DOUBLE:
            pieces.append('"float64"')
            return
        if placeholder.part == COMPLEMENT and (text := literal_complement(argument[0])):
            pieces.append(text)
            return
        value = argument[0] if not placeholder.part else only(members(argument[0], placeholder.part, self._site))
        if value in self.placed and not is_plain(value):
            raise CannotInstantiateError(f"{placeholder.parameter} would be evaluated twice")
        self.placed.append(value)
        if needs_parentheses(value, placeholder.place):
            pieces += ("(", value, ")")
        else:
            pieces.append(value)

    def _add_call(self, call: TemplateCall, pieces: list[Piece]) -> None:
        self._add(call.function, pieces)
        positional: list[list[Piece]] = []
        by_keyword: list[tuple[str, list[Piece]]] = []
        rest: list[tuple[str, ast.expr]] = []
        is_open = False
        for argument in call.arguments:
            if argument.parts is None:
                rest = self._add_rest(positional, self._callee(call.name))
                is_open = bool(self._arguments.unpacked)
            elif (part := _members_placed(argument.parts)) is not None:
                positional += [[value] for value in self._members(part)]
            elif not argument.optional or self._is_given(argument):
                code: list[Piece] = []
                self._add(argument.parts, code)
                is_open |= argument.keyword in (UNPACKED, UNPACKED_SEQUENCE)
                if argument.keyword == UNPACKED_SEQUENCE:
                    positional.append([UNPACKED_SEQUENCE, *code])
                elif argument.keyword:
                    by_keyword.append((argument.keyword.replace(UNPACKED, ""), code))
                else:
                    positional.append(code)
        written: list[tuple[str, list[Piece]]] = [(name, [value]) for name, value in rest]
        written += by_keyword
        written = self._with_valid_names(written, call.name)
        keywords = {name for name, _ in written if name}
        if len(keywords) < len(written) - sum(not name for name, _ in written):
            raise CannotInstantiateError("a keyword is repeated")
        count = sum(not isinstance(code[0], ast.Starred) and code[0] != UNPACKED_SEQUENCE for code in positional)
        self.calls.append(WrittenCall(call.name, count, keywords, is_open))
        before = "("
        for code in positional:
            pieces.append(before)
            pieces += code
            before = _COMMA
        for name, code in written:
            pieces.append(f"{before}{name}=" if name else f"{before}**")
            pieces += code
            before = _COMMA
        pieces.append(")" if before == _COMMA else "()")

    def _is_given(self, argument: TemplateArgument) -> bool:
        """Returns whether the call passes what an optional argument of the template is made of."""
        value = self._arguments.value(argument.optional)
        is_dtype = any(isinstance(part, Placeholder) and part.part == DOUBLE for part in argument.parts or ())
        return value is not None and (not is_dtype or self._site.dtype(value) == DOUBLE)

    def _with_valid_names(self, written: list[tuple[str, list[Piece]]], callee: str) -> list[tuple[str, list[Piece]]]:
        """Returns keyword arguments, with a name that the callee takes."""
        if not self._callee(callee).refuses_slashes:
            return written
        return [(name, _without_slashes(code) if name == _NAME else code) for name, code in written]

    def _members(self, placeholder: Placeholder) -> list[ast.expr]:
        """Returns the keys or values of a dictionary that is an argument; none if it is left out."""
        value = self._arguments.value(placeholder.parameter)
        found = [] if value is None else members(value, placeholder.part, self._site)
        self.placed += found
        return found

    def _add_rest(self, positional: list[list[Piece]], callee: Callee) -> list[tuple[str, ast.expr]]:
        """Adds the arguments without a place of their own, by position where the callee has the parameter there.

        Returns:
            Those that are passed by keyword; without one for `**`.
        """
        arguments = self._arguments
        if callee.keyword_now is None and not self._own:
            by_keyword, is_moved = self._as_they_are(positional), False
        else:
            by_keyword, is_moved = self._as_the_callee_takes_them(positional, callee)
        values = [*arguments.extra, *[value for value in arguments.unpacked if isinstance(value, ast.Starred)]]
        if values and is_moved:
            raise CannotInstantiateError("the arguments behind would get to other positions")
        positional += [[value] for value in values]
        self.placed += values
        named = [value.value for value in arguments.unpacked if isinstance(value, ast.keyword)]
        if named and self._own:
            raise CannotInstantiateError("what is unpacked may have arguments that have places of their own")
        self.is_uncertain = bool(arguments.unpacked) and callee.keyword_now is not None
        self.placed += named
        return [*by_keyword, *[("", value) for value in named]]

    def _as_they_are(self, positional: list[list[Piece]]) -> list[tuple[str, ast.expr]]:
        by_keyword: list[tuple[str, ast.expr]] = []
        for parameter, (value, node) in self._arguments.named.items():
            self.placed.append(value)
            if node is value:
                positional.append([value])
            else:
                by_keyword.append((parameter, value))
        return by_keyword

    def _as_the_callee_takes_them(
        self, positional: list[list[Piece]], callee: Callee
    ) -> tuple[list[tuple[str, ast.expr]], bool]:
        """Adds arguments where the callee takes them; returns keywords, and whether positional ones have moved."""
        by_keyword = list[tuple[str, ast.expr]]()
        keyword_now = callee.keyword_now or _same
        order = callee.signature.positional if callee.signature is not None else ()
        is_moved = False
        named = self._in_order_of(order, keyword_now) if self._reorders else self._arguments.named.items()
        for parameter, (value, node) in named:
            keyword = keyword_now(parameter) if parameter not in self._own else ""
            if keyword is None:
                raise CannotInstantiateError(f"{parameter} has no place")
            if not keyword:
                self.deleted += [parameter] if parameter not in self._own else []
                is_moved = is_moved or node is value
                continue
            self.placed.append(value)
            is_in_place = order[len(positional) : len(positional) + 1] == (keyword,) and not by_keyword
            if node is value and (is_in_place or callee.signature is None):
                positional.append([value])
            else:
                is_moved = is_moved or node is value
                by_keyword.append((keyword, value))
        return by_keyword, is_moved

    def _in_order_of(
        self, order: Sequence[str], keyword_now: Callable[[str], str | None]
    ) -> list[tuple[str, PassedValue]]:
        """Returns the arguments, positional ones in the target's order if that makes no difference."""
        named = list(self._arguments.named.items())
        positional = [item for item in named if item[1][0] is item[1][1]]
        places = {
            parameter: order.index(now) for parameter, _ in positional if (now := keyword_now(parameter)) in order
        }
        is_sorted = list(places.values()) == sorted(places.values())
        if is_sorted or len(places) < len(positional) or any(may_have_effects(item[1][0]) for item in positional):
            return named
        return sorted(positional, key=lambda item: places[item[0]]) + named[len(positional) :]


def _without_slashes(code: list[Piece]) -> list[Piece]:
    """Returns the code of a name with underscores for slashes; only an argument as it stands may have some."""
    match code:
        case [ast.expr() as name] if has_slash(name):
            return [*without_slashes(name)]
        case _:
            return code


def _members_placed(parts: Parts) -> Placeholder | None:
    """Returns the placeholder for several arguments that an argument of a template is; None if it is none."""
    match parts:
        case [Placeholder(part="keys" | "values") as placeholder]:
            return placeholder
        case _:
            return None


def _same(parameter: str) -> str:
    return parameter
