"""How findings, rules and the table are written out: one module a format.

The formats of each command stand here, each with the function of the module that renders it, which is imported when it
is needed.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

CHECK_FORMATS: Final = {
    "text": "text.render",
    "json": "json_format.render",
    "sarif": "sarif.render",
    "github": "github.render",
    "gitlab": "gitlab.render",
    "junit": "junit.render",
}
LOOKUP_FORMATS: Final = {"text": "listing.render_text", "json": "listing.render_lookup_json"}
TABLE_FORMATS: Final = {"json": "listing.render_table_json", "markdown": "listing.render_table_markdown"}
RULES_FORMATS: Final = {"text": "rule_list.render_text", "json": "rule_list.render_json"}


def renderer(name: str) -> Callable[..., str]:
    """The function with a name such as `sarif.render`."""
    module, _, function = name.partition(".")
    found: Callable[..., str] = getattr(import_module(f"{__name__}.{module}"), function)
    return found
