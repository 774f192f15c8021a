"""Findings with related locations in every format."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest

from support.schemas import json_validator, needs_sarif_schema, validate_sarif
from tf2lint.linting import full_message
from tf2lint.model import Finding, Located, RelatedLocation, Severity, Span
from tf2lint.reporters import CHECK_FORMATS, Report, Style, renderer
from tf2lint.reporters.fingerprints import fingerprints

if TYPE_CHECKING:
    from pathlib import Path

MESSAGE = "tf.Session().run was removed in TF 2.0; call the function"
CALL = RelatedLocation("src/a.py", 80, 5, "train() is called with one")
ANNOTATION = RelatedLocation("src/b/c.py", 7, 12, "annotated as list[tf.Session]")
PLAIN = RelatedLocation("src/a.py", 9, 5, "self.sess is set", in_message=False)
IN_CELL = RelatedLocation("n.ipynb", 2, 1, "train() is called with one", cell=4)


def located(*related: RelatedLocation, path: str = "src/a.py", cell: int | None = None) -> Located:
    finding = Finding(
        "TF502", "session-run", Severity.ERROR, MESSAGE, path, Span(3, 5, 3, 13), "tf.Session().run", (), related
    )
    return Located(finding, cell, "    sess.run(x)")


def rendered(name: str, *findings: Located) -> str:
    return renderer(CHECK_FORMATS[name])(Report("2.21", [*findings], len(findings)), Style())


def test_a_message_without_related_locations_stays_as_it_is() -> None:
    assert full_message(located().finding) == MESSAGE


@pytest.mark.parametrize(
    ("related", "clauses"),
    [
        ((CALL,), "train() is called with one in line 80"),
        ((ANNOTATION,), "annotated as list[tf.Session] in src/b/c.py:7"),
        ((PLAIN, CALL), "train() is called with one in line 80"),
        ((CALL, ANNOTATION), "train() is called with one in line 80; annotated as list[tf.Session] in src/b/c.py:7"),
    ],
)
def test_clauses_stand_behind_the_message(related: tuple[RelatedLocation, ...], clauses: str) -> None:
    assert full_message(located(*related).finding) == f"{MESSAGE} ({clauses})"


def test_a_clause_names_the_cell_of_a_notebook() -> None:
    message = full_message(located(IN_CELL, path="n.ipynb", cell=4).finding)
    assert message == f"{MESSAGE} (train() is called with one in cell 4, line 2)"


def test_other_files_are_named_as_seen_from_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some hosts pass absolute paths, others relative ones."""
    monkeypatch.chdir(tmp_path)
    other = ANNOTATION._replace(path=str(tmp_path / ANNOTATION.path))
    absolute = located(other, path=str(tmp_path / "src/a.py"))
    assert full_message(absolute.finding) == full_message(located(ANNOTATION).finding)


def test_the_concise_format_has_one_line_per_finding() -> None:
    lines = rendered("concise", located(CALL), located(IN_CELL, path="n.ipynb", cell=4)).splitlines()
    assert lines[:2] == [
        f"src/a.py:3:5: TF502 {MESSAGE} (train() is called with one in line 80)",
        f"n.ipynb:cell 4:3:5: TF502 {MESSAGE} (train() is called with one in cell 4, line 2)",
    ]


def test_json_lists_them() -> None:
    document = json.loads(
        rendered("json", located(CALL, ANNOTATION), located(IN_CELL, path="n.ipynb", cell=4), located())
    )
    json_validator().validate(document)
    assert {finding["message"] for finding in document["findings"]} == {MESSAGE}
    call = {"message": "train() is called with one", "path": "src/a.py", "line": 80, "column": 5, "cell": None}
    annotation = {
        "message": "annotated as list[tf.Session]", "path": "src/b/c.py", "line": 7, "column": 12, "cell": None,
    }  # fmt: skip
    in_cell = {"message": "train() is called with one", "path": "n.ipynb", "line": 2, "column": 1, "cell": 4}
    assert [finding["related"] for finding in document["findings"]] == [[call, annotation], [in_cell], []]


def test_the_json_schema_requires_every_part() -> None:
    document, validator = json.loads(rendered("json", located(CALL))), json_validator()
    for part in ("message", "path", "line", "column", "cell"):
        related = dict(document["findings"][0]["related"][0])
        del related[part]
        changed = {**document, "findings": [{**document["findings"][0], "related": [related]}]}
        assert not validator.is_valid(changed)


def test_one_that_is_easy_to_find_is_only_where_an_interface_can_show_it() -> None:
    finding = located(PLAIN)
    assert full_message(finding.finding) == MESSAGE
    assert "self.sess" not in rendered("concise", finding)
    assert json.loads(rendered("json", finding))["findings"][0]["related"] == [
        {"message": "self.sess is set", "path": "src/a.py", "line": 9, "column": 5, "cell": None}
    ]
    (result,) = json.loads(rendered("sarif", finding))["runs"][0]["results"]
    assert result["message"]["text"] == f"{MESSAGE} ([self.sess is set in line 9](1))"
    assert len(result["relatedLocations"]) == 1


def test_sarif_links_them_in_the_message() -> None:
    findings = located(CALL, ANNOTATION), located(IN_CELL, path="n.ipynb", cell=4), located()
    linked, in_cell, without = json.loads(rendered("sarif", *findings))["runs"][0]["results"]
    assert linked["message"]["text"] == (
        f"{MESSAGE} ([train() is called with one in line 80](1);"
        r" [annotated as list\[tf.Session\] in src/b/c.py:7](2))"
    )
    assert linked["relatedLocations"] == [
        {
            "id": 1,
            "physicalLocation": {
                "artifactLocation": {"uri": "src/a.py", "uriBaseId": "%SRCROOT%"},
                "region": {"startLine": 80, "startColumn": 5},
            },
            "message": {"text": "train() is called with one"},
        },
        {
            "id": 2,
            "physicalLocation": {
                "artifactLocation": {"uri": "src/b/c.py", "uriBaseId": "%SRCROOT%"},
                "region": {"startLine": 7, "startColumn": 12},
            },
            "message": {"text": "annotated as list[tf.Session]"},
        },
    ]
    # Lines in a cell are not lines of the file.
    assert list(in_cell["relatedLocations"][0]["physicalLocation"]) == ["artifactLocation"]
    assert "relatedLocations" not in without


@needs_sarif_schema
def test_sarif_with_them_matches_its_schema() -> None:
    findings = located(CALL, ANNOTATION), located(IN_CELL, path="n.ipynb", cell=4), located()
    validate_sarif(json.loads(rendered("sarif", *findings)))


def test_github_gitlab_and_junit_show_them_in_the_message() -> None:
    finding, message = located(CALL), f"{MESSAGE} (train() is called with one in line 80)"
    assert rendered("github", finding).splitlines()[0].endswith(f"::src/a.py:3:5: TF502 {message}")
    (issue,) = json.loads(rendered("gitlab", finding))
    assert issue["description"] == f"TF502 {message}"
    failure = ElementTree.fromstring(rendered("junit", finding)).find(".//failure")
    assert failure is not None
    assert failure.get("message") == message
    assert failure.text == f"src/a.py: line 3, column 5: {message}"


def test_they_do_not_change_the_fingerprint() -> None:
    assert fingerprints([located(CALL)]) == fingerprints([located()])
