"""Packages outside TensorFlow: those that the guidance recommends, and those that no longer work."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tf2lint.table.guidance import DataError
from tf2lint.table.versions import Range

if TYPE_CHECKING:
    from pathlib import Path


class Package(NamedTuple):
    """A package, identified by its import name.

    Attributes:
        root: the import name.
        distribution: the name to install it by; empty if it is part of Python.
        targets: the TensorFlow versions that it works with.
        remark: what to know before using it, or what to use instead.
    """

    root: str
    distribution: str
    targets: Range
    remark: str


def read_packages(file: Path) -> dict[str, Package]:
    """Reads the packages from a file with a line `root | distribution | targets | remark` for each.

    Args:
        file: the path of the file.

    Returns:
        The packages by import name.

    Raises:
        DataError: a line is malformed, or repeats the package of another line.
    """
    packages: dict[str, Package] = {}
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        fields = [field.strip() for field in line.split(" | ")]
        if len(fields) != 4:
            raise DataError(f"{file.name}:{number}: expected 'root | distribution | targets | remark'")
        root, distribution, targets, remark = fields
        if root in packages:
            raise DataError(f"{file.name}:{number}: {root} already has a line")
        try:
            packages[root] = Package(root, "" if distribution == "-" else distribution, Range(targets), remark)
        except ValueError as error:
            raise DataError(f"{file.name}:{number}: {error}") from None
    return packages
