"""Writes the facts of all releases as tables, each a sorted TSV text.

A name below `compat.v2` has no row if TF2 has the same object without that prefix, which is true for all but one. So it
is with the names of tf.keras in the package keras.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from facts.contents import UNKNOWN_SIGNATURE
from facts.header import header
from facts.marks import STUB
from facts.merge import segmented, segments, version_ranges

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from facts.pins import Release
    from facts.release import Fact, ReleaseFacts
    from facts.subject import Subject

_FACTS = """\
name<TAB>kind<TAB>where<TAB>object<TAB>marks
kind: m module, c class, f function, v other value
where: the versions that have the name, as ranges over the versions below, such as 1.15-2.3,2.5-2.21
object: the module that defines the object and its name there; names with the same one are the same object.
  The root `tensorflow.` is left out, other roots are not.
marks: - for none, else separated by commas:
  deprecated or deprecated=DATE: the source says so (DATE: after which it may be gone)
  stub: it is there, but using it only raises
  import-only: it can be imported, but is no attribute of its package
kind, object and marks are one value, or `version:value version:value`, each from that version on."""

_SIGNATURES = """\
The parameters of every public function, and of every public class's constructor, without `self`.
name<TAB>version:(parameters)<TAB>version:(parameters)...
A signature holds from its version on, until the next. `version:?` says that it is not known from there on;
a name whose signature is never known has no row. Defaults are expressions as they stand in the source."""

_OBJECTS = """\
The public names of every object of facts.tsv, to find them by the object; none below compat and raw_ops, and no stubs.
object<TAB>name:where<TAB>name:where...
where: the versions in which this is the object's name, as ranges over the versions below"""

_MODULES = """\
module<TAB>where
where: the versions that have the module, as ranges over the versions below"""


#: The columns of a name that no version has in the second namespace, although it has the name in the first.
ABSENT = "\t-\t-\t-\t-"


_RELEASES = """\
The releases, and what the metadata of their wheels requires.
version<TAB>full<TAB>python<TAB>keras
version: as in the other tables
full: the version of the wheel
python: the versions of Python; - if it does not say
keras: the package keras, or keras-nightly, with its versions; - if it requires none"""


def facts_table(subject: Subject, pins: Sequence[Release], releases: Sequence[ReleaseFacts]) -> str:
    """Returns the text of facts.tsv."""
    versions = [release.version for release in releases]
    rows = []
    for name, facts in by_name(subject, releases):
        where = version_ranges([version for version, _ in facts], versions)
        if not facts:
            rows.append(f"{name}{ABSENT}")
            continue
        kind = segmented([(version, fact.kind) for version, fact in facts])
        identity = segmented([(version, fact.object) for version, fact in facts])
        marks = segmented([(version, ",".join(fact.marks) or "-") for version, fact in facts])
        rows.append("\t".join((name, kind, where, identity, marks)))
    return table(f"{subject.header['facts.tsv']}\n{_FACTS}", subject, pins, rows)


def objects_table(subject: Subject, pins: Sequence[Release], releases: Sequence[ReleaseFacts]) -> str:
    """Returns the text of objects.tsv."""
    versions = [release.version for release in releases]
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for name, facts in by_name(subject, releases):
        if not name.startswith(("compat.", "raw_ops.")):
            for version, fact in facts:
                # All stubs share one object, but that does not make them aliases of each other.
                if STUB not in fact.marks:
                    found[fact.object][name].append(version)
    rows = []
    for identity, names in sorted(found.items()):
        columns = [f"{name}:{version_ranges(present, versions)}" for name, present in names.items()]
        rows.append("\t".join([identity, *columns]))
    return table(_OBJECTS, subject, pins, rows)


def signatures_table(subject: Subject, pins: Sequence[Release], releases: Sequence[ReleaseFacts]) -> str:
    """Returns the text of signatures.tsv."""
    rows = []
    for name, facts in by_name(subject, releases):
        known = segments([(version, fact.signature or UNKNOWN_SIGNATURE) for version, fact in facts])
        if any(signature != UNKNOWN_SIGNATURE for _, signature in known):
            rows.append("\t".join([name, *(f"{version}:{signature}" for version, signature in known)]))
    return table(_SIGNATURES, subject, pins, rows)


def releases_table(subject: Subject, pins: Sequence[Release], releases: Sequence[ReleaseFacts]) -> str:
    """Returns the text of releases.tsv."""
    return table(_RELEASES, subject, pins, sorted("\t".join((one.version, *one.requirements)) for one in releases))


def modules_table(subject: Subject, pins: Sequence[Release], releases: Sequence[ReleaseFacts]) -> str:
    """Returns the text of modules.tsv."""
    versions = [release.version for release in releases]
    sets = [(release.version, set(release.modules)) for release in releases]
    modules = sorted(set().union(*(modules for _, modules in sets)))
    rows = [
        f"{module}\t{version_ranges([version for version, inside in sets if module in inside], versions)}"
        for module in modules
    ]
    return table(f"{subject.header['modules.tsv']}\n{_MODULES}", subject, pins, rows)


def by_name(subject: Subject, releases: Sequence[ReleaseFacts]) -> Iterator[tuple[str, list[tuple[str, Fact]]]]:
    """Yields each name that has a row, in order, with its facts in the versions that have it."""
    for name in sorted(set().union(*(_names(subject, release) for release in releases))):
        if not _is_plain(name, subject, releases):
            yield name, [(one.version, one.names[name]) for one in releases if name in one.names]


def _names(subject: Subject, release: ReleaseFacts) -> set[str]:
    """Returns the names of a release, and those that its second namespace lacks although it should have them."""
    names = set(release.names)
    if subject.twin_has_all and subject.has_twin(release.version):
        names.update(f"{subject.twin}{name}" for name in release.names if not name.startswith(subject.twin))
    return names


def _is_plain(name: str, subject: Subject, releases: Sequence[ReleaseFacts]) -> bool:
    """Returns whether a name of the second namespace refers to the same object as in the first, in each version."""
    plain = name.removeprefix(subject.twin)
    if plain == name:
        return False
    both = [one.names for one in releases if subject.has_twin(one.version)]
    return all(
        _same(names.get(name), names.get(plain), with_marks=subject.twin_has_all)
        for names in both
        if name in names or (subject.twin_has_all and plain in names)
    )


def _same(one: Fact | None, other: Fact | None, *, with_marks: bool) -> bool:
    if one is None or other is None or one == other:
        return one == other
    # There are two generated modules with the same contents.
    return one.kind == other.kind == "m" and (one.marks == other.marks or not with_marks)


def table(description: str, subject: Subject, pins: Sequence[Release], rows: Sequence[str]) -> str:
    """Returns the text of a table: its header and these rows."""
    text = "".join(f"{row}\n" for row in rows)
    return header(description, subject, pins, text) + text
