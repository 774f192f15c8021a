"""The rules: every module of the package `rules` is one, found by looking there."""

from __future__ import annotations

import re
from importlib import import_module
from typing import TYPE_CHECKING, Final

from tf2lint.linting.rule_context import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from tf2lint.linting.rule_context import (
        ChangedCall,
        EventContext,
        ImportedPackage,
        ImpureCall,
        Iteration,
        LibraryCall,
        ReferencedName,
    )
    from tf2lint.model import Severity
    from tf2lint.resolver import FlagOccurrence
    from tf2lint.table import ChangeKind
    from tf2lint.typestate import EventKind, UserClass

    NameCheck = Callable[[ReferencedName], Problem | None]
    CallWants = Callable[[ReferencedName, str], bool]
    CallCheck = Callable[[LibraryCall], Iterable[Problem]]
    IterationCheck = Callable[[Iteration], Problem | None]
    ChangeCheck = Callable[[ChangedCall], Problem | None]
    FlagCheck = Callable[[FlagOccurrence], Problem | None]
    ImpureCheck = Callable[[ImpureCall], Problem | None]
    ClassCheck = Callable[[UserClass], Problem | None]
    EventCheck = Callable[[EventContext], Problem | None]
    PackageCheck = Callable[[ImportedPackage], Problem | None]

_FILE_NAME: Final = re.compile(r"tf(?P<number>\d{3})_(?P<name>[a-z0-9_]+)")


class Rule:
    """One rule. Its code and name come from its module's name, its description from the module's docstring.

    Args:
        module: the rule's `__name__`.
        severity: how bad its findings are.
        default: whether it is on unless somebody switches it off.

    Raises:
        ValueError: the module isn't named like a rule, `tf101_removed_name`.
    """

    def __init__(self, module: str, severity: Severity, *, default: bool = True) -> None:
        match = _FILE_NAME.fullmatch(module.rpartition(".")[2])
        if match is None:
            raise ValueError(f"{module}: a rule's module is named like tf101_removed_name")
        self.module = module
        self.code = f"TF{match['number']}"
        self.name = match["name"].replace("_", "-")
        self.severity = severity
        self.default = default
        self.names: frozenset[str] = frozenset()
        self.name_check: NameCheck | None = None
        self.call_wants: CallWants | None = None
        self.call_words: tuple[str, ...] = ()
        self.called: frozenset[str] = frozenset()
        self.call_check: CallCheck | None = None
        self.changed: ChangeKind | None = None
        self.change_check: ChangeCheck | None = None
        self.flag_check: FlagCheck | None = None
        self.iteration_check: IterationCheck | None = None
        self.impure_check: ImpureCheck | None = None
        self.class_check: ClassCheck | None = None
        self.events: Mapping[EventKind, Collection[str]] = {}
        self.event_check: EventCheck | None = None
        self.event_patterns: tuple[str, ...] = ()
        self.package_check: PackageCheck | None = None

    def on_name(self, check: NameCheck) -> NameCheck:
        """Decorates the function that judges each use of a library's name."""
        self.name_check = check
        return check

    def on_names(self, *names: str) -> Callable[[NameCheck], NameCheck]:
        """Decorates the function that judges the uses of certain names: it is asked before those that judge all.

        Args:
            names: from below `tf`; `Session().run` is a member of an object, `estimator.*` all that is below a module.
        """
        self.names = frozenset(names)
        return self.on_name

    def on_call(self, wants: CallWants, *words: str) -> Callable[[CallCheck], CallCheck]:
        """Decorates the function that judges calls of a library's functions and classes.

        Args:
            wants: whether there may be something to say of calls of something, by the text of its parameters.
            words: those of which one stands in a file with such a call; none if it is only about what the target lacks.
        """

        def decorate(check: CallCheck) -> CallCheck:
            self.call_wants, self.call_words, self.call_check = wants, words, check
            return check

        return decorate

    def on_calls(self, *names: str, words: tuple[str, ...] = ()) -> Callable[[CallCheck], CallCheck]:
        """Decorates the function that judges calls of certain names that the target has.

        Args:
            names: from below `tf`, such as `compat.v1.placeholder`.
            words: those of which one stands in a file with a call that there is something to say of; none if any may.
        """

        def decorate(check: CallCheck) -> CallCheck:
            self.called, self.call_words, self.call_check = frozenset(names), words, check
            return check

        return decorate

    def on_change(self, kind: ChangeKind) -> Callable[[ChangeCheck], ChangeCheck]:
        """Decorates the function that judges what is not as it was about calls of functions that kept their name.

        Args:
            kind: of these changes.
        """

        def decorate(check: ChangeCheck) -> ChangeCheck:
            self.changed, self.change_check = kind, check
            return check

        return decorate

    def on_iteration(self, check: IterationCheck) -> IterationCheck:
        """Decorates the function that judges what goes through the elements of something of a library."""
        self.iteration_check = check
        return check

    def on_flag(self, check: FlagCheck) -> FlagCheck:
        """Decorates the function that judges what carries a reuse flag through the program."""
        self.flag_check = check
        return check

    def on_impure_call(self, check: ImpureCheck) -> ImpureCheck:
        """Decorates the function that judges calls, in traced code, of what gives something else each time."""
        self.impure_check = check
        return check

    def on_class(self, check: ClassCheck) -> ClassCheck:
        """Decorates the function that judges classes of the program that are made from a library's."""
        self.class_check = check
        return check

    def on_moments(
        self, events: Mapping[EventKind, Collection[str]], *texts: str
    ) -> Callable[[EventCheck], EventCheck]:
        """Decorates the function that judges what is done with models, layers, symbolic tensors and gradient tapes.

        Args:
            events: what is done, with the methods, attributes or functions that it is done by; none for any.
            texts: patterns of which one is found in each function with something to judge, if no name of these is.
        """
        self.event_patterns = texts

        def decorate(check: EventCheck) -> EventCheck:
            self.events, self.event_check = events, check
            return check

        return decorate

    def on_package(self, check: PackageCheck) -> PackageCheck:
        """Decorates the function that judges imports of packages that do not work beside the target."""
        self.package_check = check
        return check

    @property
    def documentation(self) -> str:
        """The rule's docstring."""
        return import_module(self.module).__doc__ or ""


def calls_of(*names: str) -> CallWants:
    """For `Rule.on_call`: calls of these names, from below `tf`, where the target lacks them."""
    return lambda referenced, _: referenced.lookup.entry.name in names and not referenced.lookup.entry.exists


def gone(referenced: ReferencedName) -> Problem | None:
    """What there is to say of a name that the target lacks: what became of it, and what to write."""
    entry = referenced.lookup.entry
    return None if entry.exists else Problem(f"{referenced.shown} {entry.fate}; {entry.advice}", entry.replacements)
