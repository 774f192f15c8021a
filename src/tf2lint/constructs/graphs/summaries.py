"""Summaries that a session runs and a writer gets with a step: the writer gets the values instead.

This goes before the graph is converted: runs fetch the values that the summaries are of, and where the program added a
summary to a file, `tf.summary` of TensorFlow 2 writes each value.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.constructs.construct import CannotConvertError, Construct, Unconverted
from tf2lint.constructs.graphs.summary_operations import OPERATIONS, SummaryOperations
from tf2lint.model import TextEdit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.constructs.analysis.block_text import BlockText
    from tf2lint.constructs.analysis.library_names import LibraryNames
    from tf2lint.constructs.analysis.other_files import OtherFiles
    from tf2lint.constructs.analysis.scopes import Scopes
    from tf2lint.constructs.analysis.session_runs import Run
    from tf2lint.constructs.graphs.summary_operations import Summary

_WRITER: Final = "summary.FileWriter"
_ADD: Final = "summary.FileWriter().add_summary"
#: The methods of a writer that both versions have.
_METHODS: Final = ("close", "flush")
_NOTE: Final = "the graph is not written; install tensorboard, which TensorFlow 2.21 does not"


class _Fetch(NamedTuple):
    """A run that fetches summaries.

    Attributes:
        run: the run.
        fetch: what it fetches of summaries.
        target: the name that gets the result.
        added: the statement that adds it to a file.
        writer: the writer.
        step: the step.
    """

    run: Run
    fetch: ast.expr
    target: ast.Name
    added: ast.Expr
    writer: ast.expr
    step: ast.expr


def summaries(
    runs: list[Run], text: BlockText, names: LibraryNames, scopes: Scopes, others: OtherFiles
) -> Iterator[Construct | Unconverted]:
    """Yields the edits for the summaries of a file, or why they stay.

    Args:
        runs: the runs of the file.
        text: its text.
        names: the members of the library that expressions refer to.
        scopes: its names.
        others: what other files use of the file.
    """
    made = names.calls_of(OPERATIONS)
    added = names.calls_of((_ADD,))
    if not made or not added:
        return
    try:
        yield _Converter(runs, text, names, scopes, others).construct()
    except CannotConvertError as error:
        yield Unconverted(frozenset([*made, *added, *names.calls_of((_WRITER,))]), str(error))


class _Converter:
    """Writes the edits for the summaries of one file."""

    def __init__(
        self, runs: list[Run], text: BlockText, names: LibraryNames, scopes: Scopes, others: OtherFiles
    ) -> None:
        self._runs = runs
        self._text = text
        self._names = names
        self._scopes = scopes
        self._others = others
        self._taken = set(scopes.words)
        self._operations = SummaryOperations(names, scopes)
        self._of_name = self._operations.of_name
        self._key = self._operations.scoped

    def construct(self) -> Construct:
        """Returns the edits.

        Raises:
            CannotConvertError: something keeps the summaries from being written by value.
        """
        fetches = [fetch for run in self._runs for fetch in self._fetches(run)]
        known = {id(each.fetch) for each in fetches}
        edits: list[TextEdit] = []
        for (scope, name), own in self._of_name.items():
            self._check_uses(scope, name, known)
            if isinstance(scope, ast.Module):
                self._others.check([name], own[0].statement.lineno)
        done = self._names.calls_of((_ADD,))
        left = [call for call in done if all(each.added.value is not call for each in fetches)]
        if left:
            message = f"what line {left[0].lineno} adds to the file is not what one run fetches"
            raise CannotConvertError(message)
        found, merges = self._operations.found, self._operations.merges
        statements = [*(one.statement for one in found), *map(self._operations.assignment, merges)]
        for statement in dict.fromkeys(statements):
            edits += self._deleted(statement) if statement is not None else ()
        for call in dict.fromkeys(each.run.call for each in fetches):
            edits += self._run_edits([each for each in fetches if each.run.call is call])
        writers = self._names.calls_of((_WRITER,))
        self._check_writers(fetches, writers)
        edits += map(self._writer_edit, writers)
        nodes = [*(one.call for one in found), *merges, *done, *writers]
        return Construct(frozenset(nodes), tuple(edits), _NOTE)

    # --- runs -------------------------------------------------------------------

    def _fetches(self, run: Run) -> Iterator[_Fetch]:
        """Yields what a run fetches of summaries.

        Raises:
            CannotConvertError: the result is used in another way than to be added to a file.
        """
        for position, fetch in enumerate(run.fetches):
            scope, name = self._key(fetch)
            if scope is None or (scope, name) not in self._of_name:
                continue
            statement = self._scopes.syntax.parent(run.call)
            target = statement.targets[0] if isinstance(statement, ast.Assign) else None
            if not run.is_single:
                is_whole = isinstance(target, ast.Tuple | ast.List) and len(target.elts) == len(run.fetches)
                target = target.elts[position] if is_whole and isinstance(target, ast.Tuple | ast.List) else None
            added = self._added(target) if isinstance(target, ast.Name) else None
            if added is None or not isinstance(target, ast.Name):
                message = f"what line {run.call.lineno} fetches of summaries is not only added to a file"
                raise CannotConvertError(message)
            yield _Fetch(run, fetch, target, *added)

    def _added(self, target: ast.Name) -> tuple[ast.Expr, ast.expr, ast.expr] | None:
        """Returns the statement that adds a result to a file, the writer, and the step; None if it has another use."""
        scope, name = self._key(target)
        uses = self._scopes.uses(scope, name) if scope is not None else []
        read = [use.node for use in uses if not use.is_binding]
        call = self._scopes.syntax.parent(read[0]) if len(read) == 1 else None
        statement = self._scopes.syntax.parent(call) if call is not None else None
        if len(uses) != 2 or not isinstance(call, ast.Call) or not isinstance(statement, ast.Expr):
            return None
        step = call.args[1] if len(call.args) == 2 else next((each.value for each in call.keywords), None)
        is_own = self._names.of(call.func) == _ADD and call.args[:1] == read and isinstance(call.func, ast.Attribute)
        if not is_own or step is None or len(call.args) + len(call.keywords) != 2:
            return None
        assert isinstance(call.func, ast.Attribute)
        return (statement, call.func.value, step) if self._text.stands_alone(statement) else None

    def _check_uses(self, scope: ast.AST, name: str, fetched: set[int]) -> None:
        for use in self._scopes.uses(scope, name):
            parent = self._scopes.syntax.parent(use.node)
            around = self._scopes.syntax.parent(parent) if parent is not None else None
            if not use.is_binding and id(use.node) not in fetched and around not in self._operations.merges:
                message = f"line {getattr(use.node, 'lineno', 0)} uses the summary {name} in another way"
                raise CannotConvertError(message)

    # --- edits ------------------------------------------------------------------

    def _run_edits(self, own: list[_Fetch]) -> Iterator[TextEdit]:
        """Yields the edits of a run that fetches summaries, and of the statements that add them to a file."""
        run, summarized = own[0].run, {id(found.fetch): found for found in own}
        targets = self._targets(run)
        plain = {self._key(fetch): name for fetch, name in targets if self._is_kept(name)}
        fetched: list[tuple[str, str]] = []
        for fetch, target in targets:
            found = summarized.get(id(fetch))
            if found is None:
                fetched.append((self._text.exact(fetch), self._text.exact(target)))
                continue
            values: list[str] = []
            for one in self._of_fetch(found):
                known = plain.get(self._key(one.value))
                values.append(known.id if isinstance(known, ast.Name) else self._free(one.value.id))
                if not isinstance(known, ast.Name):
                    fetched.append((one.value.id, values[-1]))
            yield self._writing(found, values)
        parts = ", ".join(part for part, _ in fetched)
        parent = self._scopes.syntax.parent(own[0].fetch)
        whole = own[0].fetch if run.is_single or not isinstance(parent, ast.expr) else parent
        yield TextEdit(self._text.span(whole), parts if len(fetched) == 1 else f"[{parts}]")
        statement = self._scopes.syntax.parent(run.call)
        assert isinstance(statement, ast.Assign)
        yield TextEdit(self._text.span(statement.targets[0]), ", ".join(name for _, name in fetched))

    def _is_kept(self, target: ast.expr) -> bool:
        """Returns whether a name keeps the result that it gets."""
        scope, name = self._key(target)
        uses = self._scopes.uses(scope, name) if scope is not None and isinstance(target, ast.Name) else []
        return sum(use.is_binding for use in uses) == 1

    def _targets(self, run: Run) -> list[tuple[ast.expr, ast.expr]]:
        """Returns what a run fetches, each with what gets the result."""
        statement = self._scopes.syntax.parent(run.call)
        assert isinstance(statement, ast.Assign)
        target = statement.targets[0]
        names = target.elts if isinstance(target, ast.Tuple | ast.List) and not run.is_single else [target]
        return list(zip(run.fetches, names, strict=True))

    def _of_fetch(self, found: _Fetch) -> list[Summary]:
        """Returns the summaries that a run fetches.

        Raises:
            CannotConvertError: the run does not know the name of a value.
        """
        scope, name = self._key(found.fetch)
        own = self._of_name[scope, name] if scope is not None else []
        for one in own:
            if self._scopes.owner(one.value) is not scope:
                message = f"line {found.fetch.lineno} does not know {one.value.id} of line {one.value.lineno}"
                raise CannotConvertError(message)
        return own

    def _writing(self, found: _Fetch, values: list[str]) -> TextEdit:
        """Returns the edit that writes values where a summary was added to a file."""
        writer, step = self._text.exact(found.writer), self._text.exact(found.step)
        lines = [f"with {writer}.as_default():"]
        for one, value in zip(self._of_fetch(found), values, strict=True):
            arguments = f"{self._text.exact(one.tag)}, {value}, step={step}"
            lines.append(f"{self._text.step}{self._text.exact(one.call.func)}({arguments})")
        separator = self._text.line_end + self._text.indentation(found.added)
        return TextEdit(self._text.span(found.added), separator.join(lines))

    def _free(self, value: str) -> str:
        name, number = f"{value}_value", 1
        while name in self._taken:
            number += 1
            name = f"{value}_value_{number}"
        self._taken.add(name)
        return name

    def _writer_edit(self, call: ast.Call) -> TextEdit:
        """Returns the edit that makes a writer of TensorFlow 2.

        Raises:
            CannotConvertError: the program does something else with it than to add summaries.
        """
        target = self._target(call)
        scope, name = self._key(target) if target is not None else (None, "")
        known = {each.func.value for each in self._names.calls_of((_ADD,)) if isinstance(each.func, ast.Attribute)}
        for use in self._scopes.uses(scope, name) if scope is not None else []:
            method = self._scopes.syntax.parent(use.node)
            is_shared = isinstance(method, ast.Attribute) and method.attr in _METHODS
            if not use.is_binding and use.node not in known and not is_shared:
                message = f"line {getattr(use.node, 'lineno', 0)} does something else with the writer"
                raise CannotConvertError(message)
        dropped = [keyword for keyword in call.keywords if keyword.arg != "graph"]
        if scope is None or not 1 <= len(call.args) <= 2 or dropped:
            message = f"the writer in line {call.lineno} has no name, or other arguments"
            raise CannotConvertError(message)
        if isinstance(scope, ast.Module | ast.ClassDef):
            self._others.check([name], call.lineno)
        return TextEdit(
            self._text.span(call), f"{self._names.root}.summary.create_file_writer({self._text.exact(call.args[0])})"
        )

    def _check_writers(self, fetches: list[_Fetch], writers: list[ast.Call]) -> None:
        """Checks that all writers are made in this file.

        Raises:
            CannotConvertError: one is made elsewhere.
        """
        made = {self._key(target) for call in writers if (target := self._target(call)) is not None}
        for fetch in fetches:
            if self._key(fetch.writer) not in made:
                message = f"line {fetch.added.lineno} writes with a writer that is made elsewhere"
                raise CannotConvertError(message)

    def _target(self, call: ast.Call) -> ast.expr | None:
        """Returns what the result of a call is assigned to; None if it is used in another way."""
        statement = self._scopes.syntax.parent(call)
        return statement.targets[0] if isinstance(statement, ast.Assign) and len(statement.targets) == 1 else None

    def _deleted(self, statement: ast.stmt) -> tuple[TextEdit, ...]:
        edits = self._text.deleted(statement)
        if not edits:
            message = f"other code stands in line {statement.lineno}"
            raise CannotConvertError(message)
        return edits
