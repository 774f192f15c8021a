"""Computes what to write instead of a name that is not called: another name, a function, or a value."""

from __future__ import annotations

import ast
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.rewriting.call_arguments import CallArguments
from tf2lint.rewriting.call_rewriter import RECEIVER, CallRewriter
from tf2lint.rewriting.callees import Callees
from tf2lint.rewriting.calls_by_signature import REST, SAME_OBJECT
from tf2lint.rewriting.instantiation import Instantiation
from tf2lint.rewriting.package_names import ONLY_IN_TENSORFLOW, name_in_tensorflow
from tf2lint.rewriting.rewritten_call import RewrittenCall
from tf2lint.table import (
    FAILS,
    TEMPLATE_ROOT,
    Area,
    Outcome,
    Root,
    Safety,
    TemplateCall,
    UnknownSite,
    load_name_rewrites,
    names_with_effect,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tf2lint.resolver import Symbol
    from tf2lint.rewriting.instantiation import Piece
    from tf2lint.table import Entry, NameRewrite

#: Modules of packages that have what TensorFlow 1 had, and that code can import.
PACKAGES: Final = ("absl.app", "absl.flags", "absl.logging", "types")
_VALUE: Final = "v"
#: What names of TensorFlow begin with where they are imported.
_IMPORTED: Final = "tensorflow."
#: The copy of Keras 2 in TensorFlow.
_OLD_KERAS: Final = "python.keras."
_MODULE: Final = "m"
#: What differs in values of packages.
_NOTES: Final = {
    "absl.flags": "absl.app.run(main) must have parsed the flags before one is read",
    "absl.logging": "absl numbers its levels in another way",
}


class MovedName(NamedTuple):
    """Where a name is now.

    Attributes:
        module: the module that has it.
        name: the name there.
        note: what may differ; empty if it is the same object.
    """

    module: str
    name: str
    note: str


class NameRewriter:
    """Rewrites names that are not called, of one file and for one target version.

    Args:
        calls: rewrites calls.
        is_tf1: returns whether the file is written for TensorFlow 1.
    """

    def __init__(self, calls: CallRewriter, is_tf1: Callable[[], bool]) -> None:
        self._calls = calls
        self._is_tf1 = is_tf1
        self._libraries = calls.libraries
        self._table = calls.libraries.table
        self._callees = Callees(calls.libraries)

    def written(self, symbol: Symbol, node: ast.AST, quote: str) -> RewrittenCall | None:
        """Returns what to write instead of a symbol's name; None if that is not known.

        Args:
            symbol: the symbol.
            node: where it stands.
            quote: what strings begin with.
        """
        constant = self._calls.as_value(symbol, is_tf1=self._is_tf1)
        if constant is not None:
            return constant._replace(pieces=_quoted(constant.pieces, quote))
        lookup = self._libraries.lookup(symbol)
        if lookup is None or lookup.missing:
            return None
        only = name_in_tensorflow(symbol, lookup.entry, self._table) if not lookup.rest else ""
        if only:
            pieces = Root.TENSORFLOW, f".{only.removeprefix(TEMPLATE_ROOT)}"
            return RewrittenCall(pieces, Safety.UNSAFE, _notes(ONLY_IN_TENSORFLOW))
        if not lookup.entry.root:
            return None
        rewrite = load_name_rewrites().get(".".join((lookup.entry.name, *lookup.rest)))
        if rewrite is not None and not (lookup.entry.exists and not lookup.entry.is_member):
            return self._instantiated(rewrite, symbol, node, quote)
        if lookup.rest:
            return None
        name = self.new_name(lookup.entry)
        if name:
            return RewrittenCall((Root.TENSORFLOW, f".{name.removeprefix(TEMPLATE_ROOT)}"), Safety.SAFE)
        return self._of_package(symbol, lookup.entry) or self._as_function(symbol)

    def may_call(self, symbol: Symbol, name: str) -> bool:
        """Returns whether a call of a symbol may become one of a function, given its name in templates."""
        return self._calls.may_call(symbol, name)

    def moved(self, symbol: Symbol) -> MovedName | None:
        """Returns where a name is now that was imported from a private module, or from one that is gone.

        None if it has not moved, or if it is in another package.
        """
        lookup = self._libraries.lookup(symbol)
        if lookup is None or lookup.rest or lookup.missing or not lookup.entry.replacements:
            return None
        entry = lookup.entry
        only = name_in_tensorflow(symbol, entry, self._table)
        if only:
            module, _, last = f"{_IMPORTED}{entry.name}".rpartition(".")
            return MovedName(module, last, ONLY_IN_TENSORFLOW)
        is_same = entry.outcome in SAME_OBJECT or (entry.outcome is Outcome.CURRENT and not entry.exists)
        now = entry.replacements[0]
        name = _IMPORTED + now.removeprefix(TEMPLATE_ROOT) if now.startswith(TEMPLATE_ROOT) else now
        module, _, last = name.rpartition(".")
        is_renamed = last != symbol.name.rpartition(".")[2] and entry.kind != _MODULE
        if not is_same or is_renamed or not module or name.partition(".")[0] != symbol.name.partition(".")[0]:
            return None
        is_copy = entry.exists and entry.name.startswith(_OLD_KERAS)
        return MovedName(
            module, last, "it is the Keras in use, not the old copy of it in TensorFlow" if is_copy else ""
        )

    def _instantiated(self, rewrite: NameRewrite, symbol: Symbol, node: ast.AST, quote: str) -> RewrittenCall | None:
        owner = node.value if isinstance(node, ast.Attribute) else None
        if owner is None and rewrite.template.parameters:
            return None
        arguments = CallArguments({RECEIVER: (owner, owner)} if owner is not None else {}, (), ())
        callee = partial(self._callees.callee, rewritten=symbol.name)
        found = Instantiation(rewrite.template.parts, arguments, frozenset({RECEIVER}), UnknownSite(), callee)
        return RewrittenCall(_quoted(found.pieces, quote), rewrite.safety, _notes(rewrite.note))

    def new_name(self, entry: Entry) -> str:
        """Returns the name below `tf` that the same object has now; empty if there is none, or it still has its own."""
        if not entry.replacements or (entry.exists and entry.area is not Area.PRIVATE):
            return ""
        name = entry.replacements[0]
        below = name.removeprefix(TEMPLATE_ROOT)
        if below == name or below in names_with_effect(FAILS):
            return ""
        if entry.outcome in SAME_OBJECT:
            return name
        found = self._table.lookup(below)
        is_value = entry.kind == _VALUE and found.entry.kind == _VALUE and not (found.rest or found.missing)
        return name if is_value and found.entry.exists else ""

    def package_module(self, symbol: Symbol) -> str:
        """Returns the module of a package that takes the place of a module, such as `absl.flags`; empty if none."""
        lookup = self._libraries.lookup(symbol)
        if lookup is None or lookup.rest or lookup.missing or lookup.entry.outcome is not Outcome.PACKAGE:
            return ""
        return _package(lookup.entry.replacements[0]) if lookup.entry.kind == _MODULE else ""

    def package_of(self, code: str) -> str:
        """Returns the module of a package that code begins with a name of; empty if it begins with none."""
        return _package(code.partition("(")[0])

    def _of_package(self, symbol: Symbol, entry: Entry) -> RewrittenCall | None:
        name = entry.replacements[0] if entry.outcome is Outcome.PACKAGE and entry.replacements else ""
        last = name.rpartition(".")[2]
        if _package(name) and _is_value(entry) and last == entry.name.rpartition(".")[2]:
            return RewrittenCall((name,), Safety.UNSAFE, _notes(_NOTES.get(_package(name), "")))
        name, safety, note = self._forwarded(symbol)
        if _package(name) and safety in (Safety.SAFE, Safety.UNSAFE):
            return RewrittenCall((name,), safety, _notes(note))
        return None

    def _forwarded(self, symbol: Symbol) -> tuple[str, Safety, str]:
        """Returns the function that takes all arguments of a symbol's calls as they are, how safe that is, and a note.

        The name is empty if there is none outside of TensorFlow, for calls with any arguments.
        """
        lookup = self._libraries.lookup(symbol)
        rewrites = self._calls.lines.of(symbol, lookup) if lookup is not None and not lookup.missing else ()
        rewrite = rewrites[-1] if rewrites else None
        if rewrite is None or rewrite.template is None or rewrite.conditions or rewrite.without:
            return "", Safety.NONE, ""
        match rewrite.template.parts:
            case (TemplateCall(name=str(name), arguments=(argument,)),) if argument == REST and name:
                is_outside = not name.startswith(TEMPLATE_ROOT)
                return (name, rewrite.safety, rewrite.note) if is_outside else ("", Safety.NONE, "")
        return "", Safety.NONE, ""

    def _as_function(self, symbol: Symbol) -> RewrittenCall | None:
        pieces: tuple[Piece, ...] = self._calls.as_function(symbol)
        return RewrittenCall(pieces, Safety.SAFE) if pieces else None


def _package(name: str) -> str:
    return next((module for module in PACKAGES if name == module or name.startswith(f"{module}.")), "")


def _is_value(entry: Entry) -> bool:
    """Returns whether a name is that of a value; the table does not know what private names are."""
    return entry.kind == _VALUE or (entry.area is Area.PRIVATE and entry.name.rpartition(".")[2].isupper())


def _quoted(pieces: Iterable[Piece], quote: str) -> tuple[Piece, ...]:
    return tuple(piece.replace('"', quote) if isinstance(piece, str) else piece for piece in pieces)


def _notes(note: str) -> tuple[tuple[Piece, ...], ...]:
    return ((note,),) if note else ()
