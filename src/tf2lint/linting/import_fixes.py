"""Fixes imports: of what nothing uses, and of names that are in another module now."""

from __future__ import annotations

import ast
import re
from functools import cached_property
from typing import TYPE_CHECKING, Final

from tf2lint.model import SAFE, UNSAFE, Fix

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tf2lint.linting.fix_builder import FixBuilder
    from tf2lint.resolver import Reference
    from tf2lint.rewriting import MovedName, NameRewriter, RewrittenCall

#: The keyword of an argument in code.
_KEYWORD: Final = re.compile(r"\w+=")


class ImportFixes:
    """Builds the fixes for imports of one file.

    Args:
        names: tells where names are now.
        builder: builds fixes.
        references: the references of the file, each to one symbol.
        is_interface: whether other modules may use what the file imports: it is an `__init__.py`.
    """

    def __init__(
        self, names: NameRewriter, builder: FixBuilder, references: Iterable[Reference], *, is_interface: bool
    ) -> None:
        self._names = names
        self._builder = builder
        self._references = list(references)
        self._is_interface = is_interface
        self._unused: dict[str, bool] = {}

    def of(self, alias: ast.alias) -> Fix | None:
        """Returns the fix that deletes an import of what the file does not use, or imports what it does from elsewhere.

        None if there is none.
        """
        statement = self._builder.import_deletions.statement(alias)
        if statement is None or self._is_interface or alias.name == "*":
            return None
        if isinstance(statement, ast.Import) and alias.asname is None:
            return None  # it binds the package, which other imports may need
        name = alias.asname or alias.name
        deletions = self._builder.import_deletions
        edits = deletions.of(alias) if self._is_unused(name) else ()
        if edits:
            return Fix(edits, SAFE, "")
        if not isinstance(statement, ast.ImportFrom) or self._moved(alias) is None:
            return None
        return self._of_moved(statement)

    def _is_unused(self, name: str) -> bool:
        """Returns whether the file does nothing with a name but import it."""
        if name not in self._unused:
            self._unused[name] = all(_is_import_as(node, name) for node in self._builder.imports.mentions(name))
        return self._unused[name]

    def of_call(self, reference: Reference, written: RewrittenCall) -> Fix | None:
        """Returns the fix that imports what is called from another module; None if a call changes in another way.

        Args:
            reference: the reference that the call is about.
            written: the code to write instead of it.
        """
        call = reference.call
        if reference.node not in self.of_uses or call is None or written.rewrite is not None:
            return None
        passed = [*call.args, *(keyword.value for keyword in call.keywords)]
        keywords = [f"{keyword.arg}=" for keyword in call.keywords if keyword.arg is not None]
        code = "".join(piece for piece in written.pieces if isinstance(piece, str))
        is_same = [piece for piece in written.pieces if isinstance(piece, ast.expr)] == passed
        return self.of_uses[reference.node] if is_same and _KEYWORD.findall(code) == keywords else None

    def with_import(self, reference: Reference, written: RewrittenCall) -> tuple[RewrittenCall, Fix] | None:
        """Returns a call with the name that the file imports, and the fix that imports that from where it is now.

        None if no import changes so that the file has what is called under that name.
        """
        name = reference.node
        fix = self.of_uses.get(name)
        moved = self._names.moved(reference.symbols[0]) if fix is not None and isinstance(name, ast.Name) else None
        if fix is None or moved is None or not isinstance(name, ast.Name):
            return None
        if written.pieces[:1] != (f"{moved.module}.{moved.name}",):
            return None
        return written._replace(pieces=(name, *written.pieces[1:])), fix

    @cached_property
    def of_uses(self) -> dict[ast.AST, Fix]:
        """The fixes of imports from other modules, by the uses of what they import, or of members of it."""
        fixes: dict[str, tuple[Fix, MovedName]] = {}
        for alias in self._imported:
            assert isinstance(alias, ast.alias)
            moved = self._moved(alias)
            if moved is None:
                continue
            name, statement = alias.asname or alias.name, self._builder.import_deletions.statement(alias)
            fix = self._of_moved(statement) if isinstance(statement, ast.ImportFrom) else None
            if fix is not None and self._builder.imports.uses(name, is_bound=True) == 1:
                fixes[name] = fix, moved
        found: dict[ast.AST, Fix] = {}
        for reference in self._references if fixes else ():
            name, members = _parts(reference.node)
            if name in fixes and (not members or self._is_member(reference, fixes[name][1], members)):
                found[reference.node] = fixes[name][0]
        return found

    def _is_member(self, reference: Reference, owner: MovedName, members: str) -> bool:
        """Returns whether a name is now below the one that its owner has now."""
        moved = self._names.moved(reference.symbols[0])
        return moved is not None and f"{moved.module}.{moved.name}" == f"{owner.module}.{owner.name}.{members}"

    def _of_moved(self, statement: ast.ImportFrom) -> Fix | None:
        """Returns the fix that imports the names of a statement from the modules that have them now; None if none."""
        moved = [self._moved(alias) for alias in statement.names]
        found = [one for one in moved if one is not None]
        if not found:
            return None
        names = [one.name for one in found]
        is_whole = len(found) == len(moved) and {one.module for one in found} == {found[0].module}
        if is_whole and names == [alias.name for alias in statement.names]:
            edits = self._builder.import_moves.of(statement, found[0].module)
        elif is_whole and len(moved) == 1:
            edits = self._builder.import_moves.of(statement, found[0].module, names[0])
        else:
            edits = self._builder.import_moves.apart(
                statement, [None if one is None else (one.module, one.name) for one in moved]
            )
        notes = dict.fromkeys(one.note for one in found if one.note)
        return Fix(edits, UNSAFE if notes else SAFE, "; ".join(notes)) if edits else None

    def _moved(self, alias: ast.alias) -> MovedName | None:
        """Returns where an imported name is now; None if it has not moved."""
        reference = self._imported.get(alias)
        return self._names.moved(reference.symbols[0]) if reference is not None else None

    @cached_property
    def _imported(self) -> dict[ast.AST, Reference]:
        return {one.node: one for one in self._references if isinstance(one.node, ast.alias)}


def _is_import_as(node: ast.AST, name: str) -> bool:
    """Returns whether a node imports something under a name."""
    return isinstance(node, ast.alias) and (node.asname or node.name) == name


def _parts(node: ast.AST) -> tuple[str, str]:
    """Returns the name that an expression starts with, and its attributes, as in the text."""
    members: list[str] = []
    while isinstance(node, ast.Attribute):
        members.append(node.attr)
        node = node.value
    return (node.id, ".".join(reversed(members))) if isinstance(node, ast.Name) else ("", "")
