"""Asks the rules about what becomes of the objects that a program makes."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Final

from tf2lint.linting.diagnostics import Diagnostic
from tf2lint.linting.execution_context import runs_each_time
from tf2lint.linting.rule_context import EventContext
from tf2lint.resolver import ExternalClass
from tf2lint.typestate import EventKind, ModuleWalker, ResolverQueries, kind_of_class

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tf2lint.linting.rule import Rule
    from tf2lint.linting.rule_context import Problem
    from tf2lint.project import Program, ProjectContext
    from tf2lint.resolver import AnalysisState, Symbol
    from tf2lint.source import MentionIndex
    from tf2lint.typestate import Event

#: One of these stands in every file that makes such objects, but for those of classes from other modules.
_MAKERS: Final = ("GradientTape", "keras")
_INIT: Final = "__init__"


class EventRunner:
    """Asks the rules about objects.

    Args:
        rules: those that are wanted.
        name_of: the name of a symbol from below `tf`; empty if the library has none.
        context: tells of names and of classes in other modules.
    """

    def __init__(self, rules: Iterable[Rule], name_of: Callable[[Symbol], str], context: ProjectContext) -> None:
        self._rules = [rule for rule in rules if rule.event_check is not None]
        self._name_of = name_of
        self._libraries, self._definitions = context.libraries, context.class_bases.definitions
        #: The methods and attributes that rules ask about, and other words that tell where they do.
        self.members = frozenset(self._names(EventKind.METHOD, EventKind.ATTRIBUTE))
        functions = {name.rpartition(".")[2] for name in self._names(EventKind.GIVE)}
        self.words = functions | ({_INIT} if any(EventKind.KEEP in rule.events for rule in self._rules) else set())
        texts = {text for rule in self._rules for text in rule.event_patterns}
        members = [rf"\.(?:{_any(self.members)})\b"] if self.members else []
        # One pattern each: those that begin with a plain text are found fast.
        self._places = [re.compile(text) for text in (*members, *sorted(texts))]
        self._functions = functions

    def _names(self, *verbs: EventKind) -> Iterator[str]:
        for rule in self._rules:
            for verb in verbs:
                yield from rule.events.get(verb, ())

    def diagnostics(self, state: AnalysisState, program: Program) -> Iterator[Diagnostic]:
        """What there is to say of the objects that a file makes."""
        module = state.body.module().node
        if not self._rules or not isinstance(module, ast.Module) or not self._may_make_any(state, program):
            return
        lines = self.lines(state.mention_index)
        if not lines:
            return
        is_class = self._libraries.is_class
        walker = ModuleWalker(
            module, ResolverQueries(state, self._name_of, self._called_name, is_class, self._definitions)
        )
        walker.run(lines)
        seen = set[tuple[ast.expr, str]]()
        for event in walker.events:
            for rule in self._rules:
                problem = self._problem(rule, event, state, program)
                # A function may have been gone through several times.
                if problem is not None and (event.node, problem.message) not in seen:
                    seen.add((event.node, problem.message))
                    yield Diagnostic(rule, problem, problem.node or event.node, None)

    def lines(self, mention_index: MentionIndex) -> list[int]:
        """The numbers of the lines, in order, in which a file may do something that rules ask about."""
        lines = {line for pattern in self._places for line in mention_index.lines_with(pattern)}
        lines.update(line for word in self._functions for line in mention_index.lines(word))
        return sorted(lines)

    def lines_to_look_at(self, mention_index: MentionIndex, source: str) -> list[int]:
        """Those that the resolver shall look at, so that it knows the functions that they stand in."""
        return self.lines(mention_index) if self._rules and any(word in source for word in _MAKERS) else []

    def _called_name(self, symbol: Symbol) -> str:
        """The name of what a symbol calls: `Graph().as_default` for a method, nothing for what only begins with one."""
        lookup = self._libraries.lookup(symbol)
        if lookup is None or not lookup.rest:
            return self._name_of(symbol)
        return f"{self._name_of(symbol)}().{lookup.method}" if lookup.method else ""

    def _may_make_any(self, state: AnalysisState, program: Program) -> bool:
        """Whether a file may make objects that rules ask about."""
        if program.text_has(*_MAKERS):
            return True
        imported = (
            value for values in state.exports.values() for value in values or () if isinstance(value, ExternalClass)
        )
        return any(kind_of_class(tuple(map(self._name_of, value.bases))) for value in imported)

    def _problem(self, rule: Rule, event: Event, state: AnalysisState, program: Program) -> Problem | None:
        names = rule.events.get(event.kind)
        if rule.event_check is None or names is None or (names and event.name not in names):
            return None
        if event.kind is EventKind.GIVE and not self._libraries.table.lookup(event.name).entry.exists:
            return None  # it is told that the target does not have it

        def place() -> str:
            around = state.bodies.get(event.within[0].node) if event.within else None
            return runs_each_time(around, event.node, self._name_of) if isinstance(event.node, ast.Call) else ""

        return rule.event_check(EventContext(event, self._libraries.table.target, program, place))


def _any(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words)))
