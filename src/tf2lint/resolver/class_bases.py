"""Finds the library classes that a class of the program derives from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint.resolver.scopes import ClassInfo, ClassValue
from tf2lint.resolver.values import ExternalClass, Symbol

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tf2lint.resolver.values import Values


def library_bases(bases: Iterable[Values]) -> list[Symbol]:
    """Returns the classes of watched libraries among a class's bases, and those behind bases in other modules."""
    symbols: list[Symbol] = []
    for value in (value for values in bases for value in values or ()):
        if isinstance(value, Symbol) and value.watched:
            symbols.append(value)
        elif isinstance(value, ExternalClass) and not value.is_object:
            symbols += value.bases
    return symbols


def all_library_bases(info: ClassInfo) -> list[Symbol]:
    """Returns the classes of watched libraries that a class derives from, directly or through the program's classes."""
    symbols: list[Symbol] = []
    seen, pending = set[ClassInfo](), [info]
    while pending:
        current = pending.pop()
        if current not in seen:  # a class may be its own base by mistake
            seen.add(current)
            symbols += library_bases(current.bases)
            pending += [base.info for bases in current.bases for base in bases or () if isinstance(base, ClassValue)]
    return symbols
