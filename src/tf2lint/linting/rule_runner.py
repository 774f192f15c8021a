"""Asks the rules about what was found in a file: what there is to say of each use, and of each call."""

from __future__ import annotations

import ast
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from tf2lint.linting.diagnostics import Diagnostic
from tf2lint.linting.event_runner import EventRunner
from tf2lint.linting.execution_context import attribute_of, body_of, runs_each_time, traced
from tf2lint.linting.rule_context import (
    ChangedCall,
    ImportedPackage,
    ImpureCall,
    Iteration,
    LibraryCall,
    ReferencedName,
)
from tf2lint.model import Severity
from tf2lint.resolver import ReferenceKind
from tf2lint.source import symbol_node
from tf2lint.table import NO_SIGNATURE
from tf2lint.typestate import user_class_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from tf2lint.linting.rule import Rule
    from tf2lint.linting.rule_context import Problem
    from tf2lint.project import Analysis, Program, ProjectContext
    from tf2lint.resolver import Body, ClassInfo, FlagOccurrence, Reference, Symbol
    from tf2lint.source import MentionIndex
    from tf2lint.table import Lookup

Subject = TypeVar("Subject")
_UNNAMED: Final = (ReferenceKind.IMPURE, ReferenceKind.INDIRECT, ReferenceKind.ITERATED)  # they write out no name


class Verdict(NamedTuple):
    """What a rule says of a name."""

    referenced: ReferencedName
    rule: Rule
    problem: Problem


class _File(NamedTuple):
    """What is known of the file that is judged: the library's names in it, its program, and its bodies of code."""

    names: frozenset[ast.AST]
    program: Program
    bodies: Iterable[Body]


