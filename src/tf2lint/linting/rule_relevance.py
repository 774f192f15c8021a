"""What there may be something to say of, so that the resolver passes over the rest."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from tf2lint.resolver import ReferenceKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tf2lint.linting.rule import Rule
    from tf2lint.linting.rule_runner import RuleRunner
    from tf2lint.project import Libraries
    from tf2lint.resolver import Symbol
    from tf2lint.table import ParameterSlot


_KERAS: Final = "keras."


class RuleRelevance:
    """Tells by symbols, before anything is looked at, what the rules may say something of.

    Args:
        runner: asks the rules.
        libraries: tells what symbols lead to.
    """

    def __init__(self, runner: RuleRunner, libraries: Libraries) -> None:
        self._runner = runner
        self._libraries = libraries
        self._irrelevant: dict[tuple[Symbol, str, bool], bool] = {}

    def rules_of_calls(self, source: str) -> frozenset[Rule]:
        """The rules that may say something of calls in a file of names that are in order, by the words in it."""
        return frozenset(rule for rule in self._told_by_words if any(word in source for word in rule.call_words))

    @cached_property
    def _told_by_words(self) -> tuple[Rule, ...]:
        return tuple(rule for rule in self._runner.rules if rule.call_words and self._runner.is_on(rule))

    def is_call_of_interest(self, symbol: Symbol, rules: frozenset[Rule]) -> bool:
        """Whether one of the rules, or one that no word tells of, may have something to say of calls of a symbol."""
        for own in self._runner.rules_about_calls(symbol):
            if self._runner.is_on(own) and (own in rules or not own.call_words):
                return True
        wanting = [rule for rule in rules if rule.call_wants is not None]
        return bool(wanting) and not set(wanting).isdisjoint(self._runner.call_rules(symbol))

    def is_method_of_interest(self, owner: str, name: str) -> bool:
        """Whether a rule may have something to say of calls of a method of a class."""
        if name in self._runner.events.members and owner.startswith(_KERAS):
            return True
        return any(self._runner.is_on(rule) for rule in self._runner.rules_about_method(owner, name))

    def slots_of_interest(self, symbol: Symbol) -> Sequence[ParameterSlot]:
        """The parameters that make a call of a symbol interesting."""
        comparison = self._libraries.comparison(symbol) if self._judges_changes else None
        return () if comparison is None else comparison.slots

    @cached_property
    def _judges_changes(self) -> bool:
        return any(rule.changed is not None and self._runner.is_on(rule) for rule in self._runner.rules)

    def is_irrelevant(self, symbol: Symbol, attributes: str, is_called: bool) -> bool:
        """Whether nothing is to be said of a symbol's member, such as `.nn.relu`, and no condition can hang on it."""
        key = symbol, attributes, is_called
        if key not in self._irrelevant:
            self._irrelevant[key] = self._works(symbol, attributes, is_called)
        return self._irrelevant[key]

    def _works(self, symbol: Symbol, attributes: str, is_called: bool) -> bool:
        if symbol.is_object and not attributes:
            return False  # it may be handed on, or its name be bound to something else
        for attribute in attributes.split(".")[1:]:
            if symbol.constant is not None or not attribute:
                return False
            symbol = symbol.member(attribute)
        lookup = self._libraries.lookup(symbol)
        if symbol.constant is not None or lookup is None or lookup.entry.kind == "m" or lookup.import_only:
            return False
        # A function or class that is not called may be what a name holds, which is true in a condition; and what is
        # gone decides a guard, whether a rule for it is selected or not.
        if self._libraries.exists(symbol) is False or not (is_called or not self._libraries.is_definition(symbol)):
            return False
        verdict = self._runner.verdict(symbol, ReferenceKind.LOAD)
        return verdict is None or not self._runner.is_on(verdict.rule)
