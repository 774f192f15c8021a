"""Walks a body of code in execution order and updates the states of the objects that it creates.

Branches are merged: what differs between them is unknown. The body of a loop is walked once, as in its first iteration.
An object passed to code that cannot be analyzed is unknown from then on.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any, Final

from tf2lint.source import is_none, unless_none
from tf2lint.typestate.abstract_store import merge_all
from tf2lint.typestate.expression_walker import ExpressionWalker
from tf2lint.typestate.tracked_objects import (
    LOOP,
    UNKNOWN_STATE,
    ArgumentValue,
    Context,
    EventKind,
    ObjectKind,
    TrackedObject,
    path_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tf2lint.typestate.abstract_store import AbstractStore
    from tf2lint.typestate.function_syntax import FunctionNode
    from tf2lint.typestate.program_point import ProgramPoint
    from tf2lint.typestate.tracked_objects import Result

#: Builtins and methods of dicts and lists that return something that an object holds.
_READING_FUNCTIONS: Final = frozenset(
    {"dict", "getattr", "list", "max", "min", "next", "reversed", "sorted", "tuple", "vars", "zip"}
)
_READING_METHODS: Final = frozenset({"copy", "get", "items", "pop", "popitem", "popleft", "setdefault", "values"})


class StatementWalker:
    """Walks one body of code.

    Args:
        point: the point where the walk starts.
    """

    def __init__(self, point: ProgramPoint) -> None:
        self._point = point
        self._expressions = ExpressionWalker(point)
        self._returned: list[tuple[TrackedObject | None, AbstractStore]] = []

    def run(self) -> None:
        """Walks the body."""
        self._block(self._point.node.body)

    def result(self) -> Result:
        """Returns the object that all `return` statements return, with its state if there is only one statement."""
        objects = [tracked for tracked, _ in self._returned]
        first = objects[0] if objects else None
        if first is None or any(returned is not first for returned in objects):
            return None, UNKNOWN_STATE, ()
        if len(objects) > 1:
            return first, UNKNOWN_STATE, tuple([UNKNOWN_STATE] * len(first.parts))
        store = self._returned[0][1]
        return first, store.state(first), tuple([store.state(part) if part else UNKNOWN_STATE for part in first.parts])

    def stored_on_self(self) -> tuple[TrackedObject, ...]:
        """Returns the objects that the body stores in attributes of `self`."""
        point = self._point
        return tuple(tracked for path, tracked in point.store.names.items() if tracked and point.is_own(path))

    # --- statements ---------------------------------------------------------------

    def _block(self, statements: Iterable[ast.stmt]) -> None:
        for statement in statements:
            if not self._point.store.reachable:
                return
            handler = _HANDLERS.get(type(statement))
            if handler is not None:
                handler(self, statement)
            else:
                self._evaluate_parts(statement)

    def _evaluate_parts(self, statement: ast.stmt) -> None:
        for child in ast.iter_child_nodes(statement):
            if isinstance(child, ast.expr):
                self._expressions.value(child)

    def _assign(self, node: ast.Assign) -> None:
        tracked = self._expressions.value(node.value)
        for target in node.targets:
            self._bind(target, tracked, node.value)
            self._assigned(target, node.value)

    def _annotated(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self._bind(node.target, self._expressions.value(node.value), node.value)
            self._assigned(node.target, node.value)

    def _assigned(self, target: ast.expr, value: ast.expr) -> None:
        """Handles the assignment of an attribute of an object other than `self`."""
        if isinstance(target, ast.Tuple | ast.List):
            for element in target.elts:
                self._assigned(element, target)
        if not isinstance(target, ast.Attribute):
            return
        if isinstance(target.value, ast.Name) and target.value.id == self._point.receiver:
            return
        owner = self._expressions.object_of(target.value)
        if owner is not None:
            given = ArgumentValue(value, None, UNKNOWN_STATE, None)
            self._point.emit(EventKind.ASSIGN, target.attr, owner, target, {0: given})

    def _bind(self, target: ast.expr, tracked: TrackedObject | None, value: ast.expr | None) -> None:
        path = path_of(target)
        is_own = isinstance(target, ast.Attribute) and self._point.is_own(path)
        if tracked is not None and is_own and value is not None and isinstance(target, ast.Attribute):
            owner = self._expressions.value(target.value)
            if owner is not None and (owner.is_model or owner.kind is ObjectKind.LAYER):
                self._point.emit(EventKind.STORE, path, tracked, value)
        if path:
            is_computed = value is not None and _computes(value)
            tapes = frozenset(self._point.recording) if is_computed else None
            self._point.store.bind(path, tracked, tapes, is_empty=value is not None and is_none(value))
        elif isinstance(target, ast.Tuple | ast.List):
            parts = tracked.parts if tracked is not None and tracked.kind is ObjectKind.SEQUENCE else ()
            sizes_match = len(parts) == len(target.elts)
            for position, element in enumerate(target.elts):
                self._bind(element, parts[position] if sizes_match else None, None)
        elif isinstance(target, ast.Starred):
            self._bind(target.value, None, None)
        else:
            self._expressions.value(target)
            self._point.store.invalidate(tracked)  # other code may access it through the container

    def _augmented(self, node: ast.AugAssign) -> None:
        current = self._expressions.value(node.target)
        added = self._expressions.value(node.value)
        is_symbolic = any(side is not None and side.kind is ObjectKind.SYMBOLIC for side in (current, added))
        self._bind(node.target, TrackedObject(ObjectKind.SYMBOLIC, "", node.target) if is_symbolic else None, None)
        self._assigned(node.target, node.value)

    def _return(self, node: ast.Return) -> None:
        tracked = self._expressions.value(node.value) if node.value is not None else None
        self._returned.append((tracked, self._point.store.copy()))
        self._point.store.reachable = False

    def _raise(self, node: ast.stmt) -> None:
        self._evaluate_parts(node)
        self._point.store.reachable = False

    def _jump(self, _: ast.stmt) -> None:
        self._point.store.reachable = False

    def _if(self, node: ast.If) -> None:
        truth = self._point.truth(node.test)
        if truth is not None:
            self._block(node.body if truth else node.orelse)
            return
        self._expressions.test(node.test)
        outcome = self._expressions.type_test_outcome(node.test)
        if outcome is not None:
            self._block(node.body if outcome else node.orelse)
            return
        before = self._point.store
        self._point.store = before.copy()
        self._block(node.body)
        end, self._point.store = self._point.store, before
        self._block(node.orelse)
        self._point.store = end.merged(self._point.store)

    def _for(self, node: ast.For | ast.AsyncFor) -> None:
        self._expressions.iterable(node.iter)
        before = self._point.store.copy()
        self._bind(node.target, None, None)
        self._loop(node, before)

    def _while(self, node: ast.While) -> None:
        self._expressions.test(node.test)
        self._loop(node, self._point.store.copy())

    def _loop(self, node: ast.For | ast.AsyncFor | ast.While, before: AbstractStore) -> None:
        self._point.within.append(Context(LOOP, node))
        self._block(node.body)
        self._point.within.pop()
        self._point.store.reachable = True
        self._point.store = before.merged(self._point.store)
        self._block(node.orelse)

    def _with(self, node: ast.With | ast.AsyncWith) -> None:
        depth, tapes = len(self._point.within), list[TrackedObject]()
        for item in node.items:
            tracked = self._expressions.value(item.context_expr)
            if tracked is not None and tracked.kind is ObjectKind.TAPE:
                self._point.store.states[tracked] = self._point.store.state(tracked)._replace(
                    recording=True, has_recorded=True
                )
                self._point.recording.append(tracked)
                tapes.append(tracked)
            if item.optional_vars is not None:
                self._bind(item.optional_vars, tracked, None)
            self._point.within.append(Context(self._context_name(item.context_expr), item.context_expr))
        self._block(node.body)
        del self._point.within[depth:]
        for tracked in tapes:
            self._point.recording.remove(tracked)
            self._point.store.states[tracked] = self._point.store.state(tracked)._replace(recording=False)

    def _context_name(self, context: ast.expr) -> str:
        """Returns the library name of an entered context, such as `Graph().as_default`; empty for anything else."""
        called = context.func if isinstance(context, ast.Call) else context
        name = self._point.queries.name(self._point.values(called))
        owner = self._point.store.names.get(path_of(called.value)) if isinstance(called, ast.Attribute) else None
        if owner is not None and isinstance(called, ast.Attribute):
            return f"{owner.name}().{called.attr}"
        if not name and isinstance(called, ast.Attribute) and isinstance(called.value, ast.Call):
            owner_name = self._context_name(called.value)
            return f"{owner_name}().{called.attr}" if owner_name else ""
        return name

    def _assert(self, node: ast.Assert) -> None:
        self._expressions.test(node.test)

    def _try(self, node: ast.Try | ast.TryStar) -> None:
        before = self._point.store.copy()
        self._point.try_depth += bool(node.handlers)
        self._block(node.body)
        self._point.try_depth -= bool(node.handlers)
        self._block(node.orelse)
        ends = [self._point.store]
        failed = before.merged(self._point.store) if self._point.store.reachable else before
        for handler in node.handlers:
            self._point.store = failed.copy()
            self._block(handler.body)
            ends.append(self._point.store)
        self._point.store = merge_all(ends)
        self._block(node.finalbody)

    def _match(self, node: ast.Match) -> None:
        self._expressions.value(node.subject)
        before, ends = self._point.store, [self._point.store.copy()]
        for case in node.cases:
            self._point.store = before.copy()
            self._block(case.body)
            ends.append(self._point.store)
        self._point.store = merge_all(ends)

    def _function(self, node: FunctionNode) -> None:
        self._point.invalidate_mentioned(node)
        self._point.store.bind(node.name, None, None)
        if not node.decorator_list:
            self._point.functions[node.name] = node

    def _class(self, node: ast.ClassDef) -> None:
        self._point.invalidate_mentioned(node)
        self._point.store.bind(node.name, None, None)

    def _imports(self, node: ast.Import | ast.ImportFrom) -> None:
        for alias in node.names:
            self._point.store.bind((alias.asname or alias.name).partition(".")[0], None, None)

    def _delete(self, node: ast.Delete) -> None:
        for target in node.targets:
            path = path_of(target)
            if path:
                self._point.store.bind(path, None, None)
            else:
                self._expressions.value(target)


def _computes(value: ast.expr) -> bool:
    """Returns whether an expression computes something new, rather than reading something from an object."""
    value = unless_none(value)
    if not isinstance(value, ast.Call):
        return isinstance(value, ast.BinOp)
    called = value.func
    if isinstance(called, ast.Attribute):
        return called.attr not in _READING_METHODS
    return not (isinstance(called, ast.Name) and called.id in _READING_FUNCTIONS)


_HANDLERS: Final[dict[type[ast.stmt], Callable[[StatementWalker, Any], None]]] = {
    ast.Assign: StatementWalker._assign,
    ast.AnnAssign: StatementWalker._annotated,
    ast.AugAssign: StatementWalker._augmented,
    ast.Delete: StatementWalker._delete,
    ast.Return: StatementWalker._return,
    ast.Raise: StatementWalker._raise,
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
