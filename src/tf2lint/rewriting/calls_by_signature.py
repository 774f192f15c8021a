"""Rewrites calls for which no line of data is needed: of what has another name, or takes other arguments, now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tf2lint.rewriting.backend_calls import name_in_ops, takes_the_same
from tf2lint.rewriting.call_arguments import bound
from tf2lint.rewriting.package_names import ONLY_IN_TENSORFLOW, PACKAGE, name_in_tensorflow
from tf2lint.table import (
    FAILS,
    NO_SIGNATURE,
    TEMPLATE_ROOT,
    Area,
    Outcome,
    Root,
    Safety,
    TemplateArgument,
    TemplateCall,
    names_with_effect,
)

if TYPE_CHECKING:
    import ast

    from tf2lint.project import Libraries
    from tf2lint.resolver import Symbol
    from tf2lint.rewriting.call_writer import CallWriter
    from tf2lint.rewriting.callees import Callees
    from tf2lint.rewriting.rewritten_call import RewrittenCall
    from tf2lint.table import Entry, Lookup, Signature

#: All arguments that a template does not name.
REST: Final = TemplateArgument("", None, "")
#: What may differ in a function of `keras.ops`.
_OTHER_DTYPES: Final = "of integers and booleans, the dtype may be another one"
#: The outcomes of names whose object has another name now.
SAME_OBJECT: Final = (Outcome.RENAMED, Outcome.COMPAT)
#: Where names of objects are that users know by other names.
_OTHER_NAMES: Final = (Area.PRIVATE, Area.COMPAT_V1)


class CallsBySignature:
    """Rewrites calls as their signatures and names differ.

    Args:
        libraries: the libraries at the target version.
        callees: what functions take.
        writer: writes calls.
    """

    def __init__(self, libraries: Libraries, callees: Callees, writer: CallWriter) -> None:
        self._libraries = libraries
        self._table = libraries.table
        self._callees = callees
        self._writer = writer

    def rewritten(
        self, symbol: Symbol, lookup: Lookup, call: ast.Call, signature: Signature | None, *, with_current: bool
    ) -> RewrittenCall | None:
        """Returns what to write instead of a call; None if that is not known.

        Args:
            symbol: the symbol of what is called.
            lookup: what the table has about it.
            call: the call.
            signature: the parameters in TensorFlow 1; None if they are unknown.
            with_current: whether to rewrite the arguments of a function that still exists.
        """
        entry = lookup.entry
        if now := name_in_ops(entry):
            return self._in_ops(now, call, signature)
        if not lookup.rest and (now := name_in_tensorflow(symbol, entry, self._table)):
            found = self.with_name(now, entry.name, call, signature)
            return found._replace(safety=Safety.UNSAFE, notes=((ONLY_IN_TENSORFLOW,),)) if found is not None else None
        if not lookup.rest and not entry.is_member and (not entry.exists or entry.area in _OTHER_NAMES):
            return self._renamed(symbol, entry, call, signature)
        return self._with_current_arguments(symbol, call, signature) if with_current and signature is not None else None

    def _renamed(
        self, symbol: Symbol, entry: Entry, call: ast.Call, signature: Signature | None
    ) -> RewrittenCall | None:
        """Returns a call with the new name of what it calls, and with the names that the arguments have now."""
        if entry.outcome not in SAME_OBJECT:
            return None
        now = entry.replacements[0]
        if not now.startswith(TEMPLATE_ROOT if entry.root else PACKAGE):
            return None
        if now.removeprefix(TEMPLATE_ROOT) in names_with_effect(FAILS):
            return None
        if entry.root:
            return self.with_name(now, self._table.names_in_tf1(entry.name)[-1], call, signature)
        return self.with_name(now, entry.name, call, signature) if symbol.name.startswith(PACKAGE) else None

    def with_name(self, now: str, old: str, call: ast.Call, signature: Signature | None) -> RewrittenCall | None:
        """Returns a call with another name of what it calls.

        Args:
            now: the dotted name, of TensorFlow or of the package keras.
            old: the name that it had, without the leading `tf.`.
            call: the call.
            signature: the parameters in TensorFlow 1; None if they are unknown.
        """
        signature = signature or NO_SIGNATURE
        arguments = bound(call, signature, signature.positional)
        if arguments is None:
            return None
        below = now.removeprefix(TEMPLATE_ROOT)
        function = (now,) if below == now else (Root.TENSORFLOW, f".{below}")
        return self._writer.written((TemplateCall(function, now, (REST,)),), arguments, frozenset(), old)

    def _in_ops(self, now: str, call: ast.Call, signature: Signature | None) -> RewrittenCall | None:
        """Returns a call of `keras.ops` instead of one of the backend of Keras 2."""
        arguments = bound(call, signature, signature.positional) if signature is not None else None
        if signature is None or arguments is None or not takes_the_same(self._table, now, arguments, signature):
            return None
        parts = (TemplateCall((now,), now, (REST,)),)
        return self._writer.written(parts, arguments, frozenset(), now, Safety.UNSAFE, [(_OTHER_DTYPES,)])

    def _with_current_arguments(self, symbol: Symbol, call: ast.Call, signature: Signature) -> RewrittenCall | None:
        """Returns a call of the same function, with the names and the order that the arguments have now."""
        diff = self._libraries.signature_diff(symbol)
        if diff is None:
            return None
        early = diff.early_parameters(call)
        if early is None:
            return None
        arguments = bound(call, signature, early or signature.positional)
        if arguments is None or (early and arguments.unpacked):
            return None
        name = self._callees.add(symbol)
        parts = (TemplateCall((call.func,), name, (REST,)),)
        # In the order before TensorFlow 1.0, values tell which order a call has; other orders can't be told apart, so
        # that only keywords are clear.
        return self._writer.written(parts, arguments, frozenset(), name, reorders=bool(early))
