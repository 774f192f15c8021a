"""No argument that a version took and the next one does not is lost without a finding or a reason."""

from __future__ import annotations

from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tf2lint.table import SignatureDiffs, known_versions, parse_signature, table_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.table import TensorFlowTable

#: Names in which calls are not checked.
UNCHECKED = ("compat.", "contrib.", "raw_ops.")
KEPT = [
    (functions.split(), arguments.split())
    for functions, arguments, _ in (
        line.split(" | ")
        for line in Path(__file__).with_name("kept_arguments.txt").read_text("utf-8").splitlines()
        if not line.startswith("#")
    )
]
KERAS_3 = [version for version in table_for(None).facts.versions_of("keras.layers.Dense") if version.startswith("3.")]
#: Versions of TensorFlow, and those of Keras beside one that allows all of them.
POINTS = [*((target, None) for target in known_versions()), *(("2.16", keras) for keras in KERAS_3)]


def lost(table: TensorFlowTable) -> Iterator[tuple[str, str, bool]]:
    """Yields each function with each argument that the version before took, and whether it takes any other now."""
    facts = table.facts
    for name in facts:
        fact = None if name.startswith(UNCHECKED) else facts.fact(name)
        if fact is None or not fact.exists(table.target):
            continue
        versions = list(facts.versions_of(name))
        position = versions.index(facts.version_of(name, table.target))
        old, new = (facts.signature(name, version) for version in (versions[max(position - 1, 0)], versions[position]))
        if old is not None and new is not None and old != new:
            before, now = parse_signature(old), parse_signature(new)
            yield from ((name, argument, now.takes_any) for argument in sorted(before.names - now.names))


def is_kept(function: str, argument: str) -> bool:
    """Returns whether an argument is known to be taken although the signature does not show it."""
    return any(
        any(fnmatch(function, pattern) for pattern in functions) and ("*" in arguments or argument in arguments)
        for functions, arguments in KEPT
    )


@pytest.mark.parametrize(("target", "keras"), POINTS)
def test_no_lost_argument_is_without_a_finding_or_a_reason(target: str, keras: str | None) -> None:
    table = table_for(target, keras)
    diffs, silent = SignatureDiffs(table), []
    for name, argument, takes_any in lost(table):
        diff = diffs.of(table.lookup(name).entry)
        is_documented = diffs.arguments.is_unchecked(name) or diffs.arguments.change(name, argument) is not None
        has_reason = is_kept(name, argument) if takes_any else is_documented
        if (diff is None or argument not in diff.lost) and not has_reason:
            silent.append(f"{name}({argument}=)")
    assert silent == []


def test_every_reason_is_needed() -> None:
    found = {
        (name, argument)
        for target, keras in POINTS
        for name, argument, takes_any in lost(table_for(target, keras))
        if takes_any
    }
    for functions, arguments in KEPT:
        for pattern in functions:
            assert any(fnmatch(name, pattern) for name, _ in found), pattern
        for argument in arguments:
            assert argument == "*" or any(argument == lost_argument for _, lost_argument in found), argument
