"""Builds the entry of a class member from the facts, and from the guidance for it or for its family."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tf2lint.table.entries import COMPAT_PREFIX, NO_REPLACEMENT, Entry, with_guidance
from tf2lint.table.guidance import Outcome
from tf2lint.table.versions import release_name, removal_phrase

if TYPE_CHECKING:
    from collections.abc import Callable

    from tf2lint.table.facts import Fact, Facts
    from tf2lint.table.guidance import Guide

    OwnGuide = Callable[[str], Guide | None]


#: Outcomes of names that the target lacks.
_GONE: Final = (Outcome.REMOVED, Outcome.REPLACED)


def member_entry(facts: Facts, target: str, own_guide: OwnGuide, class_entry: Entry, name: str) -> Entry | None:
    """Returns the entry of a class member; None if there is nothing to report beyond its class.

    Args:
        facts: the generated facts.
        target: one of the versions in the facts.
        own_guide: returns the guide for exactly a name, or for the family that it heads.
        class_entry: the entry of the class.
        name: the name of the member.
    """
    fact = facts.member(class_entry.name, name)
    full_name = f"{class_entry.name}().{name}"
    exists = class_entry.exists and (fact is None or fact.exists(target))
    deprecated = exists and fact is not None and "deprecated" in fact.marks(target)
    guide = own_guide(full_name)
    if guide is None and (deprecated or not exists):
        guide = _inherited_guide(own_guide, class_entry.name, name)
    entry = Entry(
        full_name, class_entry.area, "f", exists, removed_when=class_entry.removed_when, added_in=class_entry.added_in,
        root=class_entry.root,
    )  # fmt: skip
    if exists and fact is None and guide is not None and guide.outcome in _GONE and guide.targets.since:
        # Objects of this class take the place of others, which had the member.
        entry = entry._replace(exists=False, removed_when=f"in {release_name(guide.targets.since, facts.package)}")
    elif exists and fact is not None:
        entry = entry._replace(deprecated=deprecated)
    elif class_entry.exists and fact is not None:
        entry = _removed_entry(facts, entry, fact, target)
    if guide is not None:
        return None if guide.outcome is Outcome.CURRENT else with_guidance(entry, guide)
    return entry if entry.deprecated or entry.exists is not class_entry.exists else None


def _inherited_guide(own_guide: OwnGuide, owner: str, name: str) -> Guide | None:
    """Returns the guide for a member of all classes below a module, nearest first: `tf.keras.*().get_output_at`."""
    package = owner.removeprefix(COMPAT_PREFIX)
    plain = own_guide(f"{package}().{name}")
    if plain is not None:
        return plain
    while package:
        package = package.rpartition(".")[0]
        guide = own_guide(f"{package}.*().{name}" if package else f"*().{name}")
        if guide is not None:
            return guide
    return None


def _removed_entry(facts: Facts, entry: Entry, fact: Fact, target: str) -> Entry:
    """Returns the entry of a member that the class does not have at the target."""
    entry = entry._replace(outcome=Outcome.REMOVED, advice=NO_REPLACEMENT)
    added_in = fact.next_with(target)  # in earlier versions, the class's source may just not have shown it
    if added_in or not fact.was_before(target):
        since = facts.release(added_in, target) if added_in else ""
        return entry._replace(added_in=since, advice=not_yet(facts, entry.name, target))
    last, first = fact.last_and_next_version(target)
    return entry._replace(removed_when=removal_phrase(last, first, facts.package))


def not_yet(facts: Facts, name: str, target: str) -> str:
    """Returns the advice about a name that is newer than the target, without another name for it."""
    release = facts.release(facts.version_of(name, target), target)
    is_legacy = release.startswith("Keras 2")
    return f"{release} does not have it" + ("" if is_legacy else " yet")
