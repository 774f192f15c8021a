"""TensorFlow minor versions, written `1.15` or `2.21`, and ranges of them."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

#: The bounds used where a range has none.
_UNBOUNDED: Final = (0, 0), (999, 999)

#: The TensorFlow 1 version whose names are mapped.
TF1_VERSION: Final = "1.15"


@lru_cache(maxsize=256)
def version_key(version: str) -> tuple[int, int]:
    """Returns the key that sorts a version, such as `(2, 21)`.

    Args:
        version: major and minor version; anything after them is ignored (`2.21.0`).

    Raises:
        ValueError: the text is not a version.
    """
    parts = version.strip().removeprefix("v").split(".")
    if len(parts) < 2 or not all(part.isdigit() for part in parts[:2]):
        raise ValueError(f"{version!r} is not a version such as 2.21")
    return int(parts[0]), int(parts[1])


class Range:
    """An inclusive range of versions, written `2.4..2.15`, `..2.15`, `2.16..` or `2.4`; an empty text means all.

    Raises:
        ValueError: the text is not a range, or the range is empty.
    """

    __slots__ = ("first", "last")

    def __init__(self, text: str) -> None:
        first, dots, last = text.partition("..")
        if text and not dots:
            last = first
        self.first = version_key(first) if first else _UNBOUNDED[0]
        self.last = version_key(last) if last else _UNBOUNDED[1]
        if self.first > self.last:
            raise ValueError(f"{text!r} is an empty range of versions")

    @property
    def since(self) -> str:
        """The first version; empty if there is no lower bound."""
        return "" if self.first == _UNBOUNDED[0] else ".".join(map(str, self.first))

    def __contains__(self, version: str) -> bool:
        return self.first <= version_key(version) <= self.last

    def overlaps(self, other: Range) -> bool:
        """Returns whether some version is in both ranges."""
        return self.first <= other.last and other.first <= self.last


#: The first TensorFlow with Keras 3, and the first Keras 3.
_FIRST_WITH_KERAS_3: Final = "2.16"
_KERAS_3: Final = "3.0"


def removal_phrase(last: str, first: str, package: str = "") -> str:
    """Returns when a name was removed: `in TF 2.4`, or `by TF 2.4` if there are versions in between.

    Args:
        last: the last version that has the name.
        first: the first known version after it.
        package: whose versions they are, `TF` or `Keras`; if empty, those from 3.0 on are of Keras, others of TF.
    """
    return f"{'in' if _adjacent(last, first) else 'by'} {release_name(first, package)}"


def release_name(version: str, package: str = "") -> str:
    """Returns a version as messages name it, such as `TF 2.21`.

    Args:
        version: the version. Keras 3.0 and TensorFlow 2.16, which came with it, stand for each other.
        package: as for `removal_phrase`.
    """
    if package:
        return f"{package} {_KERAS_3 if version == _FIRST_WITH_KERAS_3 else version}"
    if version == _KERAS_3:
        return f"TF {_FIRST_WITH_KERAS_3}"
    return f"Keras {version}" if version_key(version) > (3, 0) else f"TF {version}"


#: The last release before each new major version, of TensorFlow and of Keras.
_NEXT_MAJOR: Final = ((TF1_VERSION, "2.0"), ("2.15", "3.0"))


def _adjacent(last: str, first: str) -> bool:
    """Returns whether there is no release between two versions."""
    if (last, first) in _NEXT_MAJOR:
        return True
    (major, minor), (next_major, next_minor) = (version.split(".") for version in (last, first))
    return major == next_major and int(next_minor) == int(minor) + 1
