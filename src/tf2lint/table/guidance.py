"""The hand-written half of the namespace-mapping table: what to write instead of a TensorFlow 1 name.

The files of data/guidance/ have one mapping per line, `name | outcome [versions] | replacements | advice`;
CONTRIBUTING.md describes the format.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.table.versions import Range

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


class Outcome(StrEnum):
    """What happened to a TensorFlow 1 name at a target version."""

    CURRENT = "current"
    """The name exists, with the same meaning."""
    RENAMED = "renamed"
    """The same object has another name: a drop-in replacement."""
    CHANGED = "changed"
    """The name exists, with other arguments or another meaning."""
    REPLACED = "replaced"
    """Another API does the same; the advice says how."""
    COMPAT = "compat"
    """Only tf.compat.v1 still has it, and it works there."""
    PACKAGE = "package"
    """A package outside TensorFlow has it."""
    REMOVED = "removed"
    """Nothing has it; the advice says what to do instead."""


#: The outcomes that cannot be derived from the facts.
_MANUAL_OUTCOMES: Final = (Outcome.CHANGED, Outcome.REPLACED, Outcome.PACKAGE, Outcome.REMOVED)
#: Part of the name of a class member. A member may be `current`, too: class sources do not show all their members.
_MEMBER_MARK: Final = "()."


class DataError(ValueError):
    """A data file is malformed; the message names the file and the line."""


class Guide(NamedTuple):
    """One line of guidance.

    Attributes:
        name: the TensorFlow 1 name, without the leading `tf.`; a family ends in `.*`.
        outcome: what happened to the name.
        targets: the target versions that the line applies to.
        replacements: dotted names to use instead, best first.
        advice: the clause that ends a message; empty for "use ...".
        location: the file and the number of the line.
    """

    name: str
    outcome: Outcome
    targets: Range
    replacements: tuple[str, ...]
    advice: str
    location: str

    def for_member(self, rest: str) -> Guide:
        """Returns the guide for one name of a family, with each star replaced by `rest`."""
        replacements = tuple(replacement.replace("*", rest) for replacement in self.replacements)
        advice = self.advice.replace("*", rest)
        return Guide(self.name, self.outcome, self.targets, replacements, advice, self.location)


class Guidance:
    """All guidance, by name.

    The files are read when a name is first looked up, and a line is parsed when its name is: a run needs only a few
    lines, and none if its results are in the cache.

    Args:
        files: the paths of the files.
        root: the part before the first dot of all names.
    """

    def __init__(self, files: Iterable[Path], root: str = "tf") -> None:
        self._files = files
        self._prefix = f"{root}."
        self._guides: dict[str, list[Guide]] = {}

    @cached_property
    def _lines(self) -> dict[str, tuple[str, ...]]:
        lines: dict[str, tuple[str, ...]] = {}
        for file in self._files:
            for number, line in enumerate(file.read_text("utf-8").split("\n"), 1):
                if line and not line.startswith("#") and not line.isspace():
                    name = line.partition(" | ")[0].strip().removeprefix(self._prefix)
                    lines[name] = (*lines.get(name, ()), f"{file.name}:{number}\t{line}")
        return lines

    def overlaid(self, file: Path) -> Guidance:
        """Returns this guidance with that of another file, whose names lack the root, in place of what this has."""
        found = Guidance([file], file.stem)
        lines = {
            f"{file.stem}.{name}": tuple(line.replace("\t", f"\t{self._prefix}") for line in lines)
            for name, lines in found._lines.items()
        }
        found._prefix = self._prefix
        found._lines = {**self._lines, **lines}
        return found

    def __contains__(self, name: str) -> bool:
        return name in self._lines

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def of(self, name: str) -> list[Guide]:
        """Returns the guides for exactly this name; the name of a family is `name.*`.

        Raises:
            DataError: a line is malformed, or two lines apply to the same target.
        """
        if name not in self._lines:
            return []
        if name not in self._guides:
            self._guides[name] = _parse_all(self._lines[name], self._prefix)
        return self._guides[name]

    def guide(self, name: str, target: str) -> Guide | None:
        """Returns the guide for a name at a target, from a line of its own or else from its closest family."""
        guide = self._at(name, target)
        if guide is not None:
            return guide
        family = self._at(f"{name}.*", target)
        if family is not None:
            return None if _has_star(family) else family
        prefix = name
        while "." in prefix:
            prefix = prefix.rpartition(".")[0]
            family = self._at(f"{prefix}.*", target)
            if family is not None:
                return family.for_member(name[len(prefix) + 1 :])
        return None

    def _at(self, name: str, target: str) -> Guide | None:
        return next((guide for guide in self.of(name) if target in guide.targets), None)


def _has_star(guide: Guide) -> bool:
    return "*" in guide.advice or any("*" in replacement for replacement in guide.replacements)


def _parse_all(lines: Iterable[str], prefix: str) -> list[Guide]:
    guides: list[Guide] = []
    for located in lines:
        location, _, line = located.partition("\t")
        guide = _parse(line, location, prefix)
        for other in guides:
            if other.targets.overlaps(guide.targets):
                raise DataError(
                    f"{location}: {prefix}{guide.name} already has guidance for these targets at {other.location}"
                )
        guides.append(guide)
    return guides


def _parse(line: str, location: str, prefix: str) -> Guide:
    fields = [field.strip() for field in f"{line} ".split(" | ")]
    if len(fields) not in (3, 4):
        raise DataError(f"{location}: expected 'name | outcome | replacements | advice', found {len(fields)} fields")
    name, outcome, replacements, advice = [*fields, ""][:4]
    if not name.startswith(prefix):
        raise DataError(f"{location}: the name {name!r} does not start with {prefix!r}")
    kind, _, versions = outcome.partition(" ")
    if kind not in _MANUAL_OUTCOMES and not (kind == Outcome.CURRENT and _MEMBER_MARK in name):
        raise DataError(f"{location}: the outcome {kind!r} is not one of {', '.join(_MANUAL_OUTCOMES)}")
    try:
        targets = Range(versions.strip())
    except ValueError as error:
        raise DataError(f"{location}: {error}") from None
    listed = () if replacements in ("-", "") else tuple(part.strip() for part in replacements.split(","))
    if not listed and not advice:
        raise DataError(f"{location}: {name} has neither a replacement nor advice")
    return Guide(name.removeprefix(prefix), Outcome(kind), targets, listed, advice, location)
