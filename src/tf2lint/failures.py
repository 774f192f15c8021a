"""`try` and `with`: which handlers can run at the target, and what names hold when they do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint import guards
from tf2lint.values import ABSENT, join, join_in_class, objects

if TYPE_CHECKING:
    import ast

    from tf2lint.flow import Flow
    from tf2lint.guards import Guard, Try
    from tf2lint.scopes import Environment


def with_(flow: Flow, node: ast.With | ast.AsyncWith) -> None:
    """Looks at a `with` statement, which may be there to suppress the failure of a missing name."""
    for item in node.items:
        values = flow.names.visit(item.context_expr)
        if item.optional_vars is not None:
            flow.targets.bind(item.optional_vars, objects(values))
    guard = guards.of_with(node)
    if guard is None:
        flow.block(node.body)
        return
    before, alive, inside = _attempt(flow, node.body, guard)
    if not guard.never:
        flow.also(_after_failure(flow, before, inside, guard), alive, [])


def _attempt(flow: Flow, block: list[ast.stmt], guard: Guard | None) -> tuple[Environment, bool, Environment]:
    """Looks at a block that may be left at any point.

    Returns:
        The state before it (names, alive), and what was bound in it.
    """
    frame = flow.frame
    before, alive = frame.env.copy(), frame.alive
    inside: Environment = {}
    frame.tries.append(inside)
    if guard is not None:
        frame.guards.append(guard)
    flow.block(block)
    if guard is not None:
        frame.guards.pop()
    frame.tries.pop()
    return before, alive, inside


def try_(flow: Flow, node: Try) -> None:
    """Looks at a `try` statement: its block, the handlers that can run after it, and what comes finally.

    The final block is looked at twice, for the ways on which something failed
    and for those that go on behind the statement.
    """
    frame = flow.frame
    everything: Environment = {}
    entry, entered = frame.env.copy(), frame.alive
    frame.tries.append(everything)
    guard = guards.of_try(node)
    before, alive, inside = _attempt(flow, node.body, guard)
    flow.block(node.orelse)
    ends = [frame.env] if frame.alive else []
    for handler in node.handlers:
        frame.env, frame.alive = _after_failure(flow, before, inside, guard), alive
        _handler(flow, handler, guard)
        ends.extend([frame.env] if frame.alive else [])
    frame.tries.pop()
    if node.finalbody:
        frame.env, frame.alive = _after_failure(flow, entry, everything, None), entered
        flow.block(node.finalbody)
    frame.alive = False
    flow.merge(ends)
    flow.block(node.finalbody)


def _handler(flow: Flow, handler: ast.ExceptHandler, guard: Guard | None) -> None:
    frame = flow.frame
    if handler.type is not None:
        flow.names.visit(handler.type)
    decides = guard is not None and (guard.never or guard.failed)
    if guard is not None and guard.never and not _is_other(handler, guard):
        frame.alive = False
        return
    frame.decided += decides
    if handler.name:
        frame.bind(handler.name, None)
    flow.block(handler.body)
    if handler.name:
        frame.bind(handler.name, ABSENT)
    frame.decided -= decides


def _is_other(handler: ast.ExceptHandler, guard: Guard) -> bool:
    """Whether a handler is there for failures of another kind than the guard's."""
    return not guards.kinds_caught(handler.type, []) and not guards.is_broad(handler.type)


def _after_failure(flow: Flow, before: Environment, inside: Environment, guard: Guard | None) -> Environment:
    """What names stand for where a block that began with `before` was left somewhere in it."""
    env = before.copy()
    joined = join_in_class if flow.frame.body.is_class else join
    for name, values in inside.items():
        env[name] = joined(env.get(name, ABSENT), values)
    if guard is not None:
        env.update(guard.lost)
    return env
