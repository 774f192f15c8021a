"""Writes the facts of all releases as tables, each a sorted TSV text.

A name below `compat.v2` has no row if TF2 has the same object without that prefix, which is true for all but one.
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

#: The version before TF2.
FIRST = "1.15"

_FACTS = """\
Every public name of TensorFlow, without the `tensorflow.` in front. What compat.v2.* has is what TF2 has as *.
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
Every Python module that can be imported below `tensorflow`, without the generated API.
module<TAB>where
where: the versions that have the module, as ranges over the versions below"""


def facts_table(pins: Sequence[Release], releases: Sequence[ReleaseFacts]) -> str:
    """Returns the text of facts.tsv."""
    versions = [release.version for release in releases]
    rows = []
    for name, facts in by_name(releases):
        where = version_ranges([version for version, _ in facts], versions)
        kind = segmented([(version, fact.kind) for version, fact in facts])
        identity = segmented([(version, fact.object) for version, fact in facts])
        marks = segmented([(version, ",".join(fact.marks) or "-") for version, fact in facts])
        rows.append("\t".join((name, kind, where, identity, marks)))
    return table(_FACTS, pins, rows)


def objects_table(pins: Sequence[Release], releases: Sequence[ReleaseFacts]) -> str:
    """Returns the text of objects.tsv."""
    versions = [release.version for release in releases]
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for name, facts in by_name(releases):
        if not name.startswith(("compat.", "raw_ops.")):
            for version, fact in facts:
                # All stubs share one object, but that does not make them aliases of each other.
                if STUB not in fact.marks:
                    found[fact.object][name].append(version)
    rows = []
    for identity, names in sorted(found.items()):
        columns = [f"{name}:{version_ranges(present, versions)}" for name, present in names.items()]
        rows.append("\t".join([identity, *columns]))
    return table(_OBJECTS, pins, rows)


def signatures_table(pins: Sequence[Release], releases: Sequence[ReleaseFacts]) -> str:
    """Returns the text of signatures.tsv."""
    rows = []
    for name, facts in by_name(releases):
        known = segments([(version, fact.signature or UNKNOWN_SIGNATURE) for version, fact in facts])
        if any(signature != UNKNOWN_SIGNATURE for _, signature in known):
            rows.append("\t".join([name, *(f"{version}:{signature}" for version, signature in known)]))
    return table(_SIGNATURES, pins, rows)


def modules_table(pins: Sequence[Release], releases: Sequence[ReleaseFacts]) -> str:
    """Returns the text of modules.tsv."""
    versions = [release.version for release in releases]
    sets = [(release.version, set(release.modules)) for release in releases]
    modules = sorted(set().union(*(modules for _, modules in sets)))
    rows = [
        f"{module}\t{version_ranges([version for version, inside in sets if module in inside], versions)}"
        for module in modules
    ]
    return table(_MODULES, pins, rows)


def by_name(releases: Sequence[ReleaseFacts]) -> Iterator[tuple[str, list[tuple[str, Fact]]]]:
    """Yields each name that has a row, in order, with its facts in the versions that have it."""
    for name in sorted(set().union(*(release.names for release in releases))):
        if not _is_plain_v2(name, releases):
            yield name, [(one.version, one.names[name]) for one in releases if name in one.names]


def _is_plain_v2(name: str, releases: Sequence[ReleaseFacts]) -> bool:
    """Returns whether a name refers to the same object with and without `compat.v2`, in each version of TF2."""
    plain = name.removeprefix("compat.v2.")
    if plain == name:
        return False
    of_v2 = [one.names for one in releases if one.version != FIRST]
    return all(_same(names.get(name), names.get(plain)) for names in of_v2 if name in names)


def _same(one: Fact | None, other: Fact | None) -> bool:
    # There are two generated modules with the same contents.
    return one == other or (one is not None and other is not None and one.kind == other.kind == "m")


def table(description: str, pins: Sequence[Release], rows: Sequence[str]) -> str:
    """Returns the text of a table: its header and these rows."""
    text = "".join(f"{row}\n" for row in rows)
    return header(description, pins, text) + text
