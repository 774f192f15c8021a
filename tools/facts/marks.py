"""Finds the marks of names: deprecated, a stub that only raises, or available by import only."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from facts.bindings import Definition, ModuleRef, Value
from facts.calls import called_name
from facts.outline import CONSTRUCTORS
from facts.self_attributes import FunctionNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from facts.public import PublicName
    from facts.resolver import Resolver

DEPRECATED = "deprecated"
STUB = "stub"
IMPORT_ONLY = "import-only"

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
#: TF2 keeps the old endpoints below `compat.v1`, and has the new ones below `compat.v2`, too.
_COMPAT_PREFIX = re.compile(r"^compat\.v[12]\.")


class Marks:
    """Finds the marks of names.

    Args:
        resolver: the resolver of the release.
    """

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver

    def of(self, public: PublicName) -> tuple[str, ...]:
        """Returns the marks of one public name, sorted."""
        name, resolved, import_only = public
        marks = {IMPORT_ONLY} if import_only else set()
        if isinstance(resolved, ModuleRef):
            if resolved.lazy and resolved.name not in self._resolver.interpreter.library:
                marks.add(STUB)
        elif isinstance(resolved, Definition | Value):
            marks.update(self.of_object(resolved, name))
        return tuple(sorted(marks))

    def of_object(self, resolved: Definition | Value, name: str = "") -> tuple[str, ...]:
        """Returns the marks of an object under all its names, and those under the given name, sorted."""
        marks = set()
        for call in self._deprecations(resolved):
            if called_name(call) != "deprecated_endpoints" or _names_endpoint(call, name):
                marks.add(_deprecation_mark(call))
        if isinstance(resolved, Definition) and _only_raises(resolved.node):
            marks.add(STUB)
        return tuple(sorted(marks))

    def _deprecations(self, resolved: Definition | Value) -> Iterator[ast.Call]:
        """Yields the calls that mark an object as deprecated."""
        if isinstance(resolved, Definition):
            candidates: list[ast.expr] = list(_decorators(resolved.node))
        else:
            candidates = list(_wrapping_calls(resolved.node))
        for candidate in candidates:
            call = self._through_name(resolved, candidate)
            if isinstance(call, ast.Call) and called_name(call) in (
                "deprecated",
                "deprecated_endpoints",
                "deprecated_alias",
            ):
                yield call

    def _through_name(self, resolved: Definition | Value, node: ast.expr) -> ast.expr | None:
        """Returns the expression that a name is bound to, as in `_old = deprecated(...)` and then `@_old`."""
        if isinstance(node, ast.Name):
            found = self._resolver.expression(resolved, node)
            return found.node if isinstance(found, Value) else None
        return node


def _decorators(node: ast.ClassDef | FunctionNode) -> Iterator[ast.expr]:
    """Yields the decorators of a definition and, for a class, of its constructors."""
    yield from node.decorator_list
    if isinstance(node, ast.ClassDef):
        for method in node.body:
            if isinstance(method, FunctionNode) and method.name in CONSTRUCTORS:
                yield from method.decorator_list


def _wrapping_calls(node: ast.expr | None) -> Iterator[ast.expr]:
    """Yields the calls within an expression: for `a(1)(b(2)(x))`, also `a(1)` and `b(2)`."""
    if isinstance(node, ast.Call):
        yield node
        if isinstance(node.func, ast.Name):
            yield node.func
        yield from _wrapping_calls(node.func)
        for argument in node.args:
            yield from _wrapping_calls(argument)


def _names_endpoint(call: ast.Call, name: str) -> bool:
    """Returns whether `deprecated_endpoints("a", "b")`, or the same with a list, includes a name."""
    listed = [element for one in call.args for element in getattr(one, "elts", [one])]
    endpoints = {one.value for one in listed if isinstance(one, ast.Constant)}
    return _COMPAT_PREFIX.sub("", name) in endpoints


def _deprecation_mark(call: ast.Call) -> str:
    named = [keyword.value for keyword in call.keywords if keyword.arg == "date"]
    date = next(iter([*named, *call.args]), None)
    if isinstance(date, ast.Constant) and isinstance(date.value, str) and _DATE.fullmatch(date.value):
        return f"{DEPRECATED}={date.value}"
    return DEPRECATED


def _only_raises(node: ast.ClassDef | FunctionNode) -> bool:
    """Returns whether calling a definition only raises, unless it is abstract (`NotImplementedError`)."""
    if isinstance(node, ast.ClassDef):
        return any(isinstance(one, FunctionNode) and one.name == "__init__" and _only_raises(one) for one in node.body)
    match node.body:
        case [ast.Raise(exc=ast.expr() as raised), *_]:
            return "notimplementederror" not in ast.unparse(raised).replace("_", "").lower()
    return False
