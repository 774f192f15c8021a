"""Merges the members of public classes from several releases, and writes members.tsv."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard

from facts.contents import POSSIBLE, UNKNOWN_SIGNATURE, Contents, Member
from facts.merge import segmented, segments, version_ranges
from facts.row_compression import unlike_rows
from facts.tables import by_name, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from facts.pins import Release
    from facts.release import ReleaseFacts
    from facts.subject import Subject

#: A version, and the contents of a class in it.
VersionContents = tuple[str, Contents[Member]]

_MEMBERS = """\
class.member<TAB>kind<TAB>where<TAB>marks[<TAB>version:(parameters)...]
  A member without a row is the same in all versions that have the class, or no member in any.
class<TAB>like<TAB>open
  like: - or a class whose rows hold for this one too, except for those members that have a row here.
    A row `class.member<TAB>-` says that the member has no row, though one of the class that this one is like has.
  open: - or the versions in which the class's source does not tell its members
class: as in facts.tsv
kind: f method, p property, c nested class, v other value, on the class or on its instances
where: the versions in which the class has the member or, where it is open, may have it;
  also those in which only a private subclass has it, of which users may be given instances
marks: - for none, else deprecated, deprecated=DATE or stub, separated by commas; see facts.tsv
parameters: those of a method, without `self`, if they are not the same in all versions; see signatures.tsv
kind and marks are one value, or `version:value version:value`, each from that version on."""

_OPEN: Contents[Member] = Contents(is_open=True)


def members_table(subject: Subject, pins: Sequence[Release], releases: Sequence[ReleaseFacts]) -> str:
    """Returns the text of members.tsv."""
    versions = [release.version for release in releases]
    history = dict(_classes(subject, releases))
    rows = {name: dict(_rows(class_history, versions)) for name, class_history in history.items()}
    likes, kept = unlike_rows(rows)
    lines = []
    for name, class_history in history.items():
        is_open = [version for version, contents in class_history if contents.is_open and contents is not _OPEN]
        if name in likes or is_open:
            lines.append(f"{name}\t{likes.get(name, '-')}\t{version_ranges(is_open, versions) or '-'}")
        lines += [f"{name}.{member}\t{text}" for member, text in kept[name].items()]
    description = f"{subject.header['members.tsv']}\n{_MEMBERS}"
    return table(description, subject, pins, sorted(lines, key=lambda line: line.partition("\t")[0]))


def _classes(subject: Subject, releases: Sequence[ReleaseFacts]) -> Iterator[tuple[str, list[VersionContents]]]:
    """Yields each listed class with its contents in all versions that have the name; other kinds are open."""
    contents = {release.version: release.classes for release in releases}
    for name, facts in by_name(subject, releases):
        if any(fact.has_members() and version != subject.without_classes for version, fact in facts):
            yield name, [(version, contents[version].get(name, _OPEN)) for version, _ in facts]


def _rows(history: Sequence[VersionContents], versions: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yields the members of a class that have a row, with its text."""
    for name in dict.fromkeys(name for _, contents in history for name in contents.held):
        known = [(version, member) for version, contents in history if _is_known(member := contents.held.get(name))]
        where = [version for version, contents in history if contents.has(name)]
        if _needs_row([member for _, member in known], is_everywhere=len(where) == len(history)):
            cells = [
                segmented([(version, member.kind) for version, member in known]),
                version_ranges(where, versions),
                segmented([(version, ",".join(member.marks) or "-") for version, member in known]),
            ]
            yield name, "\t".join([*cells, *_signatures(where, dict(known))])


def _is_known(member: Member | None) -> TypeGuard[Member]:
    return member is not None and member != POSSIBLE


def _needs_row(known: Sequence[Member], *, is_everywhere: bool) -> bool:
    """Returns whether a member needs a row: it is absent somewhere, has marks, or is not always the same."""
    if not known:
        return False
    marked = any(member.marks for member in known)
    kinds = {member.kind for member in known}
    return not is_everywhere or marked or len(kinds) > 1 or len(_known_signatures(known)) > 1


def _known_signatures(known: Sequence[Member]) -> set[str]:
    return {one.signature for one in known if one.signature not in (None, UNKNOWN_SIGNATURE)}


def _signatures(where: Sequence[str], known: dict[str, Member]) -> list[str]:
    """Returns a method's parameters as columns, if they are not always the same."""
    if len(_known_signatures(list(known.values()))) < 2:
        return []
    each = [(version, known[version].signature if version in known else None) for version in where]
    return [
        f"{since}:{written}" for since, written in segments([(one, text or UNKNOWN_SIGNATURE) for one, text in each])
    ]
