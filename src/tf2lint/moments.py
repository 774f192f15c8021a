"""Asks the rules about what becomes of the objects that a program makes."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.subjects import Moment, Remark
from tf2lint.typestate.lookups import Lookups
from tf2lint.typestate.things import Verb
from tf2lint.typestate.walks import Walks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tf2lint.frame import Frame
    from tf2lint.program import Program
    from tf2lint.registry import Rule
    from tf2lint.subjects import Problem
    from tf2lint.typestate.things import Step
    from tf2lint.values import Symbol
    from tf2lint.world import Workspace

#: One of these stands in every file that makes such objects, or is made from their classes.
_MAKERS: Final = ("GradientTape", "Model", "Sequential", "keras")


class Moments:
    """Asks the rules about objects.

    Args:
        rules: those that are wanted.
        name_of: the name of a symbol from below `tf`; empty if the library has none.
        workspace: tells of names and of classes in other modules.
    """

    def __init__(self, rules: Iterable[Rule], name_of: Callable[[Symbol], str], workspace: Workspace) -> None:
        self._rules = [rule for rule in rules if rule.moment_check is not None]
        self._name_of = name_of
        self._workspace = workspace
        self._texts = {text for rule in self._rules for text in rule.moment_texts}
        self._words = {name.rpartition(".")[2] for name in self._names(*Verb)}
        #: The methods and attributes that rules ask about, and the other words that tell where they do.
        self.members = frozenset(self._names(Verb.METHOD, Verb.ATTRIBUTE))
        self.words = (self._words - self.members) | {text for text in self._texts if text.isidentifier()}

    def _names(self, *verbs: Verb) -> Iterator[str]:
        for rule in self._rules:
            for verb in verbs:
                yield from rule.moments.get(verb, ())

    def remarks(self, frame: Frame, program: Program) -> Iterator[Remark]:
        """What there is to say of the objects that a file makes."""
        if not self._rules or not program.text_has(*_MAKERS):
            return
        attention = frame.attention
        lines = {line for word in self._words for line in attention.lines(word)}
        lines.update(line for text in self._texts for line in attention.lines_with(text))
        module = frame.body.module().node
        if not lines or not isinstance(module, ast.Module):
            return
        space = self._workspace
        walks = Walks(module, Lookups(frame, self._name_of, space.is_class, space.class_bases.definitions))
        walks.run(sorted(lines))
        seen = set[tuple[ast.expr, str]]()
        for step in walks.steps:
            for rule in self._rules:
                problem = self._problem(rule, step, program)
                # A function may have been gone through several times.
                if problem is not None and (step.node, problem.message) not in seen:
                    seen.add((step.node, problem.message))
                    yield Remark(rule, problem, problem.node or step.node, None)

    def _problem(self, rule: Rule, step: Step, program: Program) -> Problem | None:
        names = rule.moments.get(step.verb)
        if rule.moment_check is None or names is None or (names and step.name not in names):
            return None
        return rule.moment_check(Moment(step, self._workspace.table.target, program))