class RuleRunner:
    """Asks the rules, and remembers what they say of names.

    Args:
        context: tells of names, and of classes in other modules.
        rules: in the order in which they are asked.
        is_on: whether what a rule says is wanted.

    Attributes:
        rules: in the order in which they are asked.
        is_on: whether what a rule says is wanted.
        events: asks those about objects.
    """

    def __init__(self, context: ProjectContext, rules: Iterable[Rule], is_on: Callable[[Rule], bool]) -> None:
        self._libraries, self._definitions = context.libraries, context.class_bases.definitions
        self.rules = tuple(rules)
        self._about = {name: rule for rule in self.rules for name in rule.names}
        self._called = {
            name: [r for r in self.rules if name in r.called] for rule in self.rules for name in rule.called
        }
        self.is_on = is_on
        self._names: dict[tuple[Symbol, ReferenceKind], ReferencedName | None] = {}
        self._verdicts: dict[tuple[Symbol, ReferenceKind], Verdict | None] = {}
        self._calls: dict[Symbol, tuple[Rule, ...]] = {}
        self.events = EventRunner(filter(is_on, self.rules), self._name_below, context)

    def diagnostics(self, analysis: Analysis, program: Program) -> list[Diagnostic]:
        """What there is to say of one file: of the uses in it, and of what carries a flag."""
        state = analysis.state
        references = state.references()
        named = [reference for reference in references if reference.kind not in _UNNAMED]
        file = _File(
            frozenset(reference.node for reference in named if reference.certain), program, state.bodies.values()
        )
        called = [
            reference
            for reference in references
            if reference.call is not None and reference.kind is not ReferenceKind.IMPURE
        ]
        of_calls = [diagnostic for reference in called for diagnostic in self._of_call(reference, file)]
        of_calls += [diagnostic for reference in called for diagnostic in self._of_changes(reference, program)]
        of_calls += [
            diagnostic
            for reference in references
            if reference.kind is ReferenceKind.ITERATED
            for diagnostic in self._of_iteration(reference)
        ]
        of_calls += [
            diagnostic
            for reference in references
            if reference.kind is ReferenceKind.IMPURE
            for diagnostic in self._of_impure(reference, file)
        ]
        of_calls += [diagnostic for flag in analysis.flag_occurrences for diagnostic in self._of_flag(flag, file.names)]
        of_calls += [
            diagnostic for info in state.classes.values() for diagnostic in self._of_class(info, state.mention_index)
        ]
        of_calls += [
            diagnostic
            for reference in named
            if reference.kind is ReferenceKind.IMPORT
            for diagnostic in self._of_package(reference)
        ]
        of_calls += self.events.diagnostics(state, program)
        covered = {node for diagnostic in of_calls for node in diagnostic.problem.covers}
        of_calls += [
            diagnostic
            for reference in named
            if reference.node not in covered
            for diagnostic in self._of_name(reference)
        ]
        return [diagnostic for diagnostic in of_calls if self.is_on(diagnostic.rule)]

    # --- names ------------------------------------------------------------------

    def _of_name(self, reference: Reference) -> Iterator[Diagnostic]:
        """What there is to say of one use: something if every way of understanding it is a problem."""
        verdicts = [self.verdict(symbol, reference.kind) for symbol in reference.symbols] if reference.certain else []
        first = verdicts[0] if verdicts else None
        if first is None or not all(v and (v.rule.default or len(verdicts) == 1) for v in verdicts):
            return
        if not _says_nothing_new(reference, first.referenced.lookup, first.rule.severity):
            yield Diagnostic(
                first.rule, first.problem, symbol_node(reference.node, first.referenced.lookup), first.referenced.symbol
            )

    def verdict(self, symbol: Symbol, kind: ReferenceKind) -> Verdict | None:
        """What the rules say of a symbol, which is the same for each use of one kind."""
        key = symbol, kind
        if key not in self._verdicts:
            self._verdicts[key] = self._first_problem(symbol, kind)
        return self._verdicts[key]

    def _first_problem(self, symbol: Symbol, kind: ReferenceKind) -> Verdict | None:
        referenced = self._used(symbol, kind)
        if referenced is None:
            return None
        own = self._rule_about(referenced.lookup.entry.name)
        for rule in (*([own] if own is not None else ()), *self.rules):
            if rule.name_check is not None and (rule is own or not rule.names):
                problem = rule.name_check(referenced)
                if problem is not None:
                    return Verdict(referenced, rule, problem)
        return None

    def _rule_about(self, name: str) -> Rule | None:
        """The rule about a name itself, or about all names below a module that it is in."""
        found, prefix = self._about.get(name), name
        while found is None and "." in prefix:
            prefix = prefix.rpartition(".")[0]
            found = self._about.get(f"{prefix}.*")
        return found

    def _used(self, symbol: Symbol, kind: ReferenceKind) -> ReferencedName | None:
        key = symbol, kind
        if key not in self._names:
            space, lookup = self._libraries, self._libraries.lookup(symbol)
            self._names[key] = lookup and ReferencedName(
                space.shown(symbol, lookup), space.name_from_tf(lookup), lookup, kind, space.table.target
            )
        return self._names[key]

    def _name(self, symbol: Symbol) -> str:
        lookup = self._libraries.lookup(symbol)
        return "" if lookup is None else self._libraries.name_from_tf(lookup)

    def _name_below(self, symbol: Symbol) -> str:
        return self._name(symbol).removeprefix("tf.")

    # --- calls ------------------------------------------------------------------

    def _of_call(self, reference: Reference, file: _File) -> Iterator[Diagnostic]:
        """What there is to say of one call: what is said of each thing that may be called."""
        if not reference.certain or reference.call is None:
            return
        first, *others = reference.symbols
        for rule in self.call_rules(first):
            problems = self._of_symbol(rule, first, reference.call, file)
            if all(self._of_symbol(rule, other, reference.call, file) for other in others):
                yield from (Diagnostic(rule, one, one.node or reference.call, self._name(first)) for one in problems)

    def _of_symbol(self, rule: Rule, symbol: Symbol, node: ast.Call, file: _File) -> list[Problem]:
        """What a rule says of a call, if that is what is called."""
        is_asked = rule in self.call_rules(symbol)
        call = self._call(symbol, node, file) if is_asked else None
        return list(rule.call_check(call)) if call is not None and rule.call_check is not None else []

    def call_rules(self, symbol: Symbol) -> tuple[Rule, ...]:
        """The rules that may say something of calls of a symbol."""
        if symbol not in self._calls:
            referenced, parameters = self._used(symbol, ReferenceKind.LOAD), self._libraries.signature_text(symbol)
            own = self.rules_about_calls(symbol)
            self._calls[symbol] = tuple(
                r
                for r in self.rules
                if r in own or (r.call_wants and referenced and r.call_wants(referenced, parameters))
            )
        return self._calls[symbol]

    def rules_about_calls(self, symbol: Symbol) -> Sequence[Rule]:
        """The rules about calls of a name itself, which the target has."""
        found = self._libraries.lookup(symbol)
        if found is None or not found.entry.exists or found.missing:
            return ()
        if found.rest:
            method = found.method
            return self.rules_about_method(found.entry.name, method) if method else ()
        return self._called.get(found.entry.name, ())

    def rules_about_method(self, owner: str, name: str) -> Sequence[Rule]:
        """The rules about calls of a method of a class, or of those that it is made from."""
        return self._called.get(self._method_name(owner, name), ())

    def _method_name(self, owner: str, name: str) -> str:
        """The name by which rules speak of a method: by the first of a class and its bases that one is about."""
        names = [f"{like}().{name}" for like in self._libraries.table.facts.likes(owner)]
        return next((name for name in names if name in self._called), names[0])

    def _call(self, symbol: Symbol, node: ast.Call, file: _File) -> LibraryCall | None:
        referenced = self._used(symbol, ReferenceKind.LOAD)
        if referenced is None:
            return None
        name, method = referenced.lookup.entry.name, referenced.lookup.method
        if method:
            name, referenced = (
                self._method_name(name, method),
                referenced._replace(shown=f"{referenced.shown}.{method}"),
            )
        signature = self._libraries.signature(symbol) or NO_SIGNATURE
        member = partial(self._libraries.table.member, referenced.lookup.entry.name)

        def place() -> str:
            return runs_each_time(body_of(file.bodies, node), node, self._name_below)

        asked = partial(attribute_of, file.bodies, node)
        return LibraryCall(referenced, name, node, signature, file.names, member, file.program, place, asked)

    def _of_changes(self, reference: Reference, program: Program) -> Iterator[Diagnostic]:
        """What there is to say of a call's arguments, if it calls one thing that takes others now."""
        if reference.call is None or len(reference.symbols) != 1 or not reference.certain:
            return
        comparison = self._libraries.comparison(reference.symbols[0])
        changes = comparison.changes(reference.call) if comparison is not None else []
        referenced = self._used(reference.symbols[0], ReferenceKind.LOAD) if changes else None
        if (
            referenced is not None
            and comparison is not None
            and comparison.method
            and not referenced.lookup.entry.is_member
        ):
            referenced = referenced._replace(shown=f"{referenced.shown}.{comparison.method}")
        for change in changes if referenced is not None else ():
            for rule in self.rules:
                if rule.changed is change.kind and rule.change_check is not None and referenced is not None:
                    problem = rule.change_check(ChangedCall(referenced, change, program))
                    if problem is not None:
                        node = change.argument.node if change.argument is not None else reference.call.func
                        yield Diagnostic(rule, problem, problem.node or node, referenced.symbol)

    def _of_iteration(self, reference: Reference) -> Iterator[Diagnostic]:
        """What there is to say of something that goes through what a function gives, whichever of several it is."""
        ways = [self._used(symbol, ReferenceKind.LOAD) for symbol in reference.symbols] if reference.certain else []
        for rule in self.rules:
            if rule.iteration_check is None or not isinstance(reference.node, ast.expr | ast.stmt):
                continue
            problems = [
                rule.iteration_check(Iteration(way, reference.node)) if way is not None else None for way in ways
            ]
            if problems and problems[0] is not None and all(problems) and ways[0] is not None:
                yield Diagnostic(rule, problems[0], problems[0].node or reference.node, ways[0].symbol)

    def _of_impure(self, reference: Reference, file: _File) -> Iterator[Diagnostic]:
        """What there is to say of a call of what gives something else each time, if it stands in traced code."""
        place = traced(body_of(file.bodies, reference.call), self._name_below) if reference.call is not None else ""
        call = ImpureCall(reference.symbols[0].name, place)
        for rule, problem in self._problems(lambda rule: rule.impure_check, call) if place else ():
            yield Diagnostic(rule, problem, reference.node, None)

    def _of_class(self, info: ClassInfo, mention_index: MentionIndex) -> Iterator[Diagnostic]:
        """What there is to say of a class of the program, if it is made from classes of a library."""
        is_base = mention_index.is_base(info.node.name)
        own = user_class_of(info, self._name_below, self._definitions, is_base=is_base)
        for rule, problem in self._problems(lambda rule: rule.class_check, own) if own.bases else ():
            yield Diagnostic(rule, problem, problem.node or info.node, None)

    def _of_package(self, reference: Reference) -> Iterator[Diagnostic]:
        """What there is to say of an import, if it is one of a package that does not work beside the target."""
        package = self._libraries.dead_package(reference.symbols[0]) if reference.certain else None
        target = self._libraries.table.target
        if package is not None:
            for rule, problem in self._problems(lambda rule: rule.package_check, ImportedPackage(package, target)):
                yield Diagnostic(rule, problem, reference.node, None)

    def _of_flag(self, flag: FlagOccurrence, names: frozenset[ast.AST]) -> Iterator[Diagnostic]:
        """What there is to say of something that carries a flag; it covers the names of the library in it."""
        for rule, problem in self._problems(lambda rule: rule.flag_check, flag):
            covers = tuple(node for node in ast.walk(flag.value) if node in names) if flag.value else ()
            yield Diagnostic(rule, problem._replace(covers=covers), flag.node, None)

    def _problems(
        self, check_of: Callable[[Rule], Callable[[Subject], Problem | None] | None], subject: Subject
    ) -> Iterator[tuple[Rule, Problem]]:
        """What the rules that have a certain check say of something."""
        for rule in self.rules:
            check = check_of(rule)
            problem = check(subject) if check is not None else None
            if problem is not None:
                yield rule, problem


def _says_nothing_new(reference: Reference, lookup: Lookup, severity: Severity) -> bool:
    """Whether a use is just a variable, and the place where it was bound says it all.

    That is so where it holds a library's module or value, or the member of a
    class (each `FLAGS.x` after `FLAGS = tf.flags.FLAGS`), and where it works as
    it is. A function or class that is gone has to be changed in each call.
    """
    if reference.kind is ReferenceKind.IMPORT or lookup.missing:
        return False
    if lookup.entry.is_member and reference.call is None and not reference.spelled:
        return True
    if reference.spelled == len(lookup.rest):
        # What is called was no module: its package has a function of the same name.
        is_held = lookup.entry.kind == "v" or (lookup.entry.kind == "m" and reference.call is None)
        return is_held or severity is not Severity.ERROR
    return reference.spelled < len(lookup.rest)
