"""Changes of arguments that the signatures do not show, from the hand-written data/arguments.txt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.table.guidance import DataError
from tf2lint.table.versions import Range

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

#: As a function: every function that no longer has the argument and has no line of its own. As an argument: all
#: arguments of the function.
_ANY: Final = "*"
#: Marks an argument that no rule about arguments reports.
SAME: Final = "="
#: Marks an argument whose default changed in a way that affects results.
CHANGED_DEFAULT: Final = "~"


class DocumentedChange(NamedTuple):
    """What happened to one argument.

    Attributes:
        now: the name of the parameter now; empty if it was removed, or one of the marks above.
        advice: what to write, if using the new name is not enough.
        same: a literal that means the same for the parameter in its place now; empty if there is none.
    """

    now: str
    advice: str = ""
    same: str = ""


class DocumentedChanges:
    """The documented changes of arguments at a target version.

    Args:
        file: the path of a file with lines `functions or * | argument | new name, or - [versions] | advice | value`.
        version_of: returns the version at which a function is looked up; lines for other versions are ignored.

    Raises:
        DataError: a line is malformed, or repeats the argument of another line.
    """

    def __init__(self, file: Path, version_of: Callable[[str], str]) -> None:
        self._changes: dict[tuple[str, str], DocumentedChange] = {}
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
            if not line or line.startswith("#"):
                continue
            fields = [field.strip() for field in line.split(" | ")]
            functions, argument = fields[0].split(), fields[1] if len(fields) > 1 else ""
            if len(fields) not in (3, 4, 5) or (fields[2].startswith("-") and len(fields) == 3):
                raise DataError(
                    f"{file.name}:{number}: expected 'functions | argument | new name, or - [versions] | advice | "
                    f"value', with advice if the argument is gone; found {line!r}"
                )
            now, _, versions = fields[2].partition(" ")
            targets = _range(versions, f"{file.name}:{number}")
            for name in (function.removeprefix("tf.") for function in functions):
                if version_of(name) not in targets:
                    continue
                key = name, argument
                if key in self._changes:
                    raise DataError(f"{file.name}:{number}: tf.{name} already has a line for {argument}")
                self._changes[key] = DocumentedChange(now.strip("-"), *fields[3:])

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """Yields the function, or `*`, and the argument of each line."""
        return iter(self._changes)

    def change(self, function: str, argument: str) -> DocumentedChange | None:
        """Returns the change of an argument, from a line for the function or for `*`; None if there is none.

        Args:
            function: the name of the function, without the leading `tf.`.
            argument: the name that the argument had.
        """
        return self.own_change(function, argument) or self._changes.get((_ANY, argument))

    def own_change(self, function: str, argument: str) -> DocumentedChange | None:
        """Returns the change of an argument, from a line for the function or its family; None if there is none.

        A family is everything below a module, `tf.estimator.*`, or a method of all classes, `*().call`.
        """
        lines = [(function, argument), *((family, argument) for family in _families(function)), (function, _ANY)]
        return next((self._changes[line] for line in lines if line in self._changes), None)

    def of(self, function: str) -> set[str]:
        """Returns the arguments with a line for a function or one of its families."""
        owners = function, *_families(function)
        return {argument for owner, argument in self._changes if owner in owners} - {_ANY}

    def named(self, function: str) -> set[str]:
        """Returns the arguments with a line for exactly a function."""
        return {argument for owner, argument in self._changes if owner == function} - {_ANY}

    def has_single_change(self, function: str) -> bool:
        """Returns whether a single line covers all changes of a function's arguments."""
        return (function, _ANY) in self._changes

    def is_unchecked(self, function: str) -> bool:
        """Returns whether calls of a function are not checked, whatever changed about its arguments."""
        lines = ((family, _ANY) for family in (function, *_families(function)))
        return any(line in self._changes and self._changes[line].now == SAME for line in lines)


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
