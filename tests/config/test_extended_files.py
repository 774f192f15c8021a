"""Configuration files that extend others, and the JSON Schema of both."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from tf2lint.config import UsageError, render_schema
from tf2lint.config.configuration import KEYS
from tf2lint.config.configuration_file import read_config
from tf2lint.config.setting_types import SETTINGS

if TYPE_CHECKING:
    from pathlib import Path


def write(folder: Path, **files: str) -> str:
    """Writes files whose names have `_` for `.` and `__` for `/`; returns the path of the first one."""
    paths = [folder / name.replace("__", "/").replace("_", ".") for name in files]
    for path, text in zip(paths, files.values(), strict=True):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return str(paths[0])


def test_own_settings_win(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        app__tf2lint_toml='extend = "../base.toml"\ntarget = "2.16"\n',
        base_toml='target = "2.10"\nignore = ["TF1"]\nbaseline = "accepted.json"\nextend = "more/tf2lint.toml"\n',
        more__tf2lint_toml='ignore = ["TF2"]\nfail-on = "error"\ncache-dir = "cache"\n',
    )
    config = read_config(path)
    assert config is not None
    assert (config.target, config.ignore, config.fail_on) == ("2.16", ("TF1",), "error")
    assert config.baseline == str(tmp_path / "accepted.json")
    assert config.cache_dir == str(tmp_path / "more" / "cache")
    assert config.folder == str(tmp_path / "app")
    origins = {key: config.origin(key).removeprefix(f"{tmp_path}/") for key in ("target", "ignore", "fail-on")}
    assert origins == {"target": "app/tf2lint.toml", "ignore": "base.toml", "fail-on": "more/tf2lint.toml"}


def test_a_project_extends_the_table_of_another(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        app__pyproject_toml='[tool.tf2lint]\nextend = "../pyproject.toml"\n',
        pyproject_toml='[tool.tf2lint]\ntarget = "2.10"\n',
    )
    config = read_config(path)
    assert config is not None
    assert config.target == "2.10"


@pytest.mark.parametrize(
    ("own", "base", "message"),
    [
        ('extend = "nowhere.toml"', "", "nowhere.toml: No such file or directory"),
        ('extend = "a.toml"', "", "a.toml: extend: {folder}/a.toml extends itself"),
        ('extend = "base.toml"', 'extend = "a.toml"', "base.toml: extend: {folder}/a.toml extends itself"),
        ("extend = 1", "", "a.toml: extend: must be the path of another configuration file"),
        ('extend = "base.toml"', 'targt = "2.10"', "base.toml: unknown setting 'targt'; did you mean 'target'?"),
        ('extend = "pyproject.toml"', "", "a.toml: extend: {folder}/pyproject.toml has no [tool.tf2lint] table"),
        ('extnd = "base.toml"', "", "a.toml: unknown setting 'extnd'; did you mean 'extend'?"),
    ],
)
def test_mistakes_name_the_file(tmp_path: Path, own: str, base: str, message: str) -> None:
    path = write(tmp_path, a_toml=own, base_toml=base, pyproject_toml="")
    with pytest.raises(UsageError) as error:
        read_config(path)
    assert str(error.value).endswith(message.format(folder=tmp_path))


def test_each_setting_has_a_type() -> None:
    assert tuple(SETTINGS) == KEYS


VALUES = """
target = "2.16"
keras-version = "auto"
source-version = "1"
select = ["ALL"]
extend-select = ["TF104"]
ignore = []
per-file-ignores = { "legacy/" = ["TF"] }
exclude = ["a"]
extend-exclude = ["b/"]
force-exclude = true
respect-gitignore = false
time-limit = 1.5
fail-on = "warning"
baseline = "b.json"
cache-dir = "c"
fixable = ["TF1"]
unfixable = []
extend-safe-fixes = []
extend-unsafe-fixes = ["TF5"]
"""


def valid(document: Any) -> bool:
    return bool(jsonschema.Draft202012Validator(json.loads(render_schema())).is_valid(document))


def test_the_schema_accepts_what_is_accepted(tmp_path: Path) -> None:
    document = tomllib.loads(VALUES)
    assert tuple(document) == KEYS
    assert valid(document)
    assert valid({"extend": "other.toml"})
    assert read_config(write(tmp_path, a_toml=VALUES)) is not None


@pytest.mark.parametrize(
    "text",
    [
        "target = 2.16", 'source-version = "3"', "select = []", 'ignore = "TF1"', 'per-file-ignores = { a = "TF" }',
        'force-exclude = "yes"', "time-limit = -1", 'fail-on = "fatal"', 'baseline = ""', "extend = 1", "other = 1",
    ],
)  # fmt: skip
def test_the_schema_rejects_what_is_rejected(tmp_path: Path, text: str) -> None:
    assert not valid(tomllib.loads(text))
    with pytest.raises(UsageError):
        read_config(write(tmp_path, a_toml=text))
