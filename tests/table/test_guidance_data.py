"""The committed guidance against the committed facts: every suggestion must exist at every target of its line."""

from __future__ import annotations

import re
from functools import lru_cache

from tf2lint.table.guidance import Guide, Outcome
from tf2lint.table.mapping_table import DATA, known_versions, load_data, table_for
from tf2lint.table.name_mapping import NameMapping
from tf2lint.table.packages import read_packages

FACTS, GUIDANCE = table_for(None).facts, load_data()[1]
_TF_NAME = re.compile(r"(?<![\w.])tf(?:\.\w+)+")
GUIDES = [guide for name in GUIDANCE for guide in GUIDANCE.of(name)]


@lru_cache
def mapping(target: str) -> NameMapping:
    return NameMapping(FACTS, GUIDANCE, target)


def exists(name: str, target: str) -> bool:
    """Returns whether a name exists, or the class and the member that it consists of."""
    parts = name.removeprefix("tf.").split(".")
    for length in range(len(parts), 0, -1):
        fact = FACTS.fact(".".join(parts[:length]))
        if fact is not None:
            if fact.kind(target) == "c" and length < len(parts):
                member = FACTS.member(fact.name, parts[length])
                return fact.exists(target) and (member is None or member.exists(target))
            return fact.exists(target) and (length == len(parts) or fact.kind(target) == "v")
    return False


def suggested_names(guide: Guide) -> set[str]:
    """Returns every TensorFlow name that a line of guidance suggests."""
    named = set(_TF_NAME.findall(guide.advice)) | {name for name in guide.replacements if name.startswith("tf.")}
    return {name for name in named if not name.startswith(f"tf.{guide.name.removesuffix('.*')}")}


_CALL = re.compile(r"(?<![\w.])tf((?:\.\w+)+)\(([^()]*(?:\([^()]*\)[^()]*)*)\)")
_KEYWORD = re.compile(r"(?:^|, )(\w+)=(?!=)")


@lru_cache
def parameters(name: str, target: str) -> str:
    """Returns the parameters of a callable at a target, as text; empty if they are unknown."""
    found = FACTS.signature(name, target) or ""
    return "" if "*args" in found else found


def test_every_keyword_in_the_guidance_is_accepted_at_every_target() -> None:
    wrong = []
    for guide in GUIDES:
        for name, arguments in _CALL.findall(guide.advice):
            for target in known_versions():
                accepted = parameters(name[1:], target) if applies(guide, target) else ""
                if accepted and "**" not in accepted:
                    missing = [word for word in _KEYWORD.findall(arguments) if not re.search(rf"\b{word}\b", accepted)]
                    wrong += [f"{guide.location}: tf{name} accepts no {word}= in TF {target}" for word in missing]
    assert not wrong, "\n".join(wrong)


def applies(guide: Guide, target: str) -> bool:
    """Returns whether a line applies at a target, with the newest Keras."""
    return FACTS.version_of(guide.name, target) in guide.targets


def test_there_is_guidance() -> None:
    assert len(GUIDES) > 400


def test_every_name_in_the_guidance_exists_at_every_target() -> None:
    wrong = [
        f"{guide.location}: {name} is not in TF {target}"
        for guide in GUIDES
        for target in known_versions()
        if applies(guide, target)
        for name in sorted(suggested_names(guide))
        if "*" not in name and not exists(name, target)
    ]
    assert not wrong, "\n".join(wrong)


def test_names_with_changed_meaning_exist() -> None:
    wrong = [
        f"{guide.location}: {guide.name} is not in TF {target}"
        for guide in GUIDES
        for target in known_versions()
        if guide.outcome is Outcome.CHANGED
        and applies(guide, target)
        and not exists(guide.name.partition("().")[0], target)
    ]
    assert not wrong, "\n".join(wrong)


def test_every_line_applies_to_some_target() -> None:
    idle = [
        guide.location
        for guide in GUIDES
        if not any(target in guide.targets for target in (*known_versions(), *FACTS.versions_of("keras.layers.Dense")))
    ]
    assert not idle, "\n".join(idle)


def test_a_family_with_a_star_suggests_existing_names_for_all_its_members() -> None:
    wrong = []
    for target in known_versions():
        for name in FACTS:
            guide = GUIDANCE.guide(name, FACTS.version_of(name, target))
            fact = FACTS.fact(name)
            if guide is None or guide.name == name or fact is None or fact.exists(target):
                continue
            starred = [suggested for suggested in suggested_names(guide) if not exists(suggested, target)]
            entry = mapping(target).entry(name)
            if starred and entry is not None and entry.outcome is guide.outcome and entry.advice == guide.advice:
                wrong.append(f"{guide.location}: {starred} for {name} at TF {target}")
    assert not wrong, "\n".join(wrong)


def test_guidance_covers_only_known_names() -> None:
    def is_known(name: str) -> bool:
        return (
            FACTS.fact(name) is not None
            or FACTS.is_module(name)
            or mapping(known_versions()[-1]).entry(name) is not None
        )

    # Class members are tested in test_guidance_members.py.
    named = [guide for guide in GUIDES if "()." not in guide.name]
    unknown = [guide.location for guide in named if not is_known(guide.name.removesuffix(".*"))]
    assert not unknown, "\n".join(unknown)


def test_guidance_does_not_repeat_the_facts() -> None:
    no_guidance = type(GUIDANCE)([])
    bare = {target: NameMapping(FACTS, no_guidance, target) for target in known_versions()}

    def is_derivable(guide: Guide, target: str) -> bool:
        derived = bare[target].entry(guide.name)
        return derived is not None and derived.outcome is Outcome.RENAMED and derived.advice == guide.advice

    targets = {guide: [target for target in known_versions() if applies(guide, target)] for guide in GUIDES}
    repeated = [
        f"{guide.location}: {guide.advice}"
        for guide, applicable in targets.items()
        if applicable and all(is_derivable(guide, target) for target in applicable)
    ]
    assert not repeated, "\n".join(repeated)


def test_advice_is_one_clause_that_names_what_it_suggests() -> None:
    wrong = [
        f"{guide.location}: {guide.advice}"
        for guide in GUIDES
        if guide.advice and (guide.advice.endswith(".") or guide.advice[0].isupper() or len(guide.advice) > 200)
    ]
    assert not wrong, "\n".join(wrong)


def test_suggested_packages_work_with_every_target_of_their_line() -> None:
    packages = read_packages(DATA / "packages.txt")
    for guide in GUIDES:
        for name in guide.replacements:
            if not name.startswith("tf."):
                package = packages[name.partition(".")[0]]
                lacking = [v for v in known_versions() if v in guide.targets and v not in package.targets]
                assert not lacking, f"{guide.location}: {package.root} with {', '.join(lacking)}"
