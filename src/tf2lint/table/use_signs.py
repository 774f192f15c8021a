"""Signs: what a call shows about the objects in it, where nothing else tells what they are. data/use_signs.txt.

`session.run(loss, feed_dict=feed)` shows that `session` is a `tf.Session`, wherever it came from. Each sign is one line
of data with its measured precision; the file's head describes the columns. This module parses them; matching a call
against the conditions is up to the caller, who knows what the arguments refer to.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.table.guidance import DataError
from tf2lint.table.mapping_table import DATA

if TYPE_CHECKING:
    from pathlib import Path

#: The method of a sign that holds for a call of anything.
ANY_METHOD: Final = "*"
_COLUMNS: Final = 5
_NOTHING: Final = "-"
_TF: Final = "tf."
_CONDITION: Final = re.compile(
    r"receiver named (?P<receiver>[a-z ]+)"
    r"|(?P<outside>receiver is a parameter or an attribute of self)"
    r"|file (?P<imports>imports|does not import) (?P<module>\w+)"
    r"|(?P<absent>no )?(?P<parameter>[a-z_]\w*)?(?:/(?P<position>\d+))?"
    r"(?: is (?P<call>a call of tf)| is (?P<cls>tf\.[\w.]+)| named (?P<words>[a-z ]+))?"
)
_CONCLUSION: Final = re.compile(r"(?P<parameter>[a-z_]\w*)?(?:/(?P<position>\d+))? is (?P<cls>tf\.[\w.]+)")
_MEASURED: Final = re.compile(r"(\d+)/(\d+)")


class Requirement(Enum):
    """What a condition requires."""

    GIVEN = "given"
    ABSENT = "absent"
    CLASS = "class"
    LIBRARY_CALL = "library call"
    NAMED = "named"
    PARAMETER_OR_ATTRIBUTE = "parameter or attribute"
    IMPORTS = "imports"
    NOT_IMPORTS = "does not import"


class ArgumentPlace(NamedTuple):
    """Where a call passes an argument: by a keyword, at a position, or either.

    Attributes:
        keyword: the keyword; empty if the argument is only passed by position.
        position: the position; None if it is only passed by keyword.
    """

    keyword: str
    position: int | None


class Condition(NamedTuple):
    """What must hold for a call.

    Attributes:
        place: the argument; None for what the method is called on, and for the file.
        requirement: what must hold for it.
        class_name: without the leading `tf.`; the class that `Requirement.CLASS` names.
        words: the words of which a name must end in one, for `Requirement.NAMED`.
        module: the module that the file imports or does not import, with or without a part of it.
    """

    place: ArgumentPlace | None
    requirement: Requirement
    class_name: str = ""
    words: tuple[str, ...] = ()
    module: str = ""

    def holds_for_name(self, name: str) -> bool:
        """Returns whether the last word of an identifier, without a number at its end, is one of the words."""
        return name.lower().rstrip("0123456789_").rpartition("_")[2] in self.words


class Measured(NamedTuple):
    """How often a sign was right in a corpus, in files of all kinds.

    Attributes:
        true: the number of calls in which the sign said what was so.
        hits: the number of calls with the sign.
    """

    true: int
    hits: int


class UseSign(NamedTuple):
    """What a call shows about its objects.

    Attributes:
        text: the first two columns of its line.
        owner: what the method is known to be in, without the leading `tf.`: an object such as `train.Saver()`, or a
            module; empty if the method is called on something unknown.
        method: the name of the method or function; `ANY_METHOD` for all.
        conditions: all must hold.
        receiver: the class of what the method is called on, without the leading `tf.`; empty if that is not shown.
        arguments: the class of each argument whose class the call shows.
        measured: for each corpus that the file's head names, in that order.
    """

    text: str
    owner: str
    method: str
    conditions: tuple[Condition, ...]
    receiver: str
    arguments: tuple[tuple[ArgumentPlace, str], ...]
    measured: tuple[Measured, ...]


def read_signs(file: Path) -> dict[str, list[UseSign]]:
    """Reads the signs from a file with the five columns that the head of data/use_signs.txt describes.

    Args:
        file: the path of the file.

    Returns:
        The signs by method.

    Raises:
        DataError: a line is malformed, shows nothing, or repeats the method and conditions of another line.
    """
    signs: dict[str, list[UseSign]] = {}
    seen: set[str] = set()
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            columns = [column.strip() for column in line.split(" | ")]
            try:
                sign = _parse(columns)
            except ValueError as error:
                raise DataError(f"{file.name}:{number}: {error}; found {line!r}") from None
            if sign.text in seen:
                raise DataError(f"{file.name}:{number}: {sign.text!r} already has a line")
            seen.add(sign.text)
            signs.setdefault(sign.method, []).append(sign)
    return signs


@lru_cache(maxsize=1)
def load_use_signs() -> dict[str, list[UseSign]]:
    """Returns the signs of data/use_signs.txt by method."""
    return read_signs(DATA / "use_signs.txt")


def _parse(columns: list[str]) -> UseSign:
    if len(columns) != _COLUMNS:
        raise ValueError("expected 'method | conditions | receiver | arguments | measured'")
    path, conditions, receiver, arguments, measured = columns
    owner, _, method = path.rpartition(".")
    if not method or (owner and not owner.startswith(_TF)):
        raise ValueError("expected the name of a method, or a full name such as tf.train.Saver().save")
    if receiver != _NOTHING and not receiver.startswith(_TF):
        raise ValueError("expected a class such as tf.Session as receiver, or -")
    if receiver == arguments == _NOTHING:
        raise ValueError("expected a class of the receiver or of an argument")
    return UseSign(
        f"{path} | {conditions}",
        owner.removeprefix(_TF),
        method,
        tuple(map(_condition, _items(conditions))),
        receiver.removeprefix(_TF).strip(_NOTHING),
        tuple(map(_conclusion, _items(arguments))),
        tuple(map(_measured, measured.split())),
    )


def _items(column: str) -> list[str]:
    return [] if column == _NOTHING else column.split(", ")


def _condition(text: str) -> Condition:
    found = _CONDITION.fullmatch(text)
    if found is None or not text:
        raise ValueError(f"{text!r} is no condition")
    if found["receiver"]:
        return Condition(None, Requirement.NAMED, words=tuple(found["receiver"].split()))
    if found["outside"]:
        return Condition(None, Requirement.PARAMETER_OR_ATTRIBUTE)
    if found["module"]:
        return Condition(None, Requirement(found["imports"]), module=found["module"])
    place = _place(found)
    if found["cls"]:
        return Condition(place, Requirement.CLASS, class_name=found["cls"].removeprefix(_TF))
    if found["words"]:
        return Condition(place, Requirement.NAMED, words=tuple(found["words"].split()))
    if found["call"]:
        return Condition(place, Requirement.LIBRARY_CALL)
    return Condition(place, Requirement.ABSENT if found["absent"] else Requirement.GIVEN)


def _conclusion(text: str) -> tuple[ArgumentPlace, str]:
    found = _CONCLUSION.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} does not say the class of an argument")
    return _place(found), found["cls"].removeprefix(_TF)


def _place(found: re.Match[str]) -> ArgumentPlace:
    if not found["parameter"] and not found["position"]:
        raise ValueError("expected a parameter, a position, or both")
    return ArgumentPlace(found["parameter"] or "", int(found["position"]) if found["position"] else None)


def _measured(text: str) -> Measured:
    found = _MEASURED.fullmatch(text)
    if found is None or int(found[1]) > int(found[2]):
        raise ValueError(f"expected true/hits, found {text!r}")
    return Measured(int(found[1]), int(found[2]))
