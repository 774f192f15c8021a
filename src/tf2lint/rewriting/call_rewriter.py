"""Computes what to write instead of a call."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.rewriting.argument_parts import CannotInstantiateError, members
from tf2lint.rewriting.call_arguments import bound
from tf2lint.rewriting.call_writer import UNKNOWN, CallWriter
from tf2lint.rewriting.callees import Callees
from tf2lint.rewriting.calls_by_signature import SAME_OBJECT, CallsBySignature
from tf2lint.rewriting.package_names import PACKAGE
from tf2lint.rewriting.rewrite_lines import RewriteLines
from tf2lint.rewriting.rewritten_call import RewrittenCall
from tf2lint.table import (
    CALL,
    CALLED,
    COMPAT_PREFIX,
    NO_REPLACEMENT,
    NO_SIGNATURE,
    TEMPLATE_ROOT,
    Area,
    Outcome,
    Root,
    Safety,
    TemplateCall,
    note_parts,
    parse_signature,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tf2lint.project import Libraries
    from tf2lint.resolver import Symbol
    from tf2lint.rewriting.call_arguments import CallArguments
    from tf2lint.rewriting.instantiation import Piece
    from tf2lint.table import CallSite, Entry, Lookup, Parts, Rewrite, Signature

#: The parameter of methods that stands for what they are called on.
RECEIVER: Final = "self"
#: What stands for the name that the result of a call gets, in notes.
TARGET: Final = "target"
#: What notes say of a dictionary without items.
_NOTHING: Final = "no arguments"
#: The place of a call whose result is not used.
_STATEMENT: Final = "statement"


class CallRewriter:
    """Rewrites calls for one target version.

    Args:
        libraries: the libraries at the target version.

    Attributes:
        libraries: the libraries at the target version.
        lines: the lines of data that say what to write.
    """

    def __init__(self, libraries: Libraries) -> None:
        self.libraries = libraries
        self._table = libraries.table
        self.lines = RewriteLines(libraries)
        callees = Callees(libraries)
        self._writer = CallWriter(callees)
        self._by_signature = CallsBySignature(libraries, callees, self._writer)
        self._may_rewrite: dict[Symbol, bool] = {}

    def rewritten(
        self, symbol: Symbol, call: ast.Call, *, by_signature: bool, site: CallSite = UNKNOWN
    ) -> RewrittenCall | None:
        """Returns what to write instead of a call; None if no rewrite fits it.

        Args:
            symbol: the symbol of what is called.
            call: the call.
            site: the code around the call.
            by_signature: whether to rewrite the arguments of a function that still exists as its signatures differ.
        """
        lookup = self.libraries.lookup(symbol)
        if lookup is None:
            return None
        entry, signature = lookup.entry, self._signature(symbol, lookup)
        is_there = entry.area is Area.PRIVATE and entry.exists
        passed: dict[str, CallArguments | None] = {}  # by the parameters that rewrites have of their own
        for rewrite in self.lines.of(symbol, lookup):
            if is_there and rewrite.deletes:
                continue  # Its public name may be right in this program.
            own = parse_signature(rewrite.parameters) if rewrite.parameters else signature
            if own is None and not rewrite.deletes:
                continue
            if rewrite.parameters not in passed:
                passed[rewrite.parameters] = bound(call, own or NO_SIGNATURE, own.positional if own else ())
            arguments = passed[rewrite.parameters]
            found = self._by_rewrite(rewrite, entry, call, arguments, own, site) if arguments is not None else None
            if found is not None:
                return found
        if lookup.missing or (lookup.rest and not lookup.method):
            return None
        found = self._by_signature.rewritten(symbol, lookup, call, signature, with_current=by_signature)
        return found or self._under_new_name(symbol, lookup, call, site)

    def _under_new_name(self, symbol: Symbol, lookup: Lookup, call: ast.Call, site: CallSite) -> RewrittenCall | None:
        """Returns what to write instead of a call under the name that a function of the package keras has now."""
        entry = lookup.entry
        now = entry.replacements[0] if entry.replacements and not lookup.rest else ""
        if entry.outcome not in SAME_OBJECT:
            # A private name that is gone is most likely that of the public object with the same name.
            is_moved = entry.outcome is Outcome.CURRENT and not entry.exists
            now = now if is_moved and now.rpartition(".")[2] == entry.name.rpartition(".")[2] else ""
        package = self.libraries.root(now.partition(".")[0])
        if package is None or not (symbol.name.startswith(PACKAGE) and now.startswith(PACKAGE)):
            return None
        symbol_now = package.below(now.removeprefix(PACKAGE))
        renamed = ast.Call(ast.Name(now), call.args, call.keywords)
        found = self.rewritten(symbol_now, renamed, by_signature=True, site=site)
        if found is None:
            signature = self.libraries.signature(symbol_now)
            return self._by_signature.with_name(now, entry.name, call, signature) if signature is not None else None
        return found._replace(pieces=tuple(now if piece is renamed.func else piece for piece in found.pieces))

    def as_function(self, symbol: Symbol) -> tuple[Piece, ...]:
        """Returns a function to write instead of one that is not called but passed on; empty if that is not known.

        There is none for a function that only has another name. It takes the same arguments, and computes the same.
        """
        lookup = self.libraries.lookup(symbol)
        signature = self._signature(symbol, lookup) if lookup is not None and not lookup.rest else None
        if lookup is None or signature is None or lookup.entry.exists or self.new_name(symbol):
            return ()
        if signature.takes_more or signature.takes_any or not all(map(_is_literal, signature.defaults.values())):
            return ()
        required: list[ast.expr] = [ast.Name(name, lineno=0, col_offset=0) for name in signature.required]
        optional = [(name, default) for name, default in signature.defaults.items()]
        passed = [ast.keyword(name, ast.Name(name, lineno=0, col_offset=0)) for name, _ in optional]
        call = ast.Call(ast.Name(symbol.name, lineno=0, col_offset=0), required, passed)
        found = self.rewritten(symbol, call, by_signature=False)
        if found is None or found.safety is not Safety.SAFE or not found.pieces:
            return ()
        parameters = [*signature.required, *(f"{name}={ast.unparse(default)}" for name, default in optional)]
        return f"lambda {', '.join(parameters)}: ", *found.pieces

    def as_value(self, symbol: Symbol, *, is_tf1: Callable[[], bool]) -> RewrittenCall | None:
        """Returns what to write instead of a constant, such as a member of an enumeration; None if that is not known.

        Args:
            symbol: the symbol of the constant.
            is_tf1: returns whether a name that the target has, too, means what it means in TensorFlow 1.
        """
        line = self.lines.of_constant(symbol)
        if line is None or line.template is None or (self._exists(symbol) and not is_tf1()):
            return None
        pieces = tuple(part for part in line.template.parts if isinstance(part, str | Root))
        return RewrittenCall(pieces, line.safety, ((line.note,),) if line.note else (), line)

    def note_on_absent(self, symbol: Symbol) -> str:
        """Returns what to do about a name that the target lacks, as a clause; empty if it has the name."""
        lookup = self.libraries.lookup(symbol)
        if lookup is None or self._exists(symbol):
            return ""
        entry = lookup.entry
        if lookup.missing:
            return f"there is no {'.'.join((entry.label, *lookup.rest[:1]))}"
        return f"as for {entry.label}, {entry.advice or NO_REPLACEMENT}"

    def _exists(self, symbol: Symbol) -> bool:
        lookup = self.libraries.lookup(symbol)
        return lookup is not None and lookup.entry.exists and not lookup.missing

    def successor(self, symbol: Symbol) -> str:
        """Returns what takes the place of a function or class: what its calls become calls of, with other arguments."""
        lookup = self.libraries.lookup(symbol)
        if lookup is None or lookup.rest or lookup.missing or lookup.entry.outcome is not Outcome.REPLACED:
            return ""
        templates = [rewrite.template for rewrite in self.lines.of(symbol, lookup) if rewrite.template is not None]
        called = {call.name for template in templates for call in template.calls()}
        return next((name for name in lookup.entry.replacements[:1] if name in called), "")

    def may_call(self, symbol: Symbol, name: str) -> bool:
        """Returns whether a call of a symbol may become one of a function, given its name in templates."""
        lookup = self.libraries.lookup(symbol)
        rewrites = self.lines.of(symbol, lookup) if lookup is not None else ()
        templates = [rewrite.template for rewrite in rewrites if rewrite.template is not None]
        return any(call.name == name for template in templates for call in template.calls())

    def name(self, symbol: Symbol) -> str:
        """Returns the name below `tf` of a member of the library, without `compat.v1`; empty if it is none."""
        lookup = self.libraries.lookup(symbol)
        if lookup is None or not lookup.entry.root:
            return ""
        name = ".".join((lookup.entry.name, *lookup.rest)).replace(f".{CALL}", CALL)
        return name.removeprefix(COMPAT_PREFIX)

    def is_deleted(self, symbol: Symbol) -> bool:
        """Returns whether all calls of a symbol are to be deleted where that is possible: nothing corresponds to it."""
        lookup = self.libraries.lookup(symbol)
        rewrites = self.lines.of(symbol, lookup) if lookup is not None else ()
        return bool(rewrites) and rewrites[0].deletes and not rewrites[0].conditions

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
            and (
                not lookup.entry.exists
                or self.libraries.fails_in_eager_mode(symbol)
                or self.libraries.signature_diff(symbol) is not None
                or self.lines.of_constant(symbol) is not None
            )
        )

    def new_name(self, symbol: Symbol) -> str:
        """Returns the name that the object of a symbol has now, if that is all that changed; else an empty string."""
        lookup = self.libraries.lookup(symbol)
        if lookup is None or lookup.rest or lookup.missing or lookup.entry.exists or not lookup.entry.root:
            return ""
        entry = lookup.entry
        return (
            entry.replacements[0] if entry.outcome in SAME_OBJECT or (entry.kind == "v" and entry.replacements) else ""
        )

    def _signature(self, symbol: Symbol, lookup: Lookup) -> Signature | None:
        """Returns the parameters of a symbol in TensorFlow 1, of a private path those of a public name."""
        signature = self.libraries.signature(symbol)
        if signature is not None or lookup.rest or not lookup.entry.root:
            return signature
        texts = map(self._table.facts.first_signature, self._table.names_in_tf1(lookup.entry.name)[1:])
        text = next(filter(None, texts), None)
        return parse_signature(text) if text is not None else None

    def _by_rewrite(
        self,
        rewrite: Rewrite,
        entry: Entry,
        call: ast.Call,
        arguments: CallArguments,
        signature: Signature | None,
        site: CallSite,
    ) -> RewrittenCall | None:
        template = rewrite.template
        if template is None and not rewrite.deletes:
            return None
        arguments = _with_receiver(arguments, call, rewrite)
        defaults = signature.defaults if signature is not None else {}
        holds = all(
            not _may_be_unpacked(condition.parameter, arguments)
            and condition.holds(arguments.value(condition.parameter), defaults.get(condition.parameter), site)
            for condition in rewrite.conditions
        )
        if not holds:
            return None
        if template is None:
            return self._deleted(rewrite, arguments, site)
        kept = arguments.without(rewrite.without) if rewrite.without else arguments
        is_open = (arguments.unpacked or arguments.extra) and not template.has_rest
        if is_open or not (template.has_rest or kept.named.keys() <= template.parameters | {RECEIVER}):
            return None
        dropped = [arguments.named[name][0] for name in rewrite.without if name in arguments.named]
        try:
            notes = [_note(rewrite.note, arguments, site)]
        except CannotInstantiateError:
            return None
        parts = _with_same_function(template.parts, entry, call)
        safety = Safety.ADVICE if rewrite.needs_use and site.place == _STATEMENT else rewrite.safety
        found = self._writer.written(parts, kept, template.parameters, rewrite.name, safety, notes, dropped, site)
        return found._replace(rewrite=rewrite) if found is not None else None

    def _deleted(self, rewrite: Rewrite, arguments: CallArguments, site: CallSite) -> RewrittenCall | None:
        """Returns that a call is to be deleted; None if other code needs what it evaluates to."""
        if not site.place:
            return None
        return RewrittenCall((), rewrite.safety, (_note(rewrite.note, arguments, site),) if rewrite.note else ())


def _with_same_function(parts: Parts, entry: Entry, call: ast.Call) -> Parts:
    """Returns the parts of a template that calls the function of a call as it stands there, if it is the same one."""
    match parts:
        case (TemplateCall(name=name) as written,) if entry.exists and name.removeprefix(TEMPLATE_ROOT) == entry.name:
            return (written._replace(function=(call.func,)),)
    return parts


def _with_receiver(arguments: CallArguments, call: ast.Call, rewrite: Rewrite) -> CallArguments:
    """Adds what a method is called on to the arguments of a call, if the rewrite names it."""
    if RECEIVER not in rewrite.mentions:
        return arguments
    receiver = call.func if rewrite.name.endswith(CALLED) else getattr(call.func, "value", None)
    if receiver is None:
        return arguments
    return arguments._replace(named={RECEIVER: (receiver, receiver), **arguments.named})


def _is_literal(default: ast.expr) -> bool:
    """Returns whether a default means the same in any file: it names nothing in the module of the function."""
    return not any(isinstance(node, ast.Name) for node in ast.walk(default))


def _may_be_unpacked(parameter: str, arguments: CallArguments) -> bool:
    """Returns whether what a call unpacks may be the argument of a parameter."""
    return bool(parameter and arguments.unpacked) and parameter not in arguments.named


def _note(note: str, arguments: CallArguments, site: CallSite) -> tuple[Piece, ...]:
    """Returns a note with the arguments that it names."""
    pieces: list[Piece] = []
    for part in note_parts(note):
        if isinstance(part, str):
            pieces.append(part)
            continue
        value = site.name if part.parameter == TARGET else arguments.value(part.parameter)
        if value is None:
            raise CannotInstantiateError(f"{part.parameter} is left out")
        named = members(value, part.part, site) if part.part else [value]
        for index, each in enumerate(named):
            pieces += (", ", each) if index else (each,)
        if not named:
            pieces.append(_NOTHING)
    return tuple(pieces)
