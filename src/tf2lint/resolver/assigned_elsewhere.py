"""Attributes that are assigned outside of their class: `model.sess = tf.Session()` in another module, or a subclass."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tf2lint.resolver import parameter_questions, record_fields, rescheduling
from tf2lint.resolver.cells import Cell
from tf2lint.resolver.class_bases import derived, direct_bases, hierarchy
from tf2lint.resolver.places import Place
from tf2lint.resolver.scopes import Parameter
from tf2lint.resolver.values import ABSENT, ANYTHING, ExternalClass, ExternalValue, Values, join

if TYPE_CHECKING:
    import ast

    from tf2lint.resolver.scopes import ClassInfo
    from tf2lint.resolver.state import AnalysisState
    from tf2lint.resolver.values import Value

#: The slot for what an attribute is assigned.
ASSIGNED: Final = "="


def ask(state: AnalysisState, info: ClassInfo, name: str, *, is_followed: bool = False) -> None:
    """Finds out what other modules assign to an attribute of the objects of a class, or pass for a field of a record.

    Args:
        state: the state at the current program point.
        info: the class.
        name: the attribute.
        is_followed: whether it is known that a followed value comes from there.
    """
    if (info, name) in state.asked_attributes or not (is_followed or name in state.followed_attributes):
        return
    state.asked_attributes[info, name] = None
    if ways_to_assign(info, name):
        rescheduling.track(state, info.node.name)
        _add(state, info, name)
    if not info.gives(name):
        rescheduling.track(state, info.node.name)  # so that the classes that derive from it are known
        info.from_derived[name] = Cell()
        state.left_empty.add(name)
        for one in derived(info):
            ask(state, one, name, is_followed=True)
        for one in related_classes(info):
            _pass_to(state, info, name, one.own(name))


def resume(state: AnalysisState) -> None:
    """Schedules what depends on other modules, about which more is known than when it was analyzed."""
    parameter_questions.resume(state)
    state.schedule(state.readers_of_external)
    for info, name in state.asked_attributes:
        _add(state, info, name)


def _add(state: AnalysisState, info: ClassInfo, name: str) -> None:
    values = state.environment.passed(ways_to_assign(info, name))
    if values is not ABSENT:
        state.schedule(info.instance_attributes.setdefault(name, Cell()).add(values))
        pass_to_bases(state, info, name, values)


def pass_to_bases(state: AnalysisState, info: ClassInfo, name: str, values: Values) -> None:
    """Adds what a class gives to an attribute to what it holds in the classes that it derives from.

    Args:
        state: the state at the current program point.
        info: the class.
        name: the attribute.
        values: what it is given.
    """
    for base in related_classes(info) if name in state.left_empty and (info.bases or info.derived) else ():
        if base is not info:
            _pass_to(state, base, name, values)


def related_classes(info: ClassInfo) -> list[ClassInfo]:
    """Returns the classes of the file that an object of a class may also be of.

    These are the class itself, its bases, those that derive from it, and what these derive from directly.
    """
    found = dict.fromkeys(hierarchy(info))
    for one in derived(info):
        found[one] = None
        found.update(dict.fromkeys(direct_bases(one)))
    return list(found)


def _pass_to(state: AnalysisState, base: ClassInfo, name: str, values: Values) -> None:
    if name in base.from_derived and values is not ABSENT:
        state.schedule(base.from_derived[name].add(values))


def add_class(state: AnalysisState, info: ClassInfo) -> None:
    """Takes into account that a class, which may assign attributes that its bases leave empty, is known to derive."""
    for base in hierarchy(info) if state.asked_attributes else ():
        for name in list(base.from_derived) if base is not info else ():
            for one in (info, *derived(info)):
                ask(state, one, name, is_followed=True)
            for one in related_classes(info):
                _pass_to(state, base, name, one.own(name))


def with_derived(state: AnalysisState, info: ClassInfo, name: str, values: Values) -> Values:
    """Returns what an attribute holds, with what derived classes of this file assign if the class leaves it empty.

    Args:
        state: the state at the current program point.
        info: the class.
        name: the attribute.
        values: what the class itself gives the attribute; None if that is nothing.
    """
    cell = info.from_derived.get(name)
    found = ABSENT if cell is None else cell.read(state.body)
    if found is ABSENT:
        return values
    return join(found, (ANYTHING,) if values is None else values)


def ways_to_assign(info: ClassInfo, name: str) -> list[tuple[str, int | str]]:
    """Returns how other modules can give an attribute its value: by assigning it, or to the constructor of a record."""
    ways: list[tuple[str, int | str]] = []
    if not info.is_in_module:
        return ways
    if not info.gives(name):
        ways.append((f"{info.node.name}().{name}", ASSIGNED))
    fields = record_fields.fields_of(info) or ()
    if name in fields:
        ways += [(info.node.name, fields.index(name)), (info.node.name, name)]
    return ways


def record(state: AnalysisState, owner: ast.expr, value: Value, name: str, values: Values) -> None:
    """Records what an attribute of an object of another module's class is assigned, if that module asks for it.

    Args:
        state: the state at the assignment.
        owner: the expression of the object.
        value: the object.
        name: the attribute.
        values: what it is assigned.
    """
    if name not in state.environment.followed_members or values is None:
        return
    for target in _objects(state, value):
        attribute = ExternalValue(target.path, f"{target.expression}.{name}")
        if state.environment.is_asked_about(attribute):
            for one in values:
                if isinstance(one, Parameter):
                    parameter_questions.ask_callers(state, one)
            add_external(state, (attribute, ASSIGNED), values, owner)


def add_external(state: AnalysisState, holder: tuple[ExternalValue, int | str], values: Values, node: ast.expr) -> None:
    """Adds to what is known to be passed to a function of another module, or assigned to an attribute of an object.

    Args:
        state: the state at the call or assignment.
        holder: the function with the position or name of the argument, or the attribute with `ASSIGNED`.
        values: what it gets.
        node: the call, or the owner of the attribute.
    """
    known = state.external_arguments.get(holder, ABSENT)
    state.external_arguments[holder] = values if known is ABSENT else join(known, values)
    state.places.add(holder, values, Place(node, state.body))


def _objects(state: AnalysisState, value: Value) -> list[ExternalValue]:
    """Returns what an object, or a class, of another module is, as an object of a class."""
    if isinstance(value, ExternalClass):
        return [ExternalValue(value.path, f"{value.name}()")]
    if not isinstance(value, ExternalValue):
        return []
    if value.expression.endswith("()"):
        found = [value]
    elif value.expression.isidentifier():
        found = [ExternalValue(value.path, f"{value.expression}()")]
    else:
        found = []
    state.readers_of_external[state.body] = None
    return [*found, *state.environment.external_objects(value)]
