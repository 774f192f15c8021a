"""The content of a file to which edits are applied: a program, or a notebook with its cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tf2lint.fixes.notebook import with_edited_cells
from tf2lint.source import apply_edits, decode, encoding_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tf2lint.model import Located, TextEdit


class Content(NamedTuple):
    """The text of a file, and how it is stored.

    Attributes:
        text: the text.
        encoding: its encoding; with a byte order mark, `utf-8-sig`.
        is_notebook: whether it is a notebook.
    """

    text: str
    encoding: str
    is_notebook: bool

    def edited(self, findings: Iterable[Located]) -> Content:
        """Returns the content with the fixes of findings, which do not conflict."""
        return self.with_edits(
            edit
            for located in findings
            for edit in (located.finding.fix.edits if located.finding.fix is not None else ())
        )

    def with_edits(self, edits: Iterable[TextEdit]) -> Content:
        """Returns the content with edits."""
        edits = dict.fromkeys(edits)
        if not self.is_notebook:
            return self._replace(text=apply_edits(self.text, edits))
        by_number: dict[int, list[TextEdit]] = {}
        for edit in edits:
            if edit.cell is not None:
                by_number.setdefault(edit.cell, []).append(edit)
        return self._replace(text=with_edited_cells(self.text, by_number))

    @property
    def data(self) -> bytes:
        """The bytes of the file."""
        return self.text.encode(self.encoding)


def read_content(data: bytes, path: str) -> Content:
    """Returns the content of a file.

    Args:
        data: its bytes.
        path: its path, for messages; the name tells whether it is a notebook.

    Raises:
        SyntaxError: the source isn't valid text in its declared or default encoding.
    """
    return Content(decode(data, path), encoding_of(data), path.lower().endswith(".ipynb"))
