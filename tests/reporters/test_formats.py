"""The output formats of `tf2lint check`, validated with the schemas of their consumers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import jsonschema
import pytest

from support.hosts import tf2lint
from support.schemas import json_validator, needs_sarif_schema, validate_sarif

if TYPE_CHECKING:
    from pathlib import Path

#: The fields that GitLab requires of a code quality report, according to its documentation.
GITLAB = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": "^[^./]"},
                    "lines": {"type": "object", "required": ["begin"], "properties": {"begin": {"type": "integer"}}},
                },
            },
        },
    },
}
PROGRAM = """\
import tensorflow as tf

x = 'é', tf.log(1.0)
tf.log(1.0)
tf.log(1.0)
with tf.variable_scope(
    'a, b: 100%'
):
    from tensorflow.contrib import slim
y = 1  # noqa: TF101
"""
NOTEBOOK = {
    "cells": [
        {"cell_type": "markdown", "source": ["# tensorflow"]},
        {"cell_type": "code", "source": ["%matplotlib inline\n", "import tensorflow as tf\n", "print tf.log(1.0)"]},
        {"cell_type": "code", "source": "def broken(:"},
    ],
    "metadata": {"kernelspec": {"language": "python"}},
    "nbformat": 4,
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "a folder, 100%").mkdir()
    (tmp_path / "a folder, 100%" / "program.py").write_text(PROGRAM, "utf-8")
    (tmp_path / "notebook.ipynb").write_text(json.dumps(NOTEBOOK), "utf-8")
    (tmp_path / "broken.py").write_text("import tensorflow as tf\ntf.log(\n", "utf-8")
    return tmp_path


def output(folder: Path, name: str, *arguments: str) -> str:
    done = tf2lint(folder, "check", "--extend-select", "TF003", "--format", name, *arguments)
    assert (done.returncode, done.stderr) == (1, "")
    return done.stdout


def test_json_matches_its_schema(project: Path) -> None:
    document = json.loads(output(project, "json"))
    json_validator().validate(document)
    assert document["summary"]["findings"] == len(document["findings"]) == 10
    assert {finding["severity"] for finding in document["findings"]} == {"error", "info"}
    assert [(f["cell"], f["line"], f["code"]) for f in document["findings"] if f["cell"]] == [
        (2, 3, "TF002"),
        (2, 3, "TF101"),
        (3, 1, "TF001"),
    ]


def test_json_without_findings(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text("import os\n")
    done = tf2lint(tmp_path, "check", "--format", "json")
    json_validator().validate(json.loads(done.stdout))
    assert done.returncode == 0


def sarif_document(project: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(output(project, "sarif"))
    return document


@needs_sarif_schema
def test_sarif_matches_its_schema(project: Path) -> None:
    validate_sarif(sarif_document(project))


def test_sarif_has_what_code_scanning_needs(project: Path) -> None:
    (run,) = sarif_document(project)["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert all(rule["help"]["markdown"].startswith(f"# {rule['id']} ") for rule in rules)
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])
    fingerprints = [result["partialFingerprints"]["tf2lint/v1"] for result in run["results"]]
    assert len(set(fingerprints)) == len(fingerprints)
    locations = [result["locations"][0]["physicalLocation"] for result in run["results"]]
    assert locations[4]["artifactLocation"]["uri"] == "a%20folder%2C%20100%25/program.py"
    assert locations[4]["region"] == {"startLine": 3, "startColumn": 10, "endLine": 3, "endColumn": 16}
    in_notebook = [location for location in locations if location["artifactLocation"]["uri"] == "notebook.ipynb"]
    assert len(in_notebook) == 3
    assert not any("region" in location for location in in_notebook)


def test_github_commands(project: Path) -> None:
    lines = output(project, "github").splitlines()
    assert lines[4] == (
        "::error file=a folder%2C 100%25/program.py,line=3,endLine=3,col=10,endColumn=16,title=TF101 removed-name"
        "::a folder, 100%25/program.py:3:10: TF101 tf.log was removed in TF 2.0; write tf.math.log(1.0)"
    )
    assert lines[1].startswith("::error file=notebook.ipynb,title=TF002 old-python::notebook.ipynb:cell 2:3:")
    assert any(line.startswith("::notice file=") for line in lines)
    assert all(line.startswith("::") for line in lines[:10])
    assert lines[10].startswith("10 findings (")


def test_a_finding_of_several_lines_and_a_file_elsewhere(project: Path) -> None:
    program = project / "call.py"
    program.write_text("import tensorflow as tf\ntf.nn.conv2d(x, use_cudnn_on_gpu=(\n    True\n))\n")
    elsewhere = project / "a folder, 100%"
    lines = output(elsewhere, "github", str(program)).splitlines()
    assert lines[0].startswith(f"::error file={program},line=2,endLine=4,title=TF602 ")
    (result,) = json.loads(output(elsewhere, "sarif", str(program)))["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": program.as_uri()}


def test_gitlab_has_the_required_fields(project: Path) -> None:
    issues = json.loads(output(project, "gitlab"))
    jsonschema.validate(issues, GITLAB)
    assert len({issue["fingerprint"] for issue in issues}) == len(issues) == 10


def test_fingerprints_stay_when_lines_move(project: Path) -> None:
    before = {issue["fingerprint"] for issue in json.loads(output(project, "gitlab"))}
    program = project / "a folder, 100%" / "program.py"
    program.write_text(PROGRAM.replace("\n\n", "\n\n# more\n\nif 1: pass\n", 1), "utf-8")
    assert {issue["fingerprint"] for issue in json.loads(output(project, "gitlab"))} == before


def test_junit(project: Path) -> None:
    root = ElementTree.fromstring(output(project, "junit"))
    assert root.get("tests") == root.get("failures") == "10"
    suites = {suite.get("name"): suite for suite in root}
    assert list(suites) == ["broken.py", "notebook.ipynb", "a folder, 100%/program.py"]
    case = suites["notebook.ipynb"][1]
    assert case.get("name") == "TF101 removed-name at cell 2, line 3, column 7"
    failure = case.find("failure")
    assert failure is not None
    assert failure.get("message") == "tf.log was removed in TF 2.0; write tf.math.log(1.0)"
    assert all(len({case.get("name") for case in suite}) == len(suite) for suite in suites.values())


def test_junit_without_findings_has_a_test_that_passed(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text("import os\n")
    root = ElementTree.fromstring(tf2lint(tmp_path, "check", "--format", "junit").stdout)
    assert root.get("tests") == "1"
    assert root.find(".//failure") is None


def test_statistics(project: Path) -> None:
    lines = output(project, "text", "--statistics").splitlines()
    assert lines[0] == "4  TF101  error    removed-name"
    assert lines[-2].startswith("10 findings (9 errors, 1 info): 3 files checked")


def test_source_with_wide_and_unprintable_characters(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text("import tensorflow as tf\nx = '日本', tf.log(1)\n\ty\x0c = 1\n", "utf-8")
    (tmp_path / "other.py").write_text(f"import tensorflow as tf\n{'x' * 300} = tf.log(1)\nif 1:\n\ttf.log(1)\n")
    lines = tf2lint(tmp_path, "check", "--show-source", "other.py").stdout.splitlines()
    assert len(lines[1]) < 140
    assert lines[1][lines[2].index("^") :].startswith("tf.log(1)")
    assert lines[2].count("^") == len("tf.log")
    assert lines[4:6] == ["  4 |  tf.log(1)", "    |  ^^^^^^"]
    (tmp_path / "program.py").write_text("import tensorflow as tf\nx = '日本', tf.log(1)\n", "utf-8")
    lines = tf2lint(tmp_path, "check", "--show-source", "program.py").stdout.splitlines()
    assert lines[2] == "    |             ^^^^^^"  # each of the two characters is two columns wide


@pytest.mark.parametrize(
    ("variables", "arguments", "has_colors"),
    [
        ({}, ["--color", "always"], True),
        ({"NO_COLOR": "1"}, ["--color", "always"], True),
        ({"NO_COLOR": "1"}, ["--color", "never"], False),
    ],
)
def test_colors(project: Path, variables: dict[str, str], arguments: list[str], has_colors: bool) -> None:
    done = tf2lint(project, "check", *arguments, environment=variables)
    assert ("\x1b[" in done.stdout) is has_colors


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_machine_readable_formats_are_utf_8_on_any_terminal(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "ä.py").write_text("import tensorflow as tf\ntf.log(1.0)\n")
    done = tf2lint(tmp_path, "check", "--format", "json", environment={"PYTHONIOENCODING": encoding})
    assert json.loads(done.stdout)["findings"][0]["path"] == "ä.py"
