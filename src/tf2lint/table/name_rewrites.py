"""What to write instead of attributes of objects that TensorFlow 2 lacks: data/names.txt."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.table.guidance import DataError
from tf2lint.table.mapping_table import DATA
from tf2lint.table.rewrites import Safety
from tf2lint.table.templates import Template, TemplateError

if TYPE_CHECKING:
    from pathlib import Path

_LINE: Final = "name | write | safe, or 'unsafe: ' and what may differ"


class NameRewrite(NamedTuple):
    """What to write instead of a name.

    Attributes:
        template: the code; its parameter `self` is the object whose attribute the name is.
        safety: what a program that is rewritten may rely on.
        note: what may differ; empty if nothing does.
    """

    template: Template
    safety: Safety
    note: str


def read_name_rewrites(file: Path) -> dict[str, NameRewrite]:
    """Reads a file with a line `name | write | safety` for each name.

    Args:
        file: the path of the file.

    Returns:
        What to write, by name, without the leading `tf.`.

    Raises:
        DataError: a line is malformed, or repeats the name of another line.
    """
    found: dict[str, NameRewrite] = {}
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            name, *fields = (field.strip() for field in line.split(" | "))
            kind, _, note = fields[1].partition(":") if len(fields) == 2 else ("", "", "")
            is_kind = kind in (Safety.SAFE, Safety.UNSAFE) and (kind == Safety.UNSAFE) is bool(note)
            if not is_kind or not name.startswith("tf.") or name.removeprefix("tf.") in found:
                raise DataError(f"{file.name}:{number}: expected '{_LINE}', one line per name")
            try:
                template = Template(fields[0])
            except TemplateError as error:
                raise DataError(f"{file.name}:{number}: {error}") from None
            found[name.removeprefix("tf.")] = NameRewrite(template, Safety(kind), note.strip())
    return found


@lru_cache(maxsize=1)
def load_name_rewrites() -> dict[str, NameRewrite]:
    """Returns what data/names.txt says to write, by name, without the leading `tf.`."""
    return read_name_rewrites(DATA / "names.txt")
