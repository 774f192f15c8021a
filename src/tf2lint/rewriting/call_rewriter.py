"""Computes what to write instead of a call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.rewriting.call_arguments import bound, may_have_effects
from tf2lint.rewriting.callees import Callees
from tf2lint.rewriting.instantiation import CannotInstantiateError, Instantiation
from tf2lint.table import (
    NO_SIGNATURE,
    TEMPLATE_ROOT,
    Area,
    Outcome,
    Root,
    Safety,
    TemplateArgument,
    TemplateCall,
    parse_signature,
)

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterator

    from tf2lint.project import Libraries
    from tf2lint.resolver import Symbol
    from tf2lint.rewriting.call_arguments import CallArguments
    from tf2lint.rewriting.instantiation import Piece
    from tf2lint.table import Entry, Lookup, Parts, Rewrite, Signature

_REST: Final = TemplateArgument("", None, "")
#: The outcomes of names whose object has another name now.
_SAME_OBJECT: Final = (Outcome.RENAMED, Outcome.COMPAT)


class RewrittenCall(NamedTuple):
    """What to write instead of a call.

    Attributes:
        pieces: the code.
        safety: what the rewritten program may rely on.
        note: what may differ; may be empty.
        rewrite: the line of data that it follows; None if only names and positions changed.
    """

    pieces: tuple[Piece, ...]
    safety: Safety
    note: str
    rewrite: Rewrite | None = None


class CallRewriter:
    """Rewrites calls for one target version.

    Args:
        libraries: the libraries at the target version.

    Attributes:
        libraries: the libraries at the target version.
    """

    def __init__(self, libraries: Libraries) -> None:
        self.libraries = libraries
        self._table = libraries.table
        self._callees = Callees(libraries)
        self._rewrites: dict[str, tuple[Rewrite, ...]] = {}
        self._may_rewrite: dict[Symbol, bool] = {}

    def rewritten(self, symbol: Symbol, call: ast.Call, *, by_signature: bool) -> RewrittenCall | None:
        """Returns what to write instead of a call; None if no rewrite fits it.

        Args:
            symbol: the symbol of what is called.
            call: the call.
            by_signature: whether to rewrite the arguments of a function that still exists as its signatures differ.
        """
        lookup = self.libraries.lookup(symbol)
        if lookup is None or lookup.missing or (lookup.rest and not lookup.method):
            return None
        entry, signature = lookup.entry, self._signature(symbol, lookup)
        if not lookup.rest and not entry.is_member:
            for rewrite in self._rewrites_of(entry):
                own = parse_signature(rewrite.parameters) if rewrite.parameters else signature
                found = self._by_rewrite(rewrite, call, own) if own is not None else None
                if found is not None:
                    return found
            if not entry.exists or entry.area is Area.PRIVATE:
                return self._renamed(entry, call, signature)
        return self._with_current_arguments(symbol, call, signature) if by_signature and signature is not None else None

    def may_rewrite(self, symbols: tuple[Symbol, ...]) -> bool:
        """Returns whether something else may be written instead of references to symbols, or calls of them."""
        symbol, *others = symbols
        if others:
            return False
        if symbol not in self._may_rewrite:
            self._may_rewrite[symbol] = self._has_changed(symbol)
        return self._may_rewrite[symbol]

    def _has_changed(self, symbol: Symbol) -> bool:
        lookup = self.libraries.lookup(symbol)
        is_known = lookup is not None and not lookup.missing and lookup.entry.area is not Area.LIBRARY
        return (
            lookup is not None
            and is_known
            and (not lookup.entry.exists or self.libraries.signature_diff(symbol) is not None)
        )

    def new_name(self, symbol: Symbol) -> str:
        """Returns the name that the object of a symbol has now, if that is all that changed; else an empty string."""
        lookup = self.libraries.lookup(symbol)
        if lookup is None or lookup.rest or lookup.missing or lookup.entry.exists or not lookup.entry.root:
            return ""
        entry = lookup.entry
        return (
            entry.replacements[0] if entry.outcome in _SAME_OBJECT or (entry.kind == "v" and entry.replacements) else ""
        )

    def _signature(self, symbol: Symbol, lookup: Lookup) -> Signature | None:
        """Returns the parameters of a symbol in TensorFlow 1, of a private path those of a public name."""
        signature = self.libraries.signature(symbol)
        if signature is not None or lookup.rest or not lookup.entry.root:
            return signature
        texts = map(self._table.facts.first_signature, self._table.names_in_tf1(lookup.entry.name)[1:])
        text = next(filter(None, texts), None)
        return parse_signature(text) if text is not None else None

    def _rewrites_of(self, entry: Entry) -> tuple[Rewrite, ...]:
        """Returns the rewrites of a name: of its own, or else of another name that its object had in TensorFlow 1.

        There are none for names of the package keras, which are looked up in a table of their own.
        """
        name = entry.name
        if name not in self._rewrites:
            self._rewrites[name] = tuple(self._table.rewrites_of(name))
        return self._rewrites[name] if entry.root else ()

    def _by_rewrite(self, rewrite: Rewrite, call: ast.Call, signature: Signature) -> RewrittenCall | None:
        arguments = bound(call, signature, signature.positional)
        template = rewrite.template
        if arguments is None or template is None:
            return None
        if (arguments.unpacked or arguments.extra) and not template.has_rest:
            return None
        holds = all(
            condition.holds(arguments.value(condition.parameter), signature.defaults.get(condition.parameter))
            for condition in rewrite.conditions
        )
        kept = arguments.without(rewrite.without) if rewrite.without else arguments
        if not holds or not (template.has_rest or kept.named.keys() <= template.parameters):
            return None
        dropped = [arguments.named[name][0] for name in rewrite.without if name in arguments.named]
        found = self._written(
            template.parts, kept, template.parameters, rewrite.name, rewrite.safety, rewrite.note, dropped
        )
        return found._replace(rewrite=rewrite) if found is not None else None

    def _renamed(self, entry: Entry, call: ast.Call, signature: Signature | None) -> RewrittenCall | None:
        """Returns a call with the new name of what it calls, and with the names that the arguments have now."""
        is_same = bool(entry.root) and entry.outcome in _SAME_OBJECT
        if not is_same or not entry.replacements[0].startswith(TEMPLATE_ROOT):
            return None
        signature = signature or NO_SIGNATURE
        arguments = bound(call, signature, signature.positional)
        if arguments is None:
            return None
        now = entry.replacements[0]
        function = Root.TENSORFLOW, f".{now.removeprefix(TEMPLATE_ROOT)}"
        parts = (TemplateCall(function, now, (_REST,)),)
        return self._written(parts, arguments, frozenset(), self._table.names_in_tf1(entry.name)[-1])

    def _with_current_arguments(self, symbol: Symbol, call: ast.Call, signature: Signature) -> RewrittenCall | None:
        """Returns a call of the same function, with the names and the order that the arguments have now."""
        diff = self.libraries.signature_diff(symbol)
        if diff is None:
            return None
        early = diff.early_parameters(call)
        if early is None:
            return None
        arguments = bound(call, signature, early or signature.positional)
        if arguments is None or (early and arguments.unpacked):
            return None
        name = self._callees.add(symbol)
        return self._written((TemplateCall((call.func,), name, (_REST,)),), arguments, frozenset(), name)

    def _written(
        self,
        parts: Parts,
        arguments: CallArguments,
        own: frozenset[str],
        name: str,
        safety: Safety = Safety.SAFE,
        note: str = "",
        dropped: tuple[ast.expr, ...] | list[ast.expr] = (),
    ) -> RewrittenCall | None:
        """Puts arguments into a template; returns None if one has no place, or the target does not take it."""
        try:
            found = Instantiation(parts, arguments, own, lambda function: self._callees.callee(function, name))
        except CannotInstantiateError:
            return None
        for call in found.calls:
            signature = self._callees.signature(call.name)
            if signature is not None and signature.binds(call.positional, call.keywords, is_open=call.is_open) is False:
                return None
        notes = [note, *self._deletion_notes(found, name)]
        if found.deleted:
            safety = Safety.UNSAFE
        elif safety is Safety.SAFE:
            effects = [*dropped, *([] if _keeps_order(found.placed) else found.placed)]
            safety = Safety.UNSAFE if any(map(may_have_effects, effects)) else safety
        return RewrittenCall(tuple(found.pieces), safety, "; ".join(filter(None, notes)))

    def _deletion_notes(self, found: Instantiation, name: str) -> Iterator[str]:
        for call in found.calls:
            diff = self._callees.diff(call.name, name) if found.deleted else None
            if diff is not None:
                yield from dict.fromkeys(diff.deletion_note(parameter) for parameter in found.deleted)


def _keeps_order(placed: list[ast.expr]) -> bool:
    positions = [(node.lineno, node.col_offset) for node in placed]
    return positions == sorted(positions)
