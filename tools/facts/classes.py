"""Finds the parameters of a class's constructor, following its bases in method resolution order."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from facts import parameters
from facts.bindings import Definition, External, Resolved, Value
from facts.calls import called_name
from facts.outline import CONSTRUCTORS, METACLASS_CALL
from facts.records import record_fields
from facts.self_attributes import FunctionNode

if TYPE_CHECKING:
    from facts.resolver import Resolver

#: Last name parts of classes outside the wheels that do not define a constructor.
_INERT = frozenset({"object", "ABC", "Generic", "Protocol", "Iterator", "Iterable", "Hashable", "Sized", "Callable"})
_ENUMS = frozenset({"Enum", "IntEnum", "Flag", "IntFlag", "StrEnum"})


#: Functions that return a base class with the metaclass in their first argument.
METACLASS_MAKERS = ("with_metaclass",)


class Classes:
    """Finds the constructors and bases of classes.

    Args:
        resolver: the resolver of the release.
    """

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver

    def constructor(self, definition: Definition) -> ast.arguments | None:
        """Returns the parameters of a class's constructor; None if a base outside the wheels defines them."""
        order = self.order(definition)
        if any(isinstance(one, External) and _last(one.name) in _ENUMS for one in order):
            return parameters.of_names(["value"])
        for name in CONSTRUCTORS:
            for one in order:
                found = _own_constructor(one, name)
                if found is not None:
                    return found
                if not _is_transparent(one, name):
                    return None
        return self._metaclass_call(definition) or parameters.of_names([])

    def _metaclass_call(self, definition: Definition) -> ast.arguments | None:
        """Returns the parameters of `__call__` in a class's own metaclass, which replaces the constructor."""
        keywords = definition.node.keywords if isinstance(definition.node, ast.ClassDef) else []
        for keyword in keywords:
            found = self._resolver.expression(definition, keyword.value) if keyword.arg == "metaclass" else None
            if isinstance(found, Definition):
                return _own_constructor(found, METACLASS_CALL)
        return None

    def order(self, definition: Definition) -> list[Resolved]:
        """Returns a class and its bases in method resolution order, or an approximation of it."""
        bases = self.bases(definition)
        orders: list[list[Resolved]] = [self.order(one) if isinstance(one, Definition) else [one] for one in bases]
        return [definition, *_merged([*orders, bases])]

    def bases(self, definition: Definition) -> list[Resolved]:
        """Returns the direct bases of a class."""
        node = definition.node
        if not isinstance(node, ast.ClassDef):
            return []
        return [self._resolver.expression(definition, base) for base in _base_expressions(node)]


def _own_constructor(one: Resolved, name: str) -> ast.arguments | None:
    """Returns the parameters of a class's own `__init__` or `__new__`, without those of its bases."""
    match one:
        case Definition(node=ast.ClassDef() as node):
            method = _method(node, name)
            if method is not None:
                return parameters.without_first(method.args)
            return record_fields(node) if name == "__init__" else None
        case Value(node=ast.Call() as call) if name == "__new__":
            return parameters.of_namedtuple(call)
    return None


def _base_expressions(node: ast.ClassDef) -> list[ast.expr]:
    found: list[ast.expr] = []
    for base in node.bases:
        match base:
            case ast.Subscript(value=generic):
                found.append(generic)
            case ast.Call(args=[_, *bases]) if called_name(base) in METACLASS_MAKERS:
                found += bases
            case _:
                found.append(base)
    return found


def _merged(orders: list[list[Resolved]]) -> list[Resolved]:
    """Merges orders by Python's C3 linearization; if that fails, takes the first class."""
    merged: list[Resolved] = []
    while orders := [order for order in orders if order]:
        heads = [order[0] for order in orders]
        later = [one for order in orders for one in order[1:]]
        chosen = next((head for head in heads if head not in later), heads[0])
        merged.append(chosen)
        orders = [[one for one in order if one != chosen] for order in orders]
    return merged


def _method(node: ast.ClassDef, name: str) -> FunctionNode | None:
    return next((one for one in reversed(node.body) if isinstance(one, FunctionNode) and one.name == name), None)


def _is_transparent(one: Resolved, name: str) -> bool:
    """Returns whether a class that does not define this constructor inherits it from the next class."""
    match one:
        case Definition(node=ast.ClassDef(decorator_list=decorators)):
            return not any(ast.unparse(decorator).startswith("attr") for decorator in decorators)
        case Value(node=ast.Call() as call):
            return name == "__init__" and called_name(call) == "namedtuple"
        case External(name=full):
            return _last(full) in _INERT
    return False


def _last(name: str) -> str:
    return name.rpartition(".")[2]
