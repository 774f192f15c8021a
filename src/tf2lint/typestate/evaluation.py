"""What the expressions of a body of code make, and what they do with objects, in the order in which they run."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any, Final

from tf2lint.typestate.calling import Calling
from tf2lint.typestate.things import Kind, Thing, Verb, path_of
from tf2lint.typestate.ways import all_joined

if TYPE_CHECKING:
    from collections.abc import Callable

    from tf2lint.typestate.position import Position

#: What a model's or a layer's attributes are.
_TENSORS: Final = frozenset({"input", "inputs", "output", "outputs"})
_LAYERS: Final = "layers"


class Evaluation:
    """Evaluates expressions.

    Args:
        position: where the program stands.
    """

    def __init__(self, position: Position) -> None:
        self._position = position

    def value(self, node: ast.expr) -> Thing | None:
        """Evaluates an expression: the object that it is, if it is one that somebody asks about."""
        handler = _HANDLERS.get(type(node))
        if handler is not None:
            return handler(self, node)
        self._parts(node)
        return None

    def _parts(self, node: ast.AST) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                self.value(child)
            else:
                self._parts(child)

    def test(self, node: ast.expr) -> None:
        """Evaluates a condition."""
        thing = self.value(node)
        if thing is not None:
            self._position.note(Verb.TEST, "", thing, node)

    def elements(self, node: ast.expr) -> None:
        """Evaluates what a loop goes through."""
        thing = self.value(node)
        if thing is not None:
            self._position.note(Verb.ITERATE, "", thing, node)

    # --- names and attributes ---------------------------------------------------

    def held(self, node: ast.expr) -> Thing | None:
        """What a name, or an attribute of one, holds: as this body of code has bound it, else by the resolver."""
        path, ways = path_of(node), self._position.ways
        if path not in ways.names:
            ways.hold(path, self._position.lookups.thing(self._position.values(node), node))
        return ways.names[path]

    def _attribute(self, node: ast.Attribute) -> Thing | None:
        path = path_of(node)
        if path and self._position.ways.names.get(path) is not None:
            return self._position.ways.names[path]
        owner = self.value(node.value)
        if owner is None:
            return self.held(node) if path else None
        self._position.note(Verb.ATTRIBUTE, node.attr, owner, node)
        return _part(owner, node.attr, node)

    def _subscript(self, node: ast.Subscript) -> Thing | None:
        owner = self.value(node.value)
        self.value(node.slice)
        if owner is None:
            return None
        if owner.kind is Kind.LAYERS:
            return Thing(Kind.LAYER, "keras.layers.Layer", node, parts=owner.parts)
        if owner.kind is Kind.SYMBOLIC:
            return Thing(Kind.SYMBOLIC, "", node)
        return _item(owner, node.slice) if owner.kind is Kind.GROUP else None

    def _call(self, node: ast.Call) -> Thing | None:
        return Calling(self._position, self).call(node)

    # --- what combines values ---------------------------------------------------

    def _display(self, node: ast.List | ast.Tuple) -> Thing | None:
        parts = tuple([self.value(element) for element in node.elts])
        return Thing(Kind.GROUP, "", node, parts=parts)

    def _operation(self, node: ast.BinOp) -> Thing | None:
        return _combined(node, self.value(node.left), self.value(node.right))

    def _comparison(self, node: ast.Compare) -> Thing | None:
        sides = [self.value(side) for side in (node.left, *node.comparators)]
        if any(isinstance(one, ast.Is | ast.IsNot | ast.In | ast.NotIn) for one in node.ops):
            return None
        if any(isinstance(side, ast.Constant) and side.value is None for side in node.comparators):
            return None
        return _combined(node, *sides)

    def _unary(self, node: ast.UnaryOp) -> Thing | None:
        if isinstance(node.op, ast.Not):
            self.test(node.operand)
            return None
        return _combined(node, self.value(node.operand))

    def _boolean(self, node: ast.BoolOp) -> Thing | None:
        for value in node.values[:-1]:
            self.test(value)
        self._either([node.values[-1]], [])
        return None

    def _conditional(self, node: ast.IfExp) -> Thing | None:
        self.test(node.test)
        self._either([node.body], [node.orelse])
        return None

    def _either(self, *ways: list[ast.expr]) -> None:
        """Evaluates expressions of which only one group is, or none if there is one only."""
        before = self._position.ways
        ends = [before.copy()] if len(ways) == 1 else []
        for expressions in ways:
            self._position.ways = before.copy()
            for expression in expressions:
                self.value(expression)
            ends.append(self._position.ways)
        self._position.ways = all_joined(ends)

    def _walrus(self, node: ast.NamedExpr) -> Thing | None:
        thing = self.value(node.value)
        self._position.ways.bind(node.target.id, thing, None)
        return thing

    def _later(self, node: ast.expr) -> Thing | None:
        """Code that runs at another moment, or more than once: what it mentions may become anything."""
        parts = self._position.called_in(node) if isinstance(node, ast.Lambda) else ()
        self._position.capture(node)
        return Thing(Kind.CODE, "", node, parts=parts)


def _part(owner: Thing, attribute: str, node: ast.expr) -> Thing | None:
    """What an attribute of an object is."""
    if owner.own is not None and owner.own.defines(attribute):
        return None
    if owner.is_model and attribute == _LAYERS:
        return Thing(Kind.LAYERS, owner.name, node, parts=(owner,))
    is_part = owner.kind is Kind.LAYER and bool(owner.parts)
    if attribute in _TENSORS and (is_part or owner.kind in (Kind.FUNCTIONAL, Kind.SEQUENTIAL)):
        tensor = Thing(Kind.SYMBOLIC, owner.name, node)
        return Thing(Kind.GROUP, "", node, parts=(tensor,)) if attribute.endswith("s") else tensor
    return None


def _item(group: Thing, place: ast.expr) -> Thing | None:
    match place:
        case ast.Constant(value=int(number)) if -len(group.parts) <= number < len(group.parts):
            return group.parts[number]
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int(number))) if 0 < number <= len(group.parts):
            return group.parts[-number]
        case _:
            return None


def _combined(node: ast.expr, *sides: Thing | None) -> Thing | None:
    """What an operator of Python gives for these."""
    parts = [side for side in sides if side is not None and side.kind in (Kind.SYMBOLIC, Kind.RESULT)]
    if not parts:
        return None
    kind = Kind.SYMBOLIC if any(part.kind is Kind.SYMBOLIC for part in parts) else Kind.RESULT
    return Thing(kind, "", node, source=tuple(parts))


_HANDLERS: Final[dict[type[ast.AST], Callable[[Evaluation, Any], Thing | None]]] = {
    ast.Name: Evaluation.held,
    ast.Attribute: Evaluation._attribute,
    ast.Subscript: Evaluation._subscript,
    ast.Call: Evaluation._call,
    ast.List: Evaluation._display,
    ast.Tuple: Evaluation._display,
    ast.BinOp: Evaluation._operation,
    ast.Compare: Evaluation._comparison,
    ast.UnaryOp: Evaluation._unary,
    ast.BoolOp: Evaluation._boolean,
    ast.IfExp: Evaluation._conditional,
    ast.NamedExpr: Evaluation._walrus,
    **dict.fromkeys((ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp), Evaluation._later),
}
