"""The TensorFlow version that a project says it runs on: what `--target auto` looks for.

A version that is pinned is taken before a range of versions, and of a range the newest one that it admits. TensorFlow 1
is what a project comes from: it is never taken for where it goes.
"""

from __future__ import annotations

import ast
import configparser
import json
import os
import re
import tomllib
from glob import escape, glob
from importlib import metadata
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import yaml
from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import Specifier, SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from tf2lint.table import known_versions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: The names under which TensorFlow is installed.
_PACKAGES: Final = ("tensorflow", "tensorflow-cpu", "tensorflow-gpu", "tensorflow-macos", "tensorflow-intel")
#: More patch releases than any minor version has.
_PATCHES: Final = 10
_PINNED: Final = re.compile(r"={2,3}[^,]+")
_TENSORFLOW_1: Final = tuple(f"1.{minor}" for minor in range(16))
#: `^2.4` and `~2.4`, as poetry has them.
_POETRY: Final = re.compile(r"([\^~])\s*(\d+)(?:\.(\d+))?[\d.]*")
#: `tensorflow=2.10` and `tensorflow=2.10.0=build`, as conda has them.
_CONDA: Final = re.compile(r"([\w-]+)\s*=\s*([\d.]+)(?:\.\*)?(?:=.*)?")


class Target(NamedTuple):
    """A target version that was found out.

    Attributes:
        version: such as `2.16`.
        reason: what it was taken from, for people.
    """

    version: str
    reason: str


class _Statement(NamedTuple):
    """What a file says of the version.

    Attributes:
        text: the requirement and its file, for people.
        versions: the known versions that it admits, oldest first; none if it only admits others.
        is_pinned: whether it names one version.
        is_tensorflow_1: whether it admits TensorFlow 1.
    """

    text: str
    versions: tuple[str, ...]
    is_pinned: bool
    is_tensorflow_1: bool


class TargetFinder:
    """Finds out the versions that projects run on, and keeps what the files of each folder say."""

    def __init__(self) -> None:
        self._said: dict[str, tuple[_Statement, ...]] = {}

    def find(self, folder: str) -> Target:
        """Finds out the version that a project runs on: from its files, those above it, and what is installed.

        Args:
            folder: the absolute path of the project's folder.
        """
        newest = known_versions()[-1]
        said: tuple[_Statement, ...] = ()
        place, last = folder, False
        while not said and not last:
            said = self._statements(place)
            last = place == os.path.dirname(place) or os.path.exists(os.path.join(place, ".git"))
            place = os.path.dirname(place)
        admitting = sorted((one for one in said if one.versions), key=lambda one: not one.is_pinned)
        if admitting:
            return Target(admitting[0].versions[-1], admitting[0].text)
        if said:
            why = "is what is to be left behind" if said[0].is_tensorflow_1 else "is none that is known"
            return Target(newest, f"the newest that is known, because {said[0].text} {why}")
        installed = _installed()
        if installed is not None and installed.versions:
            return Target(installed.versions[-1], installed.text)
        return Target(newest, "the newest that is known, because no file says which one the project runs on")

    def _statements(self, folder: str) -> tuple[_Statement, ...]:
        if folder not in self._said:
            self._said[folder] = tuple(_statements(folder))
        return self._said[folder]


def _statements(folder: str) -> Iterator[_Statement]:
    """What the files in a folder say; one that is none of its kind says nothing."""
    for pattern, read in _FILES.items():
        for path in sorted(glob(os.path.join(escape(folder), pattern))):
            try:
                with open(path, encoding="utf-8") as file:
                    text = file.read()
                found = [one for one in read(text) if canonicalize_name(one.name) in _PACKAGES]
            except (OSError, ValueError, SyntaxError, RecursionError, configparser.Error, yaml.YAMLError):
                continue
            yield from (_statement(requirement, f"in {path}") for requirement in found)


def _statement(requirement: Requirement, where: str) -> _Statement:
    minor = SpecifierSet(",".join(map(_of_minor_version, requirement.specifier)))
    versions = tuple(version for version in known_versions() if _admits(minor, version))
    text = f"{requirement.name}{requirement.specifier} {where}"
    is_tensorflow_1 = any(_admits(minor, version) for version in _TENSORFLOW_1)
    return _Statement(text, versions, _PINNED.fullmatch(str(requirement.specifier)) is not None, is_tensorflow_1)


def _of_minor_version(specifier: Specifier) -> str:
    """A pinned version in such a way that all of its kind fit: release candidates, a vendor's builds."""
    if specifier.operator not in ("==", "===") or specifier.version.endswith(".*"):
        return str(specifier)
    try:
        release = [*Version(specifier.version).release, 0]
    except InvalidVersion:
        return str(specifier)
    return f"=={release[0]}.{release[1]}.*"


def _admits(specifier: SpecifierSet, version: str) -> bool:
    return any(specifier.contains(Version(f"{version}.{patch}")) for patch in range(_PATCHES))


def _installed() -> _Statement | None:
    for package in _PACKAGES:
        try:
            version = metadata.version(package)
        except metadata.PackageNotFoundError:
            continue
        return _statement(Requirement(f"{package}=={version}"), "which is installed")
    return None


