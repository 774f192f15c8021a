"""The address of the project, which the metadata of the installed package have as soon as there is one."""

from __future__ import annotations

from functools import cache
from typing import Final

_PACKAGE: Final = "tf2lint"
#: The label of the address in the metadata.
_LABEL: Final = "repository"


@cache
def project_address() -> str:
    """Returns the address of the project's repository; empty if the package is not installed or has none."""
    from importlib.metadata import PackageNotFoundError, metadata  # slow to import, and rarely needed

    try:
        entries = metadata(_PACKAGE).get_all("Project-URL") or []
    except PackageNotFoundError:
        return ""
    for entry in entries:
        label, _, address = str(entry).partition(",")
        if label.strip().lower() == _LABEL:
            return address.strip().rstrip("/")
    return ""
