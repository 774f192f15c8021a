"""Rewrites: what to write instead of a call of TensorFlow 1, over the parameters of its signature.

The files of data/rewrites/ and data/keras/rewrites.txt have one rewrite per line, `name [versions] | when | write |
without | safety`; CONTRIBUTING.md describes the format.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.table.call_conditions import CallCondition, parse_condition
from tf2lint.table.guidance import DataError
from tf2lint.table.templates import Template, TemplateError, note_parts
from tf2lint.table.versions import Range

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

#: The end of the name of a family: all names below a module. It stands for the rest of the name in the template.
FAMILY: Final = ".*"
#: Stands between the name of a class and that of a member of its objects.
_OF_OBJECT: Final = "()."
#: Written instead of a template if there is no rewrite.
_NO_TEMPLATE: Final = "-"
#: Written instead of a template if the code is to be deleted.
_DELETE: Final = "delete"
#: Added to `unsafe` if there is no fix for a call whose result is not used: what it was called for would be lost.
_IF_USED: Final = " if used"
#: What follows the name in a line: its parameters or the versions. `tf.Session().run` is a name.
_NAME_END: Final = re.compile(r" |\((?!\)\.)")
#: What names begin with.
_ROOTS: Final = ("tf.", "keras.")
_SEPARATOR: Final = re.compile(r" \|(?= |$)")


class Safety(StrEnum):
    """What a program that is rewritten may rely on."""

    SAFE = "safe"
    """It computes the same: equal values, shapes, and dtypes."""
    UNSAFE = "unsafe"
    """Something else may differ; the note says what."""
    ADVICE = "advice"
    """It is a part of a change of more than this call: it is shown, but no fix. The note says what else changes."""
    NONE = "none"
    """There is no rewrite; the note says why."""


class Rewrite(NamedTuple):
    """One line of data: what to write instead of a call, or why there is nothing to write.

    Attributes:
        name: the dotted name of what is called, without the leading `tf.`.
        parameters: its parameters in TensorFlow 1, such as `(x, name=None)`; empty if the table knows them.
        targets: the target versions that it applies to.
        conditions: what must hold for the call.
        template: what to write; None if there is no rewrite, or the code is to be deleted.
        deletes: whether the code is to be deleted.
        without: the parameters whose arguments are left out, because nothing corresponds to them.
        safety: what the rewritten program may rely on.
        needs_use: whether what to write only returns what TensorFlow 1 also kept, such as a loss in a collection. Where
            the result is not used, there is no fix.
        note: what may differ, or why there is no rewrite; empty for a safe rewrite.
        location: the file and the number of the line.
        mentions: the parameters that the conditions, the template, and the note are about.
    """

    name: str
    parameters: str
    targets: Range
    conditions: tuple[CallCondition, ...]
    template: Template | None
    deletes: bool
    without: frozenset[str]
    safety: Safety
    needs_use: bool
    note: str
    location: str
    mentions: frozenset[str]

    @property
    def is_about_self(self) -> bool:
        """Whether a condition tells the class around the call, so that the code may use `self`."""
        return any(condition.is_about_class for condition in self.conditions)

    @property
    def when(self) -> str:
        """For which calls it is, in words: `if x is given and y is 1`; empty for all calls."""
        return f"if {' and '.join(map(str, self.conditions))}" if self.conditions else ""

    @property
    def shown(self) -> str:
        """What to write, for people; empty if that is nothing."""
        return self.template.shown if self.template is not None else ""


class Rewrites:
    """All rewrites, by name. A line is parsed when its name is first looked up.

    Args:
        files: the paths of the files.
    """

    def __init__(self, files: Iterable[Path]) -> None:
        self._lines: dict[str, list[tuple[str, str]]] = {}
        self._parsed: dict[str, tuple[Rewrite, ...]] = {}
        for file in files:
            for number, line in enumerate(file.read_text("utf-8").split("\n"), 1):
                if line and not line.startswith("#") and not line.isspace():
                    name = _NAME_END.split(line, maxsplit=1)[0].removeprefix("tf.")
                    self._lines.setdefault(name, []).append((f"{file.name}:{number}", line))

    def __contains__(self, name: str) -> bool:
        return name in self._lines

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def of(self, name: str, target: str) -> list[Rewrite]:
        """Returns the rewrites of a name at a target version, best first.

        Raises:
            DataError: a line is malformed.
        """
        if name not in self._lines:
            return []
        if name not in self._parsed:
            self._parsed[name] = tuple(_parse(line, location) for location, line in self._lines[name])
        return [rewrite for rewrite in self._parsed[name] if target in rewrite.targets]

    def of_family(self, name: str, target: str) -> list[Rewrite]:
        """Returns the rewrites of the closest family that a name belongs to, for this name.

        A family of members is that of all classes below a module: `tf.keras.metrics.*().reset_states`.

        Raises:
            DataError: a line is malformed.
        """
        owner, of_object, member = name.partition(_OF_OBJECT)
        found = self._of_families(owner, f"{of_object}{member}", target) if of_object else []
        return found or self._of_families(name, "", target)

    def _of_families(self, name: str, member: str, target: str) -> list[Rewrite]:
        """Returns the rewrites of the closest family that a name belongs to, or a member of its objects."""
        prefix, rest = name, ""
        while "." in prefix:
            prefix, _, part = prefix.rpartition(".")
            rest = f"{part}.{rest}" if rest else part
            lines = self._lines.get(f"{prefix}{FAMILY}{member}", ())
            found = [_parse(line.replace("*", rest), location) for location, line in lines]
            applicable = [rewrite for rewrite in found if target in rewrite.targets]
            if applicable:
                return applicable
        return []


def _parse(line: str, location: str) -> Rewrite:
    fields = [field.strip() for field in _SEPARATOR.split(line)]
    if len(fields) != 5:
        raise DataError(f"{location}: expected 'name | when | write | without | safety', found {len(fields)} fields")
    head, when, write, without, safety = fields
    name, parameters, versions = _head(head)
    kind, _, note = safety.partition(":")
    needs_use = kind == f"{Safety.UNSAFE}{_IF_USED}"
    kind = Safety.UNSAFE if needs_use else kind
    if not name.startswith(_ROOTS):
        raise DataError(f"{location}: the name {name!r} does not start with 'tf.' or 'keras.'")
    if kind not in list(Safety) or (kind != Safety.SAFE) is not bool(note.strip()):
        kinds = (
            "'safe', 'unsafe: ' or 'unsafe if used: ' and what may differ, 'advice: ' and what else changes, or "
            "'none: ' and why"
        )
        raise DataError(f"{location}: expected {kinds}; {safety!r}")
    if (write == _NO_TEMPLATE) is not (kind == Safety.NONE):
        raise DataError(f"{location}: a rewrite that is '-' is 'none', and no other one is")
    try:
        conditions = tuple(parse_condition(text) for text in _parts(when))
        template = None if write in (_NO_TEMPLATE, _DELETE) else Template(write)
        targets = Range(versions)
    except (ValueError, TemplateError) as error:
        raise DataError(f"{location}: {error}") from None
    note = note.strip()
    mentions = {condition.parameter for condition in conditions}
    mentions.update(template.parameters if template is not None else ())
    mentions.update(part.parameter for part in note_parts(note) if not isinstance(part, str))
    return Rewrite(
        name.removeprefix("tf."), parameters, targets, conditions, template, write == _DELETE,
        frozenset(_parts(without)), Safety(kind), needs_use, note, location, frozenset(mentions),
    )  # fmt: skip


def _head(head: str) -> tuple[str, str, str]:
    """Returns the name, the parameters, and the versions in the first field of a line."""
    name = _NAME_END.split(head, maxsplit=1)[0]
    rest = head.removeprefix(name)
    parameters = rest[: rest.rindex(")") + 1] if rest.startswith("(") and ")" in rest else ""
    return name, parameters, rest.removeprefix(parameters).strip()


def _parts(field: str) -> list[str]:
    return [part.strip() for part in field.split(",") if part.strip()]
