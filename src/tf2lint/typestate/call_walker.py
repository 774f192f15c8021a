"""What calls make, and what they do with objects."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final, Protocol

from tf2lint.resolver import ClassValue, ExternalClass, Function, Symbol
from tf2lint.typestate.constructors import after_method, first_state, has_weights, kind_of, state_of_own
from tf2lint.typestate.function_syntax import FunctionNode
from tf2lint.typestate.tracked_objects import (
    UNKNOWN_STATE,
    ArgumentValue,
    EventKind,
    ObjectKind,
    TrackedObject,
    path_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.resolver import Value
    from tf2lint.typestate.program_point import ProgramPoint
    from tf2lint.typestate.user_classes import UserClass

Arguments = dict[int | str | None, ArgumentValue]
_GET_LAYER: Final = "get_layer"
_WATCH: Final = "watch"
_SELF: Final = "self"
#: Functions of Python that ask whether something is true, or for its elements; and some that only look at it.
_TESTING: Final = frozenset({"bool", "len"})
_ITERATING: Final = frozenset({"enumerate", "iter", "list", "max", "min", "sorted", "sum", "tuple", "zip"})
_LOOKING: Final = frozenset({"getattr", "hasattr", "id", "isinstance", "print", "repr", "str", "type"})
_KERAS: Final = "keras."
#: What is no symbolic tensor, and holds none.
_PLAIN: Final = (ObjectKind.TENSOR, ObjectKind.ARRAY)


class Evaluator(Protocol):
    """Evaluates the parts of a call."""

    def value(self, node: ast.expr) -> TrackedObject | None:
        """Evaluates an expression: the object that it is, if it is one that somebody asks about."""

    def held(self, node: ast.expr) -> TrackedObject | None:
        """What a name, or an attribute of one, holds."""


class CallWalker:
    """Evaluates calls.

    Args:
        position: where the program stands.
        evaluation: evaluates the expressions in them.
    """

    def __init__(self, position: ProgramPoint, evaluation: Evaluator) -> None:
        self._position = position
        self._evaluation = evaluation

    def call(self, node: ast.Call) -> TrackedObject | None:
        """Evaluates a call: the object that it gives, if it is one that somebody asks about."""
        called = node.func
        if isinstance(called, ast.Attribute) and not self._position.ways.names.get(path_of(called)):
            owner = self._evaluation.value(called.value)
            if owner is not None:
                return self._method(node, called, owner)
            thing = self._evaluation.held(called) if path_of(called) else None
        else:
            thing = self._evaluation.value(called)
        given = self._arguments(node)
        return self._call_of(thing, node, given) if thing is not None else self._call_of_value(node, given)

    def _arguments(self, node: ast.Call) -> Arguments:
        given: Arguments = {}
        for place, argument in enumerate(node.args):
            given[None if isinstance(argument, ast.Starred) else place] = self._given(argument)
        for keyword in node.keywords:
            given[keyword.arg] = self._given(keyword.value)
        return given

    def _given(self, node: ast.expr) -> ArgumentValue:
        thing, ways = self._evaluation.value(node), self._position.ways
        return ArgumentValue(node, thing, ways.state(thing) if thing else UNKNOWN_STATE, ways.tapes.get(path_of(node)))

    # --- calls of objects and their methods ---------------------------------------

    def _method(self, node: ast.Call, called: ast.Attribute, owner: TrackedObject) -> TrackedObject | None:
        given, ways = self._arguments(node), self._position.ways
        self._position.note(EventKind.METHOD, called.attr, owner, node, given)
        ways.states[owner] = after_method(owner, ways.state(owner), called.attr, given)
        if owner.kind is ObjectKind.TAPE and called.attr == _WATCH:
            for thing in _leaves(given):
                ways.states[thing] = ways.state(thing)._replace(watched=True)
        if owner.own is not None and owner.own.defines(called.attr):
            self._hand_over(given)
            self._position.disturb()
        elif owner.is_model and called.attr == _GET_LAYER:
            return TrackedObject(ObjectKind.LAYER, "keras.layers.Layer", node, parts=(owner,))
        return None

    def _call_of(self, thing: TrackedObject, node: ast.Call, given: Arguments) -> TrackedObject | None:
        """What an object gives when it is called."""
        self._position.note(EventKind.CALL, "", thing, node, given)
        if self._position.repeated.is_repeated(thing, node, given):
            self._position.note(EventKind.REPEAT, ast.unparse(node.func), thing, node, dict(given))
        if not thing.is_model and thing.kind is not ObjectKind.LAYER:
            self._position.ways.forget(thing)
            return None
        ways = self._position.ways
        is_symbolic = _any_symbolic(given)
        # An argument of which nothing is known may be a symbolic tensor as well.
        symbolic = True if is_symbolic else ways.state(thing).symbolic if _are_plain(given) else None
        ways.states[thing] = ways.state(thing)._replace(built=True, symbolic=symbolic)
        source = (thing, *(one.thing for one in given.values() if one.thing is not None))
        return TrackedObject(ObjectKind.SYMBOLIC if is_symbolic else ObjectKind.RESULT, thing.name, node, source=source)

    # --- calls of functions and classes -------------------------------------------

    def _call_of_value(self, node: ast.Call, given: Arguments) -> TrackedObject | None:
        """What a function or class gives, of the library or of the program."""
        values = self._position.values(node.func)
        value = values[0] if values is not None and len(values) == 1 else None
        if isinstance(value, Symbol):
            return self._call_of_library(value, node, given)
        if isinstance(value, ClassValue | ExternalClass):
            return self._new(value, node, given)
        function = value.body.node if isinstance(value, Function) else self._position.function(node.func)
        if isinstance(function, FunctionNode):
            return self._call_of_function(function, node, given)
        plain = self._position.plain_class(node.func) if value is None else None
        if plain is not None:
            self._hand_over(given)
            return self._owner(plain, node)
        return self._call_of_unknown(node, given)

    def _call_of_library(self, symbol: Symbol, node: ast.Call, given: Arguments) -> TrackedObject | None:
        position, name = self._position, self._position.lookups.name((symbol,))
        if not name:
            return self._call_of_unknown(node, given)
        for one in given.values():
            if one.thing is not None:
                position.note(EventKind.GIVE, name, one.thing, node, given)
        kind = kind_of(name, is_class=position.lookups.is_class(name))
        if kind is None:
            return _computed(name, node, given) if is_operation(name) else None
        thing = TrackedObject(kind, name, node)
        position.ways.states[thing] = first_state(thing, given)
        position.note(EventKind.MAKE, name, thing, node, given)
        return thing

    def _new(self, value: Value, node: ast.Call, given: Arguments) -> TrackedObject | None:
        """An object of a class of the program."""
        self._hand_over(given)
        position = self._position
        thing = position.lookups.object_of(value, node)
        if thing is not None:
            position.ways.states[thing] = state_of_own(thing) if thing.own is not None else UNKNOWN_STATE
            position.note(EventKind.MAKE, "", thing, node, given)
            return thing
        own = position.lookups.own_class(value)
        return self._owner(own, node) if own is not None and not own.bases and own.is_complete else None

    def _owner(self, own: UserClass, node: ast.Call) -> TrackedObject | None:
        """An object of a class that is none of Keras, if it keeps layers."""
        layers = tuple(kept for kept in self._position.kept_by(own) if has_weights(kept))
        return TrackedObject(ObjectKind.OWNER, "", node, own, layers) if layers else None

    def _call_of_function(self, function: FunctionNode, node: ast.Call, given: Arguments) -> TrackedObject | None:
        symbolic = frozenset(_parameters_given(function, node, given, ObjectKind.SYMBOLIC))
        self._hand_over(given)
        self._position.disturb()
        thing, state = self._position.result_of(function, symbolic)
        if thing is None:
            return None
        made = TrackedObject(thing.kind, thing.name, node, thing.own, thing.parts)
        self._position.ways.states[made] = state
        self._position.note(EventKind.MAKE, "", made, node, given)
        return made

    def _call_of_unknown(self, node: ast.Call, given: Arguments) -> TrackedObject | None:
        """What a call of something gives that is neither the library's nor at hand."""
        if path_of(node.func).partition(".")[0] in self._position.arrays:
            return TrackedObject(ObjectKind.ARRAY, "", node)
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name in _TESTING | _ITERATING:
            for one in given.values():
                if one.thing is not None:
                    self._position.note(
                        EventKind.TEST if name in _TESTING else EventKind.ITERATE, name, one.thing, node, given
                    )
        elif name not in _LOOKING:
            self._hand_over(given)
            self._position.disturb()
        return None

    def _hand_over(self, given: Arguments) -> None:
        """Lets anything happen to what is given to code that may do anything with it."""
        for one in given.values():
            self._position.ways.forget(one.thing)
            self._position.ways.tapes.pop(path_of(one.node), None)


