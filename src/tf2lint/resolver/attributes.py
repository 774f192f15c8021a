"""Parts of abstract values: attributes, items and elements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint.resolver import constant_folding
from tf2lint.resolver.class_bases import all_library_bases
from tf2lint.resolver.environment import SHAPE
from tf2lint.resolver.scopes import ClassValue, Function, Instance, Super
from tf2lint.resolver.values import (
    ABSENT,
    MOST_PARTS,
    NONE,
    UNBOUND,
    Const,
    ConstantMethod,
    ExternalCallable,
    ExternalClass,
    ModuleValue,
    Partial,
    SequenceValue,
    Symbol,
    Value,
    Values,
    join_all,
    single,
    without_unbound,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tf2lint.resolver.scopes import Body, ClassInfo
    from tf2lint.resolver.state import AnalysisState


def member(state: AnalysisState, values: Values, name: str) -> Values:
    """What attribute `name` of these values is. `None` has no attributes: that way is left out."""
    if values is None:
        return None
    if len(values) == 1:
        value = values[0]
        return without_unbound(
            _symbol_member(state, value, name) if type(value) is Symbol else _member(state, value, name)
        )
    return without_unbound(join_all(_member(state, value, name) for value in values if value != NONE))


def _member(state: AnalysisState, value: Value, name: str) -> Values:
    if isinstance(value, Symbol):
        return _symbol_member(state, value, name)
    if isinstance(value, ClassValue | Instance):
        return _of_object(state, value.info, name)
    if isinstance(value, Super):
        return _of_super(state, value, name)
    if isinstance(value, ModuleValue):
        return without_unbound(state.environment.exported(value, name))
    if isinstance(value, Const):
        return _of_constant(value, name)
    if isinstance(value, ExternalClass):
        return _of_bases(state, value.bases, name)
    if isinstance(value, ExternalCallable):
        # Only functions and methods take flags, so that nothing lies below a method.
        return (ExternalCallable(value.path, f"{value.name}.{name}"),) if "." not in value.name else None
    return ABSENT if value is UNBOUND else None


def _symbol_member(state: AnalysisState, symbol: Symbol, name: str) -> Values:
    if symbol.constant is not None:
        return _of_constant(symbol.constant, name)
    if symbol.parts >= MOST_PARTS:
        return None
    if symbol.is_object and (values := shape(state, name)) is not None:
        return values
    member = symbol.member(name)
    patches = state.patches
    return patches.of(member, state.body) if member in patches.names else member.values


def shape(state: AnalysisState, name: str) -> Values:
    """What an attribute of something unknown is by its name alone: nothing but a tensor's shape."""
    found = state.environment.shape if name == SHAPE else None
    return None if found is None else found.values


def item(state: AnalysisState, values: Values) -> Values:
    """What the items of an object of the library are."""
    if values is None or len(values) != 1 or not isinstance(values[0], Symbol) or not values[0].is_object:
        return None
    found = state.environment.item(values[0])
    return None if found is None else found.values


def returned(state: AnalysisState, body: Body) -> Values:
    """What a call of a function of the program gives, as far as that is known by now."""
    return body.returns.read(state.body)


def elements(state: AnalysisState, values: Values) -> Values:
    """What a loop over these values binds its target to."""
    constant = constant_folding.constant_of(values)
    if constant is not None and isinstance(constant.value, tuple):
        return join_all((Const(value, decided=constant.decided),) for value in constant.value)
    if values is not None and len(values) == 1 and isinstance(values[0], SequenceValue):
        return join_all(values[0].elements)
    return item(state, values)


def _of_object(state: AnalysisState, info: ClassInfo, name: str) -> Values:
    """An attribute of a class or of its objects; reading a property calls it."""
    values = info.own(name, state.body)
    if values is not None and len(values) == 1 and isinstance(values[0], Function) and values[0].body.is_property:
        return returned(state, values[0].body)
    return values if values is not None else _of_bases(state, all_library_bases(info), name)


def _of_bases(state: AnalysisState, bases: Iterable[Symbol], name: str) -> Values:
    """What an attribute of an object is by the classes of the library that its own class is made from."""
    symbols = (state.environment.inherited(base, name) for base in bases)
    return next((symbol.values for symbol in symbols if symbol is not None), None)


def _of_super(state: AnalysisState, value: Super, name: str) -> Values:
    """`super().__init__` of a class that a library's class is a base of stands for that class."""
    found = value.info.inherited(name, state.body)
    if found is not None or name != "__init__":
        return found
    symbols = [base for bases in value.info.bases for base in bases or () if isinstance(base, Symbol)]
    return (Partial(symbols[0]),) if len(symbols) == 1 else None


def _of_constant(constant: Const, name: str) -> Values:
    """An attribute or method of a version, a text and the like."""
    if constant_folding.has_method(constant, name):
        return (ConstantMethod(constant, name),)
    return single(constant_folding.attribute(constant, name))
