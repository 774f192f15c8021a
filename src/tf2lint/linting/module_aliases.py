"""Names of a file for modules of TensorFlow that a package has instead: `flags = tf.app.flags`."""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from tf2lint.linting.fix_builder import owner
from tf2lint.model import SAFE, UNSAFE, Fix
from tf2lint.resolver import ReferenceKind
from tf2lint.table import Safety

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tf2lint.linting.fix_builder import FixBuilder
    from tf2lint.linting.written_names import WrittenNames
    from tf2lint.model import TextEdit
    from tf2lint.resolver import Reference
    from tf2lint.rewriting import NameRewriter, RewrittenCall


class _Alias(NamedTuple):
    """A name of the file for a module that a package has instead.

    Attributes:
        name: the name.
        module: the module of the package.
        edits: the edits that delete what binds the name.
    """

    name: str
    module: str
    edits: tuple[TextEdit, ...]


class ModuleAliases:
    """Builds the fixes that import modules of packages under the names that the file has for those of TensorFlow.

    Args:
        names: rewrites names that are not called.
        builder: builds fixes.
        references: the references of the file, each to one symbol.
        rewritten: returns what to write instead of the call that a reference is about.
        written: tells what to write instead of names that are not called.
    """

    def __init__(
        self,
        names: NameRewriter,
        builder: FixBuilder,
        references: Sequence[Reference],
        rewritten: Callable[[Reference], RewrittenCall | None],
        written: WrittenNames,
    ) -> None:
        self._names = names
        self._builder = builder
        self._references = references
        self._rewritten = rewritten
        self._written = written

    def of(self, reference: Reference) -> Fix | None:
        """Returns the fix that imports a module of a package under the name that the file has for TensorFlow's.

        It is the same for the binding of the name and all its uses. None if the reference is neither, or if one of
        the uses can't be kept.
        """
        fixes = self._fixes
        return (fixes.get(reference.node) or fixes.get(owner(reference)[1])) if fixes else None

    @cached_property
    def _fixes(self) -> dict[ast.AST, Fix]:
        fixes: dict[ast.AST, Fix] = {}
        for node, alias in self._aliases.items():
            if self._builder.imports.uses(alias.name, is_bound=True) != 1:
                continue
            uses = self._uses.get(alias.name, [])
            if len(uses) != self._builder.imports.uses(alias.name, is_bound=False):
                continue
            others = {one.node: one for one in self._uses_without(alias) if one.node not in fixes}
            fix = self._fix(alias, [*uses, *others.values()])
            if fix is not None:
                fixes[node] = fix
                fixes.update((owner(one)[1], fix) for one in uses)
                fixes.update(dict.fromkeys(others, fix))
        return fixes

    @cached_property
    def _uses(self) -> dict[str, list[Reference]]:
        """The references by the name that they begin with."""
        found: dict[str, list[Reference]] = {}
        for one in self._references:
            _, node = owner(one)
            if isinstance(node, ast.Name):
                found.setdefault(node.id, []).append(one)
        return found

    def _uses_without(self, alias: _Alias) -> Iterator[Reference]:
        """Yields the references to the module of a package that begin with no name for it, or for a part of it."""
        part = f".{alias.module.rpartition('.')[2]}."
        for one in self._references:
            is_part = part in one.symbols[0].name and one.kind is ReferenceKind.LOAD
            is_other = is_part and part not in f"{owner(one)[0]}."
            if is_other and one.node not in self._aliases and not isinstance(owner(one)[1], ast.alias):
                written = self._edits_of(one, alias) if not _is_named(owner(one)[1], alias.name) else None
                if written is not None and written[0].pieces[:1] and str(written[0].pieces[0]).startswith(alias.module):
                    yield one

    def _edits_of(self, use: Reference, alias: _Alias) -> tuple[RewrittenCall, tuple[TextEdit, ...]] | None:
        """Returns what to write instead of a use of a module, and the edits; None if that can't be written."""
        written = self._rewritten(use) if use.call is not None else self._written.of(use)
        node = use.node if use.call is None else use.call
        if written is None or not isinstance(node, ast.expr):
            return None
        edits = self._builder.edits(node, use, written, {alias.module: alias.name})
        return (written, edits) if edits is not None else None

    @cached_property
    def _aliases(self) -> dict[ast.AST, _Alias]:
        """The names for modules, by the nodes that bind them: the value that is assigned, or the import."""
        found: dict[ast.AST, _Alias] = {}
        by_node = {one.node: one for one in self._references if one.call is None}
        builder = self._builder
        for statement in builder.module.body:
            match statement:
                case ast.Assign(targets=[ast.Name(id=name)], value=value) if value in by_node:
                    module = self._names.package_module(by_node[value].symbols[0])
                    edits = builder.deletions.of_statement(statement, is_alone=False) if module else ()
                    if edits:
                        found[value] = _Alias(name, module, edits)
                case ast.ImportFrom(names=names):
                    for each in names:
                        module = self._names.package_module(by_node[each].symbols[0]) if each in by_node else ""
                        edits = builder.import_deletions.of(each) if module else ()
                        if edits:
                            found[each] = _Alias(each.asname or each.name, module, edits)
        return found

    def _fix(self, alias: _Alias, uses: list[Reference]) -> Fix | None:
        imported = self._builder.imports.added(alias.module, alias.name)
        if imported is None:
            return None
        edits, notes, is_safe = [*imported.edits, *alias.edits], dict[str, None](), True
        for use in uses:
            found = self._edits_of(use, alias)
            if found is None:
                return None
            written, changed = found
            edits += changed
            is_safe = is_safe and written.safety is Safety.SAFE
            notes.update(("".join(map(str, pieces)), None) for pieces in written.notes)
        return Fix(tuple(dict.fromkeys(edits)), SAFE if is_safe else UNSAFE, "; ".join(notes))


def _is_named(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name
