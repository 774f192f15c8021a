"""The class of rules, and the decorators that register their checks."""

from __future__ import annotations

import re
from importlib import import_module
from typing import TYPE_CHECKING, Final

from tf2lint.linting.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from tf2lint.linting.coverage import Coverage
    from tf2lint.linting.rule_context import (
        ChangedCall,
        ClassContext,
        EventContext,
        ImportedPackage,
        ImpureCall,
        Iteration,
        KeyLookup,
        LibraryCall,
        ObjectUse,
        ReferencedName,
    )
    from tf2lint.model import Severity
    from tf2lint.resolver import FlagOccurrence
    from tf2lint.table import ChangeKind
    from tf2lint.typestate import EventKind

    NameCheck = Callable[[ReferencedName], Problem | None]
    CallFilter = Callable[[ReferencedName, str], bool]
    CallCheck = Callable[[LibraryCall], Iterable[Problem]]
    IterationCheck = Callable[[Iteration], Problem | None]
    UseCheck = Callable[[ObjectUse], Problem | None]
    KeyCheck = Callable[[KeyLookup], Problem | None]
    ChangeCheck = Callable[[ChangedCall], Problem | None]
    FlagCheck = Callable[[FlagOccurrence], Problem | None]
    ImpureCheck = Callable[[ImpureCall], Problem | None]
    ClassCheck = Callable[[ClassContext], Iterable[Problem]]
    EventCheck = Callable[[EventContext], Problem | None]
    PackageCheck = Callable[[ImportedPackage], Problem | None]

_FILE_NAME: Final = re.compile(r"tf(?P<number>\d{3})_(?P<name>[a-z0-9_]+)")


