"""What the rules may report; the resolver skips everything else."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tf2lint.resolver import Symbol

if TYPE_CHECKING:
    import re

    from tf2lint.source import MentionIndex
    from tf2lint.table import ParameterSlot

#: Takes a symbol, attributes such as `.nn.relu`, and whether a call follows. Returns whether no rule can report this
#: use, or the parameters that make the call relevant.
IsIrrelevant = Callable[[Symbol, str, bool], "bool | Sequence[ParameterSlot]"]


@dataclass
class Relevance:
    """What the rules may report, supplied by the engine; by default nothing.

    Attributes:
        is_irrelevant: which uses of symbols are irrelevant; None if none is.
        is_call: whether calls of a symbol may be reported, given the result of `rules_of_calls`.
        call_rules_for: the rules about calls whose words occur in the text of a file.
        is_method: whether calls of a method of a class may be reported.
        slots: the parameters that make a call of a symbol relevant.
        keys: the keys of dictionaries of the library that rules check.
        class_patterns: what files match in which rules ask for the classes of the program and their bases.
        members: returns the members of Keras objects that rules check in a file, given its text.
        lines: the lines of a file, given its index and text, in which rules check objects.
        words: other words that indicate where rules check Keras objects.
    """

    is_irrelevant: IsIrrelevant | None = None
    is_call: Callable[[Symbol, frozenset[Any]], bool] = lambda _symbol, _rules: False
    call_rules_for: Callable[[str], frozenset[Any]] = lambda _: frozenset()
    is_method: Callable[[str, str], bool] = lambda _class, _method: False
    slots: Callable[[Symbol], Sequence[ParameterSlot]] = lambda _: ()
    keys: Collection[str] = frozenset()
    class_patterns: tuple[re.Pattern[str], ...] = ()
    members: Callable[[str], frozenset[str]] = lambda _source: frozenset()
    lines: Callable[[MentionIndex, str], Iterable[int]] = lambda _index, _source: ()
    words: Collection[str] = frozenset()
