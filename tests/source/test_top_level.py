"""The names that a module's top-level code binds, compared with Python's symbol table."""

from __future__ import annotations

import ast
import symtable

import pytest

from tf2lint.source import module_names

PROGRAM = """
import os, a.b.c, x.y as z
from m import p, q as r
def function(parameter=(walrus := 1)): local = 1
async def coroutine(): pass
class Class(base := object): attribute = 1
plain = other = [item for item in items if (inside := item)]
(left, [right, *rest]), store.attribute, store[0] = values
annotated: int = 1
counter += 1
for index, (key, value) in pairs: pass
with manager() as entered, other() as (one, two): pass
try:
    pass
except Error as error:
    handled = 1
while (condition := test()): pass
match subject:
    case {"k": captured, **remaining}: pass
    case [first, *others] | (first, others): pass
    case Point(x=coordinate) as whole: pass
f = lambda argument=(default := 1): (argument)
"""


def test_names_are_those_of_the_symbol_table() -> None:
    table = symtable.symtable(PROGRAM, "m.py", "exec")
    expected = {symbol.get_name() for symbol in table.get_symbols() if symbol.is_assigned() or symbol.is_imported()}
    expected.discard("item")  # of a comprehension, whose names are in this table from Python 3.12 on
    assert module_names(ast.parse(PROGRAM)).bound == expected | {"function", "coroutine", "Class", "inside"}


@pytest.mark.parametrize(
    ("program", "stars", "nested"),
    [
        ("from a import *\nfrom ..b import *", (("a", 0), ("b", 2)), ()),
        ("if x:\n    from a import *\nfrom b import *", (("b", 0),), (("a", 0),)),
        ("try:\n    from a import *\nexcept E:\n    from . import *", (), (("a", 0), ("", 1))),
    ],
)
def test_star_imports_are_told_from_nested_ones(
    program: str, stars: tuple[tuple[str, int], ...], nested: tuple[tuple[str, int], ...]
) -> None:
    assert module_names(ast.parse(program))[1:] == (stars, nested)
