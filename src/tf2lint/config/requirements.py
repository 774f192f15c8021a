"""Finds the versions of TensorFlow and Keras that a project requires, for `--target auto` and `--keras-version auto`.

A pinned version takes precedence over a range; a range means the newest version that it allows. TensorFlow 1 is never
the target: it is what the project migrates from.
"""

from __future__ import annotations

import ast
import configparser
import json
import os
import re
from contextlib import suppress
from glob import escape, glob
from importlib import metadata
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import yaml
from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import Specifier, SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from tf2lint.config.toml_text import parse_toml
from tf2lint.source import MAX_SETTINGS_SIZE, read_regular
from tf2lint.table import DATA, KerasReleases, known_versions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

#: The distribution names of TensorFlow, and that of Keras.
_TENSORFLOW: Final = ("tensorflow", "tensorflow-cpu", "tensorflow-gpu", "tensorflow-macos", "tensorflow-intel")
_KERAS: Final = ("keras",)
_PACKAGES: Final = _TENSORFLOW + _KERAS
#: An upper bound for the patch releases of a minor version.
_MAX_PATCHES: Final = 10
#: The size of the largest YAML file that is read, in characters: reading it takes seconds.
_MAX_YAML: Final = 300_000
_PINNED: Final = re.compile(r"={2,3}[^,]+")
_TENSORFLOW_1: Final = tuple(f"1.{minor}" for minor in range(16))
#: `^2.4` and `~2.4`, Poetry's version constraints.
_POETRY: Final = re.compile(r"([\^~])\s*(\d+)(?:\.(\d+))?[\d.]*")
#: `tensorflow=2.10` and `tensorflow=2.10.0=build`, conda's package specifications.
_CONDA: Final = re.compile(r"([\w-]+)\s*=\s*([\d.]+)(?:\.\*)?(?:=.*)?")


class DetectedVersion(NamedTuple):
    """A detected version of TensorFlow or Keras.

    Attributes:
        version: the version, such as `2.16`.
        reason: where it comes from, to show to the user.
    """

    version: str
    reason: str


class _Constraint(NamedTuple):
    """A requirement of TensorFlow or Keras.

    Attributes:
        package: the distribution.
        text: the requirement and its file, to show to the user.
        versions: the supported versions that it allows, oldest first; empty if it allows none of them.
        is_pinned: whether it names exactly one version.
        is_tensorflow_1: whether it allows TensorFlow 1.
    """

    package: str
    text: str
    versions: tuple[str, ...]
    is_pinned: bool
    is_tensorflow_1: bool


class VersionFinder:
    """Finds the versions of TensorFlow and Keras that projects require, and caches the constraints of each folder."""

    def __init__(self) -> None:
        self._by_folder: dict[str, tuple[_Constraint, ...]] = {}

    def find_target(self, folder: str) -> DetectedVersion:
        """Returns the version of TensorFlow that a project requires.

        The requirements of the nearest folder that has any are used, from the project's folder up to the root of the
        repository; without any, the installed package.

        Args:
            folder: the absolute path of the project's folder.
        """
        newest = known_versions()[-1]
        constraints = self._nearest(folder, _TENSORFLOW)
        usable = _usable(constraints) or _usable([] if constraints else _installed(_TENSORFLOW))
        if usable:
            return DetectedVersion(usable[0].versions[-1], usable[0].text)
        if constraints:
            why = "asks for TensorFlow 1" if constraints[0].is_tensorflow_1 else "matches no supported version"
            return DetectedVersion(newest, f"the newest supported version, because {constraints[0].text} {why}")
        return DetectedVersion(
            newest, "the newest supported version, because no file says which one the project requires"
        )

    def find_keras(self, folder: str, target: str) -> DetectedVersion | None:
        """Returns the version of Keras that a project requires; None if none says, or not one that fits a TensorFlow.

        Args:
            folder: the absolute path of the project's folder.
            target: the version of TensorFlow.
        """
        beside = [release.version for release in KerasReleases(DATA).beside(target)]
        constraints = self._nearest(folder, _KERAS)
        if len(beside) == 1:
            return None
        for found in _usable(constraints) or _usable([] if constraints else _installed(_KERAS)):
            versions = [version for version in found.versions if version in beside]
            if versions:
                return DetectedVersion(versions[-1], found.text)
        return None

    def _nearest(self, folder: str, packages: tuple[str, ...]) -> list[_Constraint]:
        """Returns the constraints of some packages in the nearest folder that has any."""
        current, is_last = folder, False
        while not is_last:
            constraints = [found for found in self._constraints(current) if found.package in packages]
            if constraints:
                return constraints
            is_last = current == os.path.dirname(current) or os.path.exists(os.path.join(current, ".git"))
            current = os.path.dirname(current)
        return []

    def _constraints(self, folder: str) -> tuple[_Constraint, ...]:
        if folder not in self._by_folder:
            self._by_folder[folder] = tuple(_constraints(folder))
        return self._by_folder[folder]


