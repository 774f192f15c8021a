"""Runs the typestate analysis of a file, and the rules on its events."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Any, Final

from tf2lint.linting.diagnostics import Diagnostic
from tf2lint.linting.execution_context import runs_each_time
from tf2lint.linting.rule_context import EventContext
from tf2lint.resolver import ExternalClass
from tf2lint.typestate import EventKind, ResolverQueries, kind_of_class

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tf2lint.linting.problem import Problem
    from tf2lint.linting.rule import Rule
    from tf2lint.project import Program, ProjectContext
    from tf2lint.resolver import AnalysisState, Symbol
    from tf2lint.source import MentionIndex
    from tf2lint.typestate import Event

#: Every file that creates tracked objects contains one of these, unless their classes come from other modules.
_CREATION_WORDS: Final = ("GradientTape", "keras")
_INIT: Final = "__init__"


class EventRunner:
    """Runs the rules that check events.

    Args:
        rules: the selected rules.
        name_of: returns the name of a symbol below `tf`; empty if the library doesn't have it.
        context: the libraries, and the classes of other modules.
    """

    def __init__(self, rules: Iterable[Rule], name_of: Callable[[Symbol], str], context: ProjectContext) -> None:
        self._rules = [rule for rule in rules if rule.event_check is not None]
        self._name_of = name_of
        self._libraries, self._definitions = context.libraries, context.answers.definitions
        #: The methods and attributes that rules check, and other words that occur where they may report something.
        self.members = frozenset(self._event_names(EventKind.METHOD, EventKind.ATTRIBUTE))
        functions = {name.rpartition(".")[2] for name in self._event_names(EventKind.PASS)}
        self.words = functions | ({_INIT} if any(EventKind.STORE in rule.events for rule in self._rules) else set())
        texts = {text for rule in self._rules for text in rule.event_patterns}
        members = [rf"\.(?:{_alternation(self.members)})\b"] if self.members else []
        # Separate patterns: those that begin with literal text match faster.
        self._patterns = [re.compile(text) for text in (*members, *sorted(texts))]
        self._functions = functions

    def _event_names(self, *kinds: EventKind) -> Iterator[str]:
        for rule in self._rules:
            for kind in kinds if not rule.events_only_there else ():
                yield from rule.events.get(kind, ())

    def diagnostics(self, state: AnalysisState, program: Program) -> Iterator[Diagnostic]:
        """Yields the diagnostics for the objects that a file creates."""
        module = state.body.module().node
        if not self._rules or not isinstance(module, ast.Module) or not self._may_create_objects(state, program):
            return
        lines = self.lines(state.mention_index)
        if not lines:
            return
        from tf2lint.typestate import ModuleWalker  # few files create such objects

        is_class = self._libraries.is_class
        walker = ModuleWalker(
            module, ResolverQueries(state, self._name_of, self._called_name, is_class, self._definitions)
        )
        walker.run(lines)
        seen = set[tuple[ast.expr, str]]()
        for event in walker.events:
            for rule in self._rules:
                problem = self._problem(rule, event, state, program, walker.definitions.receivers)
                # A function may have been walked several times.
                if problem is not None and (event.node, problem.message) not in seen:
                    seen.add((event.node, problem.message))
                    yield Diagnostic(rule, problem, problem.node or event.node, None)

    def lines(self, mention_index: MentionIndex) -> list[int]:
        """Returns the sorted numbers of the lines in which a rule may report an event."""
        lines = {line for pattern in self._patterns for line in mention_index.lines_with(pattern)}
        lines.update(line for word in self._functions for line in mention_index.lines(word))
        return sorted(lines)

    def relevant_lines(self, mention_index: MentionIndex, source: str) -> list[int]:
        """Returns the lines that the resolver must analyze so that it records the functions around them."""
        return self.lines(mention_index) if self._rules and any(word in source for word in _CREATION_WORDS) else []

    def _called_name(self, symbol: Symbol) -> str:
        """Returns the name of a symbol that is called: `Graph().as_default` for a method; empty for unknown members."""
        lookup = self._libraries.lookup(symbol)
        if lookup is None or not lookup.rest:
            return self._name_of(symbol)
        return f"{self._name_of(symbol)}().{lookup.method}" if lookup.method else ""

    def _may_create_objects(self, state: AnalysisState, program: Program) -> bool:
        """Returns whether a file may create tracked objects."""
        if program.text_has(*_CREATION_WORDS):
            return True
        imported = (
            value for values in state.exports.values() for value in values or () if isinstance(value, ExternalClass)
        )
        return any(kind_of_class(tuple(map(self._name_of, value.bases))) for value in imported)

    def _problem(
        self, rule: Rule, event: Event, state: AnalysisState, program: Program, receivers: dict[Any, str]
    ) -> Problem | None:
        names = rule.events.get(event.kind)
        if rule.event_check is None or names is None or (names and event.name not in names):
            return None
        table = self._libraries.table
        if event.kind is EventKind.PASS and not table.lookup(event.name).entry.exists:
            return None  # another rule reports that the target lacks it

        def enclosing_code() -> str:
            body = state.bodies.get(event.contexts[0].node) if event.contexts else None
            return runs_each_time(body, event.node, self._name_of) if isinstance(event.node, ast.Call) else ""

        def receiver(function: ast.AST) -> str:
            return receivers.get(function, "")

        return rule.event_check(EventContext(event, table.target, program, enclosing_code, table.member, receiver))


def _alternation(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words)))
