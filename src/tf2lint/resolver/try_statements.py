"""Interprets `try` and `with`: which handlers can run at the target, and what names hold when they do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint.resolver import branch_merging, guards, name_binding
from tf2lint.resolver.values import ABSENT, join, join_in_class, library_objects

if TYPE_CHECKING:
    import ast

    from tf2lint.resolver.assignments import Assignments
    from tf2lint.resolver.bindings import Bindings
    from tf2lint.resolver.branch_merging import Block
    from tf2lint.resolver.evaluator import Evaluator
    from tf2lint.resolver.guards import Guard, Try


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
                self._assignments.bind(item.optional_vars, library_objects(values))
        guard = guards.of_with(node)
        if guard is None:
            block(node.body)
            return
        before, reachable, bound_inside = self._attempt(node.body, guard, block)
        if not guard.handlers_never_run:
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
        guard = guards.of_try(node)
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
        decides = guard is not None and (guard.handlers_never_run or guard.failed)
        if guard is not None and guard.handlers_never_run and not _catches_other_failures(handler, guard):
            state.reachable = False
            return
        state.decided_branches += decides
        if handler.name:
            name_binding.bind(state, handler.name, None)
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


def _catches_other_failures(handler: ast.ExceptHandler, guard: Guard) -> bool:
    """Returns whether a handler is for failures of another kind than the guard's."""
    return not guards.kinds_caught(handler.type, []) and not guards.is_broad(handler.type)
