"""What the namespace-mapping table answers."""

from __future__ import annotations

from enum import Enum
from typing import Final, NamedTuple

from tf2lint.table.guidance import Outcome

#: The part of a symbol's name that stands for a call: `tensorflow.Session.().run` is what `tf.Session().run` means.
CALL: Final = "()"
#: How the names of class methods begin that make an object: they take the same arguments from the class itself.
_CONSTRUCTOR: Final = "from_"


class Area(Enum):
    """Which part of TensorFlow's namespace a name is in."""

    CORE = "core"
    CONTRIB = "contrib"
    COMPAT_V1 = "compat.v1"
    PRIVATE = "private"


class Entry(NamedTuple):
    """What the table says of one name at one target.

    Attributes:
        name: dotted, below `tensorflow`.
        area: the part of the namespace that it is in.
        kind: `m` module, `c` class, `f` function, `v` another value.
        exists: whether the target has it.
        outcome: what became of it.
        gone: when it went: `in TF 2.0`, or `by TF 1.15` where that isn't known to the version.
        comes: the version that it is new in, such as `2.4`, if the target is older.
        deprecated: whether the target marks it as deprecated.
        replacements: dotted names to use instead, best first.
        advice: the clause that a message ends with.
    """

    name: str
    area: Area
    kind: str
    exists: bool
    outcome: Outcome = Outcome.CURRENT
    gone: str = ""
    comes: str = ""
    deprecated: bool = False
    replacements: tuple[str, ...] = ()
    advice: str = ""

    @property
    def is_member(self) -> bool:
        """Whether it is a member of a class: `Session().run`."""
        return "()." in self.name

    @property
    def shown(self) -> str:
        """The name as a reader writes it, from `tf`."""
        return f"tf.{self.name}" if self.name else "tf"

    @property
    def fate(self) -> str:
        """Why the target lacks it, as what follows its name in a message."""
        return f"is new in TF {self.comes}" if self.comes else f"was removed {self.gone}"


class Lookup(NamedTuple):
    """Where a dotted name leads.

    Attributes:
        entry: the longest part of it that the table has.
        rest: the attributes that follow that part.
        missing: whether the first of these is asked of a module that never had it.
        closest: the name that may have been meant then, if one is near.
        import_only: the module on the way there that is no attribute of its package at the target, if there is one: it
            has to be imported by itself.
    """

    entry: Entry
    rest: tuple[str, ...] = ()
    missing: bool = False
    closest: str = ""
    import_only: str = ""

    @property
    def method(self) -> str:
        """The method that a name leads to, of an object of a class or to make one; empty for anything else."""
        match self.rest:
            case (first, name) if first == CALL:
                return name
            case (name,) if self.entry.kind == "c" and name.startswith(_CONSTRUCTOR):
                return name
            case _:
                return ""
