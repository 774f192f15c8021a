"""Changes of arguments that the signatures do not show, from the hand-written data/arguments.txt."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.table.guidance import DataError
from tf2lint.table.versions import Range

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from pathlib import Path

#: As a function: every function that no longer has the argument and has no line of its own. As an argument: all
#: arguments of the function.
_ANY: Final = "*"
#: Marks an argument that no rule about arguments reports.
SAME: Final = "="
#: Marks an argument whose default changed in a way that affects results.
CHANGED_DEFAULT: Final = "~"
#: Ends the field with the name of an argument that a call may still pass, without effect.
_IGNORED: Final = "ignored"
#: The advice for an argument that is only deleted; a colon and what to know about it may follow.
_DELETE: Final = "delete it"


class DocumentedChange(NamedTuple):
    """What happened to one argument.

    Attributes:
        now: the name of the parameter now; empty if it was removed, or one of the marks above.
        advice: what to write, if using the new name is not enough.
        same: a literal that means the same for the parameter in its place now; empty if there is none.
        is_ignored: whether a call may still pass it, without effect.
    """

    now: str
    advice: str = ""
    same: str = ""
    is_ignored: bool = False

    @property
    def is_deletion(self) -> bool:
        """Whether deleting the argument is all there is to do."""
        return not self.now and self.advice.partition(":")[0] == _DELETE

    @property
    def deletion_note(self) -> str:
        """What to know about an argument that is only deleted; empty if there is nothing."""
        return self.advice.partition(":")[2].strip() if self.is_deletion else ""


class DocumentedChanges:
    """The documented changes of arguments at a target version.

    Args:
        file: the path of a file with lines `functions or * | argument | new name, or - [versions] [ignored] | advice |
            value`.
        version_of: returns the version at which a function is looked up; lines for other versions are ignored.

    Raises:
        DataError: a line is malformed, or repeats the argument of another line.
    """

    def __init__(self, file: Path, version_of: Callable[[str], str]) -> None:
        self._version_of = version_of
        self._lines: dict[tuple[str, str], list[tuple[Range, DocumentedChange]]] = {}
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
            if not line or line.startswith("#"):
                continue
            location, fields = f"{file.name}:{number}", [field.strip() for field in line.split(" | ")]
            functions, argument = fields[0].split(), fields[1] if len(fields) > 1 else ""
            if len(fields) not in (3, 4, 5) or (fields[2].startswith("-") and len(fields) == 3):
                raise DataError(
                    f"{location}: expected 'functions | argument | new name, or - [versions] [ignored] | advice | "
                    f"value', with advice if the argument is gone; found {line!r}"
                )
            now, *versions = fields[2].split()
            is_ignored = versions[-1:] == [_IGNORED]
            targets = _range(" ".join(versions[:-1] if is_ignored else versions), location)
            advice, same = (*fields[3:], "", "")[:2]
            change = DocumentedChange(now.strip("-"), advice, same, is_ignored)
            for name in (function.removeprefix("tf.") for function in functions):
                lines = self._lines.setdefault((name, argument), [])
                if any(targets.overlaps(other) for other, _ in lines):
                    raise DataError(f"{location}: tf.{name} already has a line for {argument}")
                lines.append((targets, change))

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """Yields the function, or `*`, and the argument of each line that applies."""
        return (line for line in self._lines if self._at(*line, self._version_of(line[0])) is not None)

    def _at(self, owner: str, argument: str, version: str) -> DocumentedChange | None:
        """Returns the change in a line for a function or family, if one applies at a version."""
        lines = self._lines.get((owner, argument), ())
        return next((change for targets, change in lines if version in targets), None)

    def change(self, function: str, argument: str) -> DocumentedChange | None:
        """Returns the change of an argument, from a line for the function or for `*`; None if there is none.

        Args:
            function: the name of the function, without the leading `tf.`.
            argument: the name that the argument had.
        """
        return self.own_change(function, argument) or self._at(_ANY, argument, self._version_of(function))

    def own_change(self, function: str, argument: str) -> DocumentedChange | None:
        """Returns the change of an argument, from a line for the function or its family; None if there is none.

        A family is everything below a module, `tf.estimator.*`, or a method of all classes, `*().call`.
        """
        lines = [(function, argument), *((family, argument) for family in _families(function)), (function, _ANY)]
        known = [line for line in lines if line in self._lines]
        version = self._version_of(function) if known else ""
        return next((change for line in known if (change := self._at(*line, version)) is not None), None)

    def of(self, function: str) -> set[str]:
        """Returns the arguments with a line for a function or one of its families."""
        return self._arguments(function, (function, *_families(function)))

    def named(self, function: str) -> set[str]:
        """Returns the arguments with a line for exactly a function."""
        return self._arguments(function, (function,))

    def _arguments(self, function: str, owners: Collection[str]) -> set[str]:
        version = self._version_of(function)
        found = {line for owner in owners for line in self._by_owner.get(owner, ())}
        return {line[1] for line in found if self._at(*line, version) is not None} - {_ANY}

    @cached_property
    def _by_owner(self) -> dict[str, list[tuple[str, str]]]:
        """The functions and arguments of all lines, by function or family."""
        found: dict[str, list[tuple[str, str]]] = {}
        for line in self._lines:
            found.setdefault(line[0], []).append(line)
        return found

    def ignored(self, function: str) -> frozenset[str]:
        """Returns the arguments that a call of a function may still pass, without effect."""
        owners = [owner for owner in (function, *_families(function)) if owner in self._with_ignored]
        version = self._version_of(function) if owners else ""
        lines = [line for owner in owners for line in self._by_owner[owner]]
        return frozenset(line[1] for line in lines if (change := self._at(*line, version)) and change.is_ignored)

    @cached_property
    def _with_ignored(self) -> frozenset[str]:
        """The functions and families with a line for an argument that is ignored."""
        return frozenset(
            owner for (owner, _), lines in self._lines.items() if any(change.is_ignored for _, change in lines)
        )

    def has_single_change(self, function: str) -> bool:
        """Returns whether a single line covers all changes of a function's arguments."""
        return self._at(function, _ANY, self._version_of(function)) is not None

    def is_unchecked(self, function: str) -> bool:
        """Returns whether calls of a function are not checked, whatever changed about its arguments."""
        lines = [(owner, _ANY) for owner in (function, *_families(function)) if (owner, _ANY) in self._lines]
        version = self._version_of(function) if lines else ""
        changes = (self._at(*line, version) for line in lines)
        return any(change is not None and change.now == SAME for change in changes)


def _families(function: str) -> list[str]:
    """Returns the patterns of the families that a function belongs to."""
    module, _, method = function.rpartition(".")
    return [f"{module}.{_ANY}", *([f"{_ANY}().{method}"] if module.endswith("()") else ())]


def _range(versions: str, location: str) -> Range:
    """Returns the versions that a line applies to."""
    try:
        return Range(versions)
    except ValueError as error:
        raise DataError(f"{location}: {error}") from None
