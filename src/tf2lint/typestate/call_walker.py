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
        point: the state at the current program point.
        evaluation: evaluates the expressions in them.
    """

    def __init__(self, point: ProgramPoint, evaluation: Evaluator) -> None:
        self._point = point
        self._evaluation = evaluation

    def call(self, node: ast.Call) -> TrackedObject | None:
        """Evaluates a call: the object that it gives, if it is one that somebody asks about."""
        called = node.func
        if isinstance(called, ast.Attribute) and not self._point.store.names.get(path_of(called)):
            owner = self._evaluation.value(called.value)
            if owner is not None:
                return self._method(node, called, owner)
            tracked = self._evaluation.held(called) if path_of(called) else None
        else:
            tracked = self._evaluation.value(called)
        given = self._arguments(node)
        return self._call_of(tracked, node, given) if tracked is not None else self._call_of_value(node, given)

    def _arguments(self, node: ast.Call) -> Arguments:
        given: Arguments = {}
        for place, argument in enumerate(node.args):
            given[None if isinstance(argument, ast.Starred) else place] = self._given(argument)
        for keyword in node.keywords:
            given[keyword.arg] = self._given(keyword.value)
        return given

    def _given(self, node: ast.expr) -> ArgumentValue:
        tracked, store = self._evaluation.value(node), self._point.store
        return ArgumentValue(
            node, tracked, store.state(tracked) if tracked else UNKNOWN_STATE, store.tapes.get(path_of(node))
        )

    # --- calls of objects and their methods ---------------------------------------

    def _method(self, node: ast.Call, called: ast.Attribute, owner: TrackedObject) -> TrackedObject | None:
        given, store = self._arguments(node), self._point.store
        self._point.note(EventKind.METHOD, called.attr, owner, node, given)
        store.states[owner] = after_method(owner, store.state(owner), called.attr, given)
        if owner.kind is ObjectKind.TAPE and called.attr == _WATCH:
            for tracked in _leaves(given):
                store.states[tracked] = store.state(tracked)._replace(watched=True)
        if owner.user_class is not None and owner.user_class.defines(called.attr):
            self._hand_over(given)
            self._point.disturb()
        elif owner.is_model and called.attr == _GET_LAYER:
            return TrackedObject(ObjectKind.LAYER, "keras.layers.Layer", node, parts=(owner,))
        return None

    def _call_of(self, tracked: TrackedObject, node: ast.Call, given: Arguments) -> TrackedObject | None:
        """What an object gives when it is called."""
        self._point.note(EventKind.CALL, "", tracked, node, given)
        if self._point.repeated.is_repeated(tracked, node, given):
            self._point.note(EventKind.REPEAT, ast.unparse(node.func), tracked, node, dict(given))
        if not tracked.is_model and tracked.kind is not ObjectKind.LAYER:
            self._point.store.forget(tracked)
            return None
        store = self._point.store
        is_symbolic = _any_symbolic(given)
        # An argument of which nothing is known may be a symbolic tensor as well.
        symbolic = True if is_symbolic else store.state(tracked).symbolic if _are_plain(given) else None
        store.states[tracked] = store.state(tracked)._replace(built=True, symbolic=symbolic)
        source = (tracked, *(one.tracked for one in given.values() if one.tracked is not None))
        return TrackedObject(
            ObjectKind.SYMBOLIC if is_symbolic else ObjectKind.RESULT, tracked.name, node, source=source
        )

    # --- calls of functions and classes -------------------------------------------

    def _call_of_value(self, node: ast.Call, given: Arguments) -> TrackedObject | None:
        """What a function or class gives, of the library or of the program."""
        values = self._point.values(node.func)
        value = values[0] if values is not None and len(values) == 1 else None
        if isinstance(value, Symbol):
            return self._call_of_library(value, node, given)
        if isinstance(value, ClassValue | ExternalClass):
            return self._new(value, node, given)
        function = value.body.node if isinstance(value, Function) else self._point.function(node.func)
        if isinstance(function, FunctionNode):
            return self._call_of_function(function, node, given)
        plain = self._point.plain_class(node.func) if value is None else None
        if plain is not None:
            self._hand_over(given)
            return self._owner(plain, node)
        return self._call_of_unknown(node, given)

    def _call_of_library(self, symbol: Symbol, node: ast.Call, given: Arguments) -> TrackedObject | None:
        point, name = self._point, self._point.queries.name((symbol,))
        if not name:
            return self._call_of_unknown(node, given)
        for one in given.values():
            if one.tracked is not None:
                point.note(EventKind.GIVE, name, one.tracked, node, given)
        kind = kind_of(name, is_class=point.queries.is_class(name))
        if kind is None:
            return _computed(name, node, given) if is_operation(name) else None
        tracked = TrackedObject(kind, name, node)
        point.store.states[tracked] = first_state(tracked, given)
        point.note(EventKind.MAKE, name, tracked, node, given)
        return tracked

    def _new(self, value: Value, node: ast.Call, given: Arguments) -> TrackedObject | None:
        """An object of a class of the program."""
        self._hand_over(given)
        point = self._point
        tracked = point.queries.object_of(value, node)
        if tracked is not None:
            point.store.states[tracked] = state_of_own(tracked) if tracked.user_class is not None else UNKNOWN_STATE
            point.note(EventKind.MAKE, "", tracked, node, given)
            return tracked
        user_class = point.queries.own_class(value)
        return (
            self._owner(user_class, node)
            if user_class is not None and not user_class.bases and user_class.is_complete
            else None
        )

    def _owner(self, user_class: UserClass, node: ast.Call) -> TrackedObject | None:
        """An object of a class that is none of Keras, if it keeps layers."""
        layers = tuple(kept for kept in self._point.kept_by(user_class) if has_weights(kept))
        return TrackedObject(ObjectKind.OWNER, "", node, user_class, layers) if layers else None

    def _call_of_function(self, function: FunctionNode, node: ast.Call, given: Arguments) -> TrackedObject | None:
        symbolic = frozenset(_parameters_given(function, node, given, ObjectKind.SYMBOLIC))
        self._hand_over(given)
        self._point.disturb()
        tracked, state = self._point.result_of(function, symbolic)
        if tracked is None:
            return None
        made = TrackedObject(tracked.kind, tracked.name, node, tracked.user_class, tracked.parts)
        self._point.store.states[made] = state
        self._point.note(EventKind.MAKE, "", made, node, given)
        return made

    def _call_of_unknown(self, node: ast.Call, given: Arguments) -> TrackedObject | None:
        """What a call of something gives that is neither the library's nor at hand."""
        if path_of(node.func).partition(".")[0] in self._point.arrays:
            return TrackedObject(ObjectKind.ARRAY, "", node)
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name in _TESTING | _ITERATING:
            for one in given.values():
                if one.tracked is not None:
                    self._point.note(
                        EventKind.TEST if name in _TESTING else EventKind.ITERATE, name, one.tracked, node, given
                    )
        elif name not in _LOOKING:
            self._hand_over(given)
            self._point.disturb()
        return None

    def _hand_over(self, given: Arguments) -> None:
        """Lets anything happen to what is given to code that may do anything with it."""
        for one in given.values():
            self._point.store.forget(one.tracked)
            self._point.store.tapes.pop(path_of(one.node), None)


