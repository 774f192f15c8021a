"""Evaluates the expressions of a body of code in execution order: their objects and the events they emit."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any, Final

from tf2lint.source import is_none
from tf2lint.typestate.abstract_store import merge_all
from tf2lint.typestate.call_walker import CallWalker
from tf2lint.typestate.tracked_objects import EventKind, ObjectKind, TrackedObject, path_of
from tf2lint.typestate.type_tests import type_test_outcome

if TYPE_CHECKING:
    from collections.abc import Callable

    from tf2lint.typestate.program_point import ProgramPoint

#: Attributes of models and layers that hold symbolic tensors, and the one that holds a model's layers.
_TENSORS: Final = frozenset({"input", "inputs", "output", "outputs"})
_LAYERS: Final = "layers"
#: Attributes of a functional model that are a tensor, or a list or dict of them, as it was created.
_STRUCTURES: Final = ("input", "output")
_SHAPE: Final = "shape"


class ExpressionWalker:
    """Evaluates expressions.

    Args:
        point: the current program point.
    """

    def __init__(self, point: ProgramPoint) -> None:
        self._point = point

    def value(self, node: ast.expr) -> TrackedObject | None:
        """Evaluates an expression and returns its tracked object; None if it has none."""
        handler = _HANDLERS.get(type(node))
        if handler is not None:
            return handler(self, node)
        self._visit_children(node)
        return None

    def _visit_children(self, node: ast.AST) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                self.value(child)
            else:
                self._visit_children(child)

    def test(self, node: ast.expr) -> None:
        """Evaluates a condition."""
        tracked = self.value(node)
        if tracked is not None:
            self._point.emit(EventKind.TEST, "", tracked, node)

    def iterable(self, node: ast.expr) -> None:
        """Evaluates the iterable of a loop."""
        tracked = self.value(node)
        if tracked is not None:
            self._point.emit(EventKind.ITERATE, "", tracked, node)

    def type_test_outcome(self, node: ast.expr) -> bool | None:
        """Returns whether a condition about the types of objects holds; None if that isn't known."""
        return type_test_outcome(node, self.object_of)

    def object_of(self, node: ast.expr) -> TrackedObject | None:
        """Returns the object of a name or attribute, without an event."""
        path = path_of(node)
        found = self.load(node) if path else None
        if found is not None or not path or not isinstance(node, ast.Attribute):
            return found
        owner = self.object_of(node.value)
        return None if owner is None else _attribute_value(owner, node.attr, node)

    # --- names and attributes ---------------------------------------------------

    def load(self, node: ast.expr) -> TrackedObject | None:
        """Returns what a name, or an attribute of one, holds: as bound in this body of code, else as resolved."""
        path, store = path_of(node), self._point.store
        if path not in store.names:
            store.set_value(path, self._point.queries.tracked(self._point.values(node), node))
        return store.names[path]

    def _attribute(self, node: ast.Attribute) -> TrackedObject | None:
        path = path_of(node)
        if path and self._point.store.names.get(path) is not None:
            return self._point.store.names[path]
        owner = self.value(node.value)
        if owner is None:
            return self.load(node) if path else None
        self._point.emit(EventKind.ATTRIBUTE, node.attr, owner, node)
        return _attribute_value(owner, node.attr, node)

    def _subscript(self, node: ast.Subscript) -> TrackedObject | None:
        owner = self.value(node.value)
        self.value(node.slice)
        if owner is None:
            return None
        if owner.kind is ObjectKind.LAYERS:
            return TrackedObject(ObjectKind.LAYER, "keras.layers.Layer", node, parts=owner.parts)
        if owner.kind is ObjectKind.SYMBOLIC:
            return TrackedObject(ObjectKind.SYMBOLIC, "", node, source=owner.source)  # may be a list in a dictionary
        if owner.kind is ObjectKind.SHAPE:
            return owner if isinstance(node.slice, ast.Slice) else None
        return _item_value(owner, node.slice) if owner.kind is ObjectKind.SEQUENCE else None

    def _call(self, node: ast.Call) -> TrackedObject | None:
        return CallWalker(self._point, self).call(node)

    # --- displays, operators and conditional expressions -------------------------

    def _display(self, node: ast.List | ast.Tuple) -> TrackedObject | None:
        parts = tuple([self.value(element) for element in node.elts])
        return TrackedObject(ObjectKind.SEQUENCE, "", node, parts=parts)

    def _operation(self, node: ast.BinOp) -> TrackedObject | None:
        return _operator_result(node, self.value(node.left), self.value(node.right))

    def _comparison(self, node: ast.Compare) -> TrackedObject | None:
        sides = [self.value(side) for side in (node.left, *node.comparators)]
        if any(isinstance(operator, ast.Is | ast.IsNot | ast.In | ast.NotIn) for operator in node.ops):
            return None
        if any(isinstance(side, ast.Constant) and side.value is None for side in node.comparators):
            return None
        return _operator_result(node, *sides)

    def _unary(self, node: ast.UnaryOp) -> TrackedObject | None:
        if isinstance(node.op, ast.Not):
            self.test(node.operand)
            return None
        return _operator_result(node, self.value(node.operand))

    def _boolean(self, node: ast.BoolOp) -> TrackedObject | None:
        ends_at = isinstance(node.op, ast.Or)
        for value in node.values[:-1]:
            truth = self._point.truth(value)
            if truth is None:
                self.test(value)
                truth = self.type_test_outcome(value)
            if truth is ends_at:
                return None
        self._alternatives(node.values[-1])
        return None

    def _conditional(self, node: ast.IfExp) -> TrackedObject | None:
        outcome = self._point.truth(node.test)
        if outcome is None:
            self.test(node.test)
            outcome = self.type_test_outcome(node.test)
        if outcome is not None:
            return self.value(node.body if outcome else node.orelse)
        first, second = self._alternatives(node.body, node.orelse)
        if is_none(node.orelse) or is_none(node.body):
            return first if is_none(node.orelse) else second
        return self._point.store.either(first, second)

    def _alternatives(self, *expressions: ast.expr) -> list[TrackedObject | None]:
        """Evaluates expressions of which one runs, or possibly none if it is a single one; returns their objects."""
        before = self._point.store
        ends = [before.copy()] if len(expressions) == 1 else []
        found = []
        for expression in expressions:
            self._point.store = before.copy()
            found.append(self.value(expression))
            ends.append(self._point.store)
        self._point.store = merge_all(ends)
        return found

    def _walrus(self, node: ast.NamedExpr) -> TrackedObject | None:
        tracked = self.value(node.value)
        self._point.store.bind(node.target.id, tracked, None)
        return tracked

    def _nested(self, node: ast.expr) -> TrackedObject | None:
        """Handles code that runs later, or more than once: the states of the objects it mentions become unknown."""
        parts = self._point.objects_called_in(node) if isinstance(node, ast.Lambda) else ()
        self._point.invalidate_mentioned(node)
        return TrackedObject(ObjectKind.DEFERRED_CODE, "", node, parts=parts)


