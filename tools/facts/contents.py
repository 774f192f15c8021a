"""The contents of a class or module of one release, as its source shows them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

Held = TypeVar("Held")


@dataclass(frozen=True, slots=True)
class Contents(Generic[Held]):
    """The names in a class or module.

    Attributes:
        is_open: whether it may have any other name, too.
        held: what is known about each name; None for a name that is known to be absent.
        is_complete: whether it has no other names for sure; False if it hands on what is not known.
    """

    is_open: bool
    held: Mapping[str, Held | None] = field(default_factory=dict)
    is_complete: bool = False

    def has(self, name: str) -> bool:
        """Returns whether it has, or may have, a name."""
        return self.held[name] is not None if name in self.held else self.is_open


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a class.

    Attributes:
        kind: `METHOD`, `PROPERTY`, `NESTED` (a class), `OTHER`, or `?` if it is unknown.
        marks: its marks, such as `deprecated`.
        signature: the parameters of a method; None for other members.
    """

    kind: str
    marks: tuple[str, ...] = ()
    signature: str | None = None


#: A member about which nothing is known, and which only some instances have.
POSSIBLE = Member("?")
METHOD, PROPERTY, NESTED, OTHER = "f", "p", "c", "v"
#: Marks parameters that the source does not show.
UNKNOWN_SIGNATURE = "?"
