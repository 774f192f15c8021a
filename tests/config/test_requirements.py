"""`--target auto`: which version a project requires."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from support.hosts import tf2lint
from tf2lint.config.requirements import VersionFinder
from tf2lint.table.mapping_table import known_versions

if TYPE_CHECKING:
    from pathlib import Path

NEWEST = known_versions()[-1]
CONDA = "name: x\ndependencies:\n  - python=3.7\n  - {}\n  - pip:\n    - requests\n"


def target(folder: Path, **files: str) -> str:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_DOT_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    (folder / ".git").mkdir(exist_ok=True)
    return VersionFinder().find_target(str(folder)).version


@pytest.mark.parametrize(
    ("file", "text", "version"),
    [
        ("pyproject_DOT_toml", '[project]\ndependencies = ["numpy", "tensorflow>=2.4,<2.11"]', "2.10"),
        ("pyproject_DOT_toml", "[project]\ndependencies = [\"TensorFlow~=2.8.0; python_version>'3'\"]", "2.8"),
        ("pyproject_DOT_toml", '[project.optional-dependencies]\ntf = ["tensorflow-cpu==2.12.*"]', "2.12"),
        ("pyproject_DOT_toml", '[dependency-groups]\ndev = [{include-group = "a"}, "tensorflow==2.9.1"]', "2.9"),
        ("pyproject_DOT_toml", '[tool.poetry.dependencies]\npython = "^3.8"\ntensorflow = "^2.4"', NEWEST),
        ("pyproject_DOT_toml", '[tool.poetry.dependencies]\ntensorflow = {version = "~2.4", extras = ["x"]}', "2.4"),
        ("pyproject_DOT_toml", '[tool.poetry.group.tf.dependencies]\ntensorflow = "2.13.0"', "2.13"),
        ("pyproject_DOT_toml", '[tool.poetry.dependencies]\ntensorflow = "*"', NEWEST),
        ("setup_DOT_cfg", "[options]\ninstall_requires =\n    numpy\n    tensorflow<2.6\n", "2.5"),
        ("setup_DOT_cfg", "[options.extras_require]\ngpu = tensorflow-gpu==2.3.1\n", "2.3"),
        (
            "setup_DOT_py",
            "import os\nREQUIRED = ['numpy', 'tensorflow>=2.1,<=2.7']\nsetup(install_requires=REQUIRED)",
            "2.7",
        ),
        ("requirements_DOT_txt", "-r other.txt\nnumpy\ntensorflow==2.15.1 --hash=sha256:0 \\\n # why", "2.15"),
        ("requirements-gpu_DOT_txt", "tensorflow[and-cuda]==2.14.0", "2.14"),
        ("requirements__tf_DOT_txt", "tensorflow==2.14.0", "2.14"),
        ("poetry_DOT_lock", '[[package]]\nname = "tensorflow"\nversion = "2.11.0"\n', "2.11"),
        ("uv_DOT_lock", 'version = 1\n[[package]]\nname = "tensorflow"\nversion = "2.18.0"\n', "2.18"),
        ("pylock_DOT_toml", '[[packages]]\nname = "tensorflow"\nversion = "2.17.0"\n', "2.17"),
        ("Pipfile", '[packages]\ntensorflow = "==2.6.0"\n', "2.6"),
        ("Pipfile_DOT_lock", json.dumps({"default": {"tensorflow": {"version": "==2.6.2"}}}), "2.6"),
        ("environment_DOT_yml", CONDA.format("tensorflow=2.10"), "2.10"),
        ("environment_DOT_yaml", CONDA.format("conda-forge::tensorflow-gpu=2.4.1=h30adc30_0"), "2.4"),
        ("environment_DOT_yml", CONDA.format("tensorflow>=2.2,<2.4").replace("requests", "x"), "2.3"),
        ("environment_DOT_yml", CONDA.format("a").replace("requests", "tensorflow==2.5.0"), "2.5"),
        ("environment_DOT_yml", CONDA.format("3\n  - tensorflow=2.10"), "2.10"),
        ("requirements_DOT_txt", "tensorflow===of-our-own", NEWEST),
        ("pyproject_DOT_toml", '[tool.poetry.dependencies]\ntensorflow = {path = "here"}', NEWEST),
        ("requirements_DOT_txt", "tensorflow-probability==0.8\ntensorflow_hub==0.16", NEWEST),
        ("requirements_DOT_txt", "tensorflow==1.15.0", NEWEST),
        ("requirements_DOT_txt", "tensorflow==2.16.0rc0", "2.16"),
        ("requirements_DOT_txt", "tensorflow==2.15.0+nv24.2", "2.15"),
        ("requirements_DOT_txt", "tensorflow==2.14", "2.14"),
        ("requirements_DOT_txt", "tensorflow===2.13.1", "2.13"),
        ("requirements_DOT_txt", "tensorflow>=1.12,<3", NEWEST),
    ],
)
def test_each_kind_of_file(tmp_path: Path, file: str, text: str, version: str) -> None:
    assert target(tmp_path, **{file: text}) == version


def test_a_pinned_version_takes_precedence_over_a_range(tmp_path: Path) -> None:
    range_of = '[project]\ndependencies = ["tensorflow>=2.4"]'
    assert target(tmp_path, pyproject_DOT_toml=range_of) == NEWEST
    lock = '[[package]]\nname = "tensorflow"\nversion = "2.11.0"\n'
    assert target(tmp_path, pyproject_DOT_toml=range_of, uv_DOT_lock=lock) == "2.11"


def test_tensorflow_1_is_never_the_target(tmp_path: Path) -> None:
    files = {"requirements_DOT_txt": "tensorflow==1.15", "requirements-new_DOT_txt": "tensorflow==2.8.0"}
    assert target(tmp_path, **files) == "2.8"


@pytest.mark.parametrize("text", ["[project", "[project]\ndependencies = 1", "[tool]\npoetry = 1", "\xff"], ids=repr)
def test_invalid_files_are_ignored(tmp_path: Path, text: str) -> None:
    (tmp_path / "pyproject.toml").write_bytes(text.encode("latin-1"))
    (tmp_path / "environment.yml").write_text("a: [b")
    (tmp_path / "Pipfile.lock").write_text("[" * 9)
    (tmp_path / "setup.py").write_text("print 'x'")
    (tmp_path / "setup.cfg").write_text("no section")
    assert target(tmp_path, requirements_DOT_txt="tensorflow==2.3.0\n=broken=") == "2.3"


@pytest.mark.parametrize(
    "value", ["!!bool maybe", "!!int ''", "!!timestamp x", "!!python/name:os.system", "2020-99-99"]
)
def test_values_that_do_not_fit_their_tags_are_no_errors(tmp_path: Path, value: str) -> None:
    assert target(tmp_path, environment_DOT_yml=f"dependencies:\n  - tensorflow=2.10\nx: {value}\n") == "2.10"


def test_parent_folders_are_searched_up_to_the_repository(tmp_path: Path) -> None:
    target(tmp_path, requirements_DOT_txt="tensorflow==2.3.0")
    (tmp_path / "a" / "b").mkdir(parents=True)
    assert VersionFinder().find_target(str(tmp_path / "a" / "b")).version == "2.3"
    (tmp_path / "a" / ".git").mkdir()
    assert VersionFinder().find_target(str(tmp_path / "a" / "b")).version == NEWEST


def test_the_installed_version_is_used_if_no_file_requires_one(tmp_path: Path) -> None:
    installed = tmp_path / "site" / "tensorflow_cpu-2.7.0.dist-info"
    installed.mkdir(parents=True)
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: tensorflow-cpu\nVersion: 2.7.0\n")
    project = tmp_path / "project"
    (project / ".git").mkdir(parents=True)
    (project / "a.py").write_text("import os\n")
    done = tf2lint(project, "check", "--target", "auto", environment={"PYTHONPATH": str(tmp_path / "site")})
    assert done.stderr == "tf2lint: target 2.7: tensorflow-cpu==2.7.0 (installed)\n"
    assert "for TensorFlow 2.7," in done.stdout


def test_the_command_prints_the_version_and_its_source(tmp_path: Path) -> None:
    target(tmp_path, requirements_DOT_txt="tensorflow==2.3.0", a_DOT_py="import os\n")
    done = tf2lint(tmp_path, "check", "--target", "auto")
    assert done.stderr == f"tf2lint: target 2.3: tensorflow==2.3.0 in {tmp_path}/requirements.txt\n"
    assert tf2lint(tmp_path, "check", "--target", "auto", "-q").stderr == ""
    (tmp_path / "tf2lint.toml").write_text('target = "auto"\n')
    assert "for TensorFlow 2.3," in tf2lint(tmp_path, "check").stdout
    assert f'target = "auto"  # {tmp_path}/tf2lint.toml: 2.3, from tensor' in tf2lint(tmp_path, "config").stdout
    assert "target 2.3" in tf2lint(tmp_path.parent, "check", str(tmp_path), "--target", "auto").stderr
    target(tmp_path, requirements_DOT_txt="tensorflow==1.15")
    message = f"because tensorflow==1.15 in {tmp_path}/requirements.txt asks for TensorFlow 1"
    assert message in tf2lint(tmp_path, "check").stderr


def test_an_unsupported_version_is_named(tmp_path: Path) -> None:
    target(tmp_path, requirements_DOT_txt="tensorflow>=2.99", a_DOT_py="import os\n")
    messages = tf2lint(tmp_path, "check", "--target", "auto").stderr
    assert f"because tensorflow>=2.99 in {tmp_path}/requirements.txt matches no supported version" in messages


@pytest.mark.parametrize(
    ("text", "target", "version"),
    [
        ("tensorflow==2.16.2\nkeras==3.4.1\n", "2.16", "3.4"),
        ("keras>=3.2,<3.7\n", "2.16", "3.6"),
        ("keras==3.4.1\n", "2.21", None),  # TensorFlow 2.21 does not run with it
        ("keras==2.4.3\n", "2.21", None),
        ("keras==2.12.0\n", "2.15", None),
        ("tensorflow==2.21\n", "2.21", None),
    ],
)
def test_the_keras_that_the_requirements_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, target: str, version: str | None
) -> None:
    monkeypatch.setattr("tf2lint.config.requirements._installed", lambda _: [])
    (tmp_path / ".git").mkdir()
    (tmp_path / "requirements.txt").write_text(text, "utf-8")
    found = VersionFinder().find_keras(str(tmp_path), target)
    assert (found and found.version) == version
    assert found is None or "requirements.txt" in found.reason


def test_a_lock_file_names_keras(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "uv.lock").write_text('[[package]]\nname = "keras"\nversion = "3.5.0"\n', "utf-8")
    found = VersionFinder().find_keras(str(tmp_path), "2.17")
    assert found is not None
    assert found.version == "3.5"
