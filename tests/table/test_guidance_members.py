"""The committed guidance for class members against the committed facts."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from tf2lint.rules import tf716_keras_member
from tf2lint.table import TF1_VERSION, known_versions, load_data, table_for
from tf2lint.table.guidance import Outcome
from tf2lint.table.name_mapping import NameMapping

if TYPE_CHECKING:
    from tf2lint.table.guidance import Guide

FACTS, GUIDANCE = table_for(None).facts, load_data()[1]
GUIDES = [guide for name in GUIDANCE if "()." in name for guide in GUIDANCE.of(name)]

#: The files for members with rows in the facts: those that TensorFlow 2's classes lost or deprecated.
OF_TF2 = ("members_keras.txt", "members_other.txt")
#: The file for members that the tensors of TensorFlow have, and the symbolic tensors of Keras 3 lack.
OF_SYMBOLIC = "symbolic_tensors.txt"


@cache
def classes() -> list[str]:
    """Returns the names that are a class in some version."""
    found = []
    for name in FACTS:
        fact = FACTS.fact(name)
        if fact is not None and any(fact.kind(version) == "c" for version in FACTS.versions):
            found.append(name)
    return found


@cache
def classes_below(package: str) -> list[str]:
    """Returns the classes below a package, which the lines of a family apply to."""
    start = f"{package}." if package else ""
    return [name for name in classes() if name.removeprefix("compat.v1.").startswith(start)]


def classes_of(guide: Guide) -> list[str]:
    """Returns the classes that a line applies to."""
    owner = guide.name.partition("().")[0]
    if owner.endswith("*"):
        return classes_below(owner.removesuffix("*").removesuffix("."))
    return [name for name in (owner, f"compat.v1.{owner}") if FACTS.fact(name) is not None]


def versions_of(owner: str) -> list[str]:
    """Returns the versions in which a class can be looked up."""
    versions = dict.fromkeys((*known_versions(), *FACTS.versions_of(owner)))
    return [version for version in versions if version != TF1_VERSION]


@cache
def changed_at(owner: str, member: str) -> frozenset[str]:
    """Returns the versions in which a class lacks a member that it has in another version, or deprecates it.

    For classes of tf.keras, those from 3.0 on are of Keras, beside those of TensorFlow, which have the newest Keras.
    """
    class_fact, fact = FACTS.fact(owner), FACTS.member(owner, member)
    if class_fact is None or fact is None:
        return frozenset()
    existing = [target for target in versions_of(owner) if class_fact.exists(target)]
    return frozenset(target for target in existing if not fact.exists(target) or "deprecated" in fact.marks(target))


@cache
def classes_with_lines() -> frozenset[str]:
    """Returns the classes with lines of their own; for all others, guidance depends only on the package."""
    return frozenset(guide.name.partition("().")[0] for guide in GUIDES if "*" not in guide.name)


@cache
def changed_members() -> list[tuple[str, str, frozenset[str]]]:
    """Returns one class per package for each member that it lost or deprecates, with the targets concerned."""
    found: dict[tuple[str, str, frozenset[str]], str] = {}
    for owner in classes():
        has_lines = owner.removeprefix("compat.v1.") in classes_with_lines() or owner in classes_with_lines()
        group = owner if has_lines else owner.rpartition(".")[0]
        for member in FACTS.member_names(owner):
            fact = FACTS.member(owner, member)
            if fact is not None:
                gone = [
                    target for target in changed_at(owner, member) if fact.was_before(target) or fact.exists(target)
                ]
                found.setdefault((group, member, frozenset(gone)), owner)
    return [(owner, member, targets) for (_, member, targets), owner in found.items()]


@pytest.mark.parametrize("target", known_versions())
def test_every_lost_or_deprecated_member_has_advice(target: str) -> None:
    mapping = NameMapping(FACTS, GUIDANCE, target)
    without_advice = []
    for owner, member, targets in changed_members():
        entry = mapping.member(owner, member) if target in targets else None
        names = (f"{one}().{member}" for one in {owner, owner.removeprefix("compat.v1.")})
        own = (mapping.guidance.guide(name, FACTS.version_of(name, target)) for name in names)
        is_current = any(guide is not None and guide.outcome is Outcome.CURRENT for guide in own)
        if (
            target in targets
            and not is_current
            and (entry is None or entry.advice in ("", "no replacement is known yet"))
        ):
            without_advice.append(f"tf.{owner}().{member}")
    assert not without_advice, "\n".join(without_advice)


def test_lines_for_members_apply_to_some_class() -> None:
    wrong = [f"{guide.location}: {guide.name}" for guide in GUIDES if not classes_of(guide)]
    assert not wrong, "\n".join(wrong)


def test_lines_for_members_of_tf2_apply_to_some_lost_or_deprecated_member() -> None:
    idle = []
    for guide in GUIDES:
        if guide.location.startswith(OF_TF2):
            member = guide.name.partition("().")[2]
            if not any(
                FACTS.version_of(owner, target) in guide.targets
                for owner in classes_of(guide)
                for target in changed_at(owner, member)
            ):
                idle.append(f"{guide.location}: {guide.name}")
    assert not idle, "\n".join(idle)


def test_lines_for_members_of_tf2_do_not_apply_to_current_members() -> None:
    wrong = []
    for guide in GUIDES:
        owner, _, member = guide.name.partition("().")
        class_fact, fact = FACTS.fact(owner), FACTS.member(owner, member)
        if guide.location.startswith(OF_TF2) and class_fact is not None and fact is not None:
            wrong += [
                f"{guide.location}: {guide.name} exists in {target}"
                for target in versions_of(owner)
                if FACTS.version_of(owner, target) in guide.targets
                and class_fact.exists(target)
                and target not in changed_at(owner, member)
            ]
    assert not wrong, "\n".join(wrong)


def test_members_of_symbolic_tensors_are_missing_exactly_where_keras_3_is() -> None:
    guides = [guide for guide in GUIDES if guide.location.startswith(OF_SYMBOLIC)]
    assert {guide.name.partition("().")[0] for guide in guides} == {"keras.KerasTensor"}
    for guide in guides:
        member = guide.name.partition("().")[2]
        old, new = (
            NameMapping(FACTS, GUIDANCE, target).member("keras.KerasTensor", member) for target in ("2.15", "2.21")
        )
        assert old is None or old.added_in == "TF 2.16", guide.name
        assert new is not None, guide.name
        assert (new.exists, new.removed_when) == (False, "in TF 2.16"), guide.name


def test_the_rule_checks_every_member_of_symbolic_tensors() -> None:
    names = {guide.name.partition("().")[2] for guide in GUIDES if guide.location.startswith(OF_SYMBOLIC)}
    assert names == {*tf716_keras_member.OF_TENSORS, *(f"shape.{name}" for name in tf716_keras_member.OF_SHAPES)}
