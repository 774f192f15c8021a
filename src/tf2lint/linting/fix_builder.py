"""Builds fixes: the edits of one file that write what the rewriter says, with the imports that this needs."""

from __future__ import annotations

import ast
import re
from functools import cached_property
from typing import TYPE_CHECKING, Final

from tf2lint.linting.insertion_edits import InsertionEdits
from tf2lint.model import STOP_GAP, UNSAFE, Fix, Span, TextEdit
from tf2lint.resolver import Symbol
from tf2lint.rewriting import (
    PACKAGES,
    Deletions,
    FileImports,
    ImportDeletions,
    ImportMoves,
    SourceTexts,
    edits_of_call,
    in_compat,
    name_of_contrib,
    on_dataset,
)
from tf2lint.table import Safety

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tf2lint.linting.call_site import Site
    from tf2lint.linting.file_syntax import FileSyntax
    from tf2lint.linting.problem import Insertions, StringEnd
    from tf2lint.resolver import AnalysisState, Reference
    from tf2lint.rewriting import ImportedModule, Piece, RewrittenCall
    from tf2lint.table import TensorFlowTable

_TENSORFLOW: Final = "tensorflow"
_COMPAT: Final = "tensorflow.compat.v1"
#: What messages call TensorFlow where a file has no name for it.
_DEFAULT_ROOT: Final = "tf"
#: The places of calls in the head of a `with` statement.
WITH: Final = ("with", "named with")
#: Modules that new code calls, beside TensorFlow.
_MODULES: Final = (
    *PACKAGES, "keras.activations", "keras.backend", "keras.initializers", "keras.layers", "keras.ops",
    "keras.optimizers", "keras",
)  # fmt: skip
#: What names of these modules begin with.
_PREFIXES: Final = tuple(f"{name}." for name in _MODULES)
#: Calls that are deleted with their statement.
_LINES: Final = ("statement", "assigned")
#: A string of one token without escapes.
_STRING: Final = re.compile(r"""[rRuU]?(?P<quote>["'])(?P<text>[^"'\\\n]*)(?P=quote)""")
#: What rewrites use of the file, if it has it: modules, and the function that runs the program.
_GLOBALS: Final = frozenset({"os", "main"})
_SELF: Final = "self"