def _requirements(texts: Any) -> Iterator[Requirement]:
    """The requirements among some values."""
    for text in texts if isinstance(texts, list) else ():
        if isinstance(text, str):
            try:
                yield Requirement(text)
            except InvalidRequirement:
                continue


def _named(name: Any, constraint: Any) -> Iterator[Requirement]:
    """A requirement whose name and version stand apart, as poetry and Pipfiles write it."""
    if isinstance(constraint, dict):
        constraint = constraint.get("version")
    if not isinstance(name, str) or not isinstance(constraint, str):
        return
    found = _POETRY.fullmatch(constraint.strip())
    if found is not None:
        sign, major, minor = found[1], int(found[2]), int(found[3] or 0)
        end = f"{major + 1}" if sign == "^" or found[3] is None else f"{major}.{minor + 1}"
        constraint = f">={major}.{minor},<{end}"
    elif constraint.strip()[:1].isdigit():
        constraint = f"=={constraint.strip()}"
    yield from _requirements([f"{name}{'' if constraint == '*' else constraint}"])


def _at(document: Any, *keys: str) -> Any:
    """What stands in a document under some keys, one below the other; None if nothing does."""
    for key in keys:
        document = document.get(key) if isinstance(document, dict) else None
    return document


def _tables(value: Any) -> list[tuple[Any, Any]]:
    return list(value.items()) if isinstance(value, dict) else []


def _from_pyproject(text: str) -> Iterator[Requirement]:
    document = tomllib.loads(text)
    yield from _requirements(_at(document, "project", "dependencies"))
    groups = [_at(document, "project", "optional-dependencies"), _at(document, "dependency-groups")]
    for _, group in (pair for table in groups for pair in _tables(table)):
        yield from _requirements(group)
    poetry = _at(document, "tool", "poetry")
    tables = [_at(poetry, "dependencies"), _at(poetry, "dev-dependencies")]
    tables += [_at(group, "dependencies") for _, group in _tables(_at(poetry, "group"))]
    for name, constraint in (pair for table in tables for pair in _tables(table)):
        yield from _named(name, constraint)


def _from_setup_cfg(text: str) -> Iterator[Requirement]:
    parser = configparser.ConfigParser(interpolation=None)
    parser.read_string(text)
    sections = [("options", "install_requires")]
    if parser.has_section("options.extras_require"):
        sections += [("options.extras_require", extra) for extra in parser.options("options.extras_require")]
    for section, option in sections:
        yield from _requirements(parser.get(section, option, fallback="").splitlines())


def _from_setup_py(text: str) -> Iterator[Requirement]:
    """Texts in the program that are requirements of TensorFlow: where they are put together doesn't matter."""
    nodes = ast.walk(ast.parse(text))
    texts = [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    yield from _requirements([text for text in texts if text.startswith("tensorflow")])


def _from_requirements(text: str) -> Iterator[Requirement]:
    lines = (re.sub(r"(^|\s)#.*|\s--hash\S*|\s*\\$", "", line).strip() for line in text.splitlines())
    yield from _requirements([line for line in lines if line])


def _from_packages(text: str) -> Iterator[Requirement]:
    """The lock files of poetry, uv and pdm, and pylock.toml."""
    document = tomllib.loads(text)
    for key in ("package", "packages"):
        listed = _at(document, key)
        for package in listed if isinstance(listed, list) else ():
            yield from _named(_at(package, "name"), _at(package, "version"))


def _from_pipfile(text: str) -> Iterator[Requirement]:
    document = tomllib.loads(text)
    for name, constraint in [*_tables(_at(document, "packages")), *_tables(_at(document, "dev-packages"))]:
        yield from _named(name, constraint)


def _from_pipfile_lock(text: str) -> Iterator[Requirement]:
    document = json.loads(text)
    for name, constraint in [*_tables(_at(document, "default")), *_tables(_at(document, "develop"))]:
        yield from _named(name, constraint)


def _from_conda(text: str) -> Iterator[Requirement]:
    listed = _at(yaml.safe_load(text), "dependencies")
    for entry in listed if isinstance(listed, list) else ():
        if isinstance(entry, dict):
            yield from _requirements(entry.get("pip"))
        elif isinstance(entry, str):
            found = _CONDA.fullmatch(entry.rpartition("::")[2].strip())
            yield from _requirements([f"{found[1]}=={found[2]}.*" if found else entry])


#: Patterns of files, in the order in which they are asked, and what reads each.
_FILES: Final[dict[str, Callable[[str], Iterator[Requirement]]]] = {
    "pyproject.toml": _from_pyproject,
    "setup.cfg": _from_setup_cfg,
    "setup.py": _from_setup_py,
    "requirements*.txt": _from_requirements,
    "requirements/*.txt": _from_requirements,
    "poetry.lock": _from_packages,
    "uv.lock": _from_packages,
    "pdm.lock": _from_packages,
    "pylock.toml": _from_packages,
    "Pipfile.lock": _from_pipfile_lock,
    "Pipfile": _from_pipfile,
    "environment*.y*ml": _from_conda,
}
