"""Programs for Python 2: Python 3's parser accepts the rewritten text, and columns can be mapped back."""

from __future__ import annotations

import ast
import sysconfig
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from tf2lint.runner import python2
from tf2lint.runner.python2 import old_column, rewrite

#: Statements that only Python 2 accepts; each NAME becomes a unique name.
OLD = [
    "print NAME, NAME",
    "print 'a' % NAME ; print NAME",
    'print"a", NAME',
    "if NAME: print NAME",
    "exec NAME in NAME",
    "raise NAME, NAME, NAME",
    "if NAME <> NAME: pass",
    "x = `NAME` + 0777 + NAME",
    "0777; NAME",
    "x = 10L, 0xFFL, NAME",
    "x = ur'é\\d', NAME",
    "def f(a, (b, c), d=(1, NAME)): return NAME",
    "f(lambda (a, b), c: NAME, NAME)",
    "f(async=NAME, b=NAME)",
    "f(lambda(a, b): NAME, NAME)",
    "print [NAME for x in NAME]",
    "print ~NAME, NAME",
    "try: f(NAME)\nexcept NAME, e: f(NAME)",
    "try: f(NAME)\nexcept (NAME, b), e.f: f(NAME)",
    "class A: print NAME",
    "for x in NAME: exec 'pass' in NAME",
]
NEW = [
    "print>>NAME, NAME,",  # a shift in Python 3
    "x = NAME",
    "print(NAME)",
    "text = '''\nprint NAME\n'''",
    "f(NAME,\n  NAME)",
    "# print 'x'",
    "async def f(): return NAME",
]


def program(statements: list[str]) -> str:
    numbers = count()
    text = "\n".join(statements)
    while "NAME" in text:
        text = text.replace("NAME", f"name_{next(numbers)}_", 1)
    return f"{text}\n"


@pytest.mark.parametrize("statement", OLD)
def test_each_statement_is_found_and_rewritten(statement: str) -> None:
    source = program(["import tensorflow as tf", statement])
    with pytest.raises(SyntaxError):
        ast.parse(source)
    rewritten = rewrite(source)
    assert rewritten is not None
    ast.parse(rewritten.text)
    assert rewritten.line >= 2


@given(st.lists(st.sampled_from(OLD + NEW), min_size=1, max_size=6), st.booleans())
def test_columns_of_names_are_mapped_back(statements: list[str], windows: bool) -> None:
    source = program(statements).replace("\n", "\r\n" if windows else "\n")
    rewritten = rewrite(source)
    if rewritten is None:
        ast.parse(source)
        return
    lines = source.splitlines()
    for node in ast.walk(ast.parse(rewritten.text)):
        if isinstance(node, ast.Name) and node.id.startswith("name_"):
            line = lines[node.lineno - 1]
            new_line = rewritten.text.splitlines()[node.lineno - 1]
            new_column = len(new_line.encode()[: node.col_offset].decode()) + 1
            column = old_column(new_column, rewritten.edits.get(node.lineno, ()))
            assert line[column - 1 :].startswith(node.id)


@given(st.text(alphabet="print exctlambdasy(),;:`'\"#\\\n\r\t07Lu<>[]{}é", max_size=80), st.booleans())
def test_the_number_of_lines_stays_the_same(text: str, tabs: bool) -> None:
    rewritten = rewrite(text, tabs=tabs)
    if rewritten is not None:
        assert rewritten.text.count("\n") == text.count("\n")
        assert rewritten.construct
        assert 1 <= rewritten.line <= text.count("\n") + text.count("\r") + 1


def test_nothing_in_the_standard_library_is_rewritten() -> None:
    library = Path(sysconfig.get_path("stdlib"))
    for path in sorted(library.glob("*.py")):
        rewritten = rewrite(path.read_text("utf-8"))
        assert rewritten is None, f"{path}: {rewritten}"


def test_tabs_are_expanded_as_in_python_2() -> None:
    rewritten = rewrite("if 1:\n\tx = [\n\t1]\n        y\n", tabs=True)
    assert rewritten is not None
    assert rewritten.text == "if 1:\n        x = [\n\t1]\n        y\n"
    assert old_column(9, rewritten.edits[2]) == 2
    assert rewrite("if 1:\n\tx\n") is None


def test_more_changes_than_any_program_has(monkeypatch: pytest.MonkeyPatch) -> None:
    """Such files are data, and their changes would take a hundred times the memory of the text."""
    monkeypatch.setattr(python2, "_LIMIT", 10)
    assert rewrite("print 1\nx" + " <> 1" * 6) is not None
    assert rewrite("print 1\nx" + " <> 1" * 20) is None
    assert rewrite("print 1\n" + "(" * 50) is not None


@pytest.mark.parametrize(("old", "new"), [(" <> 1", " != 1"), (" + 1L", " + 1 "), (", lambda (a): a", ", lambda _: a")])
def test_a_line_with_very_many_changes(old: str, new: str) -> None:
    source = f"print x{old * 20_000}, y\n"
    rewritten = rewrite(source)
    assert rewritten is not None
    assert rewritten.text == f"print(x{new * 20_000}, y)\n"
    assert source[old_column(rewritten.text.index("y"), rewritten.edits[1])] == "y"
