"""Which rules are on, by codes, prefixes and names."""

from __future__ import annotations

import pytest

from tf2lint.config.errors import UsageError
from tf2lint.config.rule_selection import ALWAYS, selected
from tf2lint.rules import OFF_BY_DEFAULT, rules

CODES = frozenset(rule.code for rule in rules())
DEFAULT = CODES - set(OFF_BY_DEFAULT)


def of(prefix: str) -> frozenset[str]:
    return frozenset(code for code in CODES if code.startswith(prefix))


@pytest.mark.parametrize(
    ("select", "extend", "ignore", "codes"),
    [
        (None, [], [], DEFAULT),
        (["TF3"], [], [], of("TF3") | set(ALWAYS)),
        (["removed-name", "tf102"], [], [], {"TF101", "TF102", *ALWAYS}),
        (None, ["TF104"], [], DEFAULT | {"TF104"}),
        (None, ["TF1"], [], DEFAULT | {"TF104"}),
        (None, [], ["TF"], frozenset()),
        (None, [], ["TF1", "reuse-parameter"], DEFAULT - of("TF1") - {"TF304"}),
        (["TF101"], [], ["TF1"], {"TF101", *ALWAYS}),
        (["TF1"], [], ["TF101"], (of("TF1") | set(ALWAYS)) - {"TF101"}),
        (["TF101"], [], ["TF101"], set(ALWAYS)),
        (None, ["compat-v1"], ["TF104"], DEFAULT),
        (None, ["TF104"], ["TF1"], (DEFAULT - of("TF1")) | {"TF104"}),
        (["TF3"], [], ["TF001"], of("TF3") | {"TF002", "TF004"}),
        ([], [], [], set(ALWAYS)),
    ],
)
def test_selected(select: list[str] | None, extend: list[str], ignore: list[str], codes: set[str]) -> None:
    assert selected(select, extend, ignore) == codes


@pytest.mark.parametrize(
    ("selector", "message"),
    [
        ("TF999", "unknown rule or prefix 'TF999'"),
        ("remove-name", "did you mean 'removed-name'?"),
        ("E501", "unknown rule or prefix 'E501'"),
        ("", "unknown rule or prefix ''"),
    ],
)
def test_selectors_that_match_no_rule(selector: str, message: str) -> None:
    with pytest.raises(UsageError, match=message.replace("?", r"\?")):
        selected([selector])
