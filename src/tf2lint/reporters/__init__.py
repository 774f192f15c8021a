"""Output formats of findings, rules and the table, one module per format.

The tables below map each format of a command to `module.function`, the function that renders it. Its module is imported
on first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

from tf2lint import lazy_exports

if TYPE_CHECKING:
    from collections.abc import Callable

    from tf2lint.reporters.fingerprints import normalized_line as normalized_line
    from tf2lint.reporters.format_parts import Parts as Parts
    from tf2lint.reporters.migration_page import (
        BaselineProgress as BaselineProgress,
        render_migration_page as render_migration_page,
    )
    from tf2lint.reporters.summary import Report as Report, Style as Style, counted as counted
    from tf2lint.reporters.trend import Snapshot as Snapshot, read_history as read_history

__getattr__ = lazy_exports(
    __name__,
    {
        "fingerprints": ("normalized_line",),
        "format_parts": ("Parts",),
        "migration_page": ("BaselineProgress", "render_migration_page"),
        "summary": ("Report", "Style", "counted"),
        "trend": ("Snapshot", "read_history"),
    },
)

CHECK_FORMATS: Final = {
    "concise": "concise.render",
    "full": "full.render",
    "grouped": "grouped.render",
    "json": "json_format.render",
    "jsonl": "json_format.render_lines",
    "sarif": "sarif.render",
    "github": "github.render",
    "gitlab": "gitlab.render",
    "junit": "junit.render",
}
#: The modules of the formats that can be printed while a check goes on.
_STREAMED: Final = {"concise": "concise", "full": "full", "github": "github", "jsonl": "json_format"}
#: The formats for people.
TEXT_FORMATS: Final = ("concise", "full", "grouped")
LOOKUP_FORMATS: Final = {"text": "mapping_rows.render_text", "json": "mapping_rows.render_lookup_json"}
TABLE_FORMATS: Final = {"json": "mapping_rows.render_table_json", "markdown": "mapping_rows.render_table_markdown"}
RULES_FORMATS: Final = {"text": "rule_list.render_text", "json": "rule_list.render_json"}


def parts(name: str) -> Parts | None:
    """Returns the parts of a format; None if it can only be rendered as a whole."""
    if name not in _STREAMED:
        return None
    found: Parts = import_module(f"{__name__}.{_STREAMED[name]}").PARTS
    return found


def renderer(name: str) -> Callable[..., str]:
    """Returns the rendering function with a name such as `sarif.render`."""
    module, _, function = name.partition(".")
    render: Callable[..., str] = getattr(import_module(f"{__name__}.{module}"), function)
    return render
