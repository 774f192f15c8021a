"""Fixes names that are not called: values, functions that are passed on, and imports."""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TYPE_CHECKING

from tf2lint.linting.import_fixes import ImportFixes
from tf2lint.linting.module_aliases import ModuleAliases
from tf2lint.linting.written_names import WrittenNames
from tf2lint.model import UNSAFE, Fix
from tf2lint.resolver import ReferenceKind
from tf2lint.rewriting import NameRewriter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tf2lint.linting.fix_builder import FixBuilder
    from tf2lint.resolver import Reference
    from tf2lint.rewriting import CallRewriter, RewrittenCall


class NameFixes:
    """Builds the fixes for names of one file.

    Args:
        rewriter: rewrites calls at the target.
        builder: builds fixes.
        references: the references of the file, each to what it certainly refers to.
        rewritten: returns what to write instead of the call that a reference is about.
        is_tf1: returns whether the file is written for TensorFlow 1.
        is_interface: whether other modules may use what the file imports: it is an `__init__.py`.
    """

    def __init__(
        self,
        rewriter: CallRewriter,
        builder: FixBuilder,
        references: Iterable[Reference],
        rewritten: Callable[[Reference], RewrittenCall | None],
        is_tf1: Callable[[], bool],
        *,
        is_interface: bool,
    ) -> None:
        self._names = NameRewriter(rewriter, is_tf1)
        self._builder = builder
        self._references = [one for one in references if len(one.symbols) == 1]
        self._rewritten = rewritten
        self._written = WrittenNames(self._names, builder, self._references, rewritten)
        self._imports = ImportFixes(self._names, builder, self._references, is_interface=is_interface)
        self._is_interface = is_interface

    def of(self, reference: Reference) -> Fix | None:
        """Returns the fix for a name that is not called; None if there is none."""
        if isinstance(reference.node, ast.alias):
            return self._imports.of(reference.node)
        if reference.kind is not ReferenceKind.LOAD or len(reference.symbols) != 1:
            return None
        assert isinstance(reference.node, ast.expr)
        if reference.node in self._imports.of_uses:
            return self._imports.of_uses[reference.node]
        written = self.written(reference)
        if written is None:
            return self._of_unused(reference.node)
        note = "; ".join(str(piece) for pieces in written.notes for piece in pieces)
        return self._builder.replacing(reference.node, reference, written, note)

    def written(self, reference: Reference) -> RewrittenCall | None:
        """Returns what to write instead of a name that is not called; None if that is not known."""
        return self._written.of(reference)

    def with_values(self, written: RewrittenCall, values: dict[ast.AST, Reference]) -> RewrittenCall:
        """Returns code in which arguments that are values of the package that it calls are those of the package.

        Args:
            written: the code.
            values: the references of the file, by expression.
        """
        replaced: dict[int, str] = {}
        for index, piece in enumerate(written.pieces):
            reference = values.get(piece) if isinstance(piece, ast.expr) else None
            if reference is None or reference.call is not None or len(reference.symbols) != 1:
                continue
            value = self.written(reference)
            code = value.pieces[0] if value is not None and len(value.pieces) == 1 else None
            if isinstance(code, str):
                replaced[index] = code
        if not replaced:
            return written
        packages = {self._names.package_of(piece) for piece in written.pieces if isinstance(piece, str)} - {""}
        replaced = {index: code for index, code in replaced.items() if self._names.package_of(code) in packages}
        return written._replace(pieces=tuple(replaced.get(index, piece) for index, piece in enumerate(written.pieces)))

    def of_alias(self, reference: Reference) -> Fix | None:
        """Returns the fix that imports a module of a package under the name that the file has for TensorFlow's."""
        return self._aliases.of(reference)

    def of_import(self, reference: Reference, written: RewrittenCall) -> Fix | None:
        """Returns the fix that imports what is called from another module; None if a call changes in another way.

        Args:
            reference: the reference that the call is about.
            written: the code to write instead of it.
        """
        return self._imports.of_call(reference, written)

    def with_import(self, reference: Reference, written: RewrittenCall) -> tuple[RewrittenCall, Fix] | None:
        """Returns a call with the name that the file imports, and the fix of that import; None if there is none."""
        return self._imports.with_import(reference, written)

    @cached_property
    def _aliases(self) -> ModuleAliases:
        return ModuleAliases(self._names, self._builder, self._references, self._rewritten, self._written)

    def _of_unused(self, value: ast.expr) -> Fix | None:
        """Returns the fix that deletes an assignment at the top level to a name that the file does not use."""
        statement = self._assigned.get(value)
        name = statement.targets[0] if statement is not None else None
        if statement is None or not isinstance(name, ast.Name) or self._is_interface:
            return None
        if any(node is not name for node in self._builder.imports.mentions(name.id)):
            return None
        edits = self._builder.deletions.of_statement(statement, is_alone=False)
        return Fix(edits, UNSAFE, "nothing in this file uses the name") if edits else None

    @cached_property
    def _assigned(self) -> dict[ast.expr, ast.Assign]:
        """The assignments at the top level to one name, by their value."""
        body = self._builder.module.body
        assigned = [one for one in body if isinstance(one, ast.Assign) and len(one.targets) == 1]
        return {one.value: one for one in assigned}
