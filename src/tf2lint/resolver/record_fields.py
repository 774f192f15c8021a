"""Finds the fields of records: of dataclasses and named tuples, whose constructors set them."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.resolver.container_values import RecordClass
from tf2lint.resolver.scopes import ClassInfo, ClassValue
from tf2lint.source import dotted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.resolver.values import Value

#: The decorators that make annotated names the fields of a class, or those that are bound to one of `_FIELDS`.
_DATACLASS_DECORATORS: Final = frozenset({"attr.s", "attrs", "dataclass", "define", "frozen", "mutable"})
_FIELDS: Final = frozenset({"attr.attrib", "attr.field", "attr.ib", "attrs.field"})
NAMED_TUPLE: Final = "NamedTuple"
_CLASS_VARIABLE: Final = "ClassVar"


def fields_of(info: ClassInfo) -> tuple[str, ...] | None:
    """Returns the fields of a class, those of its bases first; None if its constructor is another."""
    records = [] if _defines_constructor(info.node) else list(_records_in(info))
    return tuple(dict.fromkeys(name for fields in records for name in fields)) if records else None


def _records_in(info: ClassInfo) -> Iterator[tuple[str, ...]]:
    """Yields the fields of each record that a class is or inherits from, bases first.

    A class that defines a constructor hands none on.
    """
    seen, pending = {info}, [(info, _bases(info))]
    while pending:
        current, bases = pending[-1]
        base = next(bases, None)
        if isinstance(base, RecordClass):
            yield base.fields
        elif isinstance(base, ClassValue):
            # In a loop, two classes may be bases of each other.
            if base.info not in seen and not _defines_constructor(base.info.node):
                seen.add(base.info)
                pending.append((base.info, _bases(base.info)))
        elif base is None:
            pending.pop()
            if _is_record(current.node):
                yield tuple(_fields(current.node))


def _bases(info: ClassInfo) -> Iterator[Value]:
    return (base for values in info.bases for base in values or ())


def _defines_constructor(node: ast.ClassDef) -> bool:
    return any(isinstance(statement, ast.FunctionDef) and statement.name == "__init__" for statement in node.body)


def _fields(node: ast.ClassDef) -> Iterator[str]:
    for statement in node.body:
        match statement:
            case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation):
                generic = annotation.value if isinstance(annotation, ast.Subscript) else annotation
                if dotted(generic).rpartition(".")[2] != _CLASS_VARIABLE:
                    yield name
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if _is_field(value):
                yield name


def _is_field(value: ast.expr) -> bool:
    """Returns whether a name that is bound to a value is a field, possibly under a condition."""
    parts = (value.body, value.orelse) if isinstance(value, ast.IfExp) else (value,)
    return any(isinstance(part, ast.Call) and dotted(part.func) in _FIELDS for part in parts)


def _is_record(node: ast.ClassDef) -> bool:
    decorators = [one.func if isinstance(one, ast.Call) else one for one in node.decorator_list]
    names = [name for one in decorators for name in (dotted(one), dotted(one).rpartition(".")[2])]
    return not _DATACLASS_DECORATORS.isdisjoint(names) or any(
        dotted(base).rpartition(".")[2] == NAMED_TUPLE for base in node.bases
    )
