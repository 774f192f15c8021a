"""Goes through a body of code in the order in which it runs, and notes what becomes of the objects that it makes.

Branches are joined: what differs between them is not known. A loop is gone through once, as its first turn is what
every program comes to. Whatever is handed to code that is not at hand may have been changed by that.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any, Final

from tf2lint.typestate.abstract_store import merge_all
from tf2lint.typestate.expression_walker import ExpressionWalker
from tf2lint.typestate.tracked_objects import (
    LOOP,
    UNKNOWN_STATE,
    Context,
    EventKind,
    ObjectKind,
    ObjectState,
    TrackedObject,
    path_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tf2lint.typestate.abstract_store import AbstractStore
    from tf2lint.typestate.function_syntax import FunctionNode
    from tf2lint.typestate.program_point import ProgramPoint

_SELF: Final = "self."


class StatementWalker:
    """Goes through one body of code.

    Args:
        point: where it begins.
    """

    def __init__(self, point: ProgramPoint) -> None:
        self._at = point
        self._evaluation = ExpressionWalker(point)
        self._returned: list[tuple[TrackedObject | None, ObjectState]] = []

    def run(self) -> None:
        """Goes through it."""
        self._block(self._at.node.body)

    def result(self) -> tuple[TrackedObject | None, ObjectState]:
        """What it gives, if that is the same on all ways, and what is known of it then."""
        objects = [tracked for tracked, _ in self._returned]
        first, state = self._returned[0] if self._returned else (None, UNKNOWN_STATE)
        if first is None or any(one is not first for one in objects):
            return None, UNKNOWN_STATE
        return first, state if len(self._returned) == 1 else UNKNOWN_STATE

    def kept(self) -> tuple[TrackedObject, ...]:
        """What it keeps in attributes of `self`."""
        return tuple(tracked for path, tracked in self._at.store.names.items() if tracked and path.startswith(_SELF))

    # --- statements ---------------------------------------------------------------

    def _block(self, statements: Iterable[ast.stmt]) -> None:
        for statement in statements:
            if not self._at.store.reachable:
                return
            handler = _HANDLERS.get(type(statement))
            if handler is not None:
                handler(self, statement)
            else:
                self._evaluate_parts(statement)

    def _evaluate_parts(self, statement: ast.stmt) -> None:
        for child in ast.iter_child_nodes(statement):
            if isinstance(child, ast.expr):
                self._evaluation.value(child)

    def _assign(self, node: ast.Assign) -> None:
        tracked = self._evaluation.value(node.value)
        for target in node.targets:
            self._bind(target, tracked, node.value)

    def _annotated(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self._bind(node.target, self._evaluation.value(node.value), node.value)

    def _bind(self, target: ast.expr, tracked: TrackedObject | None, value: ast.expr | None) -> None:
        path = path_of(target)
        if tracked is not None and isinstance(target, ast.Attribute) and path.startswith(_SELF) and value is not None:
            owner = self._evaluation.value(target.value)
            if owner is not None and (owner.is_model or owner.kind is ObjectKind.LAYER):
                self._at.note(EventKind.KEEP, path, tracked, value)
        if path:
            is_made = isinstance(value, ast.Call | ast.BinOp)
            self._at.store.bind(path, tracked, frozenset(self._at.recording) if is_made else None)
        elif isinstance(target, ast.Tuple | ast.List):
            parts = tracked.parts if tracked is not None and tracked.kind is ObjectKind.GROUP else ()
            is_plain = len(parts) == len(target.elts)
            for place, element in enumerate(target.elts):
                self._bind(element, parts[place] if is_plain else None, None)
        elif isinstance(target, ast.Starred):
            self._bind(target.value, None, None)
        else:
            self._evaluation.value(target)
            self._at.store.forget(tracked)  # it is kept in something that anybody may ask

    def _augmented(self, node: ast.AugAssign) -> None:
        held = self._evaluation.value(node.target)
        added = self._evaluation.value(node.value)
        is_symbolic = any(one is not None and one.kind is ObjectKind.SYMBOLIC for one in (held, added))
        self._bind(node.target, TrackedObject(ObjectKind.SYMBOLIC, "", node.target) if is_symbolic else None, None)

    def _return(self, node: ast.Return) -> None:
        tracked = self._evaluation.value(node.value) if node.value is not None else None
        self._returned.append((tracked, self._at.store.state(tracked) if tracked is not None else UNKNOWN_STATE))
        self._at.store.reachable = False

    def _leave(self, node: ast.stmt) -> None:
        self._evaluate_parts(node)
        self._at.store.reachable = False

    def _jump(self, _: ast.stmt) -> None:
        self._at.store.reachable = False

    def _if(self, node: ast.If) -> None:
        truth = self._at.truth(node.test)
        if truth is not None:
            self._block(node.body if truth else node.orelse)
            return
        self._evaluation.test(node.test)
        before = self._at.store
        self._at.store = before.copy()
        self._block(node.body)
        end, self._at.store = self._at.store, before
        self._block(node.orelse)
        self._at.store = end.merged(self._at.store)

    def _for(self, node: ast.For | ast.AsyncFor) -> None:
        self._evaluation.elements(node.iter)
        before = self._at.store.copy()
        self._bind(node.target, None, None)
        self._loop(node, before)

    def _while(self, node: ast.While) -> None:
        self._evaluation.test(node.test)
        self._loop(node, self._at.store.copy())

    def _loop(self, node: ast.For | ast.AsyncFor | ast.While, before: AbstractStore) -> None:
        self._at.within.append(Context(LOOP, node))
        self._block(node.body)
        self._at.within.pop()
        self._at.store.reachable = True
        self._at.store = before.merged(self._at.store)
        self._block(node.orelse)

    def _with(self, node: ast.With | ast.AsyncWith) -> None:
        depth, tapes = len(self._at.within), list[TrackedObject]()
        for item in node.items:
            tracked = self._evaluation.value(item.context_expr)
            if tracked is not None and tracked.kind is ObjectKind.TAPE:
                self._at.store.states[tracked] = self._at.store.state(tracked)._replace(recording=True, entered=True)
                self._at.recording.append(tracked)
                tapes.append(tracked)
            if item.optional_vars is not None:
                self._bind(item.optional_vars, tracked, None)
            self._at.within.append(Context(self._name_of(item.context_expr), item.context_expr))
        self._block(node.body)
        del self._at.within[depth:]
        for tracked in tapes:
            self._at.recording.remove(tracked)
            self._at.store.states[tracked] = self._at.store.state(tracked)._replace(recording=False)

    def _name_of(self, context: ast.expr) -> str:
        """The library's name of what is entered, such as `Graph().as_default`; empty if it is none."""
        called = context.func if isinstance(context, ast.Call) else context
        name = self._at.queries.name(self._at.values(called))
        owned = self._at.store.names.get(path_of(called.value)) if isinstance(called, ast.Attribute) else None
        if owned is not None and isinstance(called, ast.Attribute):
            return f"{owned.name}().{called.attr}"
        if not name and isinstance(called, ast.Attribute) and isinstance(called.value, ast.Call):
            owner = self._name_of(called.value)
            return f"{owner}().{called.attr}" if owner else ""
        return name

    def _assert(self, node: ast.Assert) -> None:
        self._evaluation.test(node.test)

    def _try(self, node: ast.Try | ast.TryStar) -> None:
        before = self._at.store.copy()
        self._at.tries += bool(node.handlers)
        self._block(node.body)
        self._at.tries -= bool(node.handlers)
        self._block(node.orelse)
        ends, failed = (
            [self._at.store],
            before.merged(self._at.store) if self._at.store.reachable else before,
        )
        for handler in node.handlers:
            self._at.store = failed.copy()
            self._block(handler.body)
            ends.append(self._at.store)
        self._at.store = merge_all(ends)
        self._block(node.finalbody)

    def _match(self, node: ast.Match) -> None:
        self._evaluation.value(node.subject)
        before, ends = self._at.store, [self._at.store.copy()]
        for case in node.cases:
            self._at.store = before.copy()
            self._block(case.body)
            ends.append(self._at.store)
        self._at.store = merge_all(ends)

    def _function(self, node: FunctionNode) -> None:
        self._at.capture(node)
        self._at.store.bind(node.name, None, None)
        if not node.decorator_list:
            self._at.functions[node.name] = node

    def _class(self, node: ast.ClassDef) -> None:
        self._at.capture(node)
        self._at.store.bind(node.name, None, None)

    def _imports(self, node: ast.Import | ast.ImportFrom) -> None:
        for alias in node.names:
            self._at.store.bind((alias.asname or alias.name).partition(".")[0], None, None)

    def _delete(self, node: ast.Delete) -> None:
        for target in node.targets:
            path = path_of(target)
            if path:
                self._at.store.bind(path, None, None)
            else:
                self._evaluation.value(target)


_HANDLERS: Final[dict[type[ast.stmt], Callable[[StatementWalker, Any], None]]] = {
    ast.Assign: StatementWalker._assign,
    ast.AnnAssign: StatementWalker._annotated,
    ast.AugAssign: StatementWalker._augmented,
    ast.Delete: StatementWalker._delete,
    ast.Return: StatementWalker._return,
    ast.Raise: StatementWalker._leave,
    ast.Break: StatementWalker._jump,
    ast.Continue: StatementWalker._jump,
    ast.Assert: StatementWalker._assert,
    ast.If: StatementWalker._if,
    ast.For: StatementWalker._for,
    ast.AsyncFor: StatementWalker._for,
    ast.While: StatementWalker._while,
    ast.With: StatementWalker._with,
    ast.AsyncWith: StatementWalker._with,
    ast.Try: StatementWalker._try,
    ast.TryStar: StatementWalker._try,
    ast.Match: StatementWalker._match,
    ast.FunctionDef: StatementWalker._function,
    ast.AsyncFunctionDef: StatementWalker._function,
    ast.ClassDef: StatementWalker._class,
    ast.Import: StatementWalker._imports,
    ast.ImportFrom: StatementWalker._imports,
}
