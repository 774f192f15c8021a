"""The edits for what keeps the variables of a file by name: its class, and all calls that find variables there."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.constructs.construct import CannotConvertError
from tf2lint.constructs.variables.rnn_cells import definitions
from tf2lint.constructs.variables.store_class import class_lines
from tf2lint.model import Span, TextEdit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tf2lint.constructs.graphs.block_context import BlockContext
    from tf2lint.constructs.variables.store_sites import StoreSites

_CLASS: Final = "VariableStore"


class StoreEdits:
    """Writes what all blocks of a file share that keep their variables by name.

    Args:
        contexts: the blocks of the file that are converted.
        sites: what to write instead of the calls of the file.

    Attributes:
        runs: the runs that only read variables.
    """

    def __init__(self, contexts: Sequence[BlockContext], sites: StoreSites) -> None:
        self._contexts = contexts
        self._sites = sites
        self._file = contexts[0]
        self._text = self._file.text
        self.runs: list[ast.Call] = []

    def edits(self) -> Iterator[TextEdit]:
        """Yields the edits for all that does not move: functions, lists of variables, and the class.

        Raises:
            CannotConvertError: something of it cannot be changed.
        """
        nodes_in = self._file.scopes.syntax.nodes_in
        dynamic = (unit for context in self._contexts for unit in context.block.dynamic)
        moved = {node for unit in dynamic for node in nodes_in(unit.statement)}
        run = {node for each in self._file.file_runs for node in nodes_in(each.call)}
        yield from self._run_edits()
        for statement in self._file.module.body:
            for node, code in self._sites.replaced(statement).items():
                if node in run and node not in moved:
                    message = f"line {node.lineno} runs what lists variables"
                    raise CannotConvertError(message)
                if node not in moved:
                    yield TextEdit(self._text.span(node), code)
            for deleted in self._sites.deleted(statement):
                if deleted not in moved:
                    yield from self._text.deleted(deleted)
        yield self._class_edit()

    def _run_edits(self) -> Iterator[TextEdit]:
        """Yields the edits of runs that fetch a list of variables."""
        converted = {run.call for context in self._contexts for run in context.runs}
        for run in self._file.file_runs:
            if not run.is_single or not run.fetches or run.call in converted:
                continue
            text = self._text.exact(run.fetches[0])
            is_list = self._file.variable_calls.is_named_list(run.fetches[0])
            if is_list or self._file.variable_calls.is_listed(run.fetches[0]):
                self.runs.append(run.call)
                code = f"[value.numpy() for value in {text}]" if is_list else f"{text}.numpy()"
                yield TextEdit(self._text.span(run.call), code)

    def _class_edit(self) -> TextEdit:
        """Returns the edit that adds the class, and the object, behind the imports."""
        root = self._file.names.root
        name = _CLASS if _CLASS not in self._file.scopes.words else f"{_CLASS}2"
        line = 0
        for statement in self._file.module.body:
            is_text = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
            if not isinstance(statement, ast.Import | ast.ImportFrom | ast.Try | ast.If) and not is_text:
                break
            line = statement.end_lineno or statement.lineno
        cells = ["", "", *definitions(self._sites.cells, root)] if self._sites.cells else []
        lines = ["", "", "", *class_lines(self._sites.methods, root, name), *cells, "", ""]
        lines += [f"{self._sites.store} = {name}()"]
        if not self._text.is_blank(line + 1):
            lines.append("")
        column = len(self._text.lines[line - 1]) + 1
        return TextEdit(Span(line, column, line, column), self._text.line_end.join(lines))
