"""Compares what a function took in TensorFlow 1 with what it takes at the target, and calls with both."""

from __future__ import annotations

import ast
import sys
from enum import Enum
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.table.argument_changes import OTHER_DEFAULT, SAME, ArgumentChanges
from tf2lint.table.entries import Area
from tf2lint.table.entry_building import TF1_VERSION
from tf2lint.table.guidance import Outcome
from tf2lint.table.mapping_table import DATA
from tf2lint.table.signatures import ParameterSlot, by_keyword, by_position, parse_signature

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.table.argument_changes import DocumentedChange
    from tf2lint.table.entries import Entry
    from tf2lint.table.mapping_table import Table
    from tf2lint.table.signatures import Argument, Signature

#: First parameters that make a caller of TensorFlow 1 give all others by keyword.
_SENTINELS: Final = ("_sentinel", "keyword_required")


class ChangeKind(Enum):
    """What a change does to a call."""

    RENAMED = "renamed"
    """A keyword has another name."""
    REMOVED = "removed"
    """An argument is no longer taken."""
    MOVED = "moved"
    """A position means something else."""
    REQUIRED = "required"
    """An argument that could be left out must be given."""
    DEFAULT = "default"
    """What is left out is something else."""


class ArgumentChange(NamedTuple):
    """One thing about a call that is not as it was.

    Attributes:
        kind: what it is.
        parameter: the parameter of TensorFlow 1, or the one that must be given now.
        keyword: how to give the argument by keyword now; empty if it is gone.
        advice: what else there is to say.
        argument: what the call gives; None if it gives nothing.
        position: the argument's place, from 1; 0 for a keyword.
        now: the parameter that takes what is given at that place now, empty if none does; for a default what it is.
        before: for a default what it was.
    """

    kind: ChangeKind
    parameter: str
    keyword: str
    advice: str
    argument: Argument | None = None
    position: int = 0
    now: str = ""
    before: str = ""


class SignatureDiff:
    """A function's parameters then and now.

    Args:
        name: the function, from below `tf`.
        old: what it took in TensorFlow 1.
        new: what it takes at the target.
        arguments: what is told of arguments.

    Attributes:
        name: the function, from below `tf`.
        lost: the keywords that are not taken any more, and what each is now, or nothing.
        moved: the places, from 0, that something else stands in.
        required: the arguments that could be left out, with the parameters that must be given now.
        defaults: the parameters whose default is another one, in a way that changes results.
        slots: what touches a call, by its text; nothing if every call means what it meant.
    """

    def __init__(self, name: str, old: Signature, new: Signature, arguments: ArgumentChanges) -> None:
        self.name = name
        self._positional = () if old.positional[:1] and old.positional[0] in _SENTINELS else old.positional
        self._old = old
        self._new = new
        self._arguments = arguments
        taken = old.names | arguments.of(name) if old.takes_any else old.names
        self.lost = {one: self._keyword(one) for one in sorted(taken) if self._is_lost(one)}
        self.moved = frozenset(place for place, one in enumerate(self._positional) if not self._stays(place, one))
        self.required = self._newly_required()
        self.defaults = tuple(one for one in sorted(old.names & new.names) if self._has_other_default(one))
        self.slots = tuple(self._slots())

    @property
    def method(self) -> str:
        """The method that it is of a class; empty for a function."""
        return self.name.partition("().")[2]

    def changes(self, call: ast.Call) -> list[ArgumentChange]:
        """What is not as it was about a call."""
        found = list(self._changes(call))
        if len(found) > 1 and self._arguments.is_told_at_once(self.name):
            found.sort(key=lambda change: change.kind is not ChangeKind.REMOVED)
            return found[:1]
        return found

    def _slots(self) -> Iterator[ParameterSlot]:
        yield from (ParameterSlot(sys.maxsize, name) for name in self.lost)
        yield from (ParameterSlot(place, self._positional[place]) for place in sorted(self.moved)[:1])
        for name, now in self.required.items():
            yield ParameterSlot(self._place(name), now, is_missing=True)
        for name in self.defaults:
            yield ParameterSlot(self._place(name), name, is_missing=True)

    def _changes(self, call: ast.Call) -> Iterator[ArgumentChange]:
        is_clear = len(call.args) <= len(
            self._positional
        )  # else it is a call of now, with arguments that are not known
        for place, (parameter, argument) in enumerate(by_position(self._positional, call)):
            if place in self.moved and not self._is_default(argument.value, place):
                yield self._change_of_place(place, parameter, argument)
        for keyword, argument in by_keyword(call):
            if self._is_lost(keyword):
                is_clear = False  # the call has to be written anew, and then gives what is required
                now, advice = self._told(keyword) or ("", "")
                yield ArgumentChange(ChangeKind.RENAMED if now else ChangeKind.REMOVED, keyword, now, advice, argument)
        if any(isinstance(one, ast.Starred) for one in call.args) or any(one.arg is None for one in call.keywords):
            return  # it may give anything
        if self.required and is_clear:
            yield from self._missing(call)
        for name in self.defaults:
            if len(call.args) <= self._place(name) and all(keyword.arg != name for keyword in call.keywords):
                before, now = (ast.unparse(one.defaults[name]) for one in (self._old, self._new))
                told = self._told(name)
                yield ArgumentChange(
                    ChangeKind.DEFAULT, name, name, told.advice if told else "", now=now, before=before
                )

    def _missing(self, call: ast.Call) -> Iterator[ArgumentChange]:
        """What a call does not give that must be given now."""
        given = {self._keyword(keyword) for keyword, _ in by_keyword(call)}
        for place, (parameter, _) in enumerate(by_position(self._positional, call)):
            given.update((self._keyword(parameter), *self._new.positional[place : place + 1]))
        for name in self.required.values():
            if name not in given:
                told = self._told(name)
                yield ArgumentChange(ChangeKind.REQUIRED, name, name, told.advice if told else "")

    def _change_of_place(self, place: int, parameter: str, argument: Argument) -> ArgumentChange:
        keyword, told = self._keyword(parameter), self._told(parameter)
        now = self._new.positional[place] if place < len(self._new.positional) else ""
        kind = ChangeKind.MOVED if keyword else ChangeKind.REMOVED
        return ArgumentChange(kind, parameter, keyword, told.advice if told else "", argument, place + 1, now)

    def _newly_required(self) -> dict[str, str]:
        """The parameters that a call could leave out, and their names now."""
        old = self._old
        optional = (name for name in (*old.positional, *sorted(old.names)) if name not in old.required)
        named = {name: self._keyword(name) for name in optional}
        required = {now: name for name, now in reversed(named.items()) if now in self._new.required}
        # Of several that are one now, such as `fn1` and `true_fn`, the first counts.
        also_old = {self._keyword(name) for name in old.required}
        return {name: now for now, name in required.items() if now not in also_old}

    def _has_other_default(self, name: str) -> bool:
        told, old, new = self._told(name), self._old.defaults.get(name), self._new.defaults.get(name)
        is_told = told is not None and told.now == OTHER_DEFAULT
        return is_told and old is not None and new is not None and ast.dump(old) != ast.dump(new)

    def _place(self, name: str) -> int:
        """The place of a parameter of TensorFlow 1; beyond all if only a keyword gives it."""
        return self._positional.index(name) if name in self._positional else sys.maxsize

    def _told(self, parameter: str) -> DocumentedChange | None:
        is_known = parameter in self._old.names
        return (self._arguments.told if is_known else self._arguments.told_of)(self.name, parameter)

    def _keyword(self, parameter: str) -> str:
        """How a parameter is given by keyword now; empty if it is gone."""
        if parameter in self._new.names:
            return parameter
        told = self._told(parameter)
        return told.now if told is not None and told.now in self._new.names else ""

    def _is_lost(self, name: str) -> bool:
        """Whether an argument is no longer taken under its name."""
        told = self._told(name)
        if name in self._new.names or (told is not None and told.now == SAME):
            return False
        return told is not None or (name in self._old.names and not self._new.takes_any)

    def _stays(self, place: int, parameter: str) -> bool:
        """Whether a parameter of TensorFlow 1 is still the one at its place."""
        if place >= len(self._new.positional):
            return self._new.takes_more
        now = self._new.positional[place]
        if parameter in self._new.names:
            return now == parameter
        told = self._told(parameter)
        # Where nothing is told, another name for what stands in the same place is only that.
        return now == told.now if told is not None else now not in self._old.names

    def _is_default(self, value: ast.expr, place: int) -> bool:
        """Whether an argument is what the parameter that stands there now is without it, so that nothing changes."""
        parameter = self._new.positional[place] if place < len(self._new.positional) else ""
        default = self._new.defaults.get(parameter)
        return (
            isinstance(value, ast.Constant)
            and isinstance(default, ast.Constant)
            and (value.value == default.value or not (value.value or default.value))
        )


