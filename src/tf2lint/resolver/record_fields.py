"""Finds the fields of records: of dataclasses and named tuples, whose constructors set them."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.resolver.container_values import RecordClass
from tf2lint.resolver.scopes import ClassInfo, ClassValue
from tf2lint.source import dotted

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The decorators that make annotated names the fields of a class.
_DATACLASS_DECORATORS: Final = frozenset({"dataclass", "define", "frozen", "mutable", "attrs"})
NAMED_TUPLE: Final = "NamedTuple"
_CLASS_VARIABLE: Final = "ClassVar"


def fields_of(info: ClassInfo, seen: tuple[ClassInfo, ...] = ()) -> tuple[str, ...] | None:
    """Returns the fields of a class, those of its bases first; None if its constructor is another.

    Args:
        info: the class.
        seen: the classes that derive from it: in a loop, two classes may be bases of each other.
    """
    is_record, fields = _is_record(info.node), dict[str, None]()
    for base in (base for values in info.bases for base in values or ()):
        inherited = base.fields if isinstance(base, RecordClass) else None
        if isinstance(base, ClassValue) and base.info not in seen:
            inherited = fields_of(base.info, (*seen, info))
        if inherited is not None:
            is_record = True
            fields.update(dict.fromkeys(inherited))
    if not is_record or any(isinstance(node, ast.FunctionDef) and node.name == "__init__" for node in info.node.body):
        return None
    if _is_record(info.node):
        fields.update(dict.fromkeys(_annotated_fields(info.node)))
    return tuple(fields)


def _annotated_fields(node: ast.ClassDef) -> Iterator[str]:
    for statement in node.body:
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            annotation = statement.annotation
            generic = annotation.value if isinstance(annotation, ast.Subscript) else annotation
            if dotted(generic).rpartition(".")[2] != _CLASS_VARIABLE:
                yield statement.target.id


def _is_record(node: ast.ClassDef) -> bool:
    decorators = [one.func if isinstance(one, ast.Call) else one for one in node.decorator_list]
    return any(dotted(one).rpartition(".")[2] in _DATACLASS_DECORATORS for one in decorators) or any(
        dotted(base).rpartition(".")[2] == NAMED_TUPLE for base in node.bases
    )
