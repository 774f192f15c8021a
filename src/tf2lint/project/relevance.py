"""What the rules ask about: the resolver passes over all else."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tf2lint.resolver import Symbol

if TYPE_CHECKING:
    from tf2lint.source import MentionIndex
    from tf2lint.table import ParameterSlot

#: Whether nothing is to be said of a symbol's member, by a text such as `.nn.relu`, and with a call behind it or not.
IsIrrelevant = Callable[[Symbol, str, bool], "bool | Sequence[ParameterSlot]"]


@dataclass
class Relevance:
    """What there may be something to say of; nothing unless somebody says so.

    Attributes:
        is_irrelevant: which symbols are of no interest in files that are looked at for what others import of them.
        is_call: whether there may be something to say of calls of a symbol, by the rules for a file.
        rules_of_calls: these rules, by the file's text.
        is_method: whether there may be something to say of calls of a method of a class.
        slots: the parameters that make a call of a symbol interesting.
        members: what rules ask of any object of Keras.
        lines: the lines of a file with its text in which rules ask about objects.
        words: other words that tell where rules ask about such an object.
    """

    is_irrelevant: IsIrrelevant | None = None
    is_call: Callable[[Symbol, frozenset[Any]], bool] = lambda _symbol, _rules: False
    rules_of_calls: Callable[[str], frozenset[Any]] = lambda _: frozenset()
    is_method: Callable[[str, str], bool] = lambda _class, _method: False
    slots: Callable[[Symbol], Sequence[ParameterSlot]] = lambda _: ()
    members: frozenset[str] = frozenset()
    lines: Callable[[MentionIndex, str], Iterable[int]] = lambda _attention, _source: ()
    words: Collection[str] = frozenset()