def _usable(constraints: Iterable[_Constraint]) -> list[_Constraint]:
    """Returns the constraints that allow a supported version, pinned ones first."""
    return sorted((found for found in constraints if found.versions), key=lambda found: not found.is_pinned)


def _constraints(folder: str) -> Iterator[_Constraint]:
    """Yields the requirements of TensorFlow and Keras in a folder's files; unreadable files are skipped."""
    for pattern, read in _FILES.items():
        for path in sorted(glob(os.path.join(escape(folder), pattern))):
            try:
                text = read_regular(path, MAX_SETTINGS_SIZE).decode()
                found = [required for required in read(text) if canonicalize_name(required.name) in _PACKAGES]
            except (OSError, ValueError, SyntaxError, RecursionError, MemoryError, configparser.Error, yaml.YAMLError):
                continue
            for requirement in found:
                with suppress(ValueError):  # a number with thousands of digits
                    yield _constraint(requirement, f"in {path}")


def _constraint(requirement: Requirement, where: str) -> _Constraint:
    minor = SpecifierSet(",".join(map(_widened_to_minor, requirement.specifier)))
    package = canonicalize_name(requirement.name)
    known = [release.version for release in KerasReleases(DATA).all] if package in _KERAS else known_versions()
    versions = tuple(version for version in known if _allows(minor, version))
    text = f"{requirement.name}{requirement.specifier} {where}"
    is_tensorflow_1 = any(_allows(minor, version) for version in _TENSORFLOW_1)
    return _Constraint(
        package, text, versions, _PINNED.fullmatch(str(requirement.specifier)) is not None, is_tensorflow_1
    )


def _widened_to_minor(specifier: Specifier) -> str:
    """Widens a pin to its minor version, so that release candidates and vendor builds match, too."""
    if specifier.operator not in ("==", "===") or specifier.version.endswith(".*"):
        return str(specifier)
    try:
        release = [*Version(specifier.version).release, 0]
    except InvalidVersion:
        return str(specifier)
    return f"=={release[0]}.{release[1]}.*"


def _allows(specifier: SpecifierSet, version: str) -> bool:
    return any(specifier.contains(Version(f"{version}.{patch}")) for patch in range(_MAX_PATCHES))


def _installed(packages: tuple[str, ...]) -> Iterator[_Constraint]:
    for package in packages:
        try:
            version = metadata.version(package)
        except metadata.PackageNotFoundError:
            continue
        yield _constraint(Requirement(f"{package}=={version}"), "(installed)")
        return


def _requirements(texts: Any) -> Iterator[Requirement]:
    """Yields the valid requirements in a list of strings; any other value is ignored."""
    for text in texts if isinstance(texts, list) else ():
        if isinstance(text, str):
            try:
                yield Requirement(text)
            except InvalidRequirement:
                continue


def _from_pair(name: Any, constraint: Any) -> Iterator[Requirement]:
    """Yields the requirement of a separate name and version, as in Poetry's tables and Pipfiles."""
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
    """Returns the value at a path of keys in a nested document; None if there is none."""
    for key in keys:
        document = document.get(key) if isinstance(document, dict) else None
    return document


