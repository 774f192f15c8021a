"""Determines in which code rules may report something, so that the resolver skips the rest."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from tf2lint.resolver import ReferenceKind

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    from tf2lint.linting.event_runner import EventRunner
    from tf2lint.linting.rule import Rule
    from tf2lint.linting.rule_index import RuleIndex
    from tf2lint.project import Libraries
    from tf2lint.resolver import Symbol
    from tf2lint.table import ParameterSlot


_KERAS: Final = "keras."
#: Looks a key up in a dictionary.
_GET: Final = ".get"


class RuleRelevance:
    """Determines, before a file is analyzed, for which symbols rules may report something.

    Args:
        index: the rules.
        events: runs the rules that check events.
        libraries: looks up symbols in the table.
    """

    def __init__(self, index: RuleIndex, events: EventRunner, libraries: Libraries) -> None:
        self._index = index
        self._events = events
        self._libraries = libraries
        self._irrelevant: dict[tuple[Symbol, str, bool], bool] = {}

    def call_rules_for(self, source: str) -> frozenset[Rule]:
        """Returns the rules that may report calls of unchanged names in a file, by the words and patterns in it."""
        return frozenset(
            rule
            for rule in self._rules_with_words
            if any(word in source for word in rule.call_words)
            and (rule.call_pattern is None or rule.call_pattern.search(source))
        )

    @cached_property
    def _rules_with_words(self) -> tuple[Rule, ...]:
        return tuple(rule for rule in self._index.rules if rule.call_words and self._index.is_on(rule))

    @property
    def class_patterns(self) -> tuple[re.Pattern[str], ...]:
        """What files match in which rules ask for the classes of the program and their bases."""
        rules = [rule for rule in self._index.rules if self._index.is_on(rule)]
        return tuple(rule.class_pattern for rule in rules if rule.class_pattern is not None)

    def members_in(self, source: str) -> frozenset[str]:
        """Returns the members of Keras objects that rules check in a file."""
        found = (rule.members for rule in self._rules_with_members if any(word in source for word in rule.member_words))
        return self._events.members.union(*found)

    @cached_property
    def _rules_with_members(self) -> tuple[Rule, ...]:
        return tuple(rule for rule in self._index.rules if rule.members and self._index.is_on(rule))

    @property
    def keys(self) -> frozenset[str]:
        """The keys of dictionaries of the library that rules check."""
        return frozenset(key for rule in self._index.rules if self._index.is_on(rule) for key in rule.keys)

    def is_relevant_call(self, symbol: Symbol, rules: frozenset[Rule]) -> bool:
        """Returns whether one of the rules, or a rule that requires no words, may report calls of a symbol."""
        for rule in self._index.rules_for_call(symbol):
            if self._index.is_on(rule) and (rule in rules or not rule.call_words):
                return True
        rules_with_filter = [rule for rule in rules if rule.call_filter is not None]
        return bool(rules_with_filter) and not set(rules_with_filter).isdisjoint(self._index.call_rules(symbol))

    def is_relevant_method(self, owner: str, name: str) -> bool:
        """Returns whether a rule may report calls of a method of a class."""
        if owner.startswith(_KERAS) and (
            name in self._events.members or any(name in rule.members for rule in self._rules_with_members)
        ):
            return True
        return any(self._index.is_on(rule) for rule in self._index.rules_for_method(owner, name))

    def relevant_slots(self, symbol: Symbol) -> Sequence[ParameterSlot]:
        """Returns the parameters that make a call of a symbol relevant, because their meaning changed."""
        comparison = self._libraries.signature_diff(symbol) if self._has_change_rules else None
        return () if comparison is None else comparison.slots

    @cached_property
    def _has_change_rules(self) -> bool:
        return any(rule.changed is not None and self._index.is_on(rule) for rule in self._index.rules)

    def is_irrelevant(self, symbol: Symbol, attributes: str, is_called: bool) -> bool:
        """Returns whether a member of a symbol, such as `.nn.relu`, can neither be reported nor decide a condition."""
        key = symbol, attributes, is_called
        if key not in self._irrelevant:
            self._irrelevant[key] = self._compute_irrelevant(symbol, attributes, is_called)
        return self._irrelevant[key]

    def _compute_irrelevant(self, symbol: Symbol, attributes: str, is_called: bool) -> bool:
        if symbol.is_object and attributes in ("", _GET):
            return False  # it may be passed on, its name rebound, or a key looked up in it
        for attribute in attributes.split(".")[1:]:
            if symbol.constant is not None or not attribute:
                return False
            symbol = symbol.member(attribute)
        lookup = self._libraries.lookup(symbol)
        if symbol.constant is not None or lookup is None or lookup.entry.kind == "m" or lookup.import_only:
            return False
        # A function or class that is not called may be bound to a name, which is then true in a condition. A name that
        # the target lacks decides a version guard, even if no rule for it is selected.
        if self._libraries.exists(symbol) is False or not (is_called or not self._libraries.is_definition(symbol)):
            return False
        verdict = self._index.verdict(symbol, ReferenceKind.LOAD)
        return verdict is None or not self._index.is_on(verdict.rule)
