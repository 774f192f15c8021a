"""Annotations: what a parameter or variable with one holds."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.resolver.container_values import iterable, mapping, sequence
from tf2lint.resolver.scopes import ClassValue, Instance
from tf2lint.resolver.values import ABSENT, NONE, ExternalValue, Symbol, Values, join, needs_tracking
from tf2lint.source import dotted, parse_annotation

if TYPE_CHECKING:
    from tf2lint.resolver.evaluator import Evaluator

#: Generic types that hold what is in their brackets, or nothing.
_WRAPPERS: Final = frozenset({"Optional", "Union", "Annotated", "Final", "ClassVar"})
#: Generic types whose objects hold any number of what is in their brackets, in lower case: `List` is another `list`.
_ITERABLES: Final = frozenset({
    "abstractset", "collection", "deque", "frozenset", "generator", "iterable", "iterator", "list", "mutablesequence",
    "sequence", "set",
})  # fmt: skip
#: Those that hold values at keys, given by the second type in their brackets.
_MAPPINGS: Final = frozenset({"defaultdict", "dict", "mapping", "mutablemapping", "ordereddict"})
_TUPLE: Final = "tuple"


class Annotations:
    """Evaluates annotations.

    Args:
        evaluator: evaluates the expressions in them.
        parsed: what the strings in annotations parse to; each is parsed once, because references are identified by
            node.
    """

    def __init__(self, evaluator: Evaluator, parsed: dict[ast.Constant, ast.expr | None]) -> None:
        self._evaluator = evaluator
        self._parsed = parsed

    def values(self, node: ast.expr) -> Values:
        """Evaluates an annotation; returns the objects that it describes, None if it is unknown."""
        if isinstance(node, ast.Constant):
            return self._of_constant(node)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
            return _either(self.values(node.left), self.values(node.right))
        if isinstance(node, ast.Subscript):
            return self._of_subscript(node)
        return self._object_of(self._evaluator.evaluate(node))

    def _of_constant(self, node: ast.Constant) -> Values:
        if node.value is None:
            return (NONE,)
        if not isinstance(node.value, str):
            return None
        if node not in self._parsed:
            self._parsed[node] = parse_annotation(node)
        parsed = self._parsed[node]
        return None if parsed is None else self.values(parsed)

    def _of_subscript(self, node: ast.Subscript) -> Values:
        name = dotted(node.value).rpartition(".")[2]
        self._evaluator.evaluate(node.value)
        if name == "Literal":
            self._evaluator.scan(node.slice)
            return None
        parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        if name == "Annotated":
            for part in parts[1:]:
                self._evaluator.scan(part)
            parts = parts[:1]
        values = [self.values(part) for part in parts]
        if name not in _WRAPPERS:
            return _container(name.lower(), parts, values) if any(map(needs_tracking, values)) else None
        result: Values = ABSENT
        for one in values:
            result = one if result is ABSENT else _either(result, one)
        return result

    def _object_of(self, values: Values) -> Values:
        """Returns an object of the one class that an annotation names."""
        value = values[0] if values is not None and len(values) == 1 else None
        if isinstance(value, ClassValue):
            return (Instance(value.info),)
        if isinstance(value, ExternalValue):
            return value.extended("()")
        if isinstance(value, Symbol) and value.watched and not value.is_object:
            found = self._evaluator.state.environment.annotated_object(value)
            return None if found is None else found.values
        return None


def _container(name: str, parts: list[ast.expr], values: list[Values]) -> Values:
    """Returns the container that a generic type describes; None if it is another type."""
    if name in _ITERABLES:
        return iterable(values[0])
    if name in _MAPPINGS and len(values) > 1:
        return mapping({}, values[1])
    if name != _TUPLE:
        return None
    has_any_length = len(parts) == 2 and isinstance(parts[1], ast.Constant) and parts[1].value is Ellipsis
    return iterable(values[0]) if has_any_length else sequence(values)


def _either(left: Values, right: Values) -> Values:
    """Joins the types of a union, `None` aside: what has no attributes cannot be used."""
    if left == (NONE,):
        return right
    return left if right == (NONE,) else join(left, right)
