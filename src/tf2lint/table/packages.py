"""Packages outside of TensorFlow: those that the guidance sends people to, and those that are dead."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tf2lint.table.guidance import DataError
from tf2lint.table.versions import Range

if TYPE_CHECKING:
    from pathlib import Path


class Package(NamedTuple):
    """A package, by the name that it is imported by.

    Attributes:
        root: the import name.
        distribution: what to install; empty for a part of Python itself.
        targets: the TensorFlow versions beside which it works.
        remark: what to know before it is taken, or what to use instead.
    """

    root: str
    distribution: str
    targets: Range
    remark: str


def read_packages(file: Path) -> dict[str, Package]:
    """The packages of a file with a line `root | distribution | targets | remark` for each.

    Args:
        file: the file.

    Raises:
        DataError: a line is malformed, or about the same package as another.
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
            raise DataError(f"{file.name}:{number}: {root} has a line already")
        try:
            packages[root] = Package(root, "" if distribution == "-" else distribution, Range(targets), remark)
        except ValueError as error:
            raise DataError(f"{file.name}:{number}: {error}") from None
    return packages
