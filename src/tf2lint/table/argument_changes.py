"""What became of arguments, as far as signatures do not tell: data/arguments.txt, written by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.table.guidance import DataError
from tf2lint.table.versions import Range

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: Stands for every function that had the argument and has it no longer, where no line is about that one; or for all
#: arguments of a function.
_ANY: Final = "*"
#: What an argument is now that no rule about arguments has to report.
SAME: Final = "="
#: What an argument is now whose default is another one, in a way that changes results.
OTHER_DEFAULT: Final = "~"


class DocumentedChange(NamedTuple):
    """What became of one argument.

    Attributes:
        now: the parameter that it is now; empty if it is gone, or one of the marks above.
        advice: what to write, where there is more to say than to use the new name.
    """

    now: str
    advice: str


class ArgumentChanges:
    """What is told of arguments.

    Args:
        file: lines `function or * | argument | what it is now, or - [versions] | advice`.
        target: the version for which lines are read.

    Raises:
        DataError: a line is malformed, or about the same argument as another.
    """

    def __init__(self, file: Path, target: str) -> None:
        self._told: dict[tuple[str, str], DocumentedChange] = {}
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
            if not line or line.startswith("#"):
                continue
            fields = [field.strip() for field in line.split(" | ")]
            functions, argument = fields[0].split(), fields[1] if len(fields) > 1 else ""
            if len(fields) not in (3, 4) or (fields[2].startswith("-") and len(fields) == 3):
                raise DataError(
                    f"{file.name}:{number}: expected 'functions | argument | what it is now, or - [versions] | "
                    f"advice', the last of which is needed where it is gone; found {line!r}"
                )
            now, _, versions = fields[2].partition(" ")
            for function in functions if _is_for(target, versions, f"{file.name}:{number}") else ():
                key = function.removeprefix("tf."), argument
                if key in self._told:
                    raise DataError(f"{file.name}:{number}: {function} has a line about {argument} already")
                self._told[key] = DocumentedChange(now.strip("-"), "".join(fields[3:]))

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """The functions, or `*`, and the arguments of them that there are lines about."""
        return iter(self._told)

    def told(self, function: str, argument: str) -> DocumentedChange | None:
        """What became of an argument that a function had, by its name from below `tf`; None if nothing is told."""
        return self.told_of(function, argument) or self._told.get((_ANY, argument))

    def told_of(self, function: str, argument: str) -> DocumentedChange | None:
        """What a line about a function itself, or a family of it, tells of an argument; None if there is none.

        Families are all below a module, `tf.estimator.*`, and a method of all classes, `*().call`.
        """
        lines = [(function, argument), *((one, argument) for one in _families(function)), (function, _ANY)]
        return next((self._told[line] for line in lines if line in self._told), None)

    def of(self, function: str) -> set[str]:
        """The arguments that lines about a function itself, or all below its module, tell of."""
        owners = function, *_families(function)
        return {argument for owner, argument in self._told if owner in owners} - {_ANY}

    def is_told_at_once(self, function: str) -> bool:
        """Whether one line tells all that there is to say of a call of a function."""
        return (function, _ANY) in self._told

    def is_left_out(self, function: str) -> bool:
        """Whether no call of a function needs a look, whatever became of its arguments."""
        lines = ((one, _ANY) for one in (function, *_families(function)))
        return any(line in self._told and self._told[line].now == SAME for line in lines)


def _families(function: str) -> list[str]:
    """What stands for a function and others like it."""
    module, _, method = function.rpartition(".")
    return [f"{module}.{_ANY}", *([f"{_ANY}().{method}"] if module.endswith("()") else ())]


def _is_for(target: str, versions: str, place: str) -> bool:
    try:
        return target in Range(versions)
    except ValueError as error:
        raise DataError(f"{place}: {error}") from None