class FixBuilder:
    """Builds the fixes of one file.

    Args:
        state: the final state of the file's analysis.
        source: the text of the file.
        syntax: its syntax.
        table: the mapping table at the target.
    """

    def __init__(self, state: AnalysisState, source: str, syntax: FileSyntax, table: TensorFlowTable) -> None:
        self._state = state
        self._source = source
        self._syntax = syntax
        self._table = table

    @property
    def module(self) -> ast.Module:
        """The tree of the file."""
        return self._syntax.module

    @cached_property
    def imports(self) -> FileImports:
        """The imports of the file."""
        return FileImports(self.module, self._source, self._state.mention_index)

    @cached_property
    def deletions(self) -> Deletions:
        """Deletes statements of the file."""
        return Deletions(self._source)

    @cached_property
    def import_deletions(self) -> ImportDeletions:
        """Deletes imports of the file."""
        return ImportDeletions(self.module, self._source, self.deletions)

    @cached_property
    def import_moves(self) -> ImportMoves:
        """Imports names of the file from other modules."""
        return ImportMoves(self._source)

    @cached_property
    def quote(self) -> str:
        """What the strings of the file mostly begin with."""
        return '"' if self._source.count('"') >= self._source.count("'") else "'"

    @cached_property
    def _texts(self) -> SourceTexts:
        return SourceTexts(self._source)

    @cached_property
    def names_of_tensorflow(self) -> list[str]:
        """What the file's top level calls TensorFlow."""
        return self._names_of(_TENSORFLOW)

    @cached_property
    def _names_of_compat(self) -> list[str]:
        """What the file's top level calls `tf.compat.v1`."""
        return self._names_of(_COMPAT)

    def _names_of(self, module: str) -> list[str]:
        exports = self._state.exports.items()
        return [name for name, values in exports if values and all(_is_symbol(value, module) for value in values)]

    @cached_property
    def _globals(self) -> frozenset[str]:
        """What new code may use of the file."""
        functions = (one.name for one in self.module.body if isinstance(one, ast.FunctionDef))
        return _GLOBALS.intersection((*self._state.exports, *functions))

    @cached_property
    def _root(self) -> str:
        names = self.names_of_tensorflow or self._names_of_compat
        return _DEFAULT_ROOT if _DEFAULT_ROOT in names or not names else names[0]

    def root_of(self, reference: Reference) -> str:
        """Returns what the code calls TensorFlow: in the reference itself, or else at the top level of the file.

        Where neither has a name for it, that is what messages call it.
        """
        return self._written_root(reference) or self._root

    def _written_root(self, reference: Reference) -> str:
        """Returns what a reference itself calls TensorFlow; empty if it starts with another name."""
        name, node = owner(reference)
        return node.id if isinstance(node, ast.Name) and name == _TENSORFLOW else ""

    def replacing(
        self,
        node: ast.expr,
        reference: Reference,
        written: RewrittenCall,
        note: str,
        modules: dict[str, str] | None = None,
    ) -> Fix | None:
        """Returns the edits that make an expression what is to be written; None if there are none.

        Args:
            node: a call or a name.
            reference: the reference that it is about.
            written: the code.
            note: what to look at.
            modules: what the file calls modules of packages after other edits.
        """
        found = self.edits(node, reference, written, modules or {})
        if not found:
            return None
        return Fix(found, STOP_GAP if written.is_stop_gap else written.safety.value, note)

    def by_name_in_compat(self, reference: Reference) -> Fix | None:
        """Returns the fix that writes the name that `tf.compat.v1` has for an object of `tf.contrib`.

        None if it has none, or if the file does not call `tf.compat.v1` by the name of TensorFlow.
        """
        if not self._names_of_compat:
            return None
        root, node = self.root_of(reference), reference.node
        if root not in self._names_of_compat or len(reference.symbols) != 1 or not isinstance(node, ast.expr):
            return None
        name = name_of_contrib(reference.symbols[0].name.partition(".")[2], self._table)
        return Fix((TextEdit(self._texts.span(node), f"{root}.{name}"),), STOP_GAP, "") if name else None

    def edits(
        self, node: ast.expr, reference: Reference, written: RewrittenCall, modules: dict[str, str]
    ) -> tuple[TextEdit, ...] | None:
        """Returns the edits of `replacing`; None if the code can't be written there."""
        if written.safety not in (Safety.SAFE, Safety.UNSAFE):
            return None
        root = self.root_of(reference)
        imported: list[ImportedModule] = []
        if root in self._names_of_compat:
            below = in_compat(written, self._table)
            if below is None:
                return None
            written = below
        known_roots = *self.names_of_tensorflow, *self._names_of_compat, self._written_root(reference)
        if written.names_tensorflow and root not in known_roots:
            added = self.imports.root(_TENSORFLOW, root)
            if added is None:
                return None
            imported.append(added)
        pieces, of_packages = self._with_imports(written.pieces, modules)
        if of_packages is None:
            return None
        imported += of_packages
        known = {root, *modules.values(), *self._globals}
        known.update([_SELF] if written.rewrite is not None and written.rewrite.is_about_self else [])
        known.update(one.name.partition(".")[0] for one in imported)
        node, pieces = on_dataset(node, pieces, self._syntax.index)
        edits = edits_of_call(node, pieces, root, self._texts, known)
        if edits is None:
            return None
        edits = (*written.edits, *edits)
        return (*dict.fromkeys(edit for one in imported for edit in one.edits), *edits) if edits else ()

    def _with_imports(
        self, pieces: Sequence[Piece], modules: dict[str, str]
    ) -> tuple[tuple[Piece, ...], list[ImportedModule] | None]:
        """Returns code with the names that the file has for modules, and these; None if one cannot be imported."""
        found: list[Piece] = []
        imported: list[ImportedModule] = []
        for piece in pieces:
            if not isinstance(piece, str) or not piece.startswith(_PREFIXES):
                found.append(piece)
                continue
            name = next(one for one in _MODULES if piece.startswith(f"{one}."))
            if name in modules:
                found.append(modules[name] + piece.removeprefix(name))
                continue
            module = self.imports.of(name)
            if module is None:
                return tuple(pieces), None
            imported.append(module)
            found.append(module.name + piece.removeprefix(name))
        return tuple(found), imported

    def with_string_end(self, change: StringEnd) -> Fix | None:
        """Returns the edit that gives a string another end; None if the source does not show its end."""
        text = self._texts.exact(change.node)
        found = _STRING.fullmatch(text)
        if found is None or not found["text"].endswith(change.old):
            return None
        span = self._texts.span(change.node)
        end = span.end_column - len(found["quote"])
        edit = TextEdit(Span(span.end_line, end - len(change.old), span.end_line, end), change.new)
        return Fix((edit,), UNSAFE, change.note)

    def inserting(self, insertions: Insertions) -> Fix | None:
        """Returns the edits that add code; None if it belongs to another file, or can't be added."""
        nodes = set(self._syntax.index.nodes)
        if any(place.node not in nodes for place in insertions.places):
            return None
        return InsertionEdits(self._source, self._root, self.quote).fix(insertions)

    def deleting(self, site: Site, note: str) -> Fix | None:
        """Returns the edits that delete a call; None if its name is used, or other code stands with it.

        Args:
            site: the code around the call.
            note: what to look at.
        """
        statement = site.statement
        edits: tuple[TextEdit, ...] = ()
        if site.is_name_used:
            return None
        if site.place in WITH and isinstance(statement, ast.With) and not site.is_one_of_several:
            edits = self.deletions.of_head(statement)
        elif site.place in _LINES and isinstance(statement, ast.stmt):
            around = site.lone_if
            edits = self.deletions.of_statement(around, is_alone=False) if around and not site.is_if_alone else ()
            edits = edits or self.deletions.of_statement(statement, is_alone=site.is_alone)
        return Fix(edits, UNSAFE, note) if edits else None


def owner(reference: Reference) -> tuple[str, ast.AST]:
    """Returns the symbol and the expression that a reference starts with: `flags` of `flags.FLAGS`."""
    node: ast.AST = reference.node
    name = reference.symbols[0].name
    for _ in range(reference.written_parts):
        if isinstance(node, ast.Attribute):
            name = name.rpartition(".")[0]
            node = node.value
    return name, node


def _is_symbol(value: object, name: str) -> bool:
    return isinstance(value, Symbol) and value.name == name
