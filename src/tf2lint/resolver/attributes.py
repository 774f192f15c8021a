"""Parts of abstract values: attributes, items and elements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tf2lint.resolver import assigned_elsewhere, constant_folding, container_values, parameter_questions
from tf2lint.resolver.class_bases import defines, hierarchy, project_bases
from tf2lint.resolver.environment import SHAPE
from tf2lint.resolver.scopes import ClassValue, Function, Instance, Parameter, Super, takes_nothing_away
from tf2lint.resolver.values import (
    ABSENT,
    ANYTHING,
    MAKING_OBJECT,
    MAX_PARTS,
    UNBOUND,
    UNKNOWN,
    Const,
    ConstantMethod,
    Container,
    ExternalClass,
    ExternalValue,
    ModuleValue,
    Partial,
    Symbol,
    Untracked,
    Value,
    Values,
    is_none,
    join_all,
    needs_tracking,
    single,
    without_unbound,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tf2lint.resolver.scopes import Body, ClassInfo
    from tf2lint.resolver.state import AnalysisState


_KERAS: Final = "keras."
#: The attribute of an object that is its class.
_CLASS: Final = "__class__"


def member(state: AnalysisState, values: Values, name: str) -> Values:
    """Returns attribute `name` of these values. `None` has no attributes: that path is left out."""
    if values is None:
        return None
    if len(values) == 1:
        value = values[0]
        return without_unbound(
            _symbol_member(state, value, name) if type(value) is Symbol else _member(state, value, name)
        )
    others = [value for value in known(values) or () if not is_none(value)]
    if _is_followed(state, name):
        for value in values:
            if isinstance(value, Parameter):
                parameter_questions.ask_callers(state, value)
    found = without_unbound(join_all(_member(state, value, name) for value in others or values if not is_none(value)))
    return _without_unknown(found, are_asked=name in state.environment.object_members)


def _without_unknown(values: Values, *, are_asked: bool) -> Values:
    """Returns the values without those of other modules of which nothing is known, if something is known of others.

    Args:
        values: the values.
        are_asked: whether other modules were asked. If they were not, what they have is like anything on another path,
            which takes nothing away from objects of the library.
    """
    known = tuple([value for value in values or () if not isinstance(value, ExternalValue)])
    if len(known) == len(values or ()):
        return values
    is_left = are_asked or all(type(value) is Symbol and value.is_object for value in known)
    return known if is_left and needs_tracking(known) else values


def known(values: Values) -> Values:
    """Returns the values without what unknown callers pass; None if nothing else is left."""
    kept = tuple([value for value in values or () if not takes_nothing_away(value)])
    if values is None or len(kept) == len(values):
        return values
    # An object stays what it is; in place of a module or a class there may be another one.
    is_replaced = any(type(value) is Symbol and not value.is_object for value in kept)
    return (*kept, UNKNOWN) if is_replaced else kept or None


def _member(state: AnalysisState, value: Value, name: str) -> Values:
    if isinstance(value, Symbol):
        return _symbol_member(state, value, name)
    if isinstance(value, ClassValue | Instance):
        return _object_member(state, value.info, name)
    if isinstance(value, Super):
        return _super_member(state, value, name)
    if isinstance(value, ModuleValue):
        return without_unbound(state.environment.exported(value, name))
    if isinstance(value, Const):
        return _constant_member(value, name)
    if isinstance(value, Container):
        return container_values.member(value, name)
    if isinstance(value, ExternalClass):
        inherited = _bases_member(state, value.bases, name)
        return None if inherited is not None and state.environment.defines(value, name) else inherited
    return _untracked_member(state, value, name) if isinstance(value, Untracked) else None


def _untracked_member(state: AnalysisState, value: Untracked, name: str) -> Values:
    """Returns an attribute of something of which nothing is known so far."""
    if isinstance(value, Parameter):
        if _is_followed(state, name):
            parameter_questions.ask_callers(state, value)
        return shape(state, name)
    if isinstance(value, ExternalValue):
        return _external_member(state, value, name)
    return ABSENT if value is UNBOUND else shape(state, name)


def _is_followed(state: AnalysisState, name: str) -> bool:
    """Returns whether an attribute is one of library objects, or leads to something on which one of these is used."""
    return name in state.environment.object_members or (name, None) in state.followed


def _symbol_member(state: AnalysisState, symbol: Symbol, name: str) -> Values:
    if symbol.constant is not None:
        return _constant_member(symbol.constant, name)
    if symbol.parts >= MAX_PARTS:
        return None
    if symbol.is_object and (values := shape(state, name)) is not None:
        return values
    member = symbol.member(name)
    if name in state.kept and symbol.is_object:
        return _with_kept(state, member, name)
    patches = state.patches
    return patches.values_of(member, state.body) if member in patches.names else member.values


def _external_member(state: AnalysisState, value: ExternalValue, name: str) -> Values:
    """Returns an attribute of a value of another module; what that is matters only if library objects have it."""
    member = value.extended(f".{name}")
    if name in state.environment.object_members:
        values = external(state, value)
        if values is not None:
            return join_all(member if isinstance(found, Untracked) else _member(state, found, name) for found in values)
    return member


def is_known_elsewhere(state: AnalysisState, values: Values, name: str) -> bool:
    """Returns whether other modules tell what attribute `name` of one of these values is."""
    is_of_project = state.environment.is_of_project
    elsewhere = [value for value in values or () if isinstance(value, ExternalValue)]
    return any(external(state, value) is not None or is_of_project(value, name) for value in elsewhere)


def external(state: AnalysisState, value: ExternalValue) -> Values:
    """Returns what a value of another module is; the current code depends on it."""
    state.readers_of_external[state.body] = None
    return state.environment.external(value)


def shape(state: AnalysisState, name: str) -> Values:
    """Returns an attribute of something unknown, by its name alone: a tensor's shape, otherwise unknown."""
    found = state.environment.shape if name == SHAPE else None
    return None if found is None else found.values


