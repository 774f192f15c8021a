"""Classes whose constructor is generated from their annotated fields: data classes and named tuples."""

from __future__ import annotations

import ast

from facts import parameters
from facts.calls import called_name


def record_fields(node: ast.ClassDef) -> ast.arguments | None:
    """Returns the constructor parameters of a data class or typed named tuple; None for other classes."""
    if not _is_record(node):
        return None
    fields = [
        one for one in node.body if isinstance(one, ast.AnnAssign) and "ClassVar" not in ast.unparse(one.annotation)
    ]
    arguments = parameters.of_names([one.target.id for one in fields if isinstance(one.target, ast.Name)])
    arguments.defaults = [default for one in fields if one.value and (default := _default(one.value))]
    return arguments


def _is_record(node: ast.ClassDef) -> bool:
    decorators = [one.func if isinstance(one, ast.Call) else one for one in node.decorator_list]
    named = [ast.unparse(one).rpartition(".")[2] for one in (*decorators, *node.bases)]
    return "dataclass" in named or "NamedTuple" in named


def _default(value: ast.expr) -> ast.expr | None:
    """Returns the default of a field as the default of a parameter."""
    if not isinstance(value, ast.Call) or called_name(value) != "field":
        return value
    passed = {keyword.arg: keyword.value for keyword in value.keywords}
    if "default_factory" in passed:
        return ast.Call(passed["default_factory"], [], [])
    return passed.get("default")
