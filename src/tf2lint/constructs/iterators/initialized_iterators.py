"""Runs that initialize iterators: they make a new one."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.constructs.analysis.scopes import FUNCTIONS
from tf2lint.constructs.construct import CannotConvertError
from tf2lint.model import TextEdit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tf2lint.constructs.analysis.block_text import BlockText
    from tf2lint.constructs.analysis.bound_values import BoundValues
    from tf2lint.constructs.analysis.library_names import LibraryNames
    from tf2lint.constructs.analysis.scopes import Scopes
    from tf2lint.constructs.analysis.session_runs import Run
    from tf2lint.constructs.iterators.dataset_iterators import DatasetIterators

_INITIALIZER: Final = "initializer"


#: What initializes variables and tables, which have their values when they are created.
_DROPPED: Final = (
    "tables_initializer", "initialize_all_tables", "global_variables_initializer", "initialize_all_variables",
    "local_variables_initializer", "initialize_local_variables",
)  # fmt: skip


class Initializations(NamedTuple):
    """The edits for runs that initialize iterators.

    Attributes:
        edits: the edits.
        runs: the calls of the runs.
        settled: other syntax that they settle.
    """

    edits: list[TextEdit]
    runs: frozenset[ast.Call]
    settled: frozenset[ast.AST]


def initialization_edits(
    iterators: DatasetIterators,
    runs: list[Run],
    text: BlockText,
    bound: BoundValues,
    scopes: Scopes,
    library: LibraryNames,
    made: Callable[[ast.expr], str],
) -> Initializations:
    """Returns the edits for runs that initialize iterators.

    Args:
        iterators: the iterators of the file.
        runs: its runs.
        text: its text.
        bound: what its names are bound to.
        scopes: its names.
        library: the members of the library that expressions refer to.
        made: returns the code for a new iterator over a dataset.

    Raises:
        CannotConvertError: an iterator is initialized in another way.
    """
    names = _initializers(iterators, bound, scopes)
    edits: list[TextEdit] = []
    done = set[ast.Call]()
    settled: set[ast.AST] = {*iterators.initializers}
    for run in runs:
        others = [fetch for fetch in run.fetches if _is_dropped(fetch, bound, library)]
        fetches = [fetch for fetch in run.fetches if fetch not in others]
        found = [_initialized(fetch, iterators, bound, scopes, names) for fetch in fetches]
        if any(found):
            edits.append(_making(run, found, text, bound, scopes, made))
            done.add(run.call)
            settled.update(others)
    for assignment in dict.fromkeys(bound.statement(name) for name in names):
        assert isinstance(assignment, ast.Assign)
        edits += text.deleted(assignment)
    for call in (call for call, dataset in iterators.makers.items() if dataset is None):
        edits += _deletion(call, text, bound)
        settled |= set(ast.walk(call))
    settled.update(_operations([*done, *names.values()]))
    return Initializations(edits, frozenset(done), frozenset(settled))


def _is_dropped(fetch: ast.expr, bound: BoundValues, library: LibraryNames) -> bool:
    """Returns whether a run of something, which may have a name, is of no use any more."""
    values = [part.value for part in bound.of(fetch) or ()] if isinstance(fetch, ast.Name) else [fetch]
    calls = [value.func for value in values if isinstance(value, ast.Call)]
    return 0 < len(values) == len(calls) and all(library.of(function) in _DROPPED for function in calls)


def _making(
    run: Run,
    initialized: list[tuple[ast.expr, ast.expr] | None],
    text: BlockText,
    bound: BoundValues,
    scopes: Scopes,
    made: Callable[[ast.expr], str],
) -> TextEdit:
    """Returns the edit that makes new iterators instead of a run.

    Args:
        run: the run.
        initialized: the iterators that it initializes, each with its dataset; None for what else it runs.
        text: the text of the file.
        bound: what its names are bound to.
        scopes: its names.
        made: returns the code for a new iterator over a dataset.

    Raises:
        CannotConvertError: the run does something else, or stands where the name can't be bound.
    """
    statement = bound.parent(run.call)
    if run.feed is not None and run.feed.keys:
        message = f"line {run.call.lineno} initializes an iterator with what it feeds"
        raise CannotConvertError(message)
    if None in initialized or not isinstance(statement, ast.Expr) or run.feed is None or run.feed.keys:
        message = f"line {run.call.lineno} initializes an iterator, and does something else"
        raise CannotConvertError(message)
    lines = []
    for iterator, dataset in filter(None, initialized):
        _check_scope(iterator, dataset, run.call, bound, scopes)
        lines.append(f"{text.exact(iterator)} = {made(dataset)}")
    separator = f"{text.line_end}{text.indentation(statement)}"
    return TextEdit(text.span(run.call), separator.join(lines))


def _operations(code: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """Yields the expressions `iterator.initializer` in some code."""
    for node in (inner for each in code for inner in ast.walk(each)):
        if isinstance(node, ast.Attribute) and node.attr == _INITIALIZER:
            yield node


def _deletion(call: ast.Call, text: BlockText, bound: BoundValues) -> tuple[TextEdit, ...]:
    """Returns the edits that delete an iterator without a dataset.

    Raises:
        CannotConvertError: it is part of another statement.
    """
    statement = bound.parent(call)
    edits = text.deleted(statement) if isinstance(statement, ast.Assign) else ()
    if not edits:
        message = f"line {call.lineno} does not give its iterator a name"
        raise CannotConvertError(message)
    return edits


def _initializers(iterators: DatasetIterators, bound: BoundValues, scopes: Scopes) -> dict[ast.Name, ast.expr]:
    """Returns the operations that initialize iterators and have names, by these.

    Raises:
        CannotConvertError: such an operation has no name.
    """
    found: dict[ast.Name, ast.expr] = {}
    for node in scopes.syntax.of_class(ast.Assign):
        for target, value in _assigned(node):
            if isinstance(target, ast.Name) and _initializes(value, iterators):
                iterators.uses(target)
                found[target] = value
    for target in found:
        statement = bound.statement(target)
        assigned = _assigned(statement) if isinstance(statement, ast.Assign) else []
        if any(not isinstance(other, ast.Name) or other not in found for other, _ in assigned):
            message = f"line {target.lineno} assigns something beside an operation that initializes an iterator"
            raise CannotConvertError(message)
    for call in iterators.initializers:
        if call not in found.values() and not isinstance(bound.parent(call), ast.Call):
            message = f"line {call.lineno} does not give the operation a name"
            raise CannotConvertError(message)
    return found


def _assigned(statement: ast.Assign) -> list[tuple[ast.expr, ast.expr]]:
    """Returns what a statement assigns, with the values."""
    match statement:
        case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)) if len(targets) == len(values):
            return list(zip(targets, values, strict=True))
        case ast.Assign(targets=[target], value=value):
            return [(target, value)]
        case _:
            return []


def _initializes(value: ast.expr, iterators: DatasetIterators) -> bool:
    """Returns whether an expression is an operation that initializes an iterator."""
    if isinstance(value, ast.Attribute):
        return value.attr == _INITIALIZER and iterators.made_by(value.value) is not None
    return isinstance(value, ast.Call) and value in iterators.initializers


def _initialized(
    fetch: ast.expr,
    iterators: DatasetIterators,
    bound: BoundValues,
    scopes: Scopes,
    names: dict[ast.Name, ast.expr],
) -> tuple[ast.expr, ast.expr] | None:
    """Returns the iterator that a run initializes, and its dataset; None if it does something else."""
    if isinstance(fetch, ast.Name):
        key = scopes.owner(fetch), fetch.id
        fetch = next((each for name, each in names.items() if (scopes.owner(name), name.id) == key), fetch)
    if isinstance(fetch, ast.Call):
        return iterators.initializers.get(fetch)
    if isinstance(fetch, ast.Attribute) and fetch.attr == _INITIALIZER:
        maker = iterators.made_by(fetch.value)
        dataset = iterators.makers[maker] if maker is not None else None
        return (fetch.value, dataset) if dataset is not None else None
    return None


def _check_scope(iterator: ast.expr, dataset: ast.expr, call: ast.Call, bound: BoundValues, scopes: Scopes) -> None:
    """Checks that code can bind the name of an iterator anew, and that the dataset is still what it was.

    Raises:
        CannotConvertError: the name belongs to another function, or the dataset may be another one.
    """
    owner = next((node for node in bound.around(call) if isinstance(node, (ast.Module, *FUNCTIONS))), None)
    own = scopes.holder(owner) if isinstance(iterator, ast.Attribute) else owner
    if own is None or scopes.owner(iterator) is not own:
        message = f"line {call.lineno} initializes an iterator of another function"
        raise CannotConvertError(message)
    objects = {each.value for each in ast.walk(dataset) if isinstance(each, ast.Attribute) and scopes.name(each)}
    for name in (node for node in ast.walk(dataset) if node not in objects):
        scope = scopes.owner(name)
        uses = scopes.uses(scope, scopes.name(name)) if scope is not None else []
        later = [use for use in uses if use.is_binding and getattr(use.node, "lineno", 0) > dataset.lineno]
        if later or scope not in (None, owner, own, scopes.module):
            message = f"the dataset of the iterator that line {call.lineno} initializes may be another one there"
            raise CannotConvertError(message)
