"""The committed guidance about members of classes against the committed facts."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from tf2lint.table.guidance import Outcome
from tf2lint.table.mapping_table import known_versions, load_data
from tf2lint.table.name_mapping import NameMapping

if TYPE_CHECKING:
    from tf2lint.table.guidance import Guide

FACTS, GUIDANCE = load_data()
GUIDES = [guide for name in GUIDANCE if "()." in name for guide in GUIDANCE.of(name)]

#: The files whose lines are about members that the facts have rows of: TF 2's classes lost them, or deprecate them.
OF_TF2 = ("members_keras.txt", "members_other.txt")


@cache
def classes() -> list[str]:
    """The names that are a class in some version."""
    found = []
    for name in FACTS:
        fact = FACTS.fact(name)
        if fact is not None and any(fact.kind(version) == "c" for version in FACTS.versions):
            found.append(name)
    return found


@cache
def below(package: str) -> list[str]:
    """The classes that the lines of a family are about."""
    start = f"{package}." if package else ""
    return [name for name in classes() if name.removeprefix("compat.v1.").startswith(start)]


def is_about(guide: Guide) -> list[str]:
    """The classes that a line is about."""
    owner = guide.name.partition("().")[0]
    if owner.endswith("*"):
        return below(owner.removesuffix("*").removesuffix("."))
    return [name for name in (owner, f"compat.v1.{owner}") if FACTS.fact(name) is not None]


@cache
def lost_at(owner: str, member: str) -> frozenset[str]:
    """The targets that have a class without a member that another version of it has, or with one that is deprecated."""
    around, fact = FACTS.fact(owner), FACTS.member(owner, member)
    if around is None or fact is None:
        return frozenset()
    having = [target for target in known_versions() if around.exists(target)]
    return frozenset(target for target in having if not fact.exists(target) or "deprecated" in fact.marks(target))


@cache
def guided_apart() -> frozenset[str]:
    """The classes with a line of their own; what is said of another's member depends on its package alone."""
    return frozenset(guide.name.partition("().")[0] for guide in GUIDES if "*" not in guide.name)


@cache
def lost_members() -> list[tuple[str, str, frozenset[str]]]:
    """A class of each package for each member that it lost or has as deprecated, and at which targets."""
    found: dict[tuple[str, str, frozenset[str]], str] = {}
    for owner in classes():
        is_apart = owner.removeprefix("compat.v1.") in guided_apart() or owner in guided_apart()
        group = owner if is_apart else owner.rpartition(".")[0]
        for member in FACTS.member_names(owner):
            fact = FACTS.member(owner, member)
            if fact is not None:
                gone = [target for target in lost_at(owner, member) if fact.was_before(target) or fact.exists(target)]
                found.setdefault((group, member, frozenset(gone)), owner)
    return [(owner, member, targets) for (_, member, targets), owner in found.items()]


@pytest.mark.parametrize("target", known_versions())
def test_no_lost_or_deprecated_member_is_without_advice(target: str) -> None:
    mapping = NameMapping(FACTS, GUIDANCE, target)
    silent = []
    for owner, member, targets in lost_members():
        entry = mapping.member(owner, member) if target in targets else None
        own = (mapping.guidance.guide(f"{one}().{member}", target) for one in {owner, owner.removeprefix("compat.v1.")})
        is_there = any(guide is not None and guide.outcome is Outcome.CURRENT for guide in own)
        if (
            target in targets
            and not is_there
            and (entry is None or entry.advice in ("", "no replacement is known yet"))
        ):
            silent.append(f"tf.{owner}().{member}")
    assert not silent, "\n".join(silent)


def test_lines_about_members_are_about_a_class_or_what_gives_one() -> None:
    wrong = [f"{guide.place}: {guide.name}" for guide in GUIDES if not is_about(guide)]
    assert not wrong, "\n".join(wrong)


def test_lines_about_members_of_tf2_are_each_for_some_member_that_is_lost_or_deprecated() -> None:
    idle = []
    for guide in GUIDES:
        if guide.place.startswith(OF_TF2):
            member = guide.name.partition("().")[2]
            if not any(target in guide.targets for owner in is_about(guide) for target in lost_at(owner, member)):
                idle.append(f"{guide.place}: {guide.name}")
    assert not idle, "\n".join(idle)


def test_lines_about_members_of_tf2_say_nothing_of_those_that_are_there_and_not_deprecated() -> None:
    wrong = []
    for guide in GUIDES:
        owner, _, member = guide.name.partition("().")
        around, fact = FACTS.fact(owner), FACTS.member(owner, member)
        if guide.place.startswith(OF_TF2) and around is not None and fact is not None:
            wrong += [
                f"{guide.place}: {guide.name} is there in TF {target}"
                for target in known_versions()
                if target in guide.targets and around.exists(target) and target not in lost_at(owner, member)
            ]
    assert not wrong, "\n".join(wrong)
