"""The namespace-mapping table as rows, one per name at a target version, for people and programs."""

from __future__ import annotations

import fnmatch
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from tf2lint.table.argument_rows import ArgumentRow, argument_rows
from tf2lint.table.entries import Area, Lookup
from tf2lint.table.guidance import Outcome
from tf2lint.table.library_table import library_tables
from tf2lint.table.mapping_table import DATA
from tf2lint.table.packages import read_packages
from tf2lint.table.queries import parse_query
from tf2lint.table.signature_diffs import SignatureDiffs
from tf2lint.table.templates import note_parts
from tf2lint.table.versions import TF1_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.model import Finding
    from tf2lint.table.entries import Entry
    from tf2lint.table.library_table import LibraryTable
    from tf2lint.table.mapping_table import Table, TensorFlowTable
    from tf2lint.table.packages import Package
    from tf2lint.table.rewrites import Rewrite

_KINDS: Final = {"m": "module", "c": "class", "f": "function", "v": "value"}
#: The names that programs and people use for the library.
_ROOTS: Final = ("tf", "tensorflow")
_KERAS: Final = "keras"
#: Prefixes of names that are seldom meant.
_LAST: Final = ("compat.", "raw_ops.", "contrib.")


@dataclass(frozen=True, slots=True)
class RewriteRow:
    """What to write instead of calls of a name.

    Attributes:
        when: for which calls, in words; empty for all others.
        write: the code, with the names of parameters of TensorFlow 1; `...` stands for all other arguments. Arguments
            that a call omits are left out, but for `{epsilon=1e-8}`, which is 1e-8 then. Empty if there is nothing to
            write.
        safety: `safe`, `unsafe`, or `none`.
        note: what may differ, or why there is nothing to write; may be empty.
    """

    when: str
    write: str
    safety: str
    note: str


