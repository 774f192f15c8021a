"""The signature diffs of a table: which signatures of a function or method are compared."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tf2lint.table.documented_changes import DocumentedChanges
from tf2lint.table.early_version import has_early_parameters
from tf2lint.table.entries import COMPAT_PREFIX, Area
from tf2lint.table.guidance import Outcome
from tf2lint.table.mapping_table import DATA
from tf2lint.table.signature_diff import SignatureDiff
from tf2lint.table.signatures import parse_signature
from tf2lint.table.versions import TF1_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tf2lint.table.entries import Entry, Lookup
    from tf2lint.table.mapping_table import Table


class SignatureDiffs:
    """The signature diffs of a table's functions and methods.

    Args:
        table: the table, at its target version.

    Attributes:
        arguments: the documented changes of arguments.
    """

    def __init__(self, table: Table) -> None:
        self._table = table
        self._methods: dict[tuple[str, str], SignatureDiff | None] = {}
        self._of_pairs: dict[tuple[str, str], SignatureDiff | None] = {}
        self.arguments = DocumentedChanges(DATA / "arguments.txt", partial(table.facts.version_of, target=table.target))

    def of(self, entry: Entry) -> SignatureDiff | None:
        """Compares a function's signatures with the one at the target, under the name that it has there.

        Args:
            entry: the entry of its 1.15 name.

        Returns:
            The diff; None if a signature is unknown, or no call is affected.
        """
        entry = self._plain(entry)
        facts, is_renamed = self._table.facts, not entry.exists and entry.outcome is Outcome.RENAMED
        now = entry.replacements[0].removeprefix("tf.") if is_renamed else entry.name
        if entry.area is not Area.CORE or not (entry.exists or is_renamed) or self.arguments.is_unchecked(now):
            return None
        old, new = facts.signature(entry.name, TF1_VERSION), facts.signature(now, self._table.target)
        return self._compare(now, old, new, self._between(now, facts.signatures(now)))

    def _plain(self, entry: Entry) -> Entry:
        """Returns the entry of a tf.compat.v1 name without that prefix, if the target has the same object there."""
        plain = entry.name.removeprefix(COMPAT_PREFIX)
        is_same = entry.exists and entry.outcome is Outcome.RENAMED and entry.replacements == (f"tf.{plain}",)
        return self._table.lookup(plain).entry if entry.area is Area.COMPAT_V1 and is_same else entry

    def ignored(self, lookup: Lookup) -> frozenset[str]:
        """Returns the arguments that a call of what a lookup found may still pass, without effect."""
        return frozenset() if lookup.rest else self.arguments.ignored(self._plain(lookup.entry).name)

    def of_lookup(self, lookup: Lookup) -> SignatureDiff | None:
        """Compares the signatures of the function, class, or method that a lookup found; see `of` and `of_member`."""
        owner, is_member, member = lookup.entry.name.partition("().")
        if lookup.missing:
            return None
        if not lookup.rest and not is_member:
            return self.of(lookup.entry)
        method = lookup.method or member
        return self.of_member(owner, method) if method and lookup.entry.exists else None

    def between(self, old: str, new: str) -> SignatureDiff | None:
        """Compares the signature of a function in 1.15 with that of another one at the target.

        Args:
            old: the name in 1.15, without the leading `tf.`.
            new: the name at the target.

        Returns:
            The diff; None if a signature is unknown, or the parameters are the same.
        """
        key = old, new
        if key not in self._of_pairs:
            facts = self._table.facts
            before, now = facts.signature(old, TF1_VERSION), facts.signature(new, self._table.target)
            self._of_pairs[key] = self._compare(new, before, now, []) if before is not None else None
        return self._of_pairs[key]

    def of_member(self, owner: str, name: str) -> SignatureDiff | None:
        """Compares a method's signatures with the one at the target.

        Args:
            owner: the class, without the leading `tf.`.
            name: the name of the method.

        Returns:
            The diff; None if a signature is unknown, or no call is affected.
        """
        key = owner, name
        if key not in self._methods:
            facts = self._table.facts
            old, new = (facts.member_signature(owner, name, version) for version in (TF1_VERSION, self._table.target))
            between = self._between(owner, facts.member_signatures(owner, name)) if new is not None else []
            self._methods[key] = self._compare(f"{owner}().{name}", old, new, between)
        return self._methods[key]

    def _between(self, owner: str, signatures: Iterable[tuple[str, str]]) -> list[str]:
        """Returns those of some signatures, each with its first version, that hold in no version after the target.

        Args:
            owner: the function or class.
            signatures: the signatures.
        """
        facts = self._table.facts
        order = {version: position for position, version in enumerate((TF1_VERSION, *facts.versions_of(owner)))}
        last = order[facts.version_of(owner, self._table.target)]
        return [text for since, text in signatures if order[since] <= last]

    def _compare(self, name: str, old: str | None, new: str | None, between: list[str]) -> SignatureDiff | None:
        if new is None or self.arguments.is_unchecked(name):
            return None
        is_same = all(text == new for text in (old or new, *between))
        if is_same and not self.arguments.of(name) and not (old and has_early_parameters(name)):
            return None
        earlier = [parse_signature(text) for text in between]
        found = SignatureDiff(name, parse_signature(old or new), parse_signature(new), self.arguments, earlier)
        return found if found.slots else None
