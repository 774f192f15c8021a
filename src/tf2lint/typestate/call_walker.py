"""Evaluates calls: the objects they return, the events they emit, and how they change states."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final, Protocol

from tf2lint.resolver import ClassValue, ExternalClass, Function, Symbol
from tf2lint.typestate.constructors import after_method, has_weights, initial_library_state, initial_user_state, kind_of
from tf2lint.typestate.function_syntax import FunctionNode
from tf2lint.typestate.tracked_objects import (
    UNKNOWN_STATE,
    ArgumentValue,
    EventKind,
    ObjectKind,
    ObjectState,
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
#: Builtins that test the truth of an argument, that iterate over one, and that only read one.
_TRUTH_TESTING: Final = frozenset({"bool", "len"})
_ITERATING: Final = frozenset({"enumerate", "iter", "list", "max", "min", "sorted", "sum", "tuple", "zip"})
_ISINSTANCE: Final = "isinstance"
_READ_ONLY: Final = frozenset({"getattr", "hasattr", "id", "print", "repr", "str", "type"})
_KERAS: Final = "keras."
#: Kinds of objects that neither are nor contain symbolic tensors.
_CONCRETE: Final = (ObjectKind.TENSOR, ObjectKind.ARRAY)


class Evaluator(Protocol):
    """Evaluates the parts of a call."""

    def value(self, node: ast.expr) -> TrackedObject | None:
        """Evaluates an expression and returns its tracked object; None if it has none."""

    def load(self, node: ast.expr) -> TrackedObject | None:
        """Returns the object that a name, or an attribute of one, holds."""


class CallWalker:
    """Evaluates calls.

    Args:
        point: the current program point.
        evaluator: evaluates the parts of calls.
    """

    def __init__(self, point: ProgramPoint, evaluator: Evaluator) -> None:
        self._point = point
        self._evaluator = evaluator

    def call(self, node: ast.Call) -> TrackedObject | None:
        """Evaluates a call and returns its result; None if that is not tracked."""
        called = node.func
        if isinstance(called, ast.Attribute) and not self._point.store.names.get(path_of(called)):
            owner = self._evaluator.value(called.value)
            if owner is not None:
                return self._method(node, called, owner)
            tracked = self._evaluator.load(called) if path_of(called) else None
        else:
            tracked = self._evaluator.value(called)
        given = self._arguments(node)
        return self._call_of_object(tracked, node, given) if tracked is not None else self._call_of_value(node, given)

    def _arguments(self, node: ast.Call) -> Arguments:
        given: Arguments = {}
        for position, expression in enumerate(node.args):
            given[None if isinstance(expression, ast.Starred) else position] = self._argument(expression)
        for keyword in node.keywords:
            given[keyword.arg] = self._argument(keyword.value)
        return given

    def _argument(self, node: ast.expr) -> ArgumentValue:
        tracked, store = self._evaluator.value(node), self._point.store
        return ArgumentValue(
            node, tracked, store.state(tracked) if tracked else UNKNOWN_STATE, store.tapes.get(path_of(node))
        )

    # --- calls of objects and their methods ---------------------------------------

    def _method(self, node: ast.Call, called: ast.Attribute, owner: TrackedObject) -> TrackedObject | None:
        given, store = self._arguments(node), self._point.store
        self._point.emit(EventKind.METHOD, called.attr, owner, node, given)
        store.states[owner] = after_method(owner, store.state(owner), called.attr, given)
        if owner.kind is ObjectKind.TAPE and called.attr == _WATCH:
            for tracked in _objects_in(given):
                store.states[tracked] = store.state(tracked)._replace(watched=True)
        if owner.user_class is not None and owner.user_class.defines(called.attr):
            self._invalidate_arguments(given)
            self._point.invalidate_shared()
        elif owner.is_model and called.attr == _GET_LAYER:
            return TrackedObject(ObjectKind.LAYER, "keras.layers.Layer", node, parts=(owner,))
        return None

    def _call_of_object(self, tracked: TrackedObject, node: ast.Call, given: Arguments) -> TrackedObject | None:
        """Evaluates a call of an object and returns its result."""
        self._point.emit(EventKind.CALL, "", tracked, node, given)
        if self._point.duplicate_models.is_repeated(tracked, node, given):
            self._point.emit(EventKind.DUPLICATE, ast.unparse(node.func), tracked, node, dict(given))
        if not tracked.is_model and tracked.kind is not ObjectKind.LAYER:
            self._point.store.invalidate(tracked)
            return None
        store = self._point.store
        is_symbolic = _any_symbolic(given)
        # An unknown argument may be a symbolic tensor.
        symbolic = True if is_symbolic else store.state(tracked).symbolic if _are_concrete(given) else None
        store.states[tracked] = store.state(tracked)._replace(built=True, symbolic=symbolic)
        source = (tracked, *(argument.tracked for argument in given.values() if argument.tracked is not None))
        return TrackedObject(
            ObjectKind.SYMBOLIC if is_symbolic else ObjectKind.RESULT, tracked.name, node, source=source
        )

    # --- calls of functions and classes -------------------------------------------

    def _call_of_value(self, node: ast.Call, given: Arguments) -> TrackedObject | None:
        """Evaluates a call of a function or class, of the library or of the program."""
        values = self._point.values(node.func)
        value = values[0] if values is not None and len(values) == 1 else None
        if isinstance(value, Symbol):
            return self._call_of_library(value, node, given)
        if isinstance(value, ClassValue) or (isinstance(value, ExternalClass) and not value.is_object):
            return self._instance(value, node, given)
        function = value.body.node if isinstance(value, Function) else self._point.function(node.func)
        if isinstance(function, FunctionNode):
            return self._call_of_function(function, node, given)
        plain_class = self._point.plain_class(node.func) if value is None else None
        if plain_class is not None:
            self._invalidate_arguments(given)
            return self._object_with_layers(plain_class, node)
        return self._call_of_unknown(node, given)

    def _call_of_library(self, symbol: Symbol, node: ast.Call, given: Arguments) -> TrackedObject | None:
        point, name = self._point, self._point.queries.name((symbol,))
        if not name:
            return self._call_of_unknown(node, given)
        for argument in given.values():
            if argument.tracked is not None:
                point.emit(EventKind.PASS, name, argument.tracked, node, given)
        kind = kind_of(name, is_class=point.queries.is_class(name))
        if kind is None:
            return _operation_result(name, node, given) if is_operation(name) else None
        parts = _inputs_and_outputs(given) if kind is ObjectKind.FUNCTIONAL else ()
        tracked = TrackedObject(kind, name, node, parts=parts)
        point.store.states[tracked] = initial_library_state(tracked, given)
        point.emit(EventKind.CREATE, name, tracked, node, given)
        return tracked

    def _instance(self, value: Value, node: ast.Call, given: Arguments) -> TrackedObject | None:
        """Returns a new instance of a class of the program."""
        self._invalidate_arguments(given)
        point = self._point
        tracked = point.queries.object_of(value, node)
        if tracked is not None:
            point.store.states[tracked] = (
                initial_user_state(tracked) if tracked.user_class is not None else UNKNOWN_STATE
            )
            point.emit(EventKind.CREATE, "", tracked, node, given)
            return tracked
        user_class = point.queries.find_user_class(value)
        return (
            self._object_with_layers(user_class, node)
            if user_class is not None and not user_class.bases and user_class.is_complete
            else None
        )

    def _object_with_layers(self, user_class: UserClass, node: ast.Call) -> TrackedObject | None:
        """Returns a new instance of a class that is not a Keras class; None unless it stores layers with weights."""
        layers = tuple(stored for stored in self._point.objects_stored_by(user_class) if has_weights(stored))
        return TrackedObject(ObjectKind.LAYER_CONTAINER, "", node, user_class, layers) if layers else None

    def _call_of_function(self, function: FunctionNode, node: ast.Call, given: Arguments) -> TrackedObject | None:
        is_bound = isinstance(node.func, ast.Attribute) and self._point.is_method(function)
        symbolic = frozenset(_parameters_receiving(function, given, ObjectKind.SYMBOLIC, is_bound=is_bound))
        self._invalidate_arguments(given)
        self._point.invalidate_shared()
        tracked, state, states = self._point.result_of(function, symbolic)
        if tracked is None:
            return None
        parts = self._returned_parts(tracked, states, node) if tracked.kind is ObjectKind.SEQUENCE else tracked.parts
        result = TrackedObject(tracked.kind, tracked.name, node, tracked.user_class, parts)
        self._point.store.states[result] = state
        self._point.emit(EventKind.CREATE, "", result, node, given)
        return result

    def _returned_parts(
        self, group: TrackedObject, states: tuple[ObjectState, ...], node: ast.Call
    ) -> tuple[TrackedObject | None, ...]:
        """Returns the objects in a list or tuple that a call of a function returns, in their states then."""
        parts: list[TrackedObject | None] = []
        for part, state in zip(group.parts, states, strict=True):
            copy = part and TrackedObject(part.kind, part.name, node, part.user_class, part.parts)
            if copy is not None:
                self._point.store.states[copy] = state
            parts.append(copy)
        return tuple(parts)

    def _call_of_unknown(self, node: ast.Call, given: Arguments) -> TrackedObject | None:
        """Evaluates a call of a builtin, of NumPy, or of code that cannot be analyzed."""
        if path_of(node.func).partition(".")[0] in self._point.numpy_names:
            return TrackedObject(ObjectKind.ARRAY, "", node)
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name in _TRUTH_TESTING | _ITERATING:
            for argument in given.values():
                if argument.tracked is not None:
                    self._point.emit(
                        EventKind.TEST if name in _TRUTH_TESTING else EventKind.ITERATE,
                        name,
                        argument.tracked,
                        node,
                        given,
                    )
        elif name == _ISINSTANCE:
            self._type_test(node, given)
        elif name not in _READ_ONLY:
            self._invalidate_arguments(given)
            self._point.invalidate_shared()
        return None

    def _type_test(self, node: ast.Call, given: Arguments) -> None:
        """Emits an event for a test of an object's type, if all types in it are classes of the library."""
        tested = given[0].tracked if 0 in given else None
        if tested is None or 1 not in given:
            return
        types = given[1].node
        elements = types.elts if isinstance(types, ast.Tuple) else [types]
        names = [self._point.queries.name(self._point.values(element)) for element in elements]
        if all(names):
            self._point.emit(EventKind.TEST_TYPE, " ".join(names), tested, node, given)

    def _invalidate_arguments(self, given: Arguments) -> None:
        """Invalidates the arguments of a call, since the code that receives them may change them."""
        for argument in given.values():
            self._point.store.invalidate(argument.tracked)
            self._point.store.tapes.pop(path_of(argument.node), None)