class SignatureDiffs:
    """The functions of a table, compared.

    Args:
        table: says what became of their names.

    Attributes:
        arguments: what is told of arguments.
    """

    def __init__(self, table: Table) -> None:
        self._table = table
        self._methods: dict[tuple[str, str], SignatureDiff | None] = {}
        self.arguments = ArgumentChanges(DATA / "arguments.txt", table.target)

    def of(self, entry: Entry) -> SignatureDiff | None:
        """What a function took in 1.15 against what it takes at the target, by the name that it has there.

        Args:
            entry: what became of its name.

        Returns:
            The comparison; None where one of them is not known, or both are the same to every call.
        """
        facts, is_renamed = self._table.facts, not entry.exists and entry.outcome is Outcome.RENAMED
        now = entry.replacements[0].removeprefix("tf.") if is_renamed else entry.name
        if entry.area is not Area.CORE or not (entry.exists or is_renamed) or self.arguments.is_left_out(now):
            return None
        return self._compared(now, facts.signature(entry.name, TF1_VERSION), facts.signature(now, self._table.target))

    def of_member(self, owner: str, name: str) -> SignatureDiff | None:
        """What a method took in 1.15 against what it takes at the target.

        Args:
            owner: the class, from below `tf`.
            name: the method.

        Returns:
            The comparison; None where one of them is not known, or both are the same to every call.
        """
        key = owner, name
        if key not in self._methods:
            facts = self._table.facts
            old, new = (facts.member_signature(owner, name, version) for version in (TF1_VERSION, self._table.target))
            self._methods[key] = self._compared(f"{owner}().{name}", old, new)
        return self._methods[key]

    def _compared(self, name: str, old: str | None, new: str | None) -> SignatureDiff | None:
        if old is None or new is None or self.arguments.is_left_out(name):
            return None
        if old == new and not self.arguments.of(name):
            return None
        found = SignatureDiff(name, parse_signature(old), parse_signature(new), self.arguments)
        return found if found.slots else None
