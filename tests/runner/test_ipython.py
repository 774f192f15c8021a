"""IPython's syntax in the cells of notebooks: what is replaced with Python, and what IPython refuses too.

The expectations are those of IPython 7.34 and 9.18: a cell is accepted if what a shell's `transform_cell` makes of it
can be parsed, and what a magic such as `%%time` runs can be too.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, strategies as st

from tf2lint.runner.ipython import without_ipython
from tf2lint.runner.python2 import old_column

if TYPE_CHECKING:
    from tf2lint.runner.ipython import PlainCell


@pytest.mark.parametrize(
    ("cell", "python"),
    [
        ("%matplotlib inline", "pass"),
        ("  !ls", "pass"),
        ("x = !ls -l", "x = None"),
        ("a, b = %sx ls", "a, b = None"),
        ("(a, b) = %sx ls", "(a, b) = None"),
        ("d[f(1)] = !ls", "d[f(1)] = None"),
        ("x: int = !ls", "x: int = None"),
        ("if x: y = !ls", "if x: y = None"),
        ("def g(a=1): x = !ls", "def g(a=1): x = None"),
        ("d[\n0] =  !ls \\\n -l\nx", "d[\n0] =  None\n\nx"),
        ("x = !ls | grep '='", "x = None"),
        ("!pip install a \\\n  b\nx", "pass\n\nx"),
        ("!echo (don't\nx", "pass\nx"),
        ("%matplotlib inline \\", "pass"),
        ("tf.log?", "pass"),
        ("?tf.log", "pass"),
        ("??", "pass"),
        ("%time?", "pass"),
        ("%%time?", "pass"),
        ("x[0]?", "pass"),
        ("*int?", "pass"),
        ("print(x) y?", "pass"),
        ("f.g??", "pass"),
        ("/f a b", "f"),
        (",f.g a b", "f.g"),
        (";f a b", "f"),
        ("; a", "pass"),
        ("/f \\\n a", "f\n"),
        ("%time x = f()", "x = f()"),
        ("%timeit -n 10 -r2 -o f(x)", "f(x)"),
        ("%prun -s cumulative f()", "f()"),
        ("%time --no-raise-error f()", "f()"),
        ("%time for i in x: f()", "for i in x: f()"),
        ("%time f(\\\n  x)", "f(\\\n  x)"),
        ("%time !ls", "pass"),
        ("%time !echo (\nx", "pass\nx"),
        ("%time ls x", "pass"),
        ("%time f?", "pass"),
        ("%time x = !ls", "x = None"),
        ("%time %timeit f()", "f()"),
        ("s = %time f()", "s = f()"),
        ("s = %timeit -o f()", "s = f()"),
        ("s = %time for i in x: f()", "s = None"),
        ("d['a'] = !ls", "d['a'] = None"),
        ("%%time\nf()", "pass\nf()"),
        ("%%time\n  !ls\n  f()", "pass\npass\nf()"),
        ("%%time\n%%capture\nls x", "pass\npass\npass"),
        ("%%capture\n%%bash\nls -l", "pass\n\n"),
        ("%%timeit x = 1\nf(x)", "x = 1\nf(x)"),
        ("%%capture out\nf()", "pass\nf()"),
        ("%%capture", "pass"),
        ("%%debug\nf()", "pass\nf()"),
        ("%%writefile a.py\nf()", "\n"),
        ("  %%writefile a.py\n  f(", "\n"),
        ("%%time_of_day\nls -l", "\n"),
        ("%%bash\nls\npwd", "\n\n"),
        ("\n%%html\n<b>", "\n\n"),
        ("  x\n  if y:\n    z", "x\nif y:\n  z"),
        ("\n  x\n# of x\n  y", "\nx\n# of x\ny"),
        ("  x = 1\n  !ls", "x = 1\npass"),
        (">>> x\n>>>y", "x\ny"),
        (">>> if x:\n...     y\n...", "if x:\n    y\n"),
        ("  >>>   x", "x"),
        (">>> !ls", "pass"),
        (">>> %%bash\nls -l", "\n"),
        ("In [12]: if x:\n    ...:     y\n    ...: ", "if x:\n    y\n"),
        ("[ins] In [12]: !ls", "pass"),
        (
            "def f():\n    '''\n    >>> f()\n    '''\n    ...\n!ls",
            "def f():\n    '''\n    >>> f()\n    '''\n    ...\npass",
        ),
        ("ls data/train  # all", "pass"),
        ("\npip install x", "\npass"),
        ("  \npip install x", "  \npass"),
        ("cd ..", "pass"),
        ("time f(x) + g(y)", "f(x) + g(y)"),
        ("if a:\n    %time f()\n    !ls", "if a:\n    f()\n    pass"),
    ],
)
def test_ipython_syntax_is_replaced(cell: str, python: str) -> None:
    assert without_ipython(cell).text == python
    ast.parse(python)


@pytest.mark.parametrize(
    "cell",
    [
        "f()  # right?",
        "if x:  # ok?\n  f()",
        "x = 'why?'",
        "x = (1\n % 2)",
        "x = '''\n%d\n'''",
        "x = '''\n>>> y\n'''",
        "# %time",
        "x = a != b",
        "ls = 3",
        "ls, x = y",
        "ls",
        "await f()",
        "async with f() as g:\n    ...",
        "",
        " \n",
    ],
)
def test_python_stays_as_it_is(cell: str) -> None:
    assert without_ipython(cell) == (cell, {})
    ast.parse(cell)


@pytest.mark.parametrize(
    "cell",
    [
        "def f():",
        "x = (",
        "x = 1 + \\",
        "x = '''",
        "foo bar",
        "ls -l x\nls -l x",
        "ls x\n\n",
        "if x: !ls",
        "x; !ls",
        "x = y = !ls",
        "x += !ls",
        "f(a=!ls)",
        "x = %%time",
        "f()?",
        "f? # help",
        "/f(a b",
        ';f "a"',
        "!=x",
        "%=x",
        "//x",
        "# of x\n  x",
        "  x\n    y",
        "x\n  y",
        "x\n  !ls",
        "%time f(",
        "%time f(\nx)",
        "%time f x",
        "%%time\nf(",
        "%%capture\nls -l x\nls -l x",
        ">>> f(",
        "Out [1]: x y",
        "$x",
    ],
)
def test_what_ipython_refuses_stays_an_error(cell: str) -> None:
    with pytest.raises(SyntaxError):
        ast.parse(without_ipython(cell).text)


#: Lines from which cells are made.
LINES = [
    "n1 = f(n2)", "  n3", "    n4", "if n5:", "!ls", "x = !ls \\", "%time n6(n7)", "s = %timeit -n 3 n8", "n9?",
    "%%time", "%%capture", ">>> n10", "...     n11", ">>> if n12:", "In [1]: n13", "   ...: n14", "/n15 a",
    "%prun -l 5 n16", "time n17", "ls x", "'''", '"""', "(", "n18)", "", "  ", "# n", "f('\\", "%time %time n19",
    "    %time n20", "\t!ls", "#'", "{'a': n21",
]  # fmt: skip
CELLS = st.lists(st.sampled_from(LINES), max_size=6).map("\n".join)


def original_names(cell: str, plain: PlainCell) -> list[tuple[str, str]]:
    """Returns each name of the Python code with the text that stands at its position in the cell."""
    lines, names = cell.split("\n"), list[tuple[str, str]]()
    for node in ast.walk(ast.parse(plain.text)):
        if isinstance(node, ast.Name):
            start = old_column(node.col_offset + 1, plain.edits.get(node.lineno, ())) - 1
            names.append((node.id, lines[node.lineno - 1][start : start + len(node.id)]))
    return names


@given(st.one_of(CELLS, st.text(alphabet="%!?tfime= x\n\\()'#>.,;/", max_size=60)))
def test_names_stay_where_they_are(cell: str) -> None:
    plain = without_ipython(cell)
    assert plain.text.count("\n") == cell.count("\n")
    try:
        names = original_names(cell, plain)
    except SyntaxError:
        return
    assert [name for name, original in names if name != original] == []


@pytest.mark.parametrize("cell", ["%time " * 400 + "f()", "%%time\n" * 400 + "f()"], ids=["lines", "cells"])
def test_very_many_magics_in_one_another(cell: str) -> None:
    assert without_ipython(cell).text.count("\n") == cell.count("\n")
