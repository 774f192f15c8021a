"""The abstract store: what names hold at a program point, and the states of these objects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint.typestate.tracked_objects import UNKNOWN_STATE, ObjectKind, ObjectState

if TYPE_CHECKING:
    from tf2lint.typestate.tracked_objects import TrackedObject


class AbstractStore:
    """The store at one program point, merged over the branches that lead there.

    Attributes:
        names: the object that each name, or attribute such as `self.model`, holds; None where it is unknown.
        objects: the same without the unknown ones.
        states: the state of each object.
        tapes: for each name bound to the result of a call or an operator, the tapes that recorded at the binding.
        reachable: whether the program reaches this point.
    """

    __slots__ = (
        "_attributes",
        "_empty",
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
        self._empty = set[str]()  # the names that hold None
        self._attributes: dict[str, dict[str, None]] = {}  # by first name: every path ever set; shared by all copies
        self.reachable = True

    def state(self, tracked: TrackedObject) -> ObjectState:
        """Returns the state of an object."""
        return self.states.get(tracked, UNKNOWN_STATE)

    def invalidate(self, tracked: TrackedObject | None) -> None:
        """Resets the states of an object and its parts to unknown: other code may have changed them."""
        if tracked is not None:
            self.states[tracked] = UNKNOWN_STATE
            for part in tracked.parts:
                self.invalidate(part)

    def bind(
        self,
        path: str,
        tracked: TrackedObject | None,
        tapes: frozenset[TrackedObject] | None,
        *,
        is_empty: bool = False,
    ) -> None:
        """Binds a name or an attribute, and drops what was known of the attributes below it.

        Args:
            path: the name or attribute.
            tracked: the object; None where it is unknown.
            tapes: the tapes that recorded if the value is the result of a call or an operator.
            is_empty: whether the value is None.
        """
        attributes = self._attributes.get(path.partition(".")[0], ())
        for name in [name for name in attributes if name.startswith(f"{path}.")]:
            self.names.pop(name, None)
            self.objects.pop(name, None)
        self.set_value(path, tracked)
        if is_empty:
            self._empty.add(path)
        if tapes is None:
            self.tapes.pop(path, None)
        else:
            self.tapes[path] = tapes

    def set_value(self, path: str, tracked: TrackedObject | None) -> None:
        """Records what a name or an attribute holds."""
        self.names[path] = tracked
        self._empty.discard(path)
        if tracked is not None:
            self.objects[path] = tracked
        else:
            self.objects.pop(path, None)
        if "." in path:
            self._attributes.setdefault(path.partition(".")[0], {})[path] = None

    def either(self, first: TrackedObject | None, second: TrackedObject | None) -> TrackedObject | None:
        """Returns what an expression evaluates to that is one of two objects; None if it is unknown."""
        if first is None or second is None or not first.is_like(second):
            return None
        one = first.without_parts()
        self.states[one] = _common(self.state(first), self.state(second))
        self.invalidate(first)
        self.invalidate(second)
        return one

    def copy(self) -> AbstractStore:
        """Returns a copy for another branch."""
        other = AbstractStore()
        other.names, other.objects = self.names.copy(), self.objects.copy()
        other.states, other.tapes = self.states.copy(), self.tapes.copy()
        other.reachable, other._attributes = self.reachable, self._attributes
        other._empty = self._empty.copy()
        return other

    def merged(self, other: AbstractStore) -> AbstractStore:
        """Returns the store where two branches meet: what differs between them is unknown.

        What is used afterwards is not None, so a branch that leaves a name at None says nothing about it. A name that
        holds a model of the same class in both holds one of which the same is known as of these two.
        """
        if not (self.reachable and other.reachable):
            return self if self.reachable else other
        result = self.copy()
        joined: dict[tuple[TrackedObject, TrackedObject], TrackedObject] = {}
        for name, _ in self.names.items() ^ other.names.items():
            ours, theirs = self.names.get(name), other.names.get(name)
            is_same = ours is theirs or (ours and theirs and ours.kind is theirs.kind is ObjectKind.SYMBOLIC)
            if is_same or name in other._empty:
                result.set_value(name, ours)
            elif ours and theirs and ours.is_like(theirs):
                result.set_value(name, joined.setdefault((ours, theirs), ours.without_parts()))
            else:
                result.set_value(name, theirs if name in self._empty else None)
        result._empty &= other._empty
        for tracked, their_state in other.states.items():
            # An object that exists in only one of the branches keeps its state.
            our_state = self.states.get(tracked, their_state)
            result.states[tracked] = _common(our_state, their_state)
        for (ours, theirs), one in joined.items():
            result.states[one] = _common(self.state(ours), other.state(theirs))
            result.invalidate(ours)
            result.invalidate(theirs)
        result.tapes = {name: self.tapes[name] | tapes for name, tapes in other.tapes.items() if name in self.tapes}
        return result


def _common(first: ObjectState, second: ObjectState) -> ObjectState:
    """Returns what two states have in common."""
    return ObjectState(*(a if a == b else None for a, b in zip(first, second, strict=True)))


def merge_all(stores: list[AbstractStore]) -> AbstractStore:
    """Returns the store where several branches meet."""
    result = stores[0]
    for store in stores[1:]:
        result = result.merged(store)
    return result