def _attribute_value(owner: TrackedObject, attribute: str, node: ast.expr) -> TrackedObject | None:
    """Returns the object that an attribute holds; None if it is not tracked."""
    if owner.user_class is not None and owner.user_class.defines(attribute):
        return None
    if owner.kind is ObjectKind.SYMBOLIC and attribute == _SHAPE:
        return TrackedObject(ObjectKind.SHAPE, "", node)
    if owner.is_model and attribute == _LAYERS:
        return TrackedObject(ObjectKind.LAYERS, owner.name, node, parts=(owner,))
    is_layer_of_model = owner.kind is ObjectKind.LAYER and bool(owner.parts)
    if attribute in _STRUCTURES and owner.kind is ObjectKind.FUNCTIONAL and owner.parts:
        return _as_created(owner.parts[_STRUCTURES.index(attribute)], owner, node)
    if attribute in _TENSORS and (is_layer_of_model or owner.kind in (ObjectKind.FUNCTIONAL, ObjectKind.SEQUENTIAL)):
        tensor = TrackedObject(ObjectKind.SYMBOLIC, owner.name, node, source=(owner,))
        return TrackedObject(ObjectKind.SEQUENCE, "", node, parts=(tensor,)) if attribute.endswith("s") else tensor
    return None


def _as_created(structure: TrackedObject | None, model: TrackedObject, node: ast.expr) -> TrackedObject | None:
    """Returns the input or output of a functional model, which is what it was created from: a tensor or a list."""
    if structure is None or structure.kind not in (ObjectKind.SYMBOLIC, ObjectKind.SEQUENCE):
        return None
    return TrackedObject(structure.kind, model.name, node, parts=structure.parts)


def _item_value(group: TrackedObject, index: ast.expr) -> TrackedObject | None:
    match index:
        case ast.Constant(value=int(number)) if -len(group.parts) <= number < len(group.parts):
            return group.parts[number]
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int(number))) if 0 < number <= len(group.parts):
            return group.parts[-number]
        case _:
            return None


def _operator_result(node: ast.expr, *sides: TrackedObject | None) -> TrackedObject | None:
    """Returns the result of a Python operator; None unless an operand is a symbolic tensor or a result."""
    parts = [side for side in sides if side is not None and side.kind in (ObjectKind.SYMBOLIC, ObjectKind.RESULT)]
    if not parts:
        return None
    kind = ObjectKind.SYMBOLIC if any(part.kind is ObjectKind.SYMBOLIC for part in parts) else ObjectKind.RESULT
    return TrackedObject(kind, "", node, source=tuple(parts))


_HANDLERS: Final[dict[type[ast.AST], Callable[[ExpressionWalker, Any], TrackedObject | None]]] = {
    ast.Name: ExpressionWalker.load,
    ast.Attribute: ExpressionWalker._attribute,
    ast.Subscript: ExpressionWalker._subscript,
    ast.Call: ExpressionWalker._call,
    ast.List: ExpressionWalker._display,
    ast.Tuple: ExpressionWalker._display,
    ast.BinOp: ExpressionWalker._operation,
    ast.Compare: ExpressionWalker._comparison,
    ast.UnaryOp: ExpressionWalker._unary,
    ast.BoolOp: ExpressionWalker._boolean,
    ast.IfExp: ExpressionWalker._conditional,
    ast.NamedExpr: ExpressionWalker._walrus,
    **dict.fromkeys((ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp), ExpressionWalker._nested),
}
