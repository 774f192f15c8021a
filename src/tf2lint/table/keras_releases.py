"""Which Keras pip installs beside a version of TensorFlow.

data/releases.tsv and data/keras/releases.tsv have what the wheels' metadata says: the versions of keras that a
TensorFlow requires, and the versions of Python that each Keras runs on.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.table.guidance import DataError
from tf2lint.table.tsv_rows import TsvRows
from tf2lint.table.versions import Range, version_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Version = tuple[int, ...]

#: The Keras that the package tf_keras is, whatever its version, and the versions of Keras 3.
LEGACY_KERAS: Final = "2.15"
_KERAS_3: Final = Range("3.0..")
#: The Keras of its own that programs used beside a TensorFlow that requires none. 2.4 refuses TensorFlow before 2.2.
_STANDALONE: Final = {"..2.1": "2.3", "2.2..2.4": "2.4"}
#: What tf.keras.__version__ is with a TensorFlow before 2.5; then, it is that of TensorFlow.
_TF_KERAS: Final = {**dict.fromkeys(("2.0", "2.1", "2.2"), "2.3.0"), "2.3": "2.4.0", "2.4": "2.4.0"}
_NOTHING: Final = "-"
_CLAUSE: Final = re.compile(r"(>=|<=|==|!=|~=|<|>)(\d[\w.]*)")
_NUMBERS: Final = re.compile(r"\d+(?:\.\d+)*")

_COMPARISONS: Final[dict[str, Callable[[Version, Version], bool]]] = {
    ">=": lambda version, bound: version >= bound,
    "<=": lambda version, bound: version <= bound,
    ">": lambda version, bound: version > bound,
    "<": lambda version, bound: version < bound,
    "==": lambda version, bound: version == bound,
    "!=": lambda version, bound: version != bound,
    "~=": lambda version, bound: version >= bound and version[: len(bound) - 1] == bound[:-1],
}


class UnknownVersionError(ValueError):
    """The requested version is not in the table."""


class KerasRelease(NamedTuple):
    """A release of Keras.

    Attributes:
        version: the minor version, such as `3.15`.
        full: the newest patch release of it that the table knows, such as `3.15.1`.
        python: the oldest Python that it runs on, such as `3.11`; empty if it does not say.
    """

    version: str
    full: str
    python: str


class KerasChoice(NamedTuple):
    """The Keras that a program runs on.

    Attributes:
        tf_keras: that of tf.keras.
        package: that of the package keras.
        is_newest: whether it is what pip installs beside TensorFlow if nothing else is asked for.
    """

    tf_keras: KerasRelease
    package: KerasRelease
    is_newest: bool

    @property
    def is_keras_3(self) -> bool:
        """Whether tf.keras is Keras 3."""
        return self.tf_keras.version in _KERAS_3

    @property
    def is_legacy(self) -> bool:
        """Whether tf.keras is Keras 2 although the package keras is Keras 3."""
        return not self.is_keras_3 and self.package.version in _KERAS_3


class KerasReleases:
    """The releases of Keras, and which of them each version of TensorFlow allows. The files are read on first use.

    Args:
        folder: the folder with the tables about TensorFlow.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def all(self) -> tuple[KerasRelease, ...]:
        """The releases, oldest first."""
        return tuple(self._releases())

    def _releases(self) -> Iterator[KerasRelease]:
        rows = TsvRows(self._folder / "keras" / "releases.tsv")
        for version in rows.versions:
            full, python, _ = (rows.get(version) or "").split("\t")
            bounds = [bound for operator, bound in _clauses(python) if operator == ">="]
            yield KerasRelease(version, full, ".".join(map(str, bounds[0])) if bounds else "")

    @cached_property
    def _requirements(self) -> TsvRows:
        return TsvRows(self._folder / "releases.tsv")

    def requirement(self, target: str) -> str:
        """Returns what a TensorFlow requires, such as `keras>=3.12.0`; empty if it requires no Keras."""
        row = self._requirements.get(target)
        if row is None:
            raise DataError(f"{self._requirements.file}: no TensorFlow {target} in it")
        return row.split("\t")[2].removeprefix(_NOTHING)

    def beside(self, target: str, python: str = "") -> list[KerasRelease]:
        """Returns the releases of Keras that a TensorFlow allows, oldest first.

        Args:
            target: the minor version of TensorFlow, such as `2.21`.
            python: the version of Python, such as `3.10`; empty if it is new enough for all.
        """
        requirement = self.requirement(target)
        if not requirement:
            standalone = [version for targets, version in _STANDALONE.items() if target in Range(targets)]
            return [release for release in self.all if release.version in standalone]
        clauses = _clauses(requirement)
        return [
            release
            for release in self.all
            if all(_COMPARISONS[operator](_numbers(release.full), bound) for operator, bound in clauses)
            and not (python and release.python and version_key(python) < version_key(release.python))
        ]

    def newest_beside(self, target: str, python: str = "") -> KerasRelease:
        """Returns the newest release of Keras that pip installs beside a TensorFlow; see `beside`.

        Raises:
            DataError: there is none.
        """
        releases = self.beside(target, python)
        if not releases:
            raise DataError(f"no Keras runs beside TensorFlow {target} on Python {python}")
        return releases[-1]


def choose_keras(releases: KerasReleases, target: str, wanted: str | None) -> KerasChoice:
    """Returns the Keras that a program runs on.

    Args:
        releases: the releases of Keras.
        target: the minor version of TensorFlow.
        wanted: the version that was asked for, such as `3.15`, `3.15.1` or `3`; None for the newest. From 2.16 on, `2`
            is Keras 2 by means of the package tf_keras, and the package keras is the newest one.

    Raises:
        UnknownVersionError: the table does not have this Keras beside this TensorFlow.
    """
    beside = releases.beside(target)
    newest = beside[-1]
    with_keras_3 = newest.version in _KERAS_3
    legacy = KerasRelease(LEGACY_KERAS, f"{target}.0", "")
    matching = [release for release in beside if wanted is None or _is_of(release.version, wanted)]
    if matching:
        release = matching[-1]
        # Up to 2.15, tf.keras has the version of TensorFlow.
        own = release if with_keras_3 else KerasRelease(target, _TF_KERAS.get(target, f"{target}.0"), "")
        return KerasChoice(own, release, release is newest)
    if wanted is not None and with_keras_3 and _is_of(LEGACY_KERAS, wanted):
        return KerasChoice(legacy, newest, is_newest=False)
    known = f"{beside[0].version} to {newest.version}" if len(beside) > 1 else newest.version
    also = ", and 2 by means of tf_keras" if with_keras_3 else ""
    raise UnknownVersionError(f"unknown Keras version {wanted!r} beside TensorFlow {target}: known are {known}{also}")


def _is_of(version: str, wanted: str) -> bool:
    """Returns whether a minor version is the one that was asked for, with or without a minor and patch version."""
    return version.split(".")[: wanted.count(".") + 1] == wanted.strip().split(".")[:2]


def _clauses(text: str) -> list[tuple[str, Version]]:
    """Returns the operators and versions in `keras<2.11,>=2.10.0`, without what marks pre-releases."""
    return [(match[1], _numbers(match[2])) for match in _CLAUSE.finditer(text)]


def _numbers(version: str) -> Version:
    """Returns the numbers that a version starts with: `(2, 5, 0)` for `2.5.0.dev`."""
    match = _NUMBERS.match(version)
    return tuple(int(part) for part in match[0].split(".")) if match else ()
