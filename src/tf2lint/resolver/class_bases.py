"""Which classes of a library a class of the program is made from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint.resolver.scopes import ClassInfo, ClassValue
from tf2lint.resolver.values import ExternalClass, Symbol

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tf2lint.resolver.values import Values


def library_bases(bases: Iterable[Values]) -> list[Symbol]:
    """The classes of watched libraries among a class's bases, and those that bases in other modules are made from."""
    symbols: list[Symbol] = []
    for value in (value for values in bases for value in values or ()):
        if isinstance(value, Symbol) and value.watched:
            symbols.append(value)
        elif isinstance(value, ExternalClass) and not value.is_object:
            symbols += value.bases
    return symbols


def all_library_bases(info: ClassInfo) -> list[Symbol]:
    """The classes of watched libraries that a class is made from, also by way of the program's own."""
    symbols: list[Symbol] = []
    seen, pending = set[ClassInfo](), [info]
    while pending:
        one = pending.pop()
        if one not in seen:  # a class may be its own base by mistake
            seen.add(one)
            symbols += library_bases(one.bases)
            pending += [base.info for bases in one.bases for base in bases or () if isinstance(base, ClassValue)]
    return symbols
