"""THE resolver: which TensorFlow object, if any, an expression means.

`Names` evaluates one expression after another where its `Frame` stands, and
notes every use of a watched symbol on the way. It knows nothing of statements.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any, Final

from tf2lint.resolver import attributes, calls, comprehensions, name_lookup, operators, reference_recorder
from tf2lint.resolver.references import ReferenceKind
from tf2lint.resolver.values import SequenceValue, Symbol, Values
from tf2lint.source import parse_annotation, strings_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from tf2lint.resolver.state import AnalysisState

_MOST_NESTING: Final = 4


class ExpressionEvaluator:
    """Evaluates expressions.

    Attributes:
        state: the state at the current program point. `flow` moves it.
    """

    def __init__(self, state: AnalysisState) -> None:
        self.state = state
        self.environment = state.environment
        self._annotations: dict[ast.Constant, ast.expr | None] = {}

    def evaluate(self, node: ast.expr) -> Values:
        """Evaluates an expression, and notes every use of a watched symbol in it.

        Returns:
            What it may stand for.
        """
        handler = _HANDLERS.get(type(node))
        if handler is not None:
            return handler(self, node)
        self.scan(node)
        return None

    def scan(self, node: ast.AST) -> None:
        """Notes every use of a watched symbol in an expression whose value nobody asks for.

        Left to right, and without recursion into what only combines values.
        """
        pending = [node]
        while pending:
            node = pending.pop()
            kind = type(node)
            if kind in _NO_COMBINATION:
                _HANDLERS[kind](self, node)
            elif kind not in _EMPTY:
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
        if values is not None:
            reference_recorder.record(self.state, node, values, ReferenceKind.LOAD)
        return values

    def _attribute(self, node: ast.Attribute) -> Values:
        """The value of `a.b.c`; `a` and `a.b` are no uses of their own."""
        base = node.value
        while isinstance(base, ast.Attribute):
            base = base.value
        if isinstance(base, ast.Name):
            values = name_lookup.lookup(self.state, base.id)
        else:
            values = calls.value(self, base) if isinstance(base, ast.Call) else self.evaluate(base)
        return None if values is None and self.environment.shape is None else self._members(node, values)

    def _members(self, node: ast.Attribute, values: Values) -> Values:
        """The value of a chain of attributes, from that of its base."""
        chain = [node]
        while isinstance(chain[-1].value, ast.Attribute):
            chain.append(chain[-1].value)
        spelled = 0
        for place in range(len(chain) - 1, -1, -1):
            if values is None:
                values = attributes.shape(self.state, chain[place].attr)
                continue
            before, values = values, attributes.member(self.state, values, chain[place].attr)
            if _is_symbol(before) and _is_symbol(values):
                spelled += 1
            elif _is_symbol(before) and place < len(chain) - 1:
                reference_recorder.record(self.state, chain[place + 1], before, ReferenceKind.LOAD, spelled)
        reference_recorder.record(self.state, node, values, ReferenceKind.LOAD, spelled)
        return values

    # --- displays, items, definitions ------------------------------------------

    def _display(self, node: ast.Tuple | ast.List) -> Values:
        elements = tuple(self.evaluate(element) for element in node.elts)
        if all(values is None for values in elements) or any(isinstance(e, ast.Starred) for e in node.elts):
            return None
        return (SequenceValue(elements),) if _nesting(elements) < _MOST_NESTING else None

    def defaults(self, arguments: ast.arguments) -> dict[str, Values]:
        """Evaluates the default values of a signature; gives them by parameter."""
        if not (arguments.defaults or arguments.kwonlyargs):
            return {}
        positional = [*arguments.posonlyargs, *arguments.args]
        late = positional[len(positional) - len(arguments.defaults) :]
        pairs = [
            *zip(late, arguments.defaults, strict=True),
            *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True),
        ]
        return {parameter.arg: self.evaluate(default) for parameter, default in pairs if default is not None}

    def annotation(self, node: ast.expr) -> None:
        """Evaluates an annotation, also where it is written as a string."""
        self.evaluate(node)
        for text in strings_in(node):
            if text not in self._annotations:  # the same nodes each time: a use is known by its node
                self._annotations[text] = parse_annotation(text)
            parsed = self._annotations[text]
            if parsed is not None:
                self.evaluate(parsed)


def _is_symbol(values: Values) -> bool:
    """Whether this is a symbol; of several values the first tells, as a use is only judged where all are."""
    return values is not None and type(values[0]) is Symbol


def _nesting(elements: tuple[Values, ...]) -> int:
    inner = [
        _nesting(value.elements) for values in elements for value in values or () if isinstance(value, SequenceValue)
    ]
    return 1 + max(inner, default=0)


#: Nodes with nothing in them to evaluate.
_EMPTY: Final = frozenset(
    kind
    for base in (ast.expr_context, ast.operator, ast.cmpop, ast.unaryop, ast.boolop)
    for kind in base.__subclasses__()
) | {ast.Constant}

_HANDLERS: Final[dict[type[ast.AST], Callable[[ExpressionEvaluator, Any], Values]]] = {
    ast.Name: ExpressionEvaluator._name,
    ast.Attribute: ExpressionEvaluator._attribute,
    ast.Constant: operators.literal,
    ast.Call: calls.call,
    ast.Compare: operators.comparison,
    ast.BoolOp: operators.boolean,
    ast.UnaryOp: operators.negation,
    ast.BinOp: operators.arithmetic,
    ast.IfExp: operators.conditional,
    ast.Tuple: ExpressionEvaluator._display,
    ast.List: ExpressionEvaluator._display,
    ast.Subscript: operators.subscript,
    ast.Lambda: comprehensions.function,
    ast.ListComp: comprehensions.comprehension,
    ast.SetComp: comprehensions.comprehension,
    ast.GeneratorExp: comprehensions.comprehension,
    ast.DictComp: comprehensions.comprehension,
    ast.NamedExpr: comprehensions.walrus,
}
#: Those that do more than combine the values of their parts: their scope, order or name matters.
_NO_COMBINATION: Final = frozenset(_HANDLERS) - {
    ast.Constant, ast.Compare, ast.UnaryOp, ast.BinOp, ast.Tuple, ast.List, ast.Subscript,
}  # fmt: skip
