"""Chooses the fixes that a run applies, and applies those of one file to its content.

What a fix is, `model.Fix`, is decided where a finding is made. Here, nothing is known about TensorFlow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint import lazy_exports

if TYPE_CHECKING:
    from tf2lint.fixes.content import Content as Content, read_content as read_content
    from tf2lint.fixes.selection import (
        FixPolicy as FixPolicy,
        FixSelection as FixSelection,
        compatible as compatible,
    )

__getattr__ = lazy_exports(
    __name__,
    {
        "content": ("Content", "read_content"),
        "selection": ("FixPolicy", "FixSelection", "compatible"),
    },
)
