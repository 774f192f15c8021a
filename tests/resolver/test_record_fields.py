"""The fields of records that derive from each other."""

from __future__ import annotations

import ast

import pytest

from tf2lint.resolver.record_fields import fields_of
from tf2lint.resolver.scopes import ClassInfo, ClassValue


def _classes(source: str) -> dict[str, ClassInfo]:
    """Returns the classes of a text by name; their bases are names of others, also of later ones."""
    nodes = [node for node in ast.parse(source).body if isinstance(node, ast.ClassDef)]
    found = {node.name: ClassInfo(node, is_in_module=True) for node in nodes}
    for info in found.values():
        info.bases = tuple((ClassValue(found[base.id]),) for base in info.node.bases if isinstance(base, ast.Name))
    return found


@pytest.mark.parametrize(
    ("source", "fields"),
    [
        ("@dataclass\nclass A:\n    x: int\n@dataclass\nclass Z(A):\n    y: int\n    x: str\n", ("x", "y")),
        ("@dataclass\nclass A:\n    x: int\nclass B:\n    z: int\nclass Z(B, A):\n    y: int\n", ("x",)),
        ("@dataclass\nclass A:\n    x: int\nclass B(A):\n    def __init__(self): pass\nclass Z(B):\n    pass\n", None),
        ("@dataclass\nclass A:\n    x: int\nclass Z(A):\n    def __init__(self): pass\n", None),
        ("@dataclass\nclass A:\n    pass\nclass Z(A):\n    pass\n", ()),
        ("class A:\n    x: int\nclass Z(A):\n    pass\n", None),
        ("@dataclass\nclass A(Z):\n    x: int\n@dataclass\nclass Z(A):\n    y: int\n", ("x", "y")),
    ],
    ids=["two records", "only one is a record", "base's constructor", "constructor", "no fields", "no record", "loop"],
)
def test_fields_are_inherited(source: str, fields: tuple[str, ...] | None) -> None:
    assert fields_of(_classes(source)["Z"]) == fields


def test_a_chain_of_more_classes_than_the_call_stack_has_frames() -> None:
    chain = "".join(f"class A{n + 1}(A{n}): pass\n" for n in range(20_000))
    assert fields_of(_classes(f"@dataclass\nclass A0:\n    session: object\n{chain}")["A20000"]) == ("session",)
