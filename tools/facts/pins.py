"""Reads `pins.toml`: which wheels each TensorFlow release is read from."""

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
    """One wheel file of a release and what it is to the release."""

    role: str
    package: str
    version: str
    file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Release:
    """One TensorFlow release, the Python and platform its wheels are for, and those wheels."""

    version: str
    full: str
    python: str
    platform: str
    wheels: tuple[Wheel, ...]

    @property
    def python_tuple(self) -> tuple[int, ...]:
        """The Python version as numbers."""
        return tuple(int(part) for part in self.python.split("."))


def read_pins(path: Path) -> list[Release]:
    """Read the releases from a pins file, in its order.

    Raises:
        FactsError: the file cannot be read, or does not say what it should.
    """
    try:
        with path.open("rb") as file:
            entries = tomllib.load(file).get("release", [])
        releases = [_release(entry) for entry in entries]
    except (OSError, tomllib.TOMLDecodeError, TypeError, ValueError) as error:
        raise FactsError(f"{path.name}: {error}") from error
    if not releases:
        raise FactsError(f"{path.name}: no [[release]] in it")
    return releases


def _release(entry: dict[str, Any]) -> Release:
    wheels = tuple(Wheel(**wheel) for wheel in entry.pop("wheels", ()))
    release = Release(**entry, wheels=wheels)
    roles = [wheel.role for wheel in wheels]
    if roles.count("tensorflow") != 1 or not set(roles) <= set(ROLES):
        raise ValueError(f"release {release.version} needs one tensorflow wheel, and only roles {', '.join(ROLES)}")
    return release
