"""Attributes of what is no symbol: objects and classes of the program, `super()`, and known constants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint import constants
from tf2lint.classes import all_library_bases
from tf2lint.values import Const, Function, Method, Partial, Super, Symbol, Values, one

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tf2lint.classes import ClassInfo
    from tf2lint.names import Names


def of_object(names: Names, info: ClassInfo, name: str) -> Values:
    """An attribute of a class or of its objects; reading a property calls it."""
    values = info.own(name, names.frame.body)
    if values is not None and len(values) == 1 and isinstance(values[0], Function) and values[0].body.is_property:
        return names.returned(values[0].body)
    return values if values is not None else of_bases(names, all_library_bases(info), name)


def of_bases(names: Names, bases: Iterable[Symbol], name: str) -> Values:
    """What an attribute of an object is by the classes of the library that its own class is made from."""
    symbols = (names.world.inherited(base, name) for base in bases)
    return next((symbol.values for symbol in symbols if symbol is not None), None)


def of_super(names: Names, value: Super, name: str) -> Values:
    """`super().__init__` of a class that a library's class is a base of stands for that class."""
    found = value.info.inherited(name, names.frame.body)
    if found is not None or name != "__init__":
        return found
    symbols = [base for bases in value.info.bases for base in bases or () if isinstance(base, Symbol)]
    return (Partial(symbols[0]),) if len(symbols) == 1 else None


def of_constant(constant: Const, name: str) -> Values:
    """An attribute or method of a version, a text and the like."""
    if constants.has_method(constant, name):
        return (Method(constant, name),)
    return one(constants.attribute(constant, name))
