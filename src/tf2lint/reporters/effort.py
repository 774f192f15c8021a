"""How much work a finding is."""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tf2lint.model import Finding, Fix

#: Rules about names and arguments that were renamed; the rest of the line stays the same.
_RENAMES: Final = frozenset({"TF101", "TF601"})
#: Families whose findings take another call if there is a replacement; others change the structure of the program.
_CALL_FAMILIES: Final = ("TF1", "TF2", "TF6")
#: The family of graphs and sessions: what stands in their place depends on the rest of the program.
_GRAPHS: Final = "TF5"
#: What only changes a name, or the part of one.
_NAME: Final = re.compile(r"[\w.]*=?")


class Effort(Enum):
    """A kind of work, least first; the value is what it is called."""

    DELETE = "delete"
    RENAME = "rename"
    REWRITE = "rewrite a call"
    REDESIGN = "redesign"


def effort(finding: Finding) -> Effort:
    """Returns what settles a finding."""
    if finding.fix is not None and _only_names(finding.fix):
        return Effort.RENAME
    if finding.rewritten is not None and not finding.rewritten.code:
        return Effort.DELETE
    if finding.fix is not None:
        return Effort.REWRITE
    if finding.code.startswith(_GRAPHS):
        return Effort.REDESIGN
    if finding.code in _RENAMES:
        return Effort.RENAME
    is_call = finding.code.startswith(_CALL_FAMILIES) and bool(finding.replacements)
    return Effort.REWRITE if is_call or finding.rewritten is not None else Effort.REDESIGN


def _only_names(fix: Fix) -> bool:
    """Returns whether a fix only writes names where others stand: one place, or an import with the uses of its name."""
    return bool(fix.edits) and all(
        edit.text and _NAME.fullmatch(edit.text) and edit.span.line == edit.span.end_line for edit in fix.edits
    )