@dataclass(frozen=True, slots=True)
class Row:
    """The table's row for one name at a target version.

    Attributes:
        name: the name as users write it, starting with `tf`.
        kind: `module`, `class`, `function` or `value`.
        exists: whether the target has the name.
        outcome: what happened to the name, see `Outcome`.
        deprecated: whether the target marks the name as deprecated.
        since: the first known version that has the name; `1.15` means 1.15 or earlier, `Keras 3.4` a version of Keras.
            None if it was never public.
        until: the last version that has the name; None if the newest known version has it, or it was never public.
        replacements: dotted names to use instead, best first.
        works_on_1_15: whether TensorFlow 1.15 has the first replacement, too; None if that is unknown.
        package: the package to install for the first replacement; None if it is part of TensorFlow or Python.
        remark: what to know before using that package; None if there is no package.
        note: what to do, as a clause; empty if nothing needs to be done.
        rewrites: what to write instead of calls; the first one that fits a call counts.
        legacy: whether the target only has the name for programs of TensorFlow 1, below `tf.compat.v1`; the outcome is
            that of the name without this prefix.
        arguments: the arguments that changed, if the target has the function under this name or its new one.
    """

    name: str
    kind: str
    exists: bool
    outcome: str
    deprecated: bool
    since: str | None
    until: str | None
    replacements: tuple[str, ...]
    works_on_1_15: bool | None
    package: str | None
    remark: str | None
    note: str
    rewrites: tuple[RewriteRow, ...] = ()
    legacy: bool = False
    arguments: tuple[ArgumentRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The table's answer to a query for one name.

    Attributes:
        asked: the name as the user wrote it.
        row: the row of the longest prefix that the table has; None if no version has the name.
        closest: the name that was probably meant if no version has it; empty if none is similar.
        call: the call that the user pasted; empty for a name.
        findings: what `tf2lint check` reports for the call, or for the name, in a program for TensorFlow 1.
    """

    asked: str
    row: Row | None
    closest: str = ""
    call: str = ""
    findings: tuple[Finding, ...] = ()


class TableExport:
    """The rows of a table.

    Args:
        table: the table, at its target version.
    """

    def __init__(self, table: TensorFlowTable) -> None:
        self._table = table
        self._packages: dict[str, Package] = read_packages(DATA / "packages.txt")
        self._diffs: dict[Table, SignatureDiffs] = {}

    def answers(self, text: str) -> list[Answer]:
        """Looks up what a user asks for, one answer for each name.

        Args:
            text: a name, see `answer`; a pattern such as `tf.layers.*`, for all names that are like it; or a call.
        """
        query = parse_query(text)
        if not query.is_pattern:
            return [self.answer(query.asked)]
        return [Answer(name, self.answer(name).row) for name in self._like(query.name)] or [Answer(query.asked, None)]

    def answer(self, asked: str) -> Answer:
        """Looks up a name, or that of a call, written with a leading `tf.` or `tensorflow.`, or without it.

        A name that starts with `keras.` is one of the package keras. A name of another library starts with its import
        name, or as programs usually write it: `snt.Linear`.
        """
        query = parse_query(asked)
        root, _, rest = query.name.partition(".")
        for library in library_tables(self._table.target):
            if rest and root in (library.library.root, library.library.abbreviation):
                return Answer(query.asked, _library_row(library, rest), call=query.call)
        table = self._table.package if root == _KERAS else self._table
        lookup = table.lookup(rest if root in _ROOTS else query.name)
        closest = (self._called(query.name) or table.closest(lookup)) if lookup.missing else ""
        # Modules of contrib have more names than the table. What happened to them happened to the module.
        if lookup.missing and (closest or lookup.entry.area is not Area.CONTRIB):
            return Answer(query.asked, None, closest)
        return Answer(query.asked, self._found(table, lookup), call=query.call)

    def _called(self, name: str) -> str:
        """Returns the best known name that ends with a name without a module, such as `dense`; empty if none does."""
        names = (full for full in self._table.names() if "." not in name and full.endswith(f".{name}"))
        best = min(names, key=lambda full: (full.startswith(_LAST), full.count("."), full), default="")
        return best and f"tf.{best}"

    def _like(self, pattern: str) -> list[str]:
        """Returns the names that are like a pattern, sorted."""
        root, _, rest = pattern.partition(".")
        if root == _KERAS:
            return sorted(fnmatch.filter(self._table.package.names(), pattern))
        names = fnmatch.filter(self._table.names(), rest if root in _ROOTS else pattern)
        return sorted(f"tf.{name}" for name in names)

    def rows(self, without: tuple[str, ...] = ()) -> Iterator[Row]:
        """Yields the row of every name in the table, sorted by name.

        Args:
            without: prefixes of names that are left out, such as `raw_ops.`.
        """
        for name in sorted(self._table.names()):
            if name.startswith(without):
                continue
            entry = self._table.lookup(name).entry
            if entry.name == name:
                yield self._row(self._table, entry)

    def _found(self, table: Table, lookup: Lookup) -> Row:
        """Returns the row of what a lookup found: a name, or a method that is the same in all versions of a class."""
        row = self._row(table, lookup.entry)
        diff = self._diffs_of(table).of_lookup(lookup) if lookup.method else None
        if diff is None:
            return row
        return replace(row, name=f"{row.name}.{diff.method}", kind=_KINDS["f"], arguments=argument_rows(diff))

    def _diffs_of(self, table: Table) -> SignatureDiffs:
        if table not in self._diffs:
            self._diffs[table] = SignatureDiffs(table)
        return self._diffs[table]

    def _row(self, table: Table, entry: Entry) -> Row:
        """Returns the row of one name."""
        versions, newest = table.versions_with(entry), table.newest(entry)
        first = entry.replacements[0] if entry.replacements else ""
        package = self._packages.get(first.partition(".")[0])
        installed = package if package is not None and package.distribution else None
        return Row(
            entry.label,
            _KINDS[entry.kind],
            entry.exists,
            str(entry.outcome),
            entry.deprecated,
            self._release(table, versions[0]) if versions else None,
            self._release(table, versions[-1]) if versions and versions[-1] != newest else None,
            entry.replacements,
            self._works_on_tf1(first),
            installed.distribution if installed is not None else None,
            installed.remark if installed is not None else None,
            entry.advice,
            tuple(map(_rewrite_row, self._rewrites_of(entry))),
            entry.area is Area.COMPAT_V1 and entry.exists and entry.outcome is not Outcome.CURRENT,
            argument_rows(self._diffs_of(table).of_lookup(Lookup(entry))),
        )

    def _rewrites_of(self, entry: Entry) -> list[Rewrite]:
        if entry.is_member or entry.area is Area.LIBRARY:
            return []
        return self._table.rewrites_of(entry.name) if entry.root else self._table.package_rewrites.of(entry.name)

    def _release(self, table: Table, version: str) -> str:
        """Returns a version of TensorFlow as a number, and one of Keras with the name."""
        return table.facts.release(version, table.target).removeprefix("TF ")

    def _works_on_tf1(self, replacement: str) -> bool | None:
        root, _, name = replacement.partition(".")
        if root != "tf":
            return None
        while name:
            fact = self._table.facts.fact(name)
            if fact is not None:
                # The table does not know which version added a member of a class.
                is_whole = f"tf.{name}" == replacement
                return fact.exists(TF1_VERSION) if is_whole or not fact.exists(TF1_VERSION) else None
            name = name.rpartition(".")[0]
        return None


def _rewrite_row(rewrite: Rewrite) -> RewriteRow:
    note = "".join(part if isinstance(part, str) else part.parameter for part in note_parts(rewrite.note))
    return RewriteRow(rewrite.when, rewrite.shown, rewrite.safety.value, note)


def _library_row(library: LibraryTable, name: str) -> Row | None:
    """Returns the row of a name of another library; None if neither of its releases has the name."""
    found = library.lookup(name)
    if found.rest:
        return None
    entry = found.entry
    remark = f"{library.version} is the newest release"
    return Row(
        library.label(found), _KINDS[entry.kind], entry.exists, str(entry.outcome), False, None, None,
        entry.replacements, None, library.library.distribution, remark, entry.advice,
    )  # fmt: skip
