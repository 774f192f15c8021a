"""What becomes of the objects that a body of code makes: models, layers, symbolic tensors, gradient tapes.

The resolver tells what a name may stand for, whichever way the program took. This is about one object and one moment:
whether it has been built, compiled or used up when something is asked of it.
"""

from __future__ import annotations

import ast
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.resolver import MOST_PARTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tf2lint.typestate.user_classes import UserClass


class ObjectKind(StrEnum):
    """What an object is."""

    SEQUENTIAL = "sequential model"
    FUNCTIONAL = "functional model"
    SUBCLASSED = "subclassed model"
    LOADED = "loaded model"
    LAYER = "layer"
    SYMBOLIC = "symbolic tensor"
    TENSOR = "tensor"
    ARRAY = "array"
    RESULT = "what a model or layer gave"
    PLACEHOLDER = "placeholder"
    OPTIMIZER = "optimizer of TensorFlow 1"
    TAPE = "gradient tape"
    GRAPH = "graph"
    GROUP = "list or tuple"
    LAYERS = "layers of a model"
    CODE = "code that runs later"
    OWNER = "object with layers"


MODELS: Final = frozenset({ObjectKind.SEQUENTIAL, ObjectKind.FUNCTIONAL, ObjectKind.SUBCLASSED, ObjectKind.LOADED})


class EventKind(StrEnum):
    """What a program does with an object."""

    METHOD = "calls a method of it"
    ATTRIBUTE = "reads an attribute of it"
    CALL = "calls it"
    GIVE = "gives it to a function or class of the library"
    TEST = "tests whether it is true"
    ITERATE = "goes through its elements"
    MAKE = "makes it"
    KEEP = "keeps it in an attribute of self"
    REPEAT = "makes another one like it for other input"


class TrackedObject:
    """One object.

    Attributes:
        kind: what it is.
        name: what of the library made it, from below `tf`, such as `keras.Sequential`.
        node: the expression that made it.
        user_class: the class of the program that it is an object of, if it is of one.
        parts: the elements of a list, the model that it is a layer of, or what code calls.
        source: the objects that it was made from, if it is what a model or a layer gave.
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
        """Whether it is a model of Keras."""
        return self.kind in MODELS

    def holds(self, kind: ObjectKind) -> bool:
        """Whether it is of a kind, or a list or tuple with something that is."""
        if self.kind is ObjectKind.GROUP:
            return any(part is not None and part.holds(kind) for part in self.parts)
        return self.kind is kind


class ObjectState(NamedTuple):
    """What is known of an object at one moment; None where it is not known.

    Attributes:
        built: whether a model has its weights.
        compiled: whether a model has been compiled.
        symbolic: whether a model has been called with symbolic tensors.
        persistent: whether a tape may be asked for gradients more than once.
        recording: whether a tape records.
        entered: whether a tape has recorded.
        spent: whether a tape has been asked for gradients.
        watched: whether a tape has been told to watch a tensor.
    """

    built: bool | None = None
    compiled: bool | None = None
    symbolic: bool | None = None
    persistent: bool | None = None
    recording: bool | None = None
    entered: bool | None = None
    spent: bool | None = None
    watched: bool | None = None


UNKNOWN_STATE: Final = ObjectState()


class ArgumentValue(NamedTuple):
    """An argument.

    Attributes:
        node: its syntax.
        tracked: what it is, if that is known.
        state: what is known of that at the moment.
        tapes: the tapes that recorded when the name that it is was bound; None where that is not known.
    """

    node: ast.expr
    tracked: TrackedObject | None
    state: ObjectState
    tapes: frozenset[TrackedObject] | None


#: The names of contexts that run more than once.
LOOP: Final = "a loop"
FUNCTION: Final = "a function"


class Context(NamedTuple):
    """What is around a statement: what a `with` statement enters, a loop, or a function.

    Attributes:
        name: the library's name from below `tf`, `LOOP` or `FUNCTION`; empty for anything else.
        node: the expression that is entered, or the statement.
    """

    name: str
    node: ast.expr | ast.stmt


class Event(NamedTuple):
    """Something that a body of code does with an object.

    Attributes:
        kind: what it does.
        name: the method, the attribute, or the library's function; empty for other verbs.
        tracked: what it does that with.
        state: what is known of it right before.
        node: where.
        given: the arguments of a call, by place or name.
        within: what is around it, outermost first.
        in_try: whether an error would be caught.
    """

    kind: EventKind
    name: str
    tracked: TrackedObject
    state: ObjectState
    node: ast.expr
    given: Mapping[int | str | None, ArgumentValue]
    within: tuple[Context, ...]
    in_try: bool

    def argument(self, place: int, name: str) -> ArgumentValue | None:
        """The argument at a place or of a name."""
        return self.given.get(place) or self.given.get(name)


def path_of(node: ast.expr) -> str:
    """The text of a name, or of attributes of one, such as `self.model`; empty for anything else, or very many."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        if len(parts) == MOST_PARTS:
            return ""
        parts.append(node.attr)
        node = node.value
    return ".".join((node.id, *reversed(parts))) if isinstance(node, ast.Name) else ""
