"""Interprets a program statement by statement, at the target version.

Branches are merged, loops repeat until a fixpoint, and code that the target cannot reach is left out. Functions are
analyzed after the code around them, with the bindings that they may then see.
"""

from __future__ import annotations

import ast
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from tf2lint.resolver import (
    branch_merging,
    containers,
    demand,
    import_statements,
    name_binding,
    narrowing,
    operators,
    reference_recorder,
    rescheduling,
    version_guards,
)
from tf2lint.resolver.assignments import Assignments
from tf2lint.resolver.definitions import Definitions
from tf2lint.resolver.expressions import ExpressionEvaluator
from tf2lint.resolver.parameters import is_known
from tf2lint.resolver.try_statements import TryStatements
from tf2lint.resolver.values import ABSENT, MAX_ALTERNATIVES, NONE, Values, is_unknown, join
from tf2lint.source import never_returns, unless_none

if TYPE_CHECKING:
    from collections.abc import Callable

    from tf2lint.resolver.bindings import Bindings
    from tf2lint.resolver.scopes import Body
    from tf2lint.resolver.state import AnalysisState

#: How often one body is analyzed, at most. Values only grow, so only a contrived program gets there, and then loses
#: precision.
_MAX_RUNS: Final = 4 * MAX_ALTERNATIVES
_MAX_ROUNDS: Final = 2 * MAX_ALTERNATIVES
_IMPORTS: Final = frozenset({ast.Import, ast.ImportFrom})


class _Loop:
    """The states at the `break` and `continue` statements of a loop."""

    __slots__ = ("breaks", "continues")

    def __init__(self) -> None:
        self.breaks: list[Bindings] = []
        self.continues: list[Bindings] = []


