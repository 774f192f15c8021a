"""How a graph's variables become an object that keeps them by name, where functions make them or share them."""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TYPE_CHECKING

from tf2lint.constructs.analysis.own_graphs import RESET
from tf2lint.constructs.analysis.run_counts import runs_once
from tf2lint.constructs.analysis.scopes import FUNCTIONS, RECEIVER
from tf2lint.constructs.construct import CannotConvertError
from tf2lint.constructs.graphs.made_once import REPEATED
from tf2lint.constructs.graphs.store_builds import READS, build_lines, builds
from tf2lint.constructs.graphs.store_graphs import begins_anew
from tf2lint.constructs.graphs.store_need import StoreNeed
from tf2lint.constructs.graphs.units import in_block
from tf2lint.constructs.variables.rnn_cells import cell
from tf2lint.constructs.variables.store_class import CLEAR
from tf2lint.constructs.variables.store_sites import step_counter
from tf2lint.constructs.variables.variable_calls import Does
from tf2lint.model import Span, TextEdit

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from tf2lint.constructs.graphs.block_context import BlockContext
    from tf2lint.constructs.graphs.units import Unit
    from tf2lint.constructs.variables.store_sites import StoreSites


class VariableStore:
    """The object that keeps the variables of a block.

    Args:
        context: the block.
        hoisted: the calls of layers that are made once without it.
        sites: what to write instead of the calls of the file.

    Attributes:
        is_used: whether the block keeps variables there.
        runs: the runs that only read variables.
        first_line: the statement to write instead of the head of a graph; empty if there is none.
    """

    def __init__(self, context: BlockContext, hoisted: Collection[ast.AST], sites: StoreSites) -> None:
        self._context = context
        self._block = context.block
        self._variable_calls = context.variable_calls
        self._need = StoreNeed(context)
        self._text = context.text
        self._dynamic = context.block.dynamic
        self._done = {unit: self._variable_calls.done_by(unit.statement) for unit in self._block.units}
        self.is_used = self._need.is_needed(hoisted)
        self.runs: list[ast.Call] = []
        self.first_line = ""
        self._sites = sites

    # --- the code that moves ----------------------------------------------------

    def check(self) -> None:
        """Checks that the block can keep its variables there.

        Raises:
            CannotConvertError: it cannot.
        """
        if begins_anew(self._context):
            self._sites.methods.add(CLEAR)
            self.first_line = f"{self._sites.store}.{CLEAR}()"
        for unit in self._block.units:
            for call in self._own_unnamed(unit):
                self._sites.default.fix(call)
        for unit in self._dynamic:
            if self._reads(unit):
                later = [other for other in self._dynamic if other is not unit and self._may_make(other, unit)]
                if later:
                    message = f"line {unit.statement.lineno} uses the variables made so far, and line"
                    raise CannotConvertError(f"{message} {later[0].statement.lineno} makes more")
        unnamed = [unit for unit in self._block.units if self._own_unnamed(unit)]
        if any(unit.scopes for unit in unnamed) and self._sites.names_count:
            message = (
                f"line {unnamed[0].statement.lineno} makes layers without names, and the names of variables are used"
            )
            raise CannotConvertError(message)
        unnamed += [unit for unit in self._dynamic if self.scope_of(unit)]
        if unnamed and self._runs_often:
            message = f"what line {unnamed[0].statement.lineno} makes without a name is made more than once"
            raise CannotConvertError(message)

    def _reads(self, unit: Unit) -> bool:
        """Returns whether a statement reads all variables that are there, other than to list them once."""
        once = {part.call for part in self._block.listed.get(unit, [])}
        code = self._variable_calls.functions.code_run_by(unit.statement) if self._done[unit] & READS else ()
        return any(self._variable_calls.does(node) in READS and node not in once for node in code)

    def listed_lines(self, unit: Unit, indentation: str) -> list[str]:
        """Returns the lines that list variables which a function returns beside what a statement computes."""
        parts = self._block.listed.get(unit, []) if self.is_used else []
        lines = []
        for part in parts:
            passed = {node: self.exact(given) for node, given in part.passed.items()}
            lines.append(f"{indentation}{self._text.exact(part.target)} = {self._sites.listed(part.call, passed)}")
        return lines

    def _may_make(self, unit: Unit, before: Unit) -> bool:
        """Returns whether a statement behind another one makes variables."""
        return unit.statement.lineno > before.statement.lineno and self._makes(unit)

    def _makes(self, unit: Unit) -> bool:
        """Returns whether a statement makes variables, and does not only find those that are there."""
        if Does.MAKES not in self._done[unit]:
            return False
        calls = [node for node in in_block(unit.statement) if isinstance(node, ast.Call)]
        reusing = [self._reuses(call) for call in calls if self._may_make_by(call)]
        return not reusing or not all(reusing)

    def _may_make_by(self, call: ast.Call) -> bool:
        """Returns whether a call makes variables itself, or is of a function that does."""
        if self._variable_calls.does(call) is Does.MAKES:
            return True
        function = self._variable_calls.functions.of(call.func)
        return function is not None and Does.MAKES in self._variable_calls.done_by(function)

    def _reuses(self, call: ast.Call) -> bool:
        """Returns whether a call of a function says that it only finds variables."""
        function = self._variable_calls.functions.of(call.func)
        positional = [arg.arg for arg in function.args.args] if function is not None else []
        if self._block.owner is not None and positional[:1] == [RECEIVER.rstrip(".")]:
            positional = positional[1:]
        given = dict(zip(positional, call.args, strict=False))
        given.update({keyword.arg: keyword.value for keyword in call.keywords if keyword.arg is not None})
        reuse = given.get("reuse")
        return isinstance(reuse, ast.Constant) and reuse.value is True

    @property
    def _runs_often(self) -> bool:
        """Whether the block may run more than once in the same graph."""
        node = self._block.node
        own = {self._context.names.of(each) for each in ast.walk(node)}
        if not isinstance(node, FUNCTIONS) or RESET in own or self.first_line:
            return False
        return not runs_once(node, self._context.scopes)

    def _own_unnamed(self, unit: Unit) -> list[ast.Call]:
        """Returns the calls of a statement itself that make something without a name, once and outside of scopes."""
        nodes = list(in_block(unit.statement))
        if any(isinstance(node, (*REPEATED, ast.With)) for node in nodes):
            return []
        return [node for node in nodes if isinstance(node, ast.Call) and self._sites.default.is_unnamed(node)]

    def scope_of(self, unit: Unit) -> str:
        """Returns the name of a scope for what functions that a statement calls make without names; empty if none."""
        if not self.is_used or not self._reaches_unnamed(unit.statement, set()):
            return ""
        if self._sites.names_count:
            message = f"line {unit.statement.lineno} makes layers without names, and the names of variables are used"
            raise CannotConvertError(message)
        return min(name.removeprefix(RECEIVER) for name in unit.binds)

    def _reaches_unnamed(self, code: ast.AST, seen: set[ast.AST]) -> bool:
        """Returns whether code makes something without a name outside of scopes with names."""
        if isinstance(code, ast.With) and any(
            self._sites.default.enters_named(item.context_expr) for item in code.items
        ):
            return False
        if isinstance(code, ast.Call) and self._sites.default.is_unnamed(code):
            return True
        function = self._variable_calls.functions.of(code)
        if function is not None and function not in seen:
            seen.add(function)
            if any(self._reaches_unnamed(statement, seen) for statement in function.body):
                return True
        return any(self._reaches_unnamed(child, seen) for child in ast.iter_child_nodes(code))

    def replaced(self, unit: Unit) -> dict[ast.expr, str]:
        """Returns the code to write instead of expressions in a statement that moves."""
        return self._sites.replaced(unit.statement) if self.is_used else {}

    def exact(self, node: ast.expr) -> str:
        """Returns the text of an expression that moves."""
        return self._text.with_replaced(node, self._sites.replaced(node)) if self.is_used else self._text.exact(node)

    def deleted(self, unit: Unit) -> list[ast.stmt]:
        """Returns the statements in one that moves that are left out."""
        return self._sites.deleted(unit.statement) if self.is_used else []

    def build_lines(self, unit: Unit, indentation: str, replaced: Callable[[Unit], dict[ast.expr, str]]) -> list[str]:
        """Returns the function that makes the variables that are listed behind a statement, and its call; else none.

        Args:
            unit: the statement.
            indentation: the indentation of the function.
            replaced: returns the code to write instead of other expressions in statements that move.
        """
        units = self._builds.get(unit)
        if units is None:
            return []
        place = list(self._builds).index(unit)

        def moved(
            each: Unit, inner: str, without: list[ast.stmt], other: dict[ast.expr, str], before: Unit | None
        ) -> list[str]:
            return self.moved(each, inner, without, other | replaced(each), before)

        return build_lines(self._context, units, place, indentation, moved)

    @cached_property
    def _builds(self) -> dict[Unit, tuple[Unit, ...]]:
        makers = [unit for unit in self._dynamic if self._makes(unit)]
        return builds(self._context, makers, reads_all=self._need.reads_all) if self.is_used else {}

    def moved(
        self,
        unit: Unit,
        indentation: str,
        without: list[ast.stmt],
        other: dict[ast.expr, str],
        before: Unit | None = None,
    ) -> list[str]:
        """Returns the lines of a statement that moves.

        Args:
            unit: the statement.
            indentation: the new indentation.
            without: statements in it that are left out, besides those that only say that variables are found again.
            other: the code to write instead of expressions in it, besides those that make and list variables.
            before: the statement that stands before it then; None if there is none, or something else.
        """
        inside = {node for call in other for node in ast.walk(call)}
        replaced = {node: code for node, code in self.replaced(unit).items() if node not in inside} | other
        scope = self.scope_of(unit)
        head: list[str] = []
        if heads := self._scope_heads(unit):
            is_same = before is not None and self.scopes_of(before) == self.scopes_of(unit)
            head += [] if is_same else [indentation + heads[0]]
            indentation += self._text.step
        head += [self.scope_line(scope, indentation)] if scope else []
        inner = indentation + self._text.step if scope else indentation
        return [*head, *self._text.moved(unit.statement, inner, [*without, *self.deleted(unit)], replaced)]

    def scopes_of(self, unit: Unit) -> tuple[ast.With, ...]:
        """Returns the scopes around a statement that it has to enter for itself, because it makes something there."""
        is_needed = self.is_used and self._done[unit] & {Does.MAKES, Does.COMPUTES}
        return unit.scopes if is_needed else ()

    def _scope_heads(self, unit: Unit) -> list[str]:
        """Returns the heads of the `with` statements for the scopes that a statement enters for itself."""
        calls = (scope.items[0].context_expr for scope in self.scopes_of(unit))
        return [f"with {self.exact(call)}:" for call in calls]

    def scope_edits(self) -> Iterator[TextEdit]:
        """Yields the edits that delete the scopes whose statements enter them for themselves, where they need them."""
        for scope in self._block.scopes:
            staying = [unit for unit in self._block.units if scope in unit.scopes and unit not in self._dynamic]
            within: set[int] = set()
            for unit in (unit for unit in staying if self.scopes_of(unit)):
                first = self._text.first_line(unit.statement)
                within.update(range(first, (unit.statement.end_lineno or first) + 1))
                old, new = self._text.indentation(unit.statement), self._text.new_indentation(scope)
                own = new + old[len(self._text.indentation(scope)) :]
                heads = "".join(f"{new}{head}{self._text.line_end}" for head in self._scope_heads(unit))
                yield TextEdit(Span(first, 1, first, len(old) + 1), heads + own)
            edits = self._text.dedent(scope)
            if not edits:
                message = f"the head of the scope in line {scope.lineno} has another form"
                raise CannotConvertError(message)
            yield from (edit for edit in edits if edit.span.line not in within)

    def scope_line(self, name: str, indentation: str) -> str:
        """Returns the head of a `with` statement for a scope."""
        self._sites.methods.add("scope")
        return f"{indentation}with {self._sites.store}.scope({name!r}):"

    @property
    def made(self) -> str:
        """The expression for all that is kept; empty if the store is not used."""
        return f"{self._sites.store}.made" if self.is_used else ""

    # --- the rest of the file ---------------------------------------------------

    def edits(self) -> Iterator[TextEdit]:
        """Yields the edits for what does not move and belongs to this block alone."""
        yield from self._part_edits()
        for call in self._need.counters if not self.is_used else ():
            self.runs.append(call)
            yield TextEdit(self._text.span(call), step_counter(self._context.root))

    def _part_edits(self) -> Iterator[TextEdit]:
        """Yields the edits of runs that fetch a variable that is a part of an object."""
        held = self._context.structure
        for run in self._context.file_runs if held is not None else ():
            part = held.part(run.fetches[0]) if held is not None and run.is_single and run.fetches else None
            if part is None or self._block.name(part) not in self._block.variables:
                continue
            self.runs.append(run.call)
            yield TextEdit(self._text.span(run.call), f"{self._text.exact(run.fetches[0])}.numpy()")

    @property
    def settled(self) -> Iterator[ast.AST]:
        """The calls that it takes the place of."""
        yield from self.runs
        if not self.is_used:
            return
        for node in self._context.scopes.syntax.nodes:
            named = node.func if isinstance(node, ast.Call) else node
            name = self._context.names.of(named)
            if self._variable_calls.does(node) is not None or name in self._sites.scopes or cell(name):
                yield node
