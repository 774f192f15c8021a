"""The committed rewrites against the committed facts, at every target: names, parameters, and calls."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from tf2lint.table import (
    DATA,
    TF1_VERSION,
    Rewrite,
    Rewrites,
    Safety,
    Signature,
    SignatureDiffs,
    TemplateCall,
    TensorFlowTable,
    known_versions,
    note_parts,
    parse_signature,
    table_for,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

REWRITES = Rewrites(sorted((DATA / "rewrites").glob("*.txt")))
#: Stands for a name below a module in a line for all of them.
_MEMBER = "member"


def _lines(name: str, target: str) -> list[Rewrite]:
    """Returns the lines of a name or of a family, whose name ends in `.*`."""
    is_family = name.endswith(".*")
    return REWRITES.of_family(name[:-1] + _MEMBER, target) if is_family else REWRITES.of(name, target)


_BY_LOCATION = {
    line.location: line for name in REWRITES for target in known_versions() for line in _lines(name, target)
}
LINES = list(_BY_LOCATION.values())
WRITTEN = [line for line in LINES if line.template is not None]
_NAME = re.compile(r"(?<![\w.\"'])tf((?:\.\w+)+)")


@cache
def table(target: str) -> TensorFlowTable:
    return table_for(target)


@lru_cache
def diffs(target: str) -> SignatureDiffs:
    return SignatureDiffs(table(target))


def targets(line: Rewrite) -> list[str]:
    return [target for target in known_versions() if target in line.targets]


def signatures(line: Rewrite) -> list[Signature]:
    """Returns the known parameters of what a line rewrites; none for a family."""
    if line.parameters:
        return [parse_signature(line.parameters)]
    facts = table_for(None).facts
    texts = {facts.signature(line.name, version) for version in facts.versions}
    return [parse_signature(text) for text in texts if text is not None]


def test_each_line_is_parsed_and_applies_to_a_target() -> None:
    written = sum(
        bool(line.strip()) and not line.startswith("#")
        for file in (DATA / "rewrites").glob("*.txt")
        for line in file.read_text("utf-8").splitlines()
    )
    assert len(LINES) == written


def _is_constant(line: Rewrite) -> bool:
    """Returns whether a line is about a member of a class that is a constant, such as one of an enumeration."""
    fact = table_for(None).facts.fact(line.name.rpartition(".")[0])
    return line.template is not None and line.template.is_constant and fact is not None and fact.first_kind == "c"


def test_each_rewritten_name_is_known() -> None:
    facts = table_for(None).facts

    def is_known(line: Rewrite) -> bool:
        name = line.name.removesuffix(f".{_MEMBER}")
        return facts.fact(name) is not None or facts.is_module(name) or bool(line.parameters) or _is_constant(line)

    assert [f"{line.location}: {line.name}" for line in LINES if not is_known(line)] == []


def test_the_table_knows_the_parameters_or_the_line_has_them_but_not_both() -> None:
    facts = table_for(None).facts
    wrong = [
        f"{line.location}: {line.name}"
        for line in WRITTEN
        if not (line.name.endswith(_MEMBER) or _is_constant(line))
        and bool(facts.first_signature(line.name)) is bool(line.parameters)
    ]
    assert wrong == []


#: Parameters that signatures do not show: of flags beside those of absl, and of layers and optimizers in `**kwargs`.
_ALSO_TAKEN = {
    "flags": {"flag_name", "default_value", "docstring"}, "keras.optimizers": {"lr", "decay"},
    "keras.callbacks": {"period"}, "layers": {"name", "_reuse", "_scope"},
}  # fmt: skip


def test_each_parameter_exists() -> None:
    wrong = []
    for line in LINES:
        known = set[str]().union(*(signature.names for signature in signatures(line)))
        named = {condition.parameter for condition in line.conditions} | line.without
        named |= line.template.parameters if line.template is not None else set()
        named |= {part.parameter for part in note_parts(line.note) if not isinstance(part, str)}
        named -= {"", "self", "target"}  # the code around the call, what a method is called on, what gets the result
        allowed = known | _ALSO_TAKEN.get(line.name.rpartition(".")[0], set())
        wrong += [f"{line.location}: {line.name} has no {name}" for name in sorted(named - allowed) if known]
    assert wrong == []


def test_each_name_in_a_template_exists_at_each_target() -> None:
    wrong = []
    for line in WRITTEN:
        for target in targets(line):
            for name in sorted(set(_NAME.findall(line.template.text if line.template else ""))):
                found = table(target).lookup(name[1:])
                if found.missing or not found.entry.exists or (found.rest and found.entry.kind not in "cv"):
                    wrong.append(f"{line.location}: tf{name} is not in TF {target}")
    assert wrong == []


def _calls(line: Rewrite, target: str) -> Iterator[tuple[TemplateCall, Signature]]:
    """Yields the calls in a template whose parameters at a target are known."""
    for call in line.template.calls() if line.template is not None else ():
        signature = table(target).signature_now(call.name) if call.name else None
        if signature is not None:
            yield call, signature


def test_each_call_binds_with_all_arguments_and_with_the_fewest() -> None:
    wrong = []
    for line in WRITTEN:
        for target in targets(line):
            for call, signature in _calls(line, target):
                if any(argument.parts is None for argument in call.arguments):
                    continue  # tested below
                for arguments in (call.arguments, [each for each in call.arguments if not each.optional]):
                    keywords = {argument.keyword for argument in arguments if argument.keyword}
                    positional = sum(not argument.keyword for argument in arguments)
                    unpacked = keywords & {"*", "**"}
                    if signature.binds(positional, keywords - unpacked, is_open=bool(unpacked)) is False:
                        wrong.append(f"{line.location}: {call.name}({positional}, {sorted(keywords)}) in TF {target}")
    assert wrong == []


def test_all_other_arguments_are_taken_under_some_name() -> None:
    wrong = []
    for line in WRITTEN:
        for target in targets(line):
            for call, signature in _calls(line, target):
                if all(argument.parts is not None for argument in call.arguments):
                    continue
                old = [
                    parse_signature(text) for text in [table(target).facts.signature(line.name, TF1_VERSION)] if text
                ]
                assert line.template is not None
                diff = diffs(target).between(line.name, call.name.removeprefix("tf."))
                names = {name for each in old for name in each.names} - line.without - line.template.parameters
                now = {name: name if diff is None else diff.keyword_now(name) for name in names}
                lost = [name for name, word in now.items() if word is None or (word and word not in signature.names)]
                if lost and not signature.takes_any:
                    wrong.append(f"{line.location}: {call.name} in TF {target} has no {', '.join(sorted(lost))}")
    assert wrong == []


def test_no_line_repeats_the_conditions_of_another_one() -> None:
    wrong = []
    for line in LINES:
        for other in LINES:
            if line is other or line.name != other.name or line.conditions != other.conditions:
                continue
            places = line.template.parameters if line.template is not None else set()
            others = other.template.parameters if other.template is not None else set()
            if line.targets.overlaps(other.targets) and places | line.without <= others | other.without:
                wrong.append(f"{line.location} and {other.location}: {line.name}")
    assert wrong == []


def test_a_name_has_rewrites_or_a_reason_as_its_last_line() -> None:
    wrong = []
    for name in REWRITES:
        for target in known_versions():
            lines = _lines(name, target)
            reasons = [line for line in lines if line.safety is Safety.NONE]
            if reasons and lines[-1:] != reasons:
                wrong.append(f"{reasons[0].location}: {name}")
    assert wrong == []


PACKAGE_NAMES = Rewrites([DATA / "keras" / "rewrites.txt"])


def test_lines_of_the_package_keras_call_what_it_has() -> None:
    keras = table_for(None).package
    wrong = []
    for line in (line for name in PACKAGE_NAMES for line in PACKAGE_NAMES.of(name, keras.target)):
        if line.template is None:
            continue
        known = parse_signature(line.parameters or keras.facts.first_signature(line.name) or "()").names
        wrong += [f"{line.location}: no {name}" for name in sorted(line.template.parameters - set(known))]
        for call in line.template.calls():
            text = keras.facts.signature(call.name, keras.target) if call.name.startswith("keras.") else None
            keywords = {argument.keyword for argument in call.arguments if argument.keyword}
            positional = sum(not argument.keyword and argument.parts is not None for argument in call.arguments)
            if text is not None and parse_signature(text).binds(positional, keywords, is_open=False) is False:
                wrong.append(f"{line.location}: {call.name}")
            if call.name.startswith("keras.") and not keras.lookup(call.name).entry.exists:
                wrong.append(f"{line.location}: {call.name}")
    assert wrong == []


def test_notes_are_clauses() -> None:
    package = [line for name in PACKAGE_NAMES for line in PACKAGE_NAMES.of(name, table_for(None).package.target)]
    notes = [(line.location, line.note) for line in (*LINES, *package) if line.note]
    assert [note for note in notes if note[1].endswith(".") or note[1][0].isspace() or len(note[1]) > 130] == []
