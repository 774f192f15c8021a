"""What is in a class or in a module of one release, as far as its source tells."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

Held = TypeVar("Held")


@dataclass(frozen=True, slots=True)
class Contents(Generic[Held]):
    """The names in something, with what is known of each; None for one that is known not to be in it.

    `is_open` says that there may be more: every name may be in it.
    """

    is_open: bool
    held: Mapping[str, Held | None] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Tell whether a name is, or may be, in it."""
        return self.held[name] is not None if name in self.held else self.is_open


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a class: its kind, its marks and, for a method, its parameters."""

    kind: str
    marks: tuple[str, ...] = ()
    signature: str | None = None


#: A member of which nothing is known, and which only some instances have.
POSSIBLE = Member("?")
METHOD, PROPERTY, NESTED, OTHER = "f", "p", "c", "v"
#: Marks parameters that exist, but that the source does not tell.
UNKNOWN_SIGNATURE = "?"
