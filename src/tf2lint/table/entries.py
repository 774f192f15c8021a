"""The answers of the namespace-mapping table: an entry for each name, and the lookup of a dotted name."""

from __future__ import annotations

from enum import Enum
from typing import Final, NamedTuple

from tf2lint.table.guidance import Guide, Outcome

#: The part of a symbol's name that marks a call: `tf.Session().run` is the symbol `tensorflow.Session.().run`.
CALL: Final = "()"
#: Prefix of class methods that construct an object. They take the same arguments on the class as on an object.
_CONSTRUCTOR_PREFIX: Final = "from_"
#: Prefix of the TF1 names that TF2 keeps.
COMPAT_PREFIX: Final = "compat.v1."
NO_REPLACEMENT: Final = "no replacement is known yet"


class Area(Enum):
    """The part of TensorFlow's namespace that a name is in."""

    CORE = "core"
    CONTRIB = "contrib"
    COMPAT_V1 = "compat.v1"
    PRIVATE = "private"
    LIBRARY = "library"
    """Not a name of TensorFlow, but of another library, such as Sonnet."""


class Entry(NamedTuple):
    """The table's answer for one name at one target version.

    Attributes:
        name: the dotted name, without the leading `tensorflow.`.
        area: the part of the namespace that the name is in.
        kind: `m` module, `c` class, `f` function, `v` any other value.
        exists: whether the target has the name.
        outcome: what happened to the name.
        removed_when: when the name was removed: `in TF 2.0`; `before TF 1.15`, or `by TF 2.4`, if the exact
            version is unknown.
        added_in: the release that adds the name, such as `TF 2.4`, if the target is older.
        deprecated: whether the target marks the name as deprecated.
        replacements: dotted names to use instead, best first.
        advice: the clause that ends a message.
        root: what users write before the name: `tf.`; empty for names of the package keras.
    """

    name: str
    area: Area
    kind: str
    exists: bool
    outcome: Outcome = Outcome.CURRENT
    removed_when: str = ""
    added_in: str = ""
    deprecated: bool = False
    replacements: tuple[str, ...] = ()
    advice: str = ""
    root: str = "tf."

    @property
    def is_member(self) -> bool:
        """Whether the name is that of a class member, such as `Session().run`."""
        return "()." in self.name

    @property
    def label(self) -> str:
        """The name as users write it, starting with `tf`; that of another library starts with its import name."""
        return self.name if self.area is Area.LIBRARY else f"{self.root}{self.name}".removesuffix(".")

    @property
    def absence_clause(self) -> str:
        """Why the target lacks the name: the phrase that follows it in a message."""
        return f"is new in {self.added_in}" if self.added_in else f"was removed {self.removed_when}"


class Lookup(NamedTuple):
    """The result of looking up a dotted name.

    Attributes:
        entry: the entry of the longest prefix that the table has.
        rest: the attributes after that prefix.
        missing: whether the prefix is a module that never had the first of these attributes.
        closest: the name that was probably meant in that case; empty if none is similar.
        import_only: the module on the path to the name that is not an attribute of its package at the target, so that
            it must be imported explicitly; empty if there is none.
    """

    entry: Entry
    rest: tuple[str, ...] = ()
    missing: bool = False
    closest: str = ""
    import_only: str = ""

    @property
    def method(self) -> str:
        """The method that the name refers to, of an object or a constructor of the class; empty for anything else."""
        match self.rest:
            case (first, name) if first == CALL:
                return name
            case (name,) if self.entry.kind == "c" and name.startswith(_CONSTRUCTOR_PREFIX):
                return name
            case _:
                return ""


def with_guidance(entry: Entry, guide: Guide) -> Entry:
    """Returns the entry with the outcome, replacements and advice of a line of guidance."""
    advice = guide.advice or f"use {' or '.join(guide.replacements)}"
    return entry._replace(outcome=guide.outcome, replacements=guide.replacements, advice=advice)