def _items(value: Any) -> list[tuple[Any, Any]]:
    return list(value.items()) if isinstance(value, dict) else []


def _from_pyproject(text: str) -> Iterator[Requirement]:
    document = parse_toml(text)
    yield from _requirements(_at(document, "project", "dependencies"))
    groups = [_at(document, "project", "optional-dependencies"), _at(document, "dependency-groups")]
    for _, group in (pair for table in groups for pair in _items(table)):
        yield from _requirements(group)
    poetry = _at(document, "tool", "poetry")
    tables = [_at(poetry, "dependencies"), _at(poetry, "dev-dependencies")]
    tables += [_at(group, "dependencies") for _, group in _items(_at(poetry, "group"))]
    for name, constraint in (pair for table in tables for pair in _items(table)):
        yield from _from_pair(name, constraint)


def _from_setup_cfg(text: str) -> Iterator[Requirement]:
    parser = configparser.ConfigParser(interpolation=None)
    parser.read_string(text)
    sections = [("options", "install_requires")]
    if parser.has_section("options.extras_require"):
        sections += [("options.extras_require", extra) for extra in parser.options("options.extras_require")]
    for section, option in sections:
        yield from _requirements(parser.get(section, option, fallback="").splitlines())


def _from_setup_py(text: str) -> Iterator[Requirement]:
    """Yields the requirements of TensorFlow and Keras among all string literals, wherever the script uses them."""
    nodes = ast.walk(ast.parse(text))
    strings = [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    yield from _requirements([string for string in strings if string.startswith(("tensorflow", "keras"))])


def _from_requirements(text: str) -> Iterator[Requirement]:
    lines = (re.sub(r"(^|\s)#.*|\s--hash\S*|\s*\\$", "", line).strip() for line in text.splitlines())
    yield from _requirements([line for line in lines if line])


def _from_lock(text: str) -> Iterator[Requirement]:
    """Reads the lock files of Poetry, uv and PDM, and pylock.toml."""
    document = parse_toml(text)
    for key in ("package", "packages"):
        listed = _at(document, key)
        for package in listed if isinstance(listed, list) else ():
            yield from _from_pair(_at(package, "name"), _at(package, "version"))


def _from_pipfile(text: str) -> Iterator[Requirement]:
    document = parse_toml(text)
    for name, constraint in [*_items(_at(document, "packages")), *_items(_at(document, "dev-packages"))]:
        yield from _from_pair(name, constraint)


def _from_pipfile_lock(text: str) -> Iterator[Requirement]:
    document = json.loads(text)
    for name, constraint in [*_items(_at(document, "default")), *_items(_at(document, "develop"))]:
        yield from _from_pair(name, constraint)


def _from_conda(text: str) -> Iterator[Requirement]:
    # The base loader leaves every value a string: one that its tag does not fit is no error, and none can be a class.
    document = yaml.load(text, yaml.BaseLoader) if len(text) <= _MAX_YAML else None
    listed = _at(document, "dependencies")
    for entry in listed if isinstance(listed, list) else ():
        if isinstance(entry, dict):
            yield from _requirements(entry.get("pip"))
        elif isinstance(entry, str):
            found = _CONDA.fullmatch(entry.rpartition("::")[2].strip())
            yield from _requirements([f"{found[1]}=={found[2]}.*" if found else entry])


#: File patterns in search order, and the function that reads each.
_FILES: Final[dict[str, Callable[[str], Iterator[Requirement]]]] = {
    "pyproject.toml": _from_pyproject,
    "setup.cfg": _from_setup_cfg,
    "setup.py": _from_setup_py,
    "requirements*.txt": _from_requirements,
    "requirements/*.txt": _from_requirements,
    "poetry.lock": _from_lock,
    "uv.lock": _from_lock,
    "pdm.lock": _from_lock,
    "pylock.toml": _from_lock,
    "Pipfile.lock": _from_pipfile_lock,
    "Pipfile": _from_pipfile,
    "environment*.y*ml": _from_conda,
}