def item(state: AnalysisState, values: Values) -> Values:
    """Returns what the items of a library object are."""
    values = known(values)
    if values is None or len(values) != 1 or not isinstance(values[0], Symbol) or not values[0].is_object:
        return None
    found = state.environment.item_symbol(values[0])
    return None if found is None else found.values


def return_values(state: AnalysisState, body: Body) -> Values:
    """Returns what a call of a function of the program is known to return so far."""
    return body.returns.read(state.body)


def _object_member(state: AnalysisState, info: ClassInfo, name: str) -> Values:
    """Returns an attribute of a class or of its objects; reading a property calls it."""
    if name == _CLASS:
        return (ClassValue(info),)
    assigned_elsewhere.ask(state, info, name)
    values = assigned_elsewhere.with_derived(state, info, name, info.lookup(name, state.body))
    if values is not None:
        return _read(state, values)
    inherited = _inherited(state, info, name) if info.bases else None
    if inherited is not None and defines(state, info, name):
        inherited = None
    if inherited is None:
        inherited = _external_bases_member(state, info, name)
    if inherited is None and (info, name) in state.asked_attributes:
        return (ANYTHING,)  # what other modules assign may only be known later, and adds to this
    return inherited


def _read(state: AnalysisState, values: tuple[Value, ...]) -> Values:
    """Returns what reading an attribute with these values gives: what properties return."""
    bodies = [value.body if isinstance(value, Function) and value.body.is_property else None for value in values]
    if not any(bodies):
        return values
    pairs = zip(values, bodies, strict=True)
    return join_all((value,) if body is None else return_values(state, body) for value, body in pairs)


def _external_bases_member(state: AnalysisState, info: ClassInfo, name: str) -> Values:
    """Returns an attribute that objects of a class may inherit from a class of another module, if it matters."""
    if not state.environment.followed_members:
        return None
    found = list[Values]()
    for base in project_bases(info):
        if isinstance(base, ExternalValue):
            found.append(base.extended(f"().{name}"))
        elif isinstance(base, ExternalClass) and not base.is_object:
            found.append(ExternalValue(base.path, base.name).extended(f"().{name}"))
    return join_all(found) if found else None


def _inherited(state: AnalysisState, info: ClassInfo, name: str) -> Values:
    """Returns an attribute that the objects of a class inherit from classes of the library, directly or not."""
    for related in hierarchy(info):
        for base in related.bases:
            values = _base_member(state, base, name)
            if values is not None:
                return values
    return None


def _base_member(state: AnalysisState, base: Values, name: str) -> Values:
    """Returns an attribute that the objects of a class inherit from a base, if each class that it may be has it."""
    members: list[Values] = []
    for value in base or ():
        if isinstance(value, Symbol) and value.watched:
            if len(base or ()) == 1 or state.environment.exists(value) is not False:
                members.append(_bases_member(state, (value,), name))
        elif isinstance(value, ExternalClass) and not value.is_object:
            members.append(_bases_member(state, value.bases, name))
    return join_all(members) if members and None not in members else None


def _bases_member(state: AnalysisState, bases: Iterable[Symbol], name: str) -> Values:
    """Returns an attribute that the objects of a class inherit from its library bases."""
    symbols = (state.environment.inherited_member(base, name) for base in bases)
    return next((_with_kept(state, symbol, name) for symbol in symbols if symbol is not None), None)


def _with_kept(state: AnalysisState, member: Symbol, name: str) -> Values:
    """Returns an attribute of a library object, which may hold objects of the program that a method gets to keep."""
    return (member, *state.kept.get(name, ())) if _KERAS in member.name else member.values


def _super_member(state: AnalysisState, value: Super, name: str) -> Values:
    """Returns an attribute of `super()`; `super().__init__` in a subclass of a library class calls that class."""
    found = value.info.lookup_in_bases(name, state.body)
    if found is not None:
        return found
    if name == "__new__":
        return (MAKING_OBJECT,)
    if name != "__init__":
        inherited = _inherited(state, value.info, name)
        if inherited is not None and not defines(state, value.info, name, itself=False):
            return inherited
        return _external_bases_member(state, value.info, name)
    symbols = [base for bases in value.info.bases for base in bases or () if isinstance(base, Symbol)]
    return (Partial(symbols[0]),) if len(symbols) == 1 else _external_bases_member(state, value.info, name)


def _constant_member(constant: Const, name: str) -> Values:
    """Returns an attribute or method of a version, string or other constant."""
    if constant_folding.has_method(constant, name):
        return (ConstantMethod(constant, name),)
    return single(constant_folding.attribute(constant, name))
