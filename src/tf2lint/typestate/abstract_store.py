"""What the names of a body of code hold, and what is known of the objects behind them, where the program stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint.typestate.tracked_objects import UNKNOWN_STATE, ObjectKind, ObjectState

if TYPE_CHECKING:
    from tf2lint.typestate.tracked_objects import TrackedObject


class AbstractStore:
    """One point of the program, whichever way it came.

    Attributes:
        names: what is held by names, and by attributes such as `self.model`; None where it isn't known.
        things: the same without what isn't known.
        states: what is known of each object.
        tapes: the tapes that recorded when a name was bound to what a call or an operation gave.
        alive: whether the program gets here.
    """

    __slots__ = ("_attributes", "alive", "names", "states", "tapes", "things")

    def __init__(self) -> None:
        self.names: dict[str, TrackedObject | None] = {}
        self.things: dict[str, TrackedObject] = {}
        self.states: dict[TrackedObject, ObjectState] = {}
        self.tapes: dict[str, frozenset[TrackedObject]] = {}
        self._attributes: dict[str, dict[str, None]] = {}  # by the name before them: all that any way has held
        self.alive = True

    def state(self, thing: TrackedObject) -> ObjectState:
        """What is known of an object."""
        return self.states.get(thing, UNKNOWN_STATE)

    def forget(self, thing: TrackedObject | None) -> None:
        """Lets anything have happened to an object, and to those that it is made of."""
        if thing is not None:
            self.states[thing] = UNKNOWN_STATE
            for part in thing.parts:
                self.forget(part)

    def bind(self, path: str, thing: TrackedObject | None, tapes: frozenset[TrackedObject] | None) -> None:
        """Binds a name, which ends all that was known of its attributes."""
        held = self._attributes.get(path.partition(".")[0], ())
        for name in [name for name in held if name.startswith(f"{path}.")]:
            self.names.pop(name, None)
            self.things.pop(name, None)
        self.hold(path, thing)
        if tapes is None:
            self.tapes.pop(path, None)
        else:
            self.tapes[path] = tapes

    def hold(self, path: str, thing: TrackedObject | None) -> None:
        """Notes what a name or an attribute holds."""
        self.names[path] = thing
        if thing is not None:
            self.things[path] = thing
        else:
            self.things.pop(path, None)
        if "." in path:
            self._attributes.setdefault(path.partition(".")[0], {})[path] = None

    def copy(self) -> AbstractStore:
        """Another one, to go another way."""
        other = AbstractStore()
        other.names, other.things = self.names.copy(), self.things.copy()
        other.states, other.tapes = self.states.copy(), self.tapes.copy()
        other.alive, other._attributes = self.alive, self._attributes
        return other

    def joined(self, other: AbstractStore) -> AbstractStore:
        """What is known where two ways meet."""
        if not (self.alive and other.alive):
            return self if self.alive else other
        result = self.copy()
        for name, _ in self.names.items() ^ other.names.items():
            here, there = self.names.get(name), other.names.get(name)
            is_same = here is there or (here and there and here.kind is there.kind is ObjectKind.SYMBOLIC)
            result.hold(name, here if is_same else None)
        for thing, two in other.states.items():
            # An object that one of the ways has not met is as the other one left it.
            one = self.states.get(thing, two)
            result.states[thing] = ObjectState(*(a if a == b else None for a, b in zip(one, two, strict=True)))
        result.tapes = {name: self.tapes[name] | tapes for name, tapes in other.tapes.items() if name in self.tapes}
        return result


def merge_all(ends: list[AbstractStore]) -> AbstractStore:
    """What is known where several ways meet."""
    result = ends[0]
    for end in ends[1:]:
        result = result.joined(end)
    return result
