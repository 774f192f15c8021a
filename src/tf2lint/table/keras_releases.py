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

#: The Keras of its own that programs used beside a TensorFlow that requires none. 2.4 refuses TensorFlow before 2.2.
_STANDALONE: Final = {"..2.1": "2.3", "2.2..2.4": "2.4"}
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


def _clauses(text: str) -> list[tuple[str, Version]]:
    """Returns the operators and versions in `keras<2.11,>=2.10.0`, without what marks pre-releases."""
    return [(match[1], _numbers(match[2])) for match in _CLAUSE.finditer(text)]


def _numbers(version: str) -> Version:
    """Returns the numbers that a version starts with: `(2, 5, 0)` for `2.5.0.dev`."""
    match = _NUMBERS.match(version)
    return tuple(int(part) for part in match[0].split(".")) if match else ()