class StatementInterpreter:
    """Interprets every body of one module."""

    def __init__(self, state: AnalysisState) -> None:
        self.state = state
        self.evaluator = ExpressionEvaluator(state)
        self.assignments = Assignments(self.evaluator)
        self.definitions = Definitions(self.evaluator)
        self._try_statements = TryStatements(self.evaluator, self.assignments)
        self._loops: list[_Loop] = []
        self._loop_entries: dict[ast.stmt, Bindings] = {}
        self._runs: dict[Body, int] = {}

    def start_over(self) -> None:
        """Counts the analyses of each body anew, because what the file is analyzed for has changed."""
        self._runs = dict.fromkeys(self._runs, 1)

    def run(self) -> None:
        """Analyzes the module and all functions in it, until a fixpoint."""
        while self.state.pending:
            self._analyze_next()

    def _analyze_next(self) -> None:
        body = next(iter(self.state.pending))
        del self.state.pending[body]
        self._runs[body] = self._runs.get(body, 0) + 1
        if self._runs[body] <= _MAX_RUNS:
            self._loops, self._loop_entries = [], {}
            before = body.values_by_name()
            self.definitions.run_body(body, self.block)
            self.state.finish()
            self.state.schedule(body.settle_returns())
            if self._runs[body] > 1:
                self.state.schedule(rescheduling.bodies_that_read(self.state, body, before))

    def block(self, statements: list[ast.stmt]) -> None:
        """Interprets statements in order, while they are reachable, and only those that may matter.

        In the branch of a guard any statement may: there the target decides even a plain `HAS_CONTRIB = False`.
        """
        state = self.state
        for statement in (
            statements
            if state.decided_branches or state.guards
            else state.mention_index.relevant_statements(statements)
        ):
            kind = type(statement)
            if state.reachable or kind in _IMPORTS:
                state.line = statement.lineno
                _HANDLERS[kind](self, statement)

    # --- simple statements -----------------------------------------------------

    def _expression(self, node: ast.Expr) -> None:
        self.evaluator.evaluate(node.value)
        if never_returns(node.value):
            self.state.reachable = False

    def _assign(self, node: ast.Assign) -> None:
        values, value = self.evaluator.evaluate(node.value), unless_none(node.value)
        for target in node.targets:
            self._bind(target, value, values)

    def _bind(self, target: ast.expr, value: ast.expr, values: Values) -> None:
        """Binds a target to a value, given what it may evaluate to."""
        if self.state.followed:
            demand.follow_if_unknown(self.state, target, value, values)
            if values is None and isinstance(target, ast.Subscript) and self.state.is_pending():
                return  # a container keeps what it gets, and more may be known of the value in the next analysis
        is_known = values is not None or type(value) is not ast.Call or type(value.func) is not ast.Name
        if is_known or not self.assignments.waits_for_class(target, value):
            self.assignments.bind(target, values)

    def _annotated(self, node: ast.AnnAssign) -> None:
        described = self.evaluator.annotation(node.annotation)
        if node.value is not None:
            values = self.evaluator.evaluate(node.value)
            is_described = is_known(described) and not is_known(values)
            self._bind(node.target, node.value, described if is_described else values)
        elif not isinstance(node.target, ast.Name):
            self.evaluator.evaluate(node.target)
        elif self.state.body.is_class and is_known(described):
            self.assignments.bind(node.target, described)

    def _augmented(self, node: ast.AugAssign) -> None:
        self.assignments.augment(node)

    def _delete(self, node: ast.Delete) -> None:
        for target in node.targets:
            if isinstance(target, ast.Name):
                name_binding.bind(self.state, target.id, ABSENT)
            else:
                self.evaluator.evaluate(target)

    def _import(self, node: ast.Import) -> None:
        import_statements.import_modules(self.state, node)

    def _import_from(self, node: ast.ImportFrom) -> None:
        import_statements.import_from(self.state, node)

    def _evaluate_parts(self, node: ast.stmt) -> None:
        """Evaluates the expressions of a statement that does nothing else."""
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                self.evaluator.evaluate(child)

    def _raise(self, node: ast.Raise) -> None:
        self._evaluate_parts(node)
        self.state.reachable = False

    def _return(self, node: ast.Return) -> None:
        values: Values = (NONE,) if node.value is None else self.evaluator.evaluate(node.value)
        if node.value is not None and is_unknown(values) and demand.is_result_followed(self.state):
            demand.follow(self.state, node.value)
        if self.state.reachable:
            rescheduling.add_return(self.state, values, node.value)
        self.state.reachable = self.state.body.is_class  # in a class, the parser accepts it and the compiler doesn't

    def _break(self, _: ast.Break) -> None:
        if self._loops:  # outside of a loop, the parser accepts it and the compiler doesn't
            self._loops[-1].breaks.append(self.state.bindings.copy())
        self.state.reachable = False

    def _continue(self, _: ast.Continue) -> None:
        if self._loops:
            self._loops[-1].continues.append(self.state.bindings.copy())
        self.state.reachable = False

    # --- branches --------------------------------------------------------------

    def _if(self, node: ast.If) -> None:
        state = self.state
        truth = operators.truth_of(self.evaluator.state, self.evaluator.evaluate(node.test))
        if truth is not None and not version_guards.aborts(node.body if truth else node.orelse):
            state.skipped_branches[node] = node.orelse if truth else node.body
            state.decided_branches += 1
            self.block(node.body if truth else node.orelse)
            state.decided_branches -= 1
            return
        state.skipped_branches.pop(node, None)  # it may have been decided before more was known
        before, reachable, narrowed = state.bindings.copy(), state.reachable, state.narrowed
        narrowing.assume(self.evaluator, node.test, outcome=True)
        self.block(node.body)
        ends, state.narrowed = state.reachable, narrowed
        branch_merging.join_branch(state, before, reachable, node.orelse, partial(self._else, node.test))
        if ends:
            state.narrowed = narrowed

    def _else(self, test: ast.expr, statements: list[ast.stmt]) -> None:
        """Interprets the branch of an `if` statement whose condition is false; what that says holds afterwards."""
        narrowing.assume(self.evaluator, test, outcome=False)
        self.block(statements)

    def _match(self, node: ast.Match) -> None:
        state = self.state
        self.evaluator.evaluate(node.subject)
        ends = []
        for case in node.cases:
            before, reachable = state.bindings.copy(), state.reachable
            self._pattern(case.pattern)
            if case.guard is not None:
                self.evaluator.evaluate(case.guard)
            self.block(case.body)
            if state.reachable:
                ends.append(state.bindings)
            state.bindings, state.reachable = before, reachable
            if case.guard is None and isinstance(case.pattern, ast.MatchAs) and case.pattern.pattern is None:
                state.reachable = False
        branch_merging.merge(state, ends)

    def _pattern(self, pattern: ast.pattern) -> None:
        for node in ast.walk(pattern):
            if isinstance(node, ast.MatchValue):
                self.evaluator.evaluate(node.value)
            elif isinstance(node, ast.MatchClass):
                self.evaluator.evaluate(node.cls)
            captured = node.rest if isinstance(node, ast.MatchMapping) else None
            if isinstance(node, ast.MatchAs | ast.MatchStar):
                captured = node.name
            if captured:
                name_binding.bind(self.state, captured, None)

    # --- loops -----------------------------------------------------------------

    def _for(self, node: ast.For | ast.AsyncFor) -> None:
        values = self.evaluator.evaluate(node.iter)
        reference_recorder.record_iteration(self.state, node, values)
        elements = containers.elements(self.evaluator.state, values)
        if self.state.followed:
            demand.follow_if_unknown(self.state, node.target, node.iter, elements)
        self._run_loop(node, lambda: self.assignments.bind(node.target, elements))

    def _while(self, node: ast.While) -> None:
        if operators.truth_of(self.evaluator.state, self.evaluator.evaluate(node.test)) is False:
            self.block(node.orelse)
            return
        narrowed = self.state.narrowed
        self._run_loop(node, lambda: self._condition(node.test))
        self.state.narrowed = narrowed

    def _condition(self, test: ast.expr) -> None:
        """Evaluates a condition without which the program does not go on."""
        self.evaluator.evaluate(test)
        narrowing.assume(self.evaluator, test, outcome=True)

    def _assert(self, node: ast.Assert) -> None:
        self._condition(node.test)
        if node.msg is not None:
            self.evaluator.evaluate(node.msg)

    def _run_loop(self, node: ast.For | ast.AsyncFor | ast.While, begin_round: Callable[[], Any]) -> None:
        state, reachable = self.state, self.state.reachable
        breaks: list[Bindings] = []
        if reachable and (known := self._loop_entries.get(node)) is not None:
            # An enclosing loop only adds alternatives. Starting over would double the rounds with each nested loop.
            branch_merging.merge(state, [known])
        for round_number in range(_MAX_ROUNDS):
            start = state.bindings.copy()
            loop = _Loop()
            self._loops.append(loop)
            state.repeating_loops += round_number > 0
            begin_round()
            self.block(node.body)
            state.repeating_loops -= round_number > 0
            self._loops.pop()
            breaks = loop.breaks
            ends = [*loop.continues, state.bindings] if state.reachable else loop.continues
            # The start comes first, so that of too many alternatives the newest is dropped.
            state.bindings, state.reachable = start.copy(), True
            branch_merging.merge(state, ends)
            changed = [name for name, values in state.bindings.items() if not _is_unchanged(values, start.get(name))]
            if not changed:
                break
            if round_number == _MAX_ROUNDS - 2:
                state.bindings.update((name, join(state.bindings[name], None)) for name in changed)
        self._loop_entries[node] = start
        state.reachable = reachable
        self.block(node.orelse)
        branch_merging.merge(state, breaks)

    def _with(self, node: ast.With | ast.AsyncWith) -> None:
        self._try_statements.with_(node, self.block)

    def _try(self, node: ast.Try | ast.TryStar) -> None:
        self._try_statements.try_(node, self.block)

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self.definitions.define_function(node)

    def _class(self, node: ast.ClassDef) -> None:
        self.definitions.define_class(node, self.block)


