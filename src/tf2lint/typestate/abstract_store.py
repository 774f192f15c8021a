"""The abstract store: what names hold at a program point, and the state of the objects behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint.typestate.tracked_objects import UNKNOWN_STATE, ObjectKind, ObjectState

if TYPE_CHECKING:
    from tf2lint.typestate.tracked_objects import TrackedObject


class AbstractStore:
    """One point of the program, whichever way it came.

    Attributes:
        names: what is held by names, and by attributes such as `self.model`; None where it isn't known.
        objects: the same without what isn't known.
        states: what is known of each object.
        tapes: the tapes that recorded when a name was bound to what a call or an operation gave.
        reachable: whether the program gets here.
    """

    __slots__ = (
        "_attributes",
        "names",
        "objects",
        "reachable",
        "states",
        "tapes",
    )

    def __init__(self) -> None:
        self.names: dict[str, TrackedObject | None] = {}
        self.objects: dict[str, TrackedObject] = {}
        self.states: dict[TrackedObject, ObjectState] = {}
        self.tapes: dict[str, frozenset[TrackedObject]] = {}
        self._attributes: dict[str, dict[str, None]] = {}  # by the name before them: all that any way has held
        self.reachable = True

    def state(self, tracked: TrackedObject) -> ObjectState:
        """What is known of an object."""
        return self.states.get(tracked, UNKNOWN_STATE)

    def forget(self, tracked: TrackedObject | None) -> None:
        """Lets anything have happened to an object, and to those that it is made of."""
        if tracked is not None:
            self.states[tracked] = UNKNOWN_STATE
            for part in tracked.parts:
                self.forget(part)

    def bind(self, path: str, tracked: TrackedObject | None, tapes: frozenset[TrackedObject] | None) -> None:
        """Binds a name, which ends all that was known of its attributes."""
        held = self._attributes.get(path.partition(".")[0], ())
        for name in [name for name in held if name.startswith(f"{path}.")]:
            self.names.pop(name, None)
            self.objects.pop(name, None)
        self.hold(path, tracked)
        if tapes is None:
            self.tapes.pop(path, None)
        else:
            self.tapes[path] = tapes

    def hold(self, path: str, tracked: TrackedObject | None) -> None:
        """Notes what a name or an attribute holds."""
        self.names[path] = tracked
        if tracked is not None:
            self.objects[path] = tracked
        else:
            self.objects.pop(path, None)
        if "." in path:
            self._attributes.setdefault(path.partition(".")[0], {})[path] = None

    def copy(self) -> AbstractStore:
        """Another one, to go another way."""
        other = AbstractStore()
        other.names, other.objects = self.names.copy(), self.objects.copy()
        other.states, other.tapes = self.states.copy(), self.tapes.copy()
        other.reachable, other._attributes = self.reachable, self._attributes
        return other

    def merged(self, other: AbstractStore) -> AbstractStore:
        """What is known where two ways meet."""
        if not (self.reachable and other.reachable):
            return self if self.reachable else other
        result = self.copy()
        for name, _ in self.names.items() ^ other.names.items():
            here, there = self.names.get(name), other.names.get(name)
            is_same = here is there or (here and there and here.kind is there.kind is ObjectKind.SYMBOLIC)
            result.hold(name, here if is_same else None)
        for tracked, two in other.states.items():
            # An object that one of the ways has not met is as the other one left it.
            one = self.states.get(tracked, two)
            result.states[tracked] = ObjectState(*(a if a == b else None for a, b in zip(one, two, strict=True)))
        result.tapes = {name: self.tapes[name] | tapes for name, tapes in other.tapes.items() if name in self.tapes}
        return result


def merge_all(ends: list[AbstractStore]) -> AbstractStore:
    """What is known where several ways meet."""
    result = ends[0]
    for end in ends[1:]:
        result = result.merged(end)
    return result
