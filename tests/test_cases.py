from __future__ import annotations

import pytest

from support.cases import FOLDER, Case, cases
from tf2lint.engine import Engine, unparsable
from tf2lint.model import Settings
from tf2lint.registry import rules

ALL = cases()


def check(case: Case, folder: object, *, everything: bool) -> list[tuple[str, int, str, int, str]]:
    engine = Engine(Settings(target=case.settings.get("target"), select=tuple(case.settings.get("select", ()))))
    found = []
    for name, text in case.files.items():
        path = f"{folder}/{name}"
        try:
            result = engine.check(text, path, everything=everything)
        except SyntaxError as error:
            result = unparsable(error, path)
        found += [(name, f.span.line, f.code, f.span.column, f.message) for f in result.findings]
    return found


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_case(case: Case, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("case")
    case.write(folder)
    found = check(case, folder, everything=True)
    assert check(case, folder, everything=False) == found, (
        "what is in order was passed over, and something else with it"
    )
    expected = case.expected
    assert [item[:3] for item in found] == [(e.file, e.line, e.code) for e in expected], found
    for (_, _, _, column, message), expectation in zip(found, expected, strict=True):
        assert expectation.text in message
        assert expectation.column in (None, column)


def test_every_rule_has_a_case_file_in_which_it_is_reported_and_one_in_which_all_is_silent() -> None:
    for rule in rules():
        own = [case for case in ALL if case.name.startswith(f"{rule.code}: ")]
        assert any(expectation.code == rule.code for case in own for expectation in case.expected), rule.code
        assert any(not case.expected for case in own), rule.code


def test_every_case_file_belongs_to_a_rule_or_to_the_resolver() -> None:
    names = {file.stem for file in FOLDER.glob("*.md")}
    assert names <= {rule.code for rule in rules()} | {"resolver", "guards", "project"}
