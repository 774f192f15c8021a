"""Reads what a wheel's metadata requires: a version of Python, and the package keras."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING, NamedTuple

from facts.errors import FactsError

if TYPE_CHECKING:
    from pathlib import Path

NOTHING = "-"
_FILE = re.compile(r"[^/]+\.dist-info/METADATA")
_PYTHON = re.compile(r"^Requires-Python: *(\S.*)$", re.MULTILINE)
#: A requirement without a condition, with the versions in parentheses or not; other packages have longer names.
_KERAS = re.compile(r"^Requires-Dist: *(keras(?:-nightly)?) *\(?([<>=!~][^;)\n]*)\)? *$", re.MULTILINE)


class Requirements(NamedTuple):
    """What a release requires, as its metadata writes it; `NOTHING` if it does not say.

    Attributes:
        full: its full version.
        python: the versions of Python, such as `>=3.9`.
        keras: the package with the versions, such as `keras>=3.0.0` or `keras-nightly~=2.5.0.dev`.
    """

    full: str
    python: str = NOTHING
    keras: str = NOTHING


NO_REQUIREMENTS = Requirements(NOTHING)


def read_requirements(full: str, wheel: Path) -> Requirements:
    """Returns what a release requires.

    Args:
        full: its full version.
        wheel: its wheel.

    Raises:
        FactsError: the wheel cannot be read.
    """
    try:
        with zipfile.ZipFile(wheel) as archive:
            files = [name for name in archive.namelist() if _FILE.fullmatch(name)]
            text = archive.read(files[0]).decode() if files else ""
    except (OSError, zipfile.BadZipFile) as error:
        raise FactsError(f"{wheel.name}: not a readable wheel ({error})") from error
    head = text.replace("\r\n", "\n").partition("\n\n")[0]
    python, keras = _PYTHON.search(head), _KERAS.search(head)
    return Requirements(
        full,
        "".join(python[1].split()) if python else NOTHING,
        f"{keras[1]}{''.join(keras[2].split())}" if keras else NOTHING,
    )