def is_operation(name: str) -> bool:
    """Whether something of the library is an operation of TensorFlow, not of Keras: it gives a tensor for a tensor."""
    return not name.startswith(_KERAS) and name.rpartition(".")[2][:1].islower()


def _computed(name: str, node: ast.Call, given: Arguments) -> TrackedObject | None:
    """What an operation gives."""
    source = tuple(one.thing for one in given.values() if one.thing is not None)
    if _any_symbolic(given):
        return TrackedObject(ObjectKind.SYMBOLIC, name, node, source=source)
    return (
        TrackedObject(ObjectKind.RESULT, name, node, source=source)
        if any(one.kind is ObjectKind.RESULT for one in source)
        else None
    )


def _any_symbolic(given: Arguments) -> bool:
    return any(one.thing is not None and one.thing.holds(ObjectKind.SYMBOLIC) for one in given.values())


def _are_plain(given: Arguments) -> bool:
    """Whether none of the arguments can be a symbolic tensor, or hold one."""
    return all(
        isinstance(one.node, ast.Constant) or (one.thing is not None and one.thing.kind in _PLAIN)
        for one in given.values()
    )


def _leaves(given: Arguments) -> Iterator[TrackedObject]:
    pending = [one.thing for one in given.values()]
    while pending:
        thing = pending.pop()
        if thing is not None:
            yield thing
            pending.extend(thing.parts)


def _parameters_given(function: FunctionNode, node: ast.Call, given: Arguments, kind: ObjectKind) -> Iterator[str]:
    """The parameters of a function that a call gives something of a kind."""
    parameters = [one.arg for one in (*function.args.posonlyargs, *function.args.args)]
    if isinstance(node.func, ast.Attribute) and parameters[:1] == [_SELF]:
        del parameters[0]
    for key, one in given.items():
        if one.thing is not None and one.thing.kind is kind:
            if isinstance(key, str):
                yield key
            elif isinstance(key, int) and key < len(parameters):
                yield parameters[key]