def _is_unchanged(values: Values, before: Values) -> bool:
    """Returns whether a round of a loop changed nothing but the order of alternatives."""
    if values is None or values == before:
        return True
    return before is not None and len(values) == len(before) and all(value in before for value in values)


_HANDLERS: Final[dict[type[ast.stmt], Callable[[StatementInterpreter, Any], None]]] = {
    **dict.fromkeys(ast.stmt.__subclasses__(), StatementInterpreter._evaluate_parts),
    ast.Expr: StatementInterpreter._expression,
    ast.Assign: StatementInterpreter._assign,
    ast.AnnAssign: StatementInterpreter._annotated,
    ast.AugAssign: StatementInterpreter._augmented,
    ast.Delete: StatementInterpreter._delete,
    ast.Import: StatementInterpreter._import,
    ast.ImportFrom: StatementInterpreter._import_from,
    ast.Raise: StatementInterpreter._raise,
    ast.Return: StatementInterpreter._return,
    ast.Break: StatementInterpreter._break,
    ast.Continue: StatementInterpreter._continue,
    ast.Assert: StatementInterpreter._assert,
    ast.If: StatementInterpreter._if,
    ast.Match: StatementInterpreter._match,
    ast.For: StatementInterpreter._for,
    ast.AsyncFor: StatementInterpreter._for,
    ast.While: StatementInterpreter._while,
    ast.With: StatementInterpreter._with,
    ast.AsyncWith: StatementInterpreter._with,
    ast.Try: StatementInterpreter._try,
    ast.TryStar: StatementInterpreter._try,
    ast.FunctionDef: StatementInterpreter._function,
    ast.AsyncFunctionDef: StatementInterpreter._function,
    ast.ClassDef: StatementInterpreter._class,
}
