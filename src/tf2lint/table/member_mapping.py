"""Works out what became of a member of a class: from the facts, and from the guidance for it or for a family."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint.table.entries import Entry
from tf2lint.table.entry_building import COMPAT_PREFIX, NO_REPLACEMENT, removal_phrase, with_guidance
from tf2lint.table.guidance import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable

    from tf2lint.table.facts import Fact, Facts
    from tf2lint.table.guidance import Guide

    OwnGuide = Callable[[str], Guide | None]


def member_entry(facts: Facts, target: str, own_guide: OwnGuide, around: Entry, name: str) -> Entry | None:
    """What became of a member of a class; None if there is nothing to say of it but of the class.

    Args:
        facts: what the wheels say.
        target: a version that the facts know.
        own_guide: the guidance for a name itself, or for the family that it heads.
        around: what became of the class.
        name: the member.
    """
    fact = facts.member(around.name, name)
    whole = f"{around.name}().{name}"
    exists = around.exists and (fact is None or fact.exists(target))
    deprecated = exists and fact is not None and "deprecated" in fact.marks(target)
    guide = own_guide(whole)
    if guide is None and (deprecated or not exists):
        guide = _guide_of_members(own_guide, around.name, name)
    entry = Entry(whole, around.area, "f", exists, gone=around.gone, comes=around.comes)
    if exists and fact is not None:
        entry = entry._replace(deprecated=deprecated)
    elif around.exists and fact is not None:
        entry = _lost(entry, fact, target)
    if guide is not None:
        return None if guide.outcome is Outcome.CURRENT else with_guidance(entry, guide)
    return entry if entry.deprecated or entry.exists is not around.exists else None


def _guide_of_members(own_guide: OwnGuide, owner: str, name: str) -> Guide | None:
    """What is said of a member of every class below a module, the nearest first: `tf.keras.*().get_output_at`."""
    around = owner.removeprefix(COMPAT_PREFIX)
    plain = own_guide(f"{around}().{name}")
    if plain is not None:
        return plain
    while around:
        around = around.rpartition(".")[0]
        guide = own_guide(f"{around}.*().{name}" if around else f"*().{name}")
        if guide is not None:
            return guide
    return None


def _lost(entry: Entry, fact: Fact, target: str) -> Entry:
    """A member that the class does not have at the target."""
    entry = entry._replace(outcome=Outcome.REMOVED, advice=NO_REPLACEMENT)
    comes = fact.next_with(target)  # before, it may only be that the class's source did not tell
    if comes or not fact.was_before(target):
        return entry._replace(comes=comes, advice=f"TF {target} does not have it yet")
    last, first = fact.gone_since(target)
    return entry._replace(gone=removal_phrase(last, first))