class Rule:
    """A rule. Its code and name come from its module's name, its description from the module's docstring.

    Args:
        module: the `__name__` of the rule's module.
        severity: the severity of its findings, or of the most severe ones.
        others: the other severities that its findings have.
        default: whether it is on by default.
        covers: the findings that are left out because its findings about names tell the same.

    Raises:
        ValueError: the module isn't named like a rule, `tf101_removed_name`.
    """

    def __init__(
        self,
        module: str,
        severity: Severity,
        *others: Severity,
        default: bool = True,
        covers: tuple[Coverage, ...] = (),
    ) -> None:
        match = _FILE_NAME.fullmatch(module.rpartition(".")[2])
        if match is None:
            raise ValueError(f"{module}: a rule's module is named like tf101_removed_name")
        self.module = module
        self.code = f"TF{match['number']}"
        self.name = match["name"].replace("_", "-")
        self.severity = severity
        self.severities = (severity, *others)
        self.default = default
        self.covers = covers
        self.names: frozenset[str] = frozenset()
        self.name_check: NameCheck | None = None
        self.call_filter: CallFilter | None = None
        self.call_words: tuple[str, ...] = ()
        self.call_pattern: re.Pattern[str] | None = None
        self.called: frozenset[str] = frozenset()
        self.call_check: CallCheck | None = None
        self.changed: ChangeKind | None = None
        self.change_check: ChangeCheck | None = None
        self.flag_check: FlagCheck | None = None
        self.iteration_check: IterationCheck | None = None
        self.hash_check: UseCheck | None = None
        self.comparison_check: UseCheck | None = None
        self.keys: frozenset[str] = frozenset()
        self.key_check: KeyCheck | None = None
        self.impure_check: ImpureCheck | None = None
        self.class_check: ClassCheck | None = None
        self.class_pattern: re.Pattern[str] | None = None
        self.members: frozenset[str] = frozenset()
        self.member_words: tuple[str, ...] = ()
        self.events: Mapping[EventKind, Collection[str]] = {}
        self.event_check: EventCheck | None = None
        self.event_patterns: tuple[str, ...] = ()
        self.events_only_there = False
        self.package_check: PackageCheck | None = None

    def on_name(self, check: NameCheck) -> NameCheck:
        """Registers the check for every reference to a library name."""
        self.name_check = check
        return check

    def on_names(self, *names: str) -> Callable[[NameCheck], NameCheck]:
        """Registers the check for references to certain names, which runs before the checks for all names.

        Args:
            names: names below `tf`; `Session().run` is a member of an object, `estimator.*` all names below a module.
        """
        self.names = frozenset(names)
        return self.on_name

    def on_call(self, wants: CallFilter, *words: str, pattern: str = "") -> Callable[[CallCheck], CallCheck]:
        """Registers the check for calls of library functions and classes.

        Args:
            wants: returns whether the rule may report calls of a name, given the text of its parameters.
            words: every file in which the rule reports a call contains one of these; none for a rule that reports
                only names that the target lacks.
            pattern: a regular expression that every such file matches, too.
        """
        self.call_pattern = re.compile(pattern) if pattern else None

        def decorate(check: CallCheck) -> CallCheck:
            self.call_filter, self.call_words, self.call_check = wants, words, check
            return check

        return decorate

    def on_calls(
        self, *names: str, words: tuple[str, ...] = (), in_classes: str = ""
    ) -> Callable[[CallCheck], CallCheck]:
        """Registers the check for calls of certain names that the target has.

        Args:
            names: names below `tf`, each spelling of its own: `device` does not cover `compat.v1.device`.
            words: every file in which the rule reports a call contains one of these; none if it may be any file.
            in_classes: a regular expression for the files in which the rule asks for the class around a call, whose
                bases may be in other modules; empty if it does not.
        """
        self.class_pattern = re.compile(in_classes) if in_classes else None

        def decorate(check: CallCheck) -> CallCheck:
            self.called, self.call_words, self.call_check = frozenset(names), words, check
            return check

        return decorate

    def on_change(self, kind: ChangeKind) -> Callable[[ChangeCheck], ChangeCheck]:
        """Registers the check for calls that are affected by a change of a function's parameters.

        Args:
            kind: the kind of change.
        """

        def decorate(check: ChangeCheck) -> ChangeCheck:
            self.changed, self.change_check = kind, check
            return check

        return decorate

    def on_iteration(self, check: IterationCheck) -> IterationCheck:
        """Registers the check for code that iterates over the result of a library function."""
        self.iteration_check = check
        return check

    def on_comparison(self, check: UseCheck) -> UseCheck:
        """Registers the check for code that compares an object of the library by `==` or `!=`."""
        self.comparison_check = check
        return check

    def on_hash(self, check: UseCheck) -> UseCheck:
        """Registers the check for code that uses an object of the library as a key or in a set."""
        self.hash_check = check
        return check

    def ask_for_members(self, *names: str, words: tuple[str, ...]) -> None:
        """Makes the resolver follow Keras objects of which a file uses certain members, which arguments may be.

        Args:
            names: the members.
            words: every file in which the rule asks for them contains one of these.
        """
        self.members, self.member_words = frozenset(names), words

    def on_keys(self, *keys: str) -> Callable[[KeyCheck], KeyCheck]:
        """Registers the check for code that looks a constant key up in a dictionary of the library.

        Args:
            keys: the keys that the rule may report.
        """

        def decorate(check: KeyCheck) -> KeyCheck:
            self.keys, self.key_check = frozenset(keys), check
            return check

        return decorate

    def on_flag(self, check: FlagCheck) -> FlagCheck:
        """Registers the check for parameters and arguments that carry a reuse flag through the program."""
        self.flag_check = check
        return check

    def on_impure_call(self, check: ImpureCheck) -> ImpureCheck:
        """Registers the check for calls of impure Python functions in traced code."""
        self.impure_check = check
        return check

    def on_class(self, pattern: str = "") -> Callable[[ClassCheck], ClassCheck]:
        """Registers the check for classes of the program that derive from library classes.

        Args:
            pattern: a regular expression that every file in which the rule reports a class matches; empty for a rule
                that reports classes with bases in other modules only where another rule asks for these.
        """
        self.class_pattern = re.compile(pattern) if pattern else None

        def decorate(check: ClassCheck) -> ClassCheck:
            self.class_check = check
            return check

        return decorate

    def on_events(
        self, events: Mapping[EventKind, Collection[str]], *texts: str, only_there: bool = False
    ) -> Callable[[EventCheck], EventCheck]:
        """Registers the check for events: what the program does with models, layers, tensors and gradient tapes.

        Args:
            events: the kinds of events, each with the methods, attributes or functions involved; none for any.
            texts: patterns. Every function in which the rule reports something matches one of them, or contains one
                of these names.
            only_there: whether every such function, or one that calls it, matches one of the patterns.
        """
        self.event_patterns, self.events_only_there = texts, only_there

        def decorate(check: EventCheck) -> EventCheck:
            self.events, self.event_check = events, check
            return check

        return decorate

    def on_package(self, check: PackageCheck) -> PackageCheck:
        """Registers the check for imports of packages that do not work with the target version."""
        self.package_check = check
        return check

    @property
    def documentation(self) -> str:
        """The rule's docstring."""
        return import_module(self.module).__doc__ or ""


def removed_calls(*names: str) -> CallFilter:
    """Returns the `wants` argument of `Rule.on_call` for calls of these names, below `tf`, that the target lacks."""
    return lambda referenced, _: referenced.lookup.entry.name in names and not referenced.lookup.entry.exists


def removed_name_problem(referenced: ReferencedName) -> Problem | None:
    """Returns the problem of a name that the target lacks: why, and what to use instead; None if the target has it."""
    entry = referenced.lookup.entry
    return (
        None
        if entry.exists
        else Problem.with_advice(f"{referenced.label} {entry.absence_clause}", entry.advice, entry.replacements)
    )
