"""Tables of the migration report."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Where names and paths may wrap.
_BREAK: Final = re.compile(r"(?<=[/._])(?=\w)")


def table(title: str, heads: Iterable[str], rows: Iterable[Iterable[str]], about: str = "") -> str:
    """Returns the HTML of a table.

    Args:
        title: the heading above it.
        heads: the headings of the columns: with a `#` prefix for numbers, empty for bars.
        rows: the HTML of the cells.
        about: the HTML of a text above the table.
    """
    kinds = {"#": ' class="number"', "": ' class="bar"'}
    heads = [*heads]
    wide = ' class="wide"' if len(heads) > len(kinds) + 1 else ""
    classes = [kinds.get(head[:1], "") for head in heads]
    head = "".join(f"<th{kind}>{text.lstrip('#')}</th>" for kind, text in zip(classes, heads, strict=True))
    body = "\n".join(
        f"<tr>{''.join(f'<td{kind}>{cell}</td>' for kind, cell in zip(classes, row, strict=True))}</tr>" for row in rows
    )
    # What scrolls must be within reach of the keyboard, too.
    scroll = f'<div class="scroll" tabindex="0" role="region" aria-label="{title}">'
    return f"<h2>{title}</h2>\n{about}{scroll}<table{wide}>\n<tr>{head}</tr>\n{body}\n</table></div>"


def in_digits(value: int) -> str:
    """Returns the text of a number."""
    return f"{value:,}"


def in_code(text: str) -> str:
    """Returns the HTML of a name or path, which may wrap between its parts."""
    return f"<code>{_BREAK.sub(r'<wbr>', escape(text))}</code>"
