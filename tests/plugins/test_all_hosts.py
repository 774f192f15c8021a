"""All case files in all hosts: the engine, a flake8 process, and a pylint process."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

import pytest

from support.cases import Case, cases
from support.hosts import flake8, pylint
from tf2lint.engine import Engine
from tf2lint.linting import full_message
from tf2lint.model import Settings
from tf2lint.pylint_plugin import symbol_of
from tf2lint.rules import rules

if TYPE_CHECKING:
    from pathlib import Path

#: The family of syntax errors, which the hosts report themselves.
SYNTAX = "TF0"
#: The case files of rules that only the command has: syntax errors, unused suppressions and time limits.
COMMAND_ONLY = ("TF001", "TF002", "TF003", "TF004")
FORMAT = "%(path)s|%(row)d|%(col)d|%(code)s|%(text)s"


class Found(NamedTuple):
    """The parts of a finding that every host reports."""

    path: str
    line: int
    column: int
    code: str
    message: str


#: pylint has one search path for all files, so a package like this in one case would hide the library from all others.
OWN_PACKAGE = "sonnet/__init__.py"


class Setting(NamedTuple):
    """What the cases of one run share."""

    target: str | None
    select: tuple[str, ...]
    source_version: str
    keras_version: str | None

    def options(self) -> list[str]:
        """Returns the options of flake8 and pylint for the versions."""
        versions = {"target": self.target, "source": self.source_version, "keras": self.keras_version}
        return [f"--tf-{name}-version={version}" for name, version in versions.items() if version]


def by_settings() -> dict[Setting, list[Case]]:
    grouped: dict[Setting, list[Case]] = {}
    for case in cases():
        if case.name.startswith(COMMAND_ONLY):
            continue
        settings = case.settings
        source, select = settings.get("source-version", "auto"), tuple(settings.get("select", ()))
        setting = Setting(settings.get("target"), select, source, settings.get("keras-version"))
        grouped.setdefault(setting, []).append(case)
    return grouped


def by_flake8(folder: Path, version: list[str], select: tuple[str, ...], files: list[str]) -> list[Found]:
    chosen = ["--select", ",".join(select)] if select else ["--extend-ignore", "E,F,W,C"]
    done = flake8(folder, "--isolated", f"--format={FORMAT}", *version, *chosen, *files)
    assert not done.stderr
    rows = (line.split("|", 4) for line in done.stdout.splitlines())
    return [Found(path, int(line), int(column), code, text) for path, line, column, code, text in rows]


def by_pylint(folder: Path, version: list[str], select: tuple[str, ...], files: list[str]) -> list[Found]:
    on = [
        symbol_of(rule)
        for rule in rules()
        if not rule.code.startswith(SYNTAX) and (rule.code.startswith(select) if select else rule.default)
    ]
    done = pylint(
        folder, "--output-format=json2", "--disable=all", f"--enable={','.join(on)}", "--rcfile=", *version, *files
    )
    assert not done.stderr
    return [
        Found(m["absolutePath"], m["line"], m["column"] + 1, f"TF{m['messageId'][2:]}", m["message"])
        for m in json.loads(done.stdout)["messages"]
    ]


@pytest.mark.parametrize("setting", by_settings(), ids=str)
def test_every_host_reports_the_same(setting: Setting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One process of each host checks all cases with the same settings; files that do not parse are left out."""
    monkeypatch.chdir(tmp_path)  # messages name other files as seen from the current folder
    target, select, source_version, keras_version = setting
    engine = Engine(Settings(target=target, select=select, source_version=source_version, keras_version=keras_version))
    expected, files = list[Found](), list[str]()
    for number, case in enumerate(by_settings()[setting]):
        if OWN_PACKAGE in case.files:
            continue
        case.write(tmp_path / f"case{number}")
        for name, text in case.files.items():
            path = str(tmp_path / f"case{number}" / name)
            if any(expectation.code.startswith(SYNTAX) for expectation in case.expected):
                continue
            findings = engine.check(text, path).findings
            files.append(path)
            expected += [Found(path, f.span.line, f.span.column, f.code, full_message(f)) for f in findings]
    version = setting.options()
    assert sorted(by_flake8(tmp_path, version, select, files)) == sorted(expected)
    assert sorted(by_pylint(tmp_path, version, select, files)) == sorted(expected)


def test_pylint_gets_the_end_of_a_finding(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text("import tensorflow as tf\n\ntf.log(1.0)\n")
    done = pylint(tmp_path, "--output-format=json2", "--disable=all", "--enable=tf1", "program.py")
    message = json.loads(done.stdout)["messages"][0]
    assert (message["line"], message["column"], message["endLine"], message["endColumn"]) == (3, 0, 3, 6)
