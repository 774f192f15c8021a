"""Changes to programs that change nothing about what they mean, so that the findings must stay the same.

Each change returns the new program; None where it can't be made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from support.equivalents import layout, naming, statements, surroundings
from support.equivalents.comparison import Comparer, composed, made

if TYPE_CHECKING:
    from collections.abc import Callable

    from support.equivalents.program import Equivalent

__all__ = ["CHANGES", "GROUPS", "Comparer", "composed", "made"]

_FUNCTIONS: Final = (
    naming.other_alias, naming.full_name, naming.assigned_alias, naming.other_self, naming.renamed_parameters,
    naming.annotated, naming.annotated_parameters, naming.annotated_names,
    layout.blank_lines, layout.comment_above, layout.docstring, layout.windows_lines, layout.mac_lines,
    layout.byte_order_mark, layout.tabs, layout.form_feed, layout.trailing_comments, layout.appended, layout.unparsed,
    layout.parenthesized, layout.broken_lines,
    surroundings.more_imports, surroundings.always_true, surroundings.finally_nothing, surroundings.in_with,
    surroundings.into_function, surroundings.into_module, surroundings.moved_definitions,
    statements.walrus, statements.tuple_for_two, statements.ternary_for_if, statements.if_for_ternary,
    statements.pass_after, statements.constant_in_try, statements.walrus_in_try, statements.double_negation,
    statements.conditional_value, statements.returns_pair, statements.returns_pair_with_none,
)  # fmt: skip
#: All changes, by their names.
CHANGES: Final[dict[str, Callable[[str], Equivalent | None]]] = {change.__name__: change for change in _FUNCTIONS}
#: All changes, in groups that can be made at once, one after the other; alone where findings may differ.
GROUPS: Final[tuple[tuple[str, ...], ...]] = (
    (
        "other_alias", "other_self", "annotated_parameters", "pass_after", "parenthesized", "tabs", "blank_lines",
        "mac_lines",
    ),
    ("full_name", "walrus", "walrus_in_try", "broken_lines", "docstring", "windows_lines"),
    (
        "assigned_alias", "renamed_parameters", "annotated_names", "annotated", "constant_in_try", "double_negation",
        "trailing_comments", "more_imports", "always_true",
    ),
    (
        "moved_definitions", "tuple_for_two", "ternary_for_if", "returns_pair", "in_with", "form_feed", "appended",
        "byte_order_mark",
    ),
    ("if_for_ternary", "returns_pair_with_none", "comment_above", "finally_nothing", "unparsed"),
    ("into_function",),
    ("into_module",),
    ("conditional_value",),
)  # fmt: skip
