"""Which other findings the findings of a rule cover, because they tell the same fact, and more of it."""

from __future__ import annotations

from enum import Enum, auto
from typing import NamedTuple


class Relation(Enum):
    """Where the findings are that a finding about a name covers."""

    RECEIVER = auto()
    """They are about what the name is a member of: `tf.get_default_graph()` of `tf.get_default_graph().version`."""
    ARGUMENTS = auto()
    """They are about names in the arguments of the call: `tf.logging.INFO` in `tf.logging.set_verbosity(...)`."""
    LISTED = auto()
    """They are about names in the list that is the first argument of the call, without being called there."""
    RUN = auto()
    """They are about the call that runs it and nothing else: `sess.run(tf.tables_initializer())`."""


class Coverage(NamedTuple):
    """What the findings of a rule about names cover.

    Attributes:
        relation: where the covered findings are.
        codes: their codes.
    """

    relation: Relation
    codes: tuple[str, ...]
