"""Whole constructs of TensorFlow 1, and the edits that turn them into native TensorFlow 2."""

from __future__ import annotations

from tf2lint.constructs.block_text import BlockText as BlockText
from tf2lint.constructs.conversion import (
    CannotConvertError as CannotConvertError,
    Construct as Construct,
    constructs as constructs,
)
from tf2lint.constructs.library_names import LibraryNames as LibraryNames
