"""The changes of a function's arguments as rows, one per argument, for people and programs."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tf2lint.table.argument_change import ChangeKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.table.signature_diff import SignatureDiff


@dataclass(frozen=True, slots=True)
class ArgumentRow:
    """A change of one argument, which affects the calls that pass it, or those that omit it.

    Attributes:
        parameter: the parameter of TensorFlow 1, or the one that is required now.
        change: what happened to it, see `ChangeKind`.
        position: the position that no longer takes it, from 1; None if it is about the keyword.
        now: the keyword that takes it now, the parameter at that position now, or the new default; empty if there is
            none.
        before: the old default; empty for other changes.
        note: what to write, as a clause; may be empty.
    """

    parameter: str
    change: str
    position: int | None = None
    now: str = ""
    before: str = ""
    note: str = ""


def argument_rows(diff: SignatureDiff | None) -> tuple[ArgumentRow, ...]:
    """Returns the changes of the arguments of a function; none if it has none that affect calls."""
    return () if diff is None else tuple(_rows(diff))


def _rows(diff: SignatureDiff) -> Iterator[ArgumentRow]:
    for parameter, keyword in diff.lost.items():
        kind = ChangeKind.RENAMED if keyword else ChangeKind.REMOVED
        yield ArgumentRow(parameter, kind.value, now=keyword, note=_note(diff, parameter))
    for place in sorted(diff.moved):
        now = diff.new.positional[place] if place < len(diff.new.positional) else ""
        yield ArgumentRow(diff.old.positional[place], ChangeKind.MOVED.value, place + 1, now)
    for place, parameter in diff.gone:
        yield ArgumentRow(parameter, ChangeKind.MOVED.value, place + 1)
    for parameter in diff.required.values():
        yield ArgumentRow(parameter, ChangeKind.REQUIRED.value, note=_note(diff, parameter))
    for parameter in diff.defaults:
        before, now = (ast.unparse(signature.defaults[parameter]) for signature in (diff.old, diff.new))
        yield ArgumentRow(parameter, ChangeKind.DEFAULT.value, None, now, before, _note(diff, parameter))


def _note(diff: SignatureDiff, parameter: str) -> str:
    documented = diff.documented(parameter)
    return documented.advice if documented is not None else ""
