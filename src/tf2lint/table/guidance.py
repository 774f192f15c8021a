"""The hand-kept half of the namespace-mapping table: what to write instead of a 1.x name.

One mapping a line, `name | outcome [versions] | replacements | advice`, in the
files of data/guidance/; CONTRIBUTING.md says what may stand in it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.table.versions import Range

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


class Outcome(StrEnum):
    """What became of a 1.x name at a target version."""

    CURRENT = "current"
    """It is there, with the same meaning."""
    RENAMED = "renamed"
    """The same object has another name: a drop-in."""
    CHANGED = "changed"
    """The name is there, with other arguments or another meaning."""
    REPLACED = "replaced"
    """Another API does it; the advice says how."""
    COMPAT = "compat"
    """Only tf.compat.v1 still has it, and it works there."""
    PACKAGE = "package"
    """A living package has it."""
    REMOVED = "removed"
    """Nothing has it; the advice says what to do then."""


#: The outcomes that facts alone can't tell.
_BY_HAND: Final = (Outcome.CHANGED, Outcome.REPLACED, Outcome.PACKAGE, Outcome.REMOVED)
#: What stands in the name of a member. One may be `current` by hand: the source of a class does not show all it has.
_MEMBER: Final = "()."


class DataError(ValueError):
    """A line of the data files is wrong; the message names the file and the line."""


class Guide(NamedTuple):
    """One line of guidance.

    Attributes:
        name: the 1.x name, as written after `tf.`; a family ends in `.*`.
        outcome: what became of it.
        targets: the target versions for which this holds.
        replacements: dotted names to use instead, best first.
        advice: the clause that a message ends with; empty for "use ...".
        place: the file and line it stands in.
    """

    name: str
    outcome: Outcome
    targets: Range
    replacements: tuple[str, ...]
    advice: str
    place: str

    def for_member(self, rest: str) -> Guide:
        """The guide of one name of a family: the stars stand for `rest`."""
        replacements = tuple(replacement.replace("*", rest) for replacement in self.replacements)
        advice = self.advice.replace("*", rest)
        return Guide(self.name, self.outcome, self.targets, replacements, advice, self.place)


class Guidance:
    """All guidance, by name.

    A line is only taken apart when its name is asked for: a run of the linter asks for few of them.

    Args:
        files: the files to read.
    """

    def __init__(self, files: Iterable[Path]) -> None:
        self._lines: dict[str, tuple[str, ...]] = {}
        self._guides: dict[str, list[Guide]] = {}
        for file in files:
            for number, line in enumerate(file.read_text("utf-8").split("\n"), 1):
                if line and not line.startswith("#") and not line.isspace():
                    name = line.partition(" | ")[0].strip().removeprefix("tf.")
                    self._lines[name] = (*self._lines.get(name, ()), f"{file.name}:{number}\t{line}")

    def __contains__(self, name: str) -> bool:
        return name in self._lines

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def of(self, name: str) -> list[Guide]:
        """The guides that stand under exactly this name, a family's being `name.*`.

        Raises:
            DataError: a line is malformed, or says again what another line says.
        """
        if name not in self._lines:
            return []
        if name not in self._guides:
            self._guides[name] = _parse_all(self._lines[name])
        return self._guides[name]

    def guide(self, name: str, target: str) -> Guide | None:
        """What is said of a name at a target, by a line of its own or else by its closest family."""
        own = self._at(name, target)
        if own is not None:
            return own
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


def _parse_all(lines: Iterable[str]) -> list[Guide]:
    guides: list[Guide] = []
    for placed in lines:
        place, _, line = placed.partition("\t")
        guide = _parse(line, place)
        for other in guides:
            if other.targets.overlaps(guide.targets):
                raise DataError(f"{place}: tf.{guide.name} has guidance for these targets at {other.place} already")
        guides.append(guide)
    return guides


def _parse(line: str, place: str) -> Guide:
    fields = [field.strip() for field in f"{line} ".split(" | ")]
    if len(fields) not in (3, 4):
        raise DataError(f"{place}: expected 'name | outcome | replacements | advice', found {len(fields)} fields")
    name, outcome, replacements, advice = [*fields, ""][:4]
    if not name.startswith("tf."):
        raise DataError(f"{place}: the name {name!r} does not begin with 'tf.'")
    kind, _, versions = outcome.partition(" ")
    if kind not in _BY_HAND and not (kind == Outcome.CURRENT and _MEMBER in name):
        raise DataError(f"{place}: the outcome {kind!r} is none of {', '.join(_BY_HAND)}")
    try:
        targets = Range(versions.strip())
    except ValueError as error:
        raise DataError(f"{place}: {error}") from None
    listed = () if replacements in ("-", "") else tuple(part.strip() for part in replacements.split(","))
    if not listed and not advice:
        raise DataError(f"{place}: {name} has neither a replacement nor advice")
    return Guide(name.removeprefix("tf."), Outcome(kind), targets, listed, advice, place)
