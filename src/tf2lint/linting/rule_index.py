"""Finds the rules that apply to a symbol: to its name, to calls of it, to calls of its methods."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.linting.rule_context import ReferencedName
from tf2lint.resolver import ReferenceKind
from tf2lint.table import ANY, OTHER, TENSOR, composite_kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from tf2lint.linting.problem import Problem
    from tf2lint.linting.rule import Rule
    from tf2lint.project import Libraries, Program
    from tf2lint.resolver import Symbol


_COMPAT: Final = "compat.v1."
_LAYERS: Final = "keras.layers."
_LAYER: Final = "keras.layers.Layer"


class Verdict(NamedTuple):
    """The problem that a rule reports for a name.

    Attributes:
        referenced: the name.
        rule: the rule.
        problem: the problem.
        otherwise: the verdict in programs to which the problem does not apply; None if there is no other problem.
    """

    referenced: ReferencedName
    rule: Rule
    problem: Problem
    otherwise: Verdict | None = None

    def in_program(self, program: Program) -> Verdict | None:
        """Returns the verdict that applies to a program; None if there is no problem in it."""
        applies = self.problem.applies
        if applies is None or applies(program):
            return self
        return self.otherwise and self.otherwise.in_program(program)


class RuleIndex:
    """The rules by what they apply to; caches their verdicts on names, which are the same in all files.

    Args:
        libraries: looks up symbols in the table.
        rules: the rules, in the order in which they run.
        is_on: returns whether a rule is selected.

    Attributes:
        rules: the rules, in the order in which they run.
        is_on: returns whether a rule is selected.
    """

    def __init__(self, libraries: Libraries, rules: Iterable[Rule], is_on: Callable[[Rule], bool]) -> None:
        self._libraries = libraries
        self.rules = tuple(rules)
        self.is_on = is_on
        self._rules_on = tuple(filter(is_on, self.rules))
        self._rules_by_name = {name: rule for rule in self.rules for name in rule.names}
        self._rules_by_called_name = {
            name: [r for r in self.rules if name in r.called] for rule in self.rules for name in rule.called
        }
        self._referenced_names: dict[tuple[Symbol, ReferenceKind], ReferencedName | None] = {}
        self._verdicts: dict[tuple[Symbol, ReferenceKind], Verdict | None] = {}
        self._call_rules: dict[Symbol, tuple[Rule, ...]] = {}

    def verdict(self, symbol: Symbol, kind: ReferenceKind) -> Verdict | None:
        """Returns the verdict on a symbol, the same for all references of one kind; None if there is no problem."""
        key = symbol, kind
        if key not in self._verdicts:
            self._verdicts[key] = self._first_problem(symbol, kind)
        return self._verdicts[key]

    def _first_problem(self, symbol: Symbol, kind: ReferenceKind) -> Verdict | None:
        referenced = self.referenced(symbol, kind)
        if referenced is None:
            return None
        name_rule = self._rule_for_name(referenced.lookup.entry.name)
        verdicts: list[Verdict] = []
        for rule in (*([name_rule] if name_rule is not None else ()), *self.rules):
            if rule.name_check is not None and (rule is name_rule or not rule.names):
                problem = rule.name_check(referenced)
                if problem is not None:
                    verdicts.append(Verdict(referenced, rule, problem))
                    if problem.applies is None:
                        break
        first: Verdict | None = None
        for verdict in reversed(verdicts):
            first = verdict._replace(otherwise=first)
        return first

    def _rule_for_name(self, name: str) -> Rule | None:
        """Returns the rule for a name itself, or for all names below a module that contains it."""
        found, prefix = self._rules_by_name.get(name), name
        while found is None and "." in prefix:
            prefix = prefix.rpartition(".")[0]
            found = self._rules_by_name.get(f"{prefix}.*")
        return found

    def referenced(self, symbol: Symbol, kind: ReferenceKind) -> ReferencedName | None:
        """Returns the context that rules get for a symbol; None if the table has no entry for it."""
        key = symbol, kind
        if key not in self._referenced_names:
            libraries = self._libraries
            lookup = (libraries.lookup_imported if kind is ReferenceKind.IMPORT else libraries.lookup)(symbol)
            self._referenced_names[key] = lookup and ReferencedName(
                libraries.label(symbol, lookup),
                libraries.name_from_tf(lookup),
                lookup,
                kind,
                libraries.table.target,
                libraries.release(symbol),
                libraries.table.keras.is_keras_3,
                libraries.ignored_arguments(symbol, lookup),
            )
        return self._referenced_names[key]

    def name_from_tf(self, symbol: Symbol) -> str:
        """Returns the name of a symbol from `tf`; an empty string if the table has no entry for it."""
        lookup = self._libraries.lookup(symbol)
        return "" if lookup is None else self._libraries.name_from_tf(lookup)

    def name_below_tf(self, symbol: Symbol) -> str:
        """Returns the name of a symbol without `tf.`; an empty string if the table has no entry for it."""
        return self.name_from_tf(symbol).removeprefix("tf.")

    def class_name(self, symbol: Symbol) -> str:
        """Returns the class of an object, below `tf` or `tf.compat.v1`; empty if the table has no entry for it."""
        found = self._libraries.lookup(symbol)
        return "" if found is None else found.entry.name.removeprefix(_COMPAT)

    def member_name(self, symbol: Symbol) -> str:
        """Returns the name of a symbol below `tf`, also of a member that the table does not list; empty if unknown."""
        found = self._libraries.lookup(symbol)
        return "" if found is None else ".".join((found.entry.name, *found.rest)).replace(".()", "()")

    def result_kind(self, function: str) -> str:
        """Returns what is known of the result of a function, below `tf`.

        Returns:
            One of the kinds of `composite_kind`, or `TENSOR`; empty for a tensor or a structure of tensors.
        """
        table, call = self._libraries.table, f"{function}()"
        kind = next(filter(None, map(composite_kind, table.names_in_tf1(function))), "")
        if kind or table.return_types.is_assumed(call):
            return kind
        return TENSOR if table.return_types.class_of(call) == ANY else OTHER

    def dictionary(self, symbol: Symbol) -> str:
        """Returns the name, below `tf`, of a dictionary that a symbol is, or whose `get` it is."""
        return self.member_name(symbol).removesuffix(".get")

    def call_rules(self, symbol: Symbol) -> tuple[Rule, ...]:
        """Returns the rules that are on and may report calls of a symbol."""
        if symbol not in self._call_rules:
            referenced = self.referenced(symbol, ReferenceKind.LOAD)
            parameters = self._libraries.signature_text(symbol)
            registered = self.rules_for_call(symbol)
            self._call_rules[symbol] = tuple(
                r
                for r in self._rules_on
                if r in registered or (r.call_filter and referenced and r.call_filter(referenced, parameters))
            )
        return self._call_rules[symbol]

    def rules_for_call(self, symbol: Symbol) -> Sequence[Rule]:
        """Returns the rules registered for calls of this very name; none if the target lacks it."""
        found = self._libraries.lookup(symbol)
        if found is None or not found.entry.exists or found.missing:
            return ()
        if found.rest:
            method = found.method
            return self.rules_for_method(found.entry.name, method) if method else ()
        return self._rules_by_called_name.get(found.entry.name, ())

    def rules_for_method(self, owner: str, name: str) -> Sequence[Rule]:
        """Returns the rules registered for calls of a method of a class or of its base classes."""
        return self._rules_by_called_name.get(self.method_name(owner, name), ())

    def method_name(self, owner: str, name: str) -> str:
        """Returns the name of a method that rules use: with the first of a class and its bases that a rule names."""
        # The table is shorter for not naming the class that all layers have in common.
        common = (_LAYER,) if owner.startswith(_LAYERS) else ()
        names = [f"{like}().{name}" for like in (*self._libraries.table.facts.similar_classes(owner), *common)]
        return next((name for name in names if name in self._rules_by_called_name), names[0])
