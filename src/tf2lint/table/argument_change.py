"""A change of a function's parameters that affects a call."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tf2lint.table.signatures import Argument


class ChangeKind(Enum):
    """How a change of the signature affects a call."""

    RENAMED = "renamed"
    """A keyword has a new name."""
    REMOVED = "removed"
    """An argument is no longer accepted."""
    MOVED = "moved"
    """A position belongs to another parameter."""
    REQUIRED = "required"
    """An argument that was optional is required."""
    DEFAULT = "default"
    """The default of an omitted argument has changed."""


class EarlyOrder(Enum):
    """What tells that a call passes arguments in an order from before 1.0."""

    SHOWN = "shown"
    """The arguments themselves."""
    NEVER_SINCE = "never since"
    """TensorFlow 1 accepts no positional arguments there, so that a program for it is older."""
    UNKNOWN = "unknown"
    """Nothing: TensorFlow 1 has the order of TensorFlow 2."""


class ArgumentChange(NamedTuple):
    """One change that affects a call.

    Attributes:
        kind: the kind of change.
        parameter: the parameter of TensorFlow 1, or the one that is required now.
        keyword: the keyword that passes the argument now; empty if it was removed.
        advice: further advice; may be empty.
        argument: the argument in the call; None if the call omits it.
        position: the position of the argument, from 1; 0 for a keyword.
        now: the parameter at that position now, empty if there is none; for a default, its new value.
        before: for a default, its old value; else empty.
        order: for a position that changed before 1.0, what tells that the call is older; else None.
    """

    kind: ChangeKind
    parameter: str
    keyword: str
    advice: str
    argument: Argument | None = None
    position: int = 0
    now: str = ""
    before: str = ""
    order: EarlyOrder | None = None
