"""Imports that nothing uses any more after fixes."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Final

from tf2lint.rewriting.deletion import Deletions
from tf2lint.rewriting.import_deletion import ImportDeletions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.model import TextEdit

#: The packages whose imports go. Others may be imported for what they do.
_PACKAGES: Final = ("tensorflow", "keras")
_WORD: Final = re.compile(r"\w+")


def unused_import(before: ast.Module, after: ast.Module, source: str) -> tuple[TextEdit, ...]:
    """Returns the edits that delete an import which has lost its last use; empty if there is none.

    Args:
        before: the file before the fixes.
        after: the file after them.
        source: the text after them.
    """
    lost = set(_used(before)) - set(_used(after))
    imported = [alias for statement in after.body for alias in _imported(statement)]
    unused = [alias for alias in imported if (alias.asname or alias.name) in lost]
    deletions = ImportDeletions(after, source, Deletions(source)) if unused else None
    found = (deletions.of(alias) for alias in unused if deletions is not None)
    return next(filter(None, found), ())


def _imported(statement: ast.stmt) -> Iterator[ast.alias]:
    """Yields what a statement imports from these packages under names of their own, without the packages themselves."""
    match statement:
        case ast.ImportFrom(module=str() as module, level=0, names=aliases) if module.partition(".")[0] in _PACKAGES:
            yield from aliases
        case ast.Import(names=aliases):
            named = (each for each in aliases if each.asname is not None and each.name not in _PACKAGES)
            yield from (each for each in named if each.name.partition(".")[0] in _PACKAGES)
        case _:
            pass


def _used(module: ast.Module) -> Iterator[str]:
    """Yields the names that a file uses, and the words of its texts: names for others, and annotations."""
    for node in ast.walk(module):
        match node:
            case ast.Name(id=name):
                yield name
            case ast.Constant(value=str() as text):
                yield from _WORD.findall(text)
            case _:
                pass
