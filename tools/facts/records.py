"""Classes whose constructor is made from their annotated fields: data classes and named tuples."""

from __future__ import annotations

import ast

from facts import parameters
from facts.calls import called_name


def record_fields(node: ast.ClassDef) -> ast.arguments | None:
    """Return the parameters that a data class or typed named tuple is called with; None for other classes."""
    if not _is_record(node):
        return None
    fields = [
        one for one in node.body if isinstance(one, ast.AnnAssign) and "ClassVar" not in ast.unparse(one.annotation)
    ]
    made = parameters.of_names([one.target.id for one in fields if isinstance(one.target, ast.Name)])
    made.defaults = [default for one in fields if one.value and (default := _default(one.value))]
    return made


def _is_record(node: ast.ClassDef) -> bool:
    decorators = [one.func if isinstance(one, ast.Call) else one for one in node.decorator_list]
    named = [ast.unparse(one).rpartition(".")[2] for one in (*decorators, *node.bases)]
    return "dataclass" in named or "NamedTuple" in named


def _default(value: ast.expr) -> ast.expr | None:
    """Return a field's default as a parameter would have it."""
    if not isinstance(value, ast.Call) or called_name(value) != "field":
        return value
    given = {keyword.arg: keyword.value for keyword in value.keywords}
    if "default_factory" in given:
        return ast.Call(given["default_factory"], [], [])
    return given.get("default")