def is_operation(name: str) -> bool:
    """Returns whether a library name is an operation of TensorFlow (not Keras), which maps tensors to a tensor."""
    return not name.startswith(_KERAS) and name.rpartition(".")[2][:1].islower()


def _operation_result(name: str, node: ast.Call, given: Arguments) -> TrackedObject | None:
    """Returns the result of an operation; None if no argument is a symbolic tensor or a result."""
    source = tuple(argument.tracked for argument in given.values() if argument.tracked is not None)
    if _any_symbolic(given):
        return TrackedObject(ObjectKind.SYMBOLIC, name, node, source=source)
    return (
        TrackedObject(ObjectKind.RESULT, name, node, source=source)
        if any(tracked.kind is ObjectKind.RESULT for tracked in source)
        else None
    )


def _inputs_and_outputs(given: Arguments) -> tuple[TrackedObject | None, ...]:
    """Returns what a functional model is created from; nothing if the call passes neither, as for a known network."""
    passed = [given.get(position) or given.get(name) for position, name in enumerate(("inputs", "outputs"))]
    known = tuple(argument.tracked if argument is not None else None for argument in passed)
    return known if "outputs" in given or 1 in given else ()


def _any_symbolic(given: Arguments) -> bool:
    return any(
        argument.tracked is not None and argument.tracked.holds(ObjectKind.SYMBOLIC) for argument in given.values()
    )


def _are_concrete(given: Arguments) -> bool:
    """Returns whether no argument can be, or contain, a symbolic tensor."""
    return all(
        isinstance(argument.node, ast.Constant) or (argument.tracked is not None and argument.tracked.kind in _CONCRETE)
        for argument in given.values()
    )


def _objects_in(given: Arguments) -> Iterator[TrackedObject]:
    pending = [argument.tracked for argument in given.values()]
    while pending:
        tracked = pending.pop()
        if tracked is not None:
            yield tracked
            pending.extend(tracked.parts)


def _parameters_receiving(
    function: FunctionNode, given: Arguments, kind: ObjectKind, *, is_bound: bool
) -> Iterator[str]:
    """Yields the parameters of a function that receive an object of a kind from a call."""
    parameters = [parameter.arg for parameter in (*function.args.posonlyargs, *function.args.args)]
    if is_bound:
        del parameters[0]
    for key, argument in given.items():
        if argument.tracked is not None and argument.tracked.kind is kind:
            if isinstance(key, str):
                yield key
            elif isinstance(key, int) and key < len(parameters):
                yield parameters[key]
