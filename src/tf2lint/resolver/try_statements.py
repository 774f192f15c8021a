"""Interprets `try` and `with`: which handlers can run at the target, and what names hold when they do."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.resolver import branch_merging, containers, demand, name_binding
from tf2lint.resolver.references import ReferenceKind
from tf2lint.resolver.values import ABSENT, join, join_in_class
from tf2lint.resolver.version_guards import Guard, aborts
from tf2lint.source import dotted

if TYPE_CHECKING:
    from tf2lint.resolver.assignments import Assignments
    from tf2lint.resolver.bindings import Bindings
    from tf2lint.resolver.branch_merging import Block
    from tf2lint.resolver.evaluator import Evaluator

Try = ast.Try | ast.TryStar

_KINDS_BY_EXCEPTION: Final = {
    "ImportError": {ReferenceKind.IMPORT},
    "ModuleNotFoundError": {ReferenceKind.IMPORT},
    "AttributeError": {ReferenceKind.LOAD, ReferenceKind.UNIMPORTED},
}
_BROAD_EXCEPTIONS: Final = frozenset({"Exception", "BaseException"})
#: What a call with wrong arguments raises. Functions that check their `**kwargs` themselves raise a ValueError.
_ARGUMENT_EXCEPTIONS: Final = frozenset({"TypeError", "ValueError"})
_SUPPRESSORS: Final = frozenset({"suppress", "raises", "assertRaises", "assertRaisesRegex"})
_SIMPLE_STATEMENTS: Final = (ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign, ast.Pass)


class TryStatements:
    """Interprets statements that catch exceptions.

    Args:
        evaluator: evaluates the expressions in them.
        assignments: binds the targets of `with` and `except`.
    """

    def __init__(self, evaluator: Evaluator, assignments: Assignments) -> None:
        self._evaluator = evaluator
        self._state = evaluator.state
        self._assignments = assignments

    def with_(self, node: ast.With | ast.AsyncWith, block: Block) -> None:
        """Interprets a `with` statement, which may suppress the failure of a missing name."""
        for item in node.items:
            values = self._evaluator.evaluate(item.context_expr)
            if item.optional_vars is not None:
                entered = containers.entered(self._state, values)
                if self._state.followed:
                    demand.follow_if_unknown(self._state, item.optional_vars, item.context_expr, entered)
                self._assignments.bind(item.optional_vars, entered)
        guard = _guard_of_with(node)
        if guard is None:
            block(node.body)
            return
        before, reachable, bound_inside = self._attempt(node.body, guard, block)
        if not (guard.names_never_fail or guard.calls_never_fail):
            branch_merging.join_branch(
                self._state, self._after_failure(before, bound_inside, guard), reachable, [], block
            )

    def _attempt(
        self, statements: list[ast.stmt], guard: Guard | None, block: Block
    ) -> tuple[Bindings, bool, Bindings]:
        """Interprets a block that may be left at any point.

        Returns:
            The bindings and the reachability before it, and what was bound in it.
        """
        state = self._state
        before, reachable = state.bindings.copy(), state.reachable
        bound_inside: Bindings = {}
        state.try_bindings.append(bound_inside)
        if guard is not None:
            state.guards.append(guard)
        block(statements)
        if guard is not None:
            state.guards.pop()
        state.try_bindings.pop()
        return before, reachable, bound_inside

    def try_(self, node: Try, block: Block) -> None:
        """Interprets a `try` statement: its block, the handlers that can run after it, and the `finally` block.

        The `finally` block is interpreted twice: for the paths on which something failed, and for those that continue
        after the statement.
        """
        state = self._state
        bound_anywhere: Bindings = {}
        entry_bindings, entry_reachable = state.bindings.copy(), state.reachable
        state.try_bindings.append(bound_anywhere)
        guard = _guard_of_try(node)
        before, reachable, bound_inside = self._attempt(node.body, guard, block)
        block(node.orelse)
        ends = [state.bindings] if state.reachable else []
        for handler in node.handlers:
            state.bindings, state.reachable = self._after_failure(before, bound_inside, guard), reachable
            self._handler(handler, guard, block)
            ends.extend([state.bindings] if state.reachable else [])
        state.try_bindings.pop()
        if node.finalbody:
            state.bindings, state.reachable = self._after_failure(entry_bindings, bound_anywhere, None), entry_reachable
            block(node.finalbody)
        state.reachable = False
        branch_merging.merge(self._state, ends)
        block(node.finalbody)

    def _handler(self, handler: ast.ExceptHandler, guard: Guard | None, block: Block) -> None:
        state = self._state
        if handler.type is not None:
            self._evaluator.evaluate(handler.type)
        decides = guard is not None and guard.is_decided
        if guard is not None and _never_runs(handler, guard):
            state.reachable = False
            return
        state.decided_branches += decides
        if handler.name:
            name_binding.bind(state, handler.name, None)
        if guard is not None and guard.accepted:
            state.guards.append(Guard(alternatives=guard.accepted))
            block(handler.body)
            state.guards.pop()
        else:
            block(handler.body)
        if handler.name:
            name_binding.bind(state, handler.name, ABSENT)
        state.decided_branches -= decides

    def _after_failure(self, before: Bindings, bound_inside: Bindings, guard: Guard | None) -> Bindings:
        """Returns what names hold where a block that began with `before` was left at any point."""
        bindings = before.copy()
        join_values = join_in_class if self._state.body.is_class else join
        for name, values in bound_inside.items():
            bindings[name] = join_values(bindings.get(name, ABSENT), values)
        if guard is not None:
            bindings.update(guard.failed_imports)
        return bindings


def _never_runs(handler: ast.ExceptHandler, guard: Guard) -> bool:
    """Returns whether a handler is only for failures that do not happen at the target."""
    if _is_broad(handler.type):
        return guard.names_never_fail or guard.calls_never_fail
    is_for_names = guard.names_never_fail and bool(_kinds_caught(handler.type, []))
    return is_for_names or (guard.calls_never_fail and _catches_calls(handler.type))


def _guard_of_with(node: ast.With | ast.AsyncWith) -> Guard | None:
    """Returns the guard of a `with suppress(ImportError)`, or of a test that expects the failure; None for others."""
    kinds: set[ReferenceKind] = set()
    catches_calls = False
    for item in node.items:
        call = item.context_expr
        if isinstance(call, ast.Call) and dotted(call.func).rpartition(".")[2] in _SUPPRESSORS:
            kinds = kinds.union(*(_kinds_caught(argument, node.body) for argument in call.args))
            catches_calls = catches_calls or any(_catches_calls(argument) for argument in call.args)
    return Guard(frozenset(kinds), catches_calls=catches_calls) if kinds or catches_calls else None


def _guard_of_try(node: Try) -> Guard | None:
    """Returns the guard of a `try` statement; None if it handles neither missing names nor failing calls."""
    kinds: set[ReferenceKind] = set()
    handlers = [handler for handler in node.handlers if not aborts(handler.body)]
    for handler in handlers:
        kinds |= _kinds_caught(handler.type, node.body)
    catches_calls = any(_catches_calls(handler.type) for handler in handlers)
    broad = [statement for handler in handlers if _is_broad(handler.type) for statement in handler.body]
    retried = _called(broad) & _called(node.body) if broad else frozenset()
    guards_anything = kinds or catches_calls or retried
    return Guard(frozenset(kinds), catches_calls=catches_calls, retried=retried) if guards_anything else None


def _catches_calls(exception: ast.expr | None) -> bool:
    """Returns whether an `except` clause names an exception that a call with wrong arguments raises."""
    return exception is not None and not _ARGUMENT_EXCEPTIONS.isdisjoint(_exception_names(exception))


def _called(statements: list[ast.stmt]) -> frozenset[str]:
    """Returns the functions that statements call, as they are written."""
    return frozenset(
        dotted(node.func) for statement in statements for node in ast.walk(statement) if isinstance(node, ast.Call)
    )


def _kinds_caught(exception: ast.expr | None, block: list[ast.stmt]) -> set[ReferenceKind]:
    """Returns the kinds of references whose failure an `except` clause handles.

    Args:
        exception: the expression after `except`.
        block: the body of the `try`. If nothing but imports and assignments can fail, a clause that catches everything
            counts as well.
    """
    names = [] if exception is None else _exception_names(exception)
    kinds: set[ReferenceKind] = set().union(*(_KINDS_BY_EXCEPTION.get(name, set()) for name in names))
    if _is_broad(exception) and all(map(_only_binds, block)):
        kinds.update(ReferenceKind)
    return kinds


def _only_binds(statement: ast.stmt) -> bool:
    """Returns whether a statement is an import or an assignment, consists of such, or does nothing."""
    if isinstance(statement, ast.If):
        return all(map(_only_binds, (*statement.body, *statement.orelse)))
    value = statement.value if isinstance(statement, ast.Expr) else None
    return isinstance(statement, _SIMPLE_STATEMENTS) or isinstance(value, ast.Constant | ast.NamedExpr)


def _is_broad(exception: ast.expr | None) -> bool:
    """Returns whether an `except` clause catches everything."""
    return exception is None or not _BROAD_EXCEPTIONS.isdisjoint(_exception_names(exception))


def _exception_names(node: ast.expr) -> list[str]:
    if isinstance(node, ast.Tuple):
        return [name for element in node.elts for name in _exception_names(element)]
    return [dotted(node).rpartition(".")[2]]
