"""Writes calls with other arguments, and says what may differ then."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.rewriting.argument_parts import CannotInstantiateError
from tf2lint.rewriting.call_arguments import has_effect, may_have_effects
from tf2lint.rewriting.instantiation import Instantiation
from tf2lint.rewriting.rewritten_call import RewrittenCall
from tf2lint.source import nodes_in
from tf2lint.table import Safety, UnknownSite

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tf2lint.rewriting.call_arguments import CallArguments
    from tf2lint.rewriting.callees import Callees
    from tf2lint.rewriting.instantiation import Callee, Piece
    from tf2lint.table import CallSite, Parts

#: The code around a call of which nothing is known.
UNKNOWN: Final = UnknownSite()


class CallWriter:
    """Puts the arguments of calls into templates.

    Args:
        callees: what the functions take that templates call.
    """

    def __init__(self, callees: Callees) -> None:
        self._callees = callees

    def written(
        self,
        parts: Parts,
        arguments: CallArguments,
        own: frozenset[str],
        name: str,
        safety: Safety = Safety.SAFE,
        notes: Iterable[tuple[Piece, ...]] = (),
        dropped: Iterable[ast.expr] = (),
        site: CallSite = UNKNOWN,
        *,
        reorders: bool = False,
    ) -> RewrittenCall | None:
        """Puts arguments into a template; returns None if one has no place, or the target does not take it.

        Args:
            parts: the parts of the template.
            arguments: the arguments of the call.
            own: the parameters that have a place of their own in the template.
            name: the name of what is rewritten, without the leading `tf.`.
            safety: what the rewritten program may rely on.
            notes: what may differ.
            dropped: the arguments that are left out.
            site: the code around the call.
            reorders: whether positional arguments may be put in the target's order.
        """

        def callee(function: str) -> Callee:
            return self._callees.callee(function, name)

        try:
            found = Instantiation(parts, arguments, own, site, callee, reorders=reorders)
        except CannotInstantiateError:
            return None
        for call in found.calls:
            signature = self._callees.signature(call.name)
            if signature is not None and signature.binds(call.positional, call.keywords, is_open=call.is_open) is False:
                return None
        notes = [*notes, *((note,) for note in self._deletion_notes(found, name))]
        lost = sorted(filter(may_have_effects, dropped), key=lambda node: (node.lineno, node.col_offset))
        mentioned = [piece for note in notes for piece in note]
        if safety in (Safety.SAFE, Safety.UNSAFE):  # otherwise, no fix writes the code
            # What a call of the library adds to a graph is of no interest where the rest differs, too.
            told = lost if safety is Safety.SAFE else [node for node in lost if not _calls_library(node, site)]
            notes += [(node, " is no longer evaluated") for node in told if node not in mentioned]
        is_reordered = not _keeps_order(found.placed) and any(map(may_have_effects, found.placed))
        if is_reordered and safety in (Safety.SAFE, Safety.UNSAFE):
            notes.append(("its arguments are evaluated in another order",))
        if found.is_uncertain:
            notes.append(("arguments that are unpacked may have other names or positions now",))
        if safety is Safety.SAFE and (found.deleted or lost or is_reordered or found.is_uncertain):
            safety = Safety.UNSAFE
        return RewrittenCall(tuple(found.pieces), safety, tuple(filter(any, notes)))

    def _deletion_notes(self, found: Instantiation, name: str) -> Iterator[str]:
        for call in found.calls:
            diff = self._callees.diff(call.name, name) if found.deleted else None
            if diff is not None:
                yield from dict.fromkeys(diff.deletion_note(parameter) for parameter in found.deleted)


def _calls_library(node: ast.expr, site: CallSite) -> bool:
    """Returns whether an expression does nothing but to call functions of the library."""
    return all(isinstance(part, ast.Call) and site.member(part.func) for part in nodes_in(node) if has_effect(part))


def _keeps_order(placed: list[ast.expr]) -> bool:
    positions = [(node.lineno, node.col_offset) for node in placed]
    return positions == sorted(positions)
