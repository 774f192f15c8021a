"""Finds the library classes that a class of the program derives from, and which attributes it has of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint.resolver.scopes import ClassInfo, ClassValue
from tf2lint.resolver.values import ExternalClass, ExternalValue, Symbol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tf2lint.resolver.state import AnalysisState
    from tf2lint.resolver.values import Value, Values


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
    if not info.bases:
        return []
    if not any(isinstance(base, ClassValue) for values in info.bases for base in values or ()):
        return library_bases(info.bases)
    return [symbol for related in hierarchy(info) for symbol in library_bases(related.bases)]


def project_bases(info: ClassInfo) -> Iterator[Value]:
    """Yields what a class derives from, directly or through classes of the same module."""
    return (base for related in hierarchy(info) for values in related.bases for base in values or ())


def defines(state: AnalysisState, info: ClassInfo, name: str, *, itself: bool = True) -> bool:
    """Returns whether a class, or a base of it in the program, defines or assigns an attribute.

    Args:
        state: the state.
        info: the class.
        name: the name of the attribute.
        itself: whether the class itself counts, not only its bases.
    """
    for related in hierarchy(info):
        if (itself or related is not info) and related.writes(name):
            return True
        bases = (base for values in related.bases for base in values or () if isinstance(base, ExternalClass))
        if any(state.environment.defines(base, name) for base in bases):
            return True
    return False


def hierarchy(info: ClassInfo) -> Iterator[ClassInfo]:
    """Yields a class and its direct and indirect bases in the file."""
    seen, pending = set[ClassInfo](), [info]
    while pending:
        current = pending.pop()
        if current not in seen:  # a class may be its own base by mistake
            seen.add(current)
            yield current
            pending += direct_bases(current)


def direct_bases(info: ClassInfo) -> list[ClassInfo]:
    """Returns the classes of the file that a class derives from directly."""
    return [base.info for bases in info.bases for base in bases or () if isinstance(base, ClassValue)]


def derived(base: ClassInfo) -> Iterator[ClassInfo]:
    """Yields the classes of the file that derive from a class, directly or not."""
    seen, pending = {base}, list(base.derived)
    while pending:
        current = pending.pop()
        if current not in seen:
            seen.add(current)
            yield current
            pending += current.derived


def inheriting(info: ClassInfo, method: str) -> Iterator[ClassInfo]:
    """Yields a class, and the classes of the file that inherit a method from it, directly or not."""
    seen, pending = set[ClassInfo](), [info]
    while pending:
        current = pending.pop()
        if current not in seen:
            seen.add(current)
            yield current
            pending += [one for one in current.derived if not one.writes(method)]


def subclasses(state: AnalysisState) -> dict[tuple[str, str], list[ClassInfo]]:
    """Returns the classes of this file, in no function or other class, that derive from classes of other modules.

    Returns:
        The classes by each class that they derive from: by its module's file, and its expression there.
    """
    found: dict[tuple[str, str], list[ClassInfo]] = {}
    for info in state.classes.values():
        if info.is_in_module:
            for base in {base for value in project_bases(info) if (base := _external_class(value)) is not None}:
                found.setdefault(base, []).append(info)
    return found


def _external_class(value: Value) -> tuple[str, str] | None:
    """Returns the file and the expression of a class of another module; None for any other value."""
    if isinstance(value, ExternalValue):
        return value.path, value.expression
    return (value.path, value.name) if isinstance(value, ExternalClass) else None


def has_own_method(info: ClassInfo, rest: str) -> bool:
    """Returns whether a class has a method of its own in place of the one that is called: `().run`, or `__init__`."""
    method = rest.rpartition(".")[2] if "." in rest else "__call__" if rest == "()()" else "__init__"
    return info.writes(method)
