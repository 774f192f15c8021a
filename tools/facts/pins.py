"""Reads `pins.toml` or `keras_pins.toml`: which wheels each release is read from."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from facts.errors import FactsError

if TYPE_CHECKING:
    from pathlib import Path

ROLES = ("tensorflow", "keras", "estimator", "dependency")


@dataclass(frozen=True, slots=True)
class Wheel:
    """One wheel file of a release.

    Attributes:
        role: one of `ROLES`.
        package: the name of the package.
        version: the version of the package.
        file: the name of the wheel file.
        sha256: its hash.
    """

    role: str
    package: str
    version: str
    file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Release:
    """One release and its wheels.

    Attributes:
        version: the minor version, such as `2.21`.
        full: the full version, such as `2.21.0`.
        python: the Python version of the wheels.
        platform: the platform of the wheels.
        wheels: the wheels.
    """

    version: str
    full: str
    python: str
    platform: str
    wheels: tuple[Wheel, ...]

    @property
    def python_tuple(self) -> tuple[int, ...]:
        """The Python version as numbers."""
        return tuple(int(part) for part in self.python.split("."))


def read_pins(path: Path, role: str = "tensorflow") -> list[Release]:
    """Reads the releases from a pins file, in the order of the file.

    Args:
        path: the file.
        role: the role that exactly one wheel of each release has.

    Raises:
        FactsError: the file cannot be read or is malformed.
    """
    try:
        with path.open("rb") as file:
            entries = tomllib.load(file).get("release", [])
        releases = [_release(entry, role) for entry in entries]
    except (OSError, tomllib.TOMLDecodeError, TypeError, ValueError) as error:
        raise FactsError(f"{path.name}: {error}") from error
    if not releases:
        raise FactsError(f"{path.name}: no [[release]] in it")
    return releases


def _release(entry: dict[str, Any], role: str) -> Release:
    wheels = tuple(Wheel(**wheel) for wheel in entry.pop("wheels", ()))
    release = Release(**entry, wheels=wheels)
    roles = [wheel.role for wheel in wheels]
    if roles[:1] != [role] or roles.count(role) != 1 or not set(roles) <= set(ROLES):
        raise ValueError(f"release {release.version} needs one {role} wheel, first, and only roles {', '.join(ROLES)}")
    return release
