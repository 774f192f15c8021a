"""Compares a function's signatures with the one at the target, and finds what that changes in a call.

Where arguments moved, became required, or have other defaults, calls for TensorFlow 1 are meant: its signature is the
one that is compared. An argument can also have come later and gone again; whatever version had it, a call that passes
it fails.
"""

from __future__ import annotations

import ast
import sys
from typing import TYPE_CHECKING, Final

from tf2lint.table.argument_change import ArgumentChange, ChangeKind
from tf2lint.table.documented_changes import CHANGED_DEFAULT, SAME
from tf2lint.table.early_version import EarlyDiff
from tf2lint.table.signatures import Argument, ParameterSlot, by_keyword, by_position

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tf2lint.table.documented_changes import DocumentedChange, DocumentedChanges
    from tf2lint.table.signatures import Signature

#: First parameters by which TensorFlow 1 makes callers pass all others by keyword.
_SENTINELS: Final = ("_sentinel", "keyword_required")


class SignatureDiff:
    """The difference between a function's parameters before, mainly in TensorFlow 1, and at the target.

    Args:
        name: the name of the function, without the leading `tf.`.
        old: its signature in TensorFlow 1; that at the target if TensorFlow 1 lacks it.
        new: its signature at the target.
        arguments: the documented changes of arguments.
        between: its signatures in the versions between the two.

    Attributes:
        name: the name of the function, without the leading `tf.`.
        old: its signature in TensorFlow 1; that at the target if TensorFlow 1 lacks it.
        new: its signature at the target.
        lost: the keywords that are no longer accepted, each with the keyword to use now, which may be empty.
        moved: the positions, from 0, that belong to another parameter now.
        gone: the positions, from 0, that only later versions than TensorFlow 1 took, with their parameters.
        required: the parameters that were optional, each with the parameter that is required now.
        defaults: the parameters whose default changed in a way that affects results.
        slots: the parameters that make a call relevant; empty if no call is affected.
    """

    def __init__(
        self,
        name: str,
        old: Signature,
        new: Signature,
        arguments: DocumentedChanges,
        between: Sequence[Signature] = (),
    ) -> None:
        self.name = name
        has_sentinel = bool(old.positional) and old.positional[0] in _SENTINELS
        self._positional = () if has_sentinel else old.positional
        self.old = old
        self.new = new
        self._arguments = arguments
        self._early = EarlyDiff(name, old, new, only_keywords=has_sentinel)
        earlier = (old, *between)
        self._known = frozenset[str]().union(*(signature.names for signature in earlier))
        took_any = any(signature.takes_any for signature in earlier)
        taken = self._known | (arguments.of(name) if took_any else arguments.named(name))
        self.lost = {word: self._keyword(word) for word in sorted(taken) if self._is_lost(word)}
        self.gone = () if new.takes_more else self._positions_gone(between)
        self.moved = frozenset(
            position for position, parameter in enumerate(self._positional) if not self._stays(position, parameter)
        )
        self.required = self._newly_required()
        self.defaults = tuple(shared for shared in sorted(old.names & new.names) if self._has_other_default(shared))
        self.slots = tuple(self._slots())

    @property
    def method(self) -> str:
        """The name of the method; empty if it is a function."""
        return self.name.partition("().")[2]

    def keyword_now(self, parameter: str) -> str | None:
        """Returns the keyword by which the target takes an argument.

        Args:
            parameter: the parameter of TensorFlow 1.

        Returns:
            The keyword; empty if the argument is to be deleted and nothing else has to be written for it, None if that
            isn't enough.
        """
        keyword, documented = self._keyword(parameter), self.documented(parameter)
        if keyword not in ("", parameter) and documented is not None and documented.advice:
            return None
        if keyword or (documented is not None and documented.now == SAME and self.new.takes_any):
            return keyword or parameter
        is_unknown = parameter not in self._known and documented is None
        if is_unknown:
            return parameter if self.new.takes_any else None
        if self.new.takes_any and documented is None:
            return parameter
        return "" if documented is None or documented.is_deletion else None

    def deletion_note(self, parameter: str) -> str:
        """Returns what to know about an argument that is deleted; empty if there is nothing."""
        documented = self.documented(parameter)
        return documented.deletion_note if documented is not None else ""

    def early_parameters(self, call: ast.Call) -> tuple[str, ...] | None:
        """Returns the parameters by position, by their names now, if a call has the order of a version before 1.0.

        Returns:
            The parameters; none if the call has another order, None if one of them takes something else now.
        """
        return self._early.positional if self._early.slots and any(self._early.changes(call)) else ()

    def changes(self, call: ast.Call) -> list[ArgumentChange]:
        """Returns the changes that affect a call."""
        found = list(self._changes(call))
        if len(found) > 1 and self._arguments.has_single_change(self.name):
            found.sort(key=lambda change: change.kind is not ChangeKind.REMOVED)
            return found[:1]
        return found

    def _slots(self) -> Iterator[ParameterSlot]:
        yield from (ParameterSlot(sys.maxsize, name) for name in self.lost)
        yield from (ParameterSlot(position, self._positional[position]) for position in sorted(self.moved)[:1])
        yield from (ParameterSlot(position, name) for position, name in self.gone[:1])
        yield from self._early.slots
        for name, now in self.required.items():
            yield ParameterSlot(self._position(name), now, is_missing=True)
        for name in self.defaults:
            yield ParameterSlot(self._position(name), name, is_missing=True)

    def _changes(self, call: ast.Call) -> Iterator[ArgumentChange]:
        if self._early.slots:
            yield from self._early.changes(call)
        yield from self._position_changes(call)
        lost = [(keyword, argument) for keyword, argument in by_keyword(call) if self._is_lost(keyword)]
        for keyword, argument in lost:
            now, advice, *_ = self.documented(keyword) or ("", "")
            yield ArgumentChange(ChangeKind.RENAMED if now else ChangeKind.REMOVED, keyword, now, advice, argument)
        if _unpacks(call):
            return  # unpacked arguments may pass anything
        # With more positional arguments, the call is already written for the target; with lost keywords, it must be
        # rewritten anyway.
        if self.required and not lost and len(call.args) <= len(self._positional):
            yield from self._missing(call)
        for name in self.defaults:
            if len(call.args) <= self._position(name) and all(keyword.arg != name for keyword in call.keywords):
                before, now = (ast.unparse(signature.defaults[name]) for signature in (self.old, self.new))
                documented = self.documented(name)
                yield ArgumentChange(
                    ChangeKind.DEFAULT, name, name, documented.advice if documented else "", now=now, before=before
                )

    def _position_changes(self, call: ast.Call) -> Iterator[ArgumentChange]:
        """Yields the changes of the arguments that a call passes by position."""
        moved = self.moved if self._is_complete(call) else ()
        for position, (parameter, argument) in enumerate(by_position(self._positional, call)):
            if position in moved and not self._means_the_same(argument.value, position, parameter):
                yield self._position_change(position, parameter, argument)
        if not any(isinstance(value, ast.Starred) for value in call.args):
            for position, parameter in self.gone:
                for value in call.args[position : position + 1]:
                    yield self._position_change(position, parameter, Argument(value, value))

    def _positions_gone(self, between: Sequence[Signature]) -> tuple[tuple[int, str], ...]:
        """Returns the positions, with their parameters, that only versions after TensorFlow 1 took."""
        longest = max((signature.positional for signature in reversed(between)), key=len, default=())
        first = max(len(self._positional), len(self.new.positional))
        return tuple(enumerate(longest))[first:]

    def _missing(self, call: ast.Call) -> Iterator[ArgumentChange]:
        """Yields the required parameters that a call does not pass."""
        passed = {self._keyword(keyword) for keyword, _ in by_keyword(call)}
        for position, (parameter, _) in enumerate(by_position(self._positional, call)):
            passed.update((self._keyword(parameter), *self.new.positional[position : position + 1]))
        for name in self.required.values():
            if name not in passed:
                documented = self.documented(name)
                yield ArgumentChange(ChangeKind.REQUIRED, name, name, documented.advice if documented else "")

    def _position_change(self, position: int, parameter: str, argument: Argument) -> ArgumentChange:
        keyword, documented = self._keyword(parameter), self.documented(parameter)
        now = self.new.positional[position] if position < len(self.new.positional) else ""
        kind = ChangeKind.MOVED if keyword else ChangeKind.REMOVED
        return ArgumentChange(
            kind, parameter, keyword, documented.advice if documented else "", argument, position + 1, now
        )

    def _newly_required(self) -> dict[str, str]:
        """Returns the parameters that were optional and are required now, each with its current name."""
        old = self.old
        optional = (name for name in (*old.positional, *sorted(old.names)) if name not in old.required)
        named = {name: self._keyword(name) for name in optional}
        required = {now: name for name, now in reversed(named.items()) if now in self.new.required}
        # Where several parameters became one, such as `fn1` and `true_fn`, the first counts.
        already_required = {self._keyword(name) for name in old.required}
        return {name: now for now, name in required.items() if now not in already_required}

    def _has_other_default(self, name: str) -> bool:
        documented, old, new = self.documented(name), self.old.defaults.get(name), self.new.defaults.get(name)
        is_documented = documented is not None and documented.now == CHANGED_DEFAULT
        return is_documented and old is not None and new is not None and ast.dump(old) != ast.dump(new)

    def _position(self, name: str) -> int:
        """Returns the position of a TensorFlow 1 parameter; `sys.maxsize` if it can only be passed by keyword."""
        return self._positional.index(name) if name in self._positional else sys.maxsize

    def documented(self, parameter: str) -> DocumentedChange | None:
        """Returns the documented change of a parameter of TensorFlow 1; None if there is none."""
        is_known = parameter in self._known
        return (self._arguments.change if is_known else self._arguments.own_change)(self.name, parameter)

    def _keyword(self, parameter: str) -> str:
        """Returns the keyword that passes a parameter now; empty if it was removed."""
        if parameter in self.new.names:
            return parameter
        documented = self.documented(parameter)
        now = documented.now if documented is not None else ""
        # Model(*args, **kwargs) says nothing about what it takes.
        is_open = self.new.takes_any and not self.new.names and now.isidentifier()
        return now if is_open or now in self.new.names else ""

    def _is_lost(self, name: str) -> bool:
        """Returns whether an argument is no longer accepted under its name."""
        documented = self.documented(name)
        if name in self.new.names or (documented is not None and documented.now == SAME):
            return False
        now = documented.now if documented is not None else ""
        if now and name not in self._known and now not in self.new.names:
            # A line for a family is about those of it that have the parameter.
            return name in self._arguments.named(self.name)
        return documented is not None or (name in self._known and not self.new.takes_any)

    def _stays(self, position: int, parameter: str) -> bool:
        """Returns whether a position still belongs to the same parameter as in TensorFlow 1."""
        if position >= len(self.new.positional):
            return self.new.takes_more
        now = self.new.positional[position]
        if parameter in self.new.names:
            return now == parameter
        documented = self.documented(parameter)
        # Without a documented change, a new name at the same position is taken as a rename.
        return now == documented.now if documented is not None else now not in self.old.names

    def _is_complete(self, call: ast.Call) -> bool:
        """Returns whether a call passes all arguments that TensorFlow 1 requires; otherwise it is not meant for it."""
        if any(isinstance(value, ast.Starred) for value in call.args) or len(call.args) >= len(self.old.required):
            return True
        keywords = {keyword.arg for keyword in call.keywords}
        required = self.old.required[len(call.args) :]
        return None in keywords or all(not {name, self._keyword(name)}.isdisjoint(keywords) for name in required)

    def _means_the_same(self, value: ast.expr, position: int, parameter: str) -> bool:
        """Returns whether an argument has no other effect now.

        That is so if it equals the default of the parameter at its position, or is documented to mean the same there.
        """
        if not isinstance(value, ast.Constant):
            return False
        documented = self.documented(parameter)
        if documented is not None and documented.same and repr(value.value) == documented.same:
            return True
        default = self.new.defaults.get(self.new.positional[position] if position < len(self.new.positional) else "")
        return isinstance(default, ast.Constant) and (
            value.value == default.value or not (value.value or default.value)
        )


def _unpacks(call: ast.Call) -> bool:
    """Returns whether a call passes unpacked arguments."""
    return any(isinstance(value, ast.Starred) for value in call.args) or any(
        keyword.arg is None for keyword in call.keywords
    )
