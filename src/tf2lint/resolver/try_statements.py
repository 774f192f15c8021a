"""`try` and `with`: which handlers can run at the target, and what names hold when they do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint.resolver import branch_merging, guards, name_binding
from tf2lint.resolver.values import ABSENT, join, join_in_class, library_objects

if TYPE_CHECKING:
    import ast

    from tf2lint.resolver.assignments import Assignments
    from tf2lint.resolver.branch_merging import Block
    from tf2lint.resolver.evaluator import Evaluator
    from tf2lint.resolver.guards import Guard, Try
    from tf2lint.resolver.scopes import Bindings


class TryStatements:
    """Looks at statements that catch exceptions.

    Args:
        names: evaluates the expressions in them.
        targets: binds what `with` and `except` bind.
    """

    def __init__(self, evaluator: Evaluator, targets: Assignments) -> None:
        self._evaluator = evaluator
        self._state = evaluator.state
        self._targets = targets

    def with_(self, node: ast.With | ast.AsyncWith, block: Block) -> None:
        """Looks at a `with` statement, which may be there to suppress the failure of a missing name."""
        for item in node.items:
            values = self._evaluator.evaluate(item.context_expr)
            if item.optional_vars is not None:
                self._targets.bind(item.optional_vars, library_objects(values))
        guard = guards.of_with(node)
        if guard is None:
            block(node.body)
            return
        before, reachable, inside = self._attempt(node.body, guard, block)
        if not guard.never:
            branch_merging.join_branch(self._state, self._after_failure(before, inside, guard), reachable, [], block)

    def _attempt(
        self, statements: list[ast.stmt], guard: Guard | None, block: Block
    ) -> tuple[Bindings, bool, Bindings]:
        """Looks at a block that may be left at any point.

        Returns:
            The state before it (names, alive), and what was bound in it.
        """
        state = self._state
        before, reachable = state.env.copy(), state.reachable
        inside: Bindings = {}
        state.try_bindings.append(inside)
        if guard is not None:
            state.guards.append(guard)
        block(statements)
        if guard is not None:
            state.guards.pop()
        state.try_bindings.pop()
        return before, reachable, inside

    def try_(self, node: Try, block: Block) -> None:
        """Looks at a `try` statement: its block, the handlers that can run after it, and what comes finally.

        The final block is looked at twice, for the ways on which something failed
        and for those that go on behind the statement.
        """
        state = self._state
        everything: Bindings = {}
        entry, entered = state.env.copy(), state.reachable
        state.try_bindings.append(everything)
        guard = guards.of_try(node)
        before, reachable, inside = self._attempt(node.body, guard, block)
        block(node.orelse)
        ends = [state.env] if state.reachable else []
        for handler in node.handlers:
            state.env, state.reachable = self._after_failure(before, inside, guard), reachable
            self._handler(handler, guard, block)
            ends.extend([state.env] if state.reachable else [])
        state.try_bindings.pop()
        if node.finalbody:
            state.env, state.reachable = self._after_failure(entry, everything, None), entered
            block(node.finalbody)
        state.reachable = False
        branch_merging.merge(self._state, ends)
        block(node.finalbody)

    def _handler(self, handler: ast.ExceptHandler, guard: Guard | None, block: Block) -> None:
        state = self._state
        if handler.type is not None:
            self._evaluator.evaluate(handler.type)
        decides = guard is not None and (guard.never or guard.failed)
        if guard is not None and guard.never and not _is_other(handler, guard):
            state.reachable = False
            return
        state.decided += decides
        if handler.name:
            name_binding.bind(state, handler.name, None)
        block(handler.body)
        if handler.name:
            name_binding.bind(state, handler.name, ABSENT)
        state.decided -= decides

    def _after_failure(self, before: Bindings, inside: Bindings, guard: Guard | None) -> Bindings:
        """What names stand for where a block that began with `before` was left somewhere in it."""
        env = before.copy()
        joined = join_in_class if self._state.body.is_class else join
        for name, values in inside.items():
            env[name] = joined(env.get(name, ABSENT), values)
        if guard is not None:
            env.update(guard.lost)
        return env


def _is_other(handler: ast.ExceptHandler, guard: Guard) -> bool:
    """Whether a handler is there for failures of another kind than the guard's."""
    return not guards.kinds_caught(handler.type, []) and not guards.is_broad(handler.type)
