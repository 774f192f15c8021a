"""Runs of values that never change: they are computed where they stand, and a run only reads them."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.constructs.construct import Construct
from tf2lint.constructs.value_kinds import Kind, ValueKinds
from tf2lint.constructs.values import value_of
from tf2lint.model import TextEdit
from tf2lint.table import gives_other_values, makes_something_lasting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.constructs.block_text import BlockText
    from tf2lint.constructs.library_names import LibraryNames
    from tf2lint.constructs.scopes import Scopes
    from tf2lint.constructs.session_runs import Run

#: What belongs to sessions and graphs itself.
_SESSIONS: Final = ("Session", "InteractiveSession", "get_default_session", "get_default_graph", "reset_default_graph")
#: Parts of the names of what iterates over a dataset: it gives the next element in each run.
_ITERATING: Final = ("iterator", "Iterator", "get_next")
_NOTE: Final = "it is computed where it stands"


def eager_runs(runs: list[Run], text: BlockText, names: LibraryNames, scopes: Scopes) -> Iterator[Construct]:
    """Yields the edits for the runs of a file in which no value changes from one run to the next.

    Args:
        runs: its runs.
        text: its text.
        names: the members of the library that expressions refer to.
        scopes: the names of the file.
    """
    syntax = scopes.syntax
    if not runs or not names.root or any(_changes(names.of(node)) for node in syntax.nodes):
        return
    kinds = ValueKinds(scopes, names)
    statements = {statement.value for statement in syntax.of_class(ast.Expr)}
    for run in runs:
        if run.feed is None or run.feed.keys or not run.fetches:
            continue
        code = _run(run, text) if run.call in statements else _values(run, text, kinds, names.root)
        if code:
            yield Construct(frozenset({run.call}), (TextEdit(text.span(run.call), code),), _NOTE)


def _changes(name: str) -> bool:
    """Returns whether a member of the library makes values that change from one run to the next."""
    if name in _SESSIONS:
        return False
    is_made = "()" not in name and makes_something_lasting(name)
    return is_made or gives_other_values(name) or any(part in name for part in _ITERATING)


def _run(run: Run, text: BlockText) -> str:
    """Returns the code for a run whose result is not used; empty if nothing is left of it."""
    is_call = run.is_single and isinstance(run.fetches[0], ast.Call)
    return text.exact(run.fetches[0]) if is_call else ""


def _values(run: Run, text: BlockText, kinds: ValueKinds, root: str) -> str:
    """Returns the code for the values of a run; empty if it is not known what they are."""
    found = [kinds.of(fetch) for fetch in run.fetches]
    if Kind.UNKNOWN in found:
        return ""
    texts = [text.exact(fetch) for fetch in run.fetches]
    if all(kind is Kind.TENSOR for kind in found):
        values = [value_of(fetch, each) for fetch, each in zip(run.fetches, texts, strict=True)]
        return values[0] if run.is_single else f"[{', '.join(values)}]"
    whole = texts[0] if run.is_single else f"[{', '.join(texts)}]"
    return f"{root}.nest.map_structure(lambda value: value.numpy(), {whole})"
