"""Datasets of placeholders that runs initialize with the same arrays each time: they are made of these arrays."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.constructs.analysis.placeholders import Placeholder
from tf2lint.constructs.construct import Construct
from tf2lint.model import TextEdit
from tf2lint.rewriting import edit_without

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from tf2lint.constructs.analysis.block_text import BlockText
    from tf2lint.constructs.analysis.library_names import LibraryNames
    from tf2lint.constructs.analysis.scopes import Scopes
    from tf2lint.constructs.analysis.session_runs import Run

_INITIALIZER: Final = "initializer"
_PLACEHOLDER: Final = "placeholder"
_NOTE: Final = "the dataset is made of what was fed"
#: What has the same value wherever it stands, as long as its names have.
_PLAIN: Final = (
    ast.Name, ast.Attribute, ast.Subscript, ast.Constant, ast.expr_context, ast.Slice, ast.Tuple, ast.UnaryOp,
    ast.unaryop,
)  # fmt: skip
#: What code may read of an array without changing it.
_ATTRIBUTES: Final = ("shape", "dtype")


def fed_datasets(runs: list[Run], text: BlockText, names: LibraryNames, scopes: Scopes) -> Iterator[Construct]:
    """Yields the edits for the runs that initialize iterators and feed something.

    Args:
        runs: the runs of the file.
        text: its text.
        names: the members of the library that expressions refer to.
        scopes: its names.
    """
    initializing = [run for run in runs if run.feed is not None and run.feed.keys and _initializes(run)]
    if not initializing or not names.root:
        return
    feeds = {node for run in initializing if run.feed for value in run.feed.values for node in ast.walk(value)}
    placeholders: dict[ast.Call, Placeholder] = {}
    values: dict[ast.Call, set[str]] = {}
    for run in initializing:
        given = _fed(run, feeds, text, names, scopes)
        if given is None:
            return
        for placeholder, value in given:
            placeholders[placeholder.call] = placeholder
            values.setdefault(placeholder.call, set()).add(value)
    others = [run.feed for run in runs if run not in initializing and run.feed is not None]
    taken = {(scopes.owner(key), scopes.name(key)) for feed in others for key in feed.keys}
    made = {(scopes.owner(one.statement.targets[0]), one.name) for one in placeholders.values()}
    if made & taken or any(len(each) > 1 for each in values.values()):
        return
    edits: list[TextEdit] = []
    for call, (value,) in values.items():
        dtype = placeholders[call].dtype
        arguments = f"{value}, {text.exact(dtype)}" if dtype is not None else value
        edits.append(TextEdit(text.span(call), f"{names.root}.convert_to_tensor({arguments})"))
    edits += (_without_feed(run, text) for run in initializing)
    yield Construct(frozenset(values), tuple(edits), _NOTE)


def _initializes(run: Run) -> bool:
    return any(isinstance(fetch, ast.Attribute) and fetch.attr == _INITIALIZER for fetch in run.fetches)


def _without_feed(run: Run, text: BlockText) -> TextEdit:
    """Returns the edit that deletes the dictionary that a run feeds."""
    arguments: list[ast.expr | ast.keyword] = [*run.call.args, *run.call.keywords]
    feeding = next(each for each in arguments if isinstance(getattr(each, "value", each), ast.Dict))
    return edit_without(feeding, arguments, text.span)


def _fed(
    run: Run, feeds: Collection[ast.AST], text: BlockText, names: LibraryNames, scopes: Scopes
) -> list[tuple[Placeholder, str]] | None:
    """Returns the code of what a run feeds, with the placeholders; None if that may be something else there."""
    assert run.feed is not None
    found: list[tuple[Placeholder, str]] = []
    for key, value in zip(run.feed.keys, run.feed.values, strict=True):
        placeholder = _placeholder(key, names, scopes)
        if placeholder is None or run.feed.name is not None or not _is_same(value, placeholder, feeds, scopes):
            return None
        found.append((placeholder, text.exact(value)))
    return found


def _placeholder(key: ast.expr, names: LibraryNames, scopes: Scopes) -> Placeholder | None:
    """Returns the placeholder that a name always holds; None if it may hold something else."""
    scope, name = scopes.owner(key), scopes.name(key)
    bindings = [use.node for use in scopes.uses(scope, name) if use.is_binding] if scope is not None else []
    statement = scopes.syntax.parent(bindings[0]) if len(bindings) == 1 else None
    match statement:
        case ast.Assign(targets=[_], value=ast.Call(func=function) as call) if names.of(function) == _PLACEHOLDER:
            return Placeholder(name, call, statement, has_default=False)
        case _:
            return None


def _is_same(value: ast.expr, placeholder: Placeholder, feeds: Collection[ast.AST], scopes: Scopes) -> bool:
    """Returns whether what is fed has the same value where a placeholder is made: nothing binds or changes it later."""
    if not all(isinstance(node, _PLAIN) for node in ast.walk(value)):
        return False
    line, own = placeholder.statement.lineno, scopes.owner(placeholder.statement.targets[0])
    for name in (node for node in ast.walk(value) if isinstance(node, ast.Name) or scopes.name(node)):
        scope = scopes.owner(name)
        if scope is None or scope not in (own, scopes.module):
            return False
        later = [use for use in scopes.uses(scope, scopes.name(name)) if getattr(use.node, "lineno", line) >= line]
        if any(use.is_binding or (use.node not in feeds and not _reads_attribute(use.node, scopes)) for use in later):
            return False
    return True


def _reads_attribute(node: ast.AST, scopes: Scopes) -> bool:
    parent = scopes.syntax.parent(node)
    return isinstance(parent, ast.Attribute) and parent.attr in _ATTRIBUTES
