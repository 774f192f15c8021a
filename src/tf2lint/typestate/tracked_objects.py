"""Tracked objects (models, layers, symbolic tensors, gradient tapes), their states, and the events with them.

The resolver computes what a name may hold on any path. These records describe one object at one program point: whether
it is built, compiled or used up when the program does something with it.
"""

from __future__ import annotations

import ast
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.resolver import MAX_PARTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tf2lint.typestate.user_classes import UserClass


class ObjectKind(StrEnum):
    """The kind of an object, in the words that messages use."""

    SEQUENTIAL = "sequential model"
    FUNCTIONAL = "functional model"
    SUBCLASSED = "subclassed model"
    LOADED = "loaded model"
    LAYER = "layer"
    SYMBOLIC = "symbolic tensor"
    SHAPE = "shape of a symbolic tensor"
    TENSOR = "tensor"
    ARRAY = "array"
    RESULT = "what a model or layer gave"
    PLACEHOLDER = "placeholder"
    OPTIMIZER = "optimizer of TensorFlow 1"
    TAPE = "gradient tape"
    GRAPH = "graph"
    SEQUENCE = "list or tuple"
    LAYERS = "layers of a model"
    DEFERRED_CODE = "code that runs later"
    LAYER_CONTAINER = "object with layers"


MODELS: Final = frozenset({ObjectKind.SEQUENTIAL, ObjectKind.FUNCTIONAL, ObjectKind.SUBCLASSED, ObjectKind.LOADED})


#: What a function of the program returns, if that is always the same object: it, its state, the states of its parts.
Result = tuple["TrackedObject | None", "ObjectState", "tuple[ObjectState, ...]"]


class EventKind(StrEnum):
    """What the program does with an object."""

    METHOD = "calls a method of it"
    ATTRIBUTE = "reads an attribute of it"
    ASSIGN = "assigns an attribute of it"
    CALL = "calls it"
    PASS = "gives it to a function or class of the library"
    TEST = "tests whether it is true"
    TEST_TYPE = "tests whether it is of classes of the library"
    ITERATE = "goes through its elements"
    CREATE = "makes it"
    STORE = "keeps it in an attribute of self"
    DUPLICATE = "makes another one like it for other input"


class TrackedObject:
    """One object that the analysis follows.

    Attributes:
        kind: its kind.
        name: the library name, below `tf`, that created it, such as `keras.Sequential`; may be empty.
        node: the expression that created it.
        user_class: its class, if that is a class of the program.
        parts: the elements of a list or tuple, the input and output that a functional model was created from, the
            model that layers belong to, the layers that an object of another class stores, or the objects that a
            lambda calls.
        source: the objects that it was computed from, if it is the result of a model, a layer or an operation.
    """

    __slots__ = (
        "kind",
        "name",
        "node",
        "parts",
        "source",
        "user_class",
    )

    def __init__(
        self,
        kind: ObjectKind,
        name: str,
        node: ast.expr,
        user_class: UserClass | None = None,
        parts: tuple[TrackedObject | None, ...] = (),
        source: tuple[TrackedObject, ...] = (),
    ) -> None:
        self.kind = kind
        self.name = name
        self.node = node
        self.user_class = user_class
        self.parts = parts
        self.source = source

    @property
    def is_model(self) -> bool:
        """Whether it is a Keras model."""
        return self.kind in MODELS

    def is_like(self, other: TrackedObject) -> bool:
        """Returns whether both are models of one class."""
        ours, theirs = self.user_class, other.user_class
        is_one_class = ours is theirs or (ours is not None and theirs is not None and ours.node is theirs.node)
        return self.is_model and is_one_class and (self.kind, self.name) == (other.kind, other.name)

    def without_parts(self) -> TrackedObject:
        """Returns another object of its class, of which nothing else is known."""
        return TrackedObject(self.kind, self.name, self.node, self.user_class)

    def holds(self, kind: ObjectKind) -> bool:
        """Returns whether it is of a kind, or a list or tuple that contains an object of that kind."""
        if self.kind is ObjectKind.SEQUENCE:
            return any(part is not None and part.holds(kind) for part in self.parts)
        return self.kind is kind


class ObjectState(NamedTuple):
    """The state of an object at one program point; None where it is unknown.

    Attributes:
        built: whether a model has its weights.
        compiled: whether a model has been compiled.
        symbolic: whether a model has been called with symbolic tensors.
        persistent: whether a tape can compute gradients more than once.
        recording: whether a tape is recording.
        has_recorded: whether a tape has recorded, or does now.
        consumed: whether a tape has computed gradients.
        watched: whether `watch` of a tape has been called with a tensor.
    """

    built: bool | None = None
    compiled: bool | None = None
    symbolic: bool | None = None
    persistent: bool | None = None
    recording: bool | None = None
    has_recorded: bool | None = None
    consumed: bool | None = None
    watched: bool | None = None


UNKNOWN_STATE: Final = ObjectState()


class ArgumentValue(NamedTuple):
    """An argument of a call.

    Attributes:
        node: its syntax.
        tracked: its object; None if that is not tracked.
        state: the state of the object at the call.
        tapes: the tapes that recorded when the name passed as argument was bound; None if unknown.
    """

    node: ast.expr
    tracked: TrackedObject | None
    state: ObjectState
    tapes: frozenset[TrackedObject] | None


#: The names of contexts whose code may run more than once.
LOOP: Final = "a loop"
FUNCTION: Final = "a function"


class Context(NamedTuple):
    """A context around a statement: what a `with` statement enters, a loop, or a function.

    Attributes:
        name: the library name below `tf`, `LOOP` or `FUNCTION`; empty for anything else.
        node: the entered expression, the loop or the function.
    """

    name: str
    node: ast.expr | ast.stmt


class Event(NamedTuple):
    """Something that a body of code does with an object.

    Attributes:
        kind: what it does.
        name: the method, the attribute, or the function or class involved; several have spaces between them. The path
            of the attribute for `KEEP`, the text of the constructor call for `REPEAT`. Empty if there is none.
        tracked: the object.
        state: the state of the object right before.
        node: the expression that does it.
        arguments: the arguments of a call, by position or name; None is the key of `*args` and `**kwargs`. The value of
            an assignment is at position 0.
        contexts: the enclosing contexts, outermost first.
        in_try: whether a handler of an enclosing `try` statement may catch an error.
    """

    kind: EventKind
    name: str
    tracked: TrackedObject
    state: ObjectState
    node: ast.expr
    arguments: Mapping[int | str | None, ArgumentValue]
    contexts: tuple[Context, ...]
    in_try: bool

    def argument(self, place: int, name: str) -> ArgumentValue | None:
        """Returns the argument at a position or with a name; None if there is none."""
        return self.arguments.get(place) or self.arguments.get(name)


def path_of(node: ast.expr) -> str:
    """Returns the text of a name or attribute path, such as `self.model`; empty for anything else, or a long path."""
    parts: list[str] = []
    while type(node) is ast.Attribute:
        if len(parts) == MAX_PARTS:
            return ""
        parts.append(node.attr)
        node = node.value
    return ".".join((node.id, *reversed(parts))) if isinstance(node, ast.Name) else ""