def is_operation(name: str) -> bool:
    """Whether something of the library is an operation of TensorFlow, not of Keras: it gives a tensor for a tensor."""
    return not name.startswith(_KERAS) and name.rpartition(".")[2][:1].islower()


def _computed(name: str, node: ast.Call, given: Arguments) -> TrackedObject | None:
    """What an operation gives."""
    source = tuple(one.tracked for one in given.values() if one.tracked is not None)
    if _any_symbolic(given):
        return TrackedObject(ObjectKind.SYMBOLIC, name, node, source=source)
    return (
        TrackedObject(ObjectKind.RESULT, name, node, source=source)
        if any(one.kind is ObjectKind.RESULT for one in source)
        else None
    )


def _any_symbolic(given: Arguments) -> bool:
    return any(one.tracked is not None and one.tracked.holds(ObjectKind.SYMBOLIC) for one in given.values())


def _are_plain(given: Arguments) -> bool:
    """Whether none of the arguments can be a symbolic tensor, or hold one."""
    return all(
        isinstance(one.node, ast.Constant) or (one.tracked is not None and one.tracked.kind in _PLAIN)
        for one in given.values()
    )


def _leaves(given: Arguments) -> Iterator[TrackedObject]:
    pending = [one.tracked for one in given.values()]
    while pending:
        tracked = pending.pop()
        if tracked is not None:
            yield tracked
            pending.extend(tracked.parts)


def _parameters_given(function: FunctionNode, node: ast.Call, given: Arguments, kind: ObjectKind) -> Iterator[str]:
    """The parameters of a function that a call gives something of a kind."""
    parameters = [one.arg for one in (*function.args.posonlyargs, *function.args.args)]
    if isinstance(node.func, ast.Attribute) and parameters[:1] == [_SELF]:
        del parameters[0]
    for key, one in given.items():
        if one.tracked is not None and one.tracked.kind is kind:
            if isinstance(key, str):
                yield key
            elif isinstance(key, int) and key < len(parameters):
                yield parameters[key]
