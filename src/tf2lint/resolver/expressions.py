"""Evaluates expressions: which library symbol, if any, each refers to.

`ExpressionEvaluator` evaluates one expression after another at the program point of its `AnalysisState` and records
every reference to a watched symbol. It does not handle statements.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any, Final

from tf2lint.resolver import (
    attributes,
    calls,
    comprehensions,
    demand,
    displays,
    hashing,
    name_lookup,
    narrowing,
    operators,
    reference_recorder,
)
from tf2lint.resolver.annotations import Annotations
from tf2lint.resolver.references import ReferenceKind
from tf2lint.resolver.values import Symbol, Values, is_only_none, is_unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from tf2lint.resolver.state import AnalysisState


class ExpressionEvaluator:
    """Evaluates expressions.

    Attributes:
        state: the state at the current program point, which `StatementInterpreter` advances.
        environment: answers what lies outside of the file.
    """

    def __init__(self, state: AnalysisState) -> None:
        self.state = state
        self.environment = state.environment
        self._parsed_annotations: dict[ast.Constant, ast.expr | None] = {}

    def evaluate(self, node: ast.expr) -> Values:
        """Evaluates an expression and records every reference in it.

        Returns:
            What it may evaluate to.
        """
        handler = _HANDLERS.get(type(node))
        if handler is not None:
            return handler(self, node)
        self.scan(node)
        return None

    def scan(self, node: ast.AST) -> None:
        """Records every reference in an expression whose value isn't needed.

        Goes from left to right, without recursion into nodes that only combine values.
        """
        pending = [node]
        while pending:
            node = pending.pop()
            kind = type(node)
            if kind in _NEEDS_HANDLER or (
                kind in _MAY_LOOK_UP and (operators.has_constant_key(node) or hashing.may_hash(self.state, node))
            ):
                _HANDLERS[kind](self, node)
            elif kind not in _LEAF_NODES:
                self._push_parts(node, pending)

    def _push_parts(self, node: ast.AST, pending: list[ast.AST]) -> None:
        parts: list[ast.AST] = []
        for field in node._fields:
            value = getattr(node, field)
            if isinstance(value, list):
                parts.extend(item for item in value if isinstance(item, ast.AST))
            elif isinstance(value, ast.AST):
                parts.append(value)
        parts.reverse()
        pending.extend(parts)

    # --- names and attributes --------------------------------------------------

    def _name(self, node: ast.Name) -> Values:
        values = name_lookup.lookup(self.state, node.id)
        if values is None and self.state.narrowed:
            values = narrowing.narrowed_value(self.state, node, values)
        if values is not None:
            reference_recorder.record(self.state, node, values, ReferenceKind.LOAD)
        return values

    def _attribute(self, node: ast.Attribute) -> Values:
        """Evaluates `a.b.c`; `a` and `a.b` are not separate references."""
        chain, base = [node], node.value
        while isinstance(base, ast.Attribute):
            chain.append(base)
            base = base.value
        if isinstance(base, ast.Name):
            values = name_lookup.lookup(self.state, base.id)
            if values is None and self.state.narrowed:
                values = narrowing.narrowed_value(self.state, base, values)
        else:
            values = calls.call_value(self, base) if isinstance(base, ast.Call) else self.evaluate(base)
        is_unknown = values is None and self.environment.shape is None and not self.environment.followed_members
        return None if is_unknown else self._members(chain, values)

    def _members(self, chain: list[ast.Attribute], values: Values) -> Values:
        """Evaluates a chain of attributes, outer ones first, given the value of its base."""
        state, followed, written_parts = self.state, self.environment.followed_members, 0
        inner = None
        for node in reversed(chain):
            if followed and node.attr in followed and (is_unknown(values) or is_only_none(values)):
                demand.follow(state, node.value)  # None has no attributes: something else is assigned elsewhere
            if values is None:
                values = attributes.shape(state, node.attr)
            else:
                before, values = values, attributes.member(state, values, node.attr)
                if state.narrowed:
                    values = narrowing.narrowed_value(state, node, values)
                if _is_symbol(before):
                    if _is_symbol(values):
                        # What the program assigned to the attribute has a name of its own.
                        written_parts = written_parts + 1 if _is_member(values, before, node.attr) else 0
                    elif inner is not None:
                        reference_recorder.record(state, inner, before, ReferenceKind.LOAD, written_parts)
            inner = node
        reference_recorder.record(state, chain[0], values, ReferenceKind.LOAD, written_parts)
        return values

    # --- definitions -----------------------------------------------------------

    def defaults(self, arguments: ast.arguments) -> dict[str, Values]:
        """Evaluates the default values of a signature; returns them by parameter."""
        if not (arguments.defaults or arguments.kwonlyargs):
            return {}
        positional = [*arguments.posonlyargs, *arguments.args]
        with_defaults = positional[len(positional) - len(arguments.defaults) :]
        pairs = [
            *zip(with_defaults, arguments.defaults, strict=True),
            *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True),
        ]
        return {parameter.arg: self.evaluate(default) for parameter, default in pairs if default is not None}

    def annotation(self, node: ast.expr) -> Values:
        """Evaluates an annotation, also one written as a string; returns the objects that it describes."""
        return Annotations(self, self._parsed_annotations).values(node)


def _is_member(values: Values, owners: Values, attribute: str) -> bool:
    """Returns whether the first alternative is the symbol of an attribute of the first owner."""
    if not values or not owners:
        return False
    owner = owners[0]
    return type(owner) is Symbol and values[0] is owner.member(attribute)


def _is_symbol(values: Values) -> bool:
    """Returns whether the first alternative is a symbol: references are only judged if all alternatives are."""
    return values is not None and type(values[0]) is Symbol


#: Nodes with nothing in them to evaluate.
_LEAF_NODES: Final = frozenset(
    kind
    for base in (ast.expr_context, ast.operator, ast.cmpop, ast.unaryop, ast.boolop)
    for kind in base.__subclasses__()
) | {ast.Constant}

_HANDLERS: Final[dict[type[ast.AST], Callable[[ExpressionEvaluator, Any], Values]]] = {
    ast.Name: ExpressionEvaluator._name,
    ast.Attribute: ExpressionEvaluator._attribute,
    ast.Constant: operators.literal,
    ast.Call: calls.call,
    ast.Await: comprehensions.await_,
    ast.Compare: operators.comparison,
    ast.BoolOp: operators.boolean,
    ast.UnaryOp: operators.negation,
    ast.BinOp: operators.arithmetic,
    ast.IfExp: operators.conditional,
    ast.Tuple: displays.display,
    ast.List: displays.display,
    ast.Set: displays.set_,
    ast.Dict: displays.dict_,
    ast.Yield: displays.yield_,
    ast.YieldFrom: displays.yield_from,
    ast.Subscript: operators.subscript,
    ast.Lambda: comprehensions.lambda_,
    ast.ListComp: comprehensions.comprehension,
    ast.SetComp: comprehensions.comprehension,
    ast.GeneratorExp: comprehensions.comprehension,
    ast.DictComp: comprehensions.comprehension,
    ast.NamedExpr: comprehensions.walrus,
}
#: Nodes that do more than combine the values of their parts: their scope, order or name matters.
_NEEDS_HANDLER: Final = frozenset(_HANDLERS) - {
    ast.Constant, ast.Compare, ast.UnaryOp, ast.BinOp, ast.Tuple, ast.List, ast.Set, ast.Dict, ast.Subscript,
}  # fmt: skip
#: Of the others, those in which a key may be looked up.
_MAY_LOOK_UP: Final = frozenset({ast.Compare, ast.Set, ast.Dict, ast.Subscript})
