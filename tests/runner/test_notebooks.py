"""Jupyter notebooks: which cells are read, and the positions of findings."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, strategies as st

from support.cases import job_of
from tf2lint.model import Span
from tf2lint.runner.file_checker import FileChecker
from tf2lint.runner.notebooks import read_cells
from tf2lint.runner.source_files import read_notebook

PYTHON = {"kernelspec": {"language": "python", "name": "python3"}}


def notebook(*cells: str | list[str], metadata: Any = None) -> str:
    listed: list[dict[str, Any]] = [{"cell_type": "markdown", "source": ["# tensorflow"]}]
    listed += [{"cell_type": "code", "source": cell} for cell in cells]
    return json.dumps({"cells": listed, "metadata": PYTHON if metadata is None else metadata, "nbformat": 4})


def found(text: str) -> list[tuple[int | None, int, int, str]]:
    checked = FileChecker().check(job_of("/nowhere/a.ipynb"), text.encode())
    return [(cell, f.span.line, f.span.column, f.code) for f, cell, _ in checked.findings]


def test_names_are_visible_in_later_cells() -> None:
    assert found(notebook("import tensorflow as tf", ["x = 1\n", "tf.log(x)"])) == [(3, 2, 1, "TF101")]


def test_a_fix_may_change_another_cell() -> None:
    text = notebook("from keras.layers.core import Dense", "Dense(3)\nDense(4)")
    checked = FileChecker().check(job_of("/nowhere/a.ipynb"), text.encode())
    assert [(cell, f.fix is not None) for f, cell, _ in checked.findings] == [(2, True), (3, True), (3, True)]
    assert {edit.cell for f, _, _ in checked.findings if f.fix is not None for edit in f.fix.edits} == {2}


@given(st.lists(st.sampled_from(["x\ny", "", "%time x", "import tensorflow", "a\n\nb\n", "print 'x'"]), max_size=6))
def test_positions_are_relative_to_cells(texts: list[str]) -> None:
    source = read_notebook(notebook("import tensorflow", *texts), "a.ipynb")
    line = 1
    for number, text in enumerate(["import tensorflow", *texts], 2):
        for inner, _ in enumerate(text.split("\n"), 1):
            span, cell = source.place(Span(line, 1, line, 1))
            assert (cell, span.line, span.end_line) == (number, inner, inner)
            line += 1


def test_columns_after_magics_and_in_python_2_lines() -> None:
    cells = [
        "import tensorflow as tf",
        "%matplotlib inline\ns = %time -x tf.log(1), tf.log(2)",
        "%time print 1, tf.log(1)",
    ]
    positions = [(cell, line, column) for cell, line, column, code in found(notebook(*cells)) if code == "TF101"]
    assert positions == [(3, 2, 14), (3, 2, 25), (4, 1, 16)]


def test_columns_after_indentation_prompts_and_magics() -> None:
    cells = [
        "  import tensorflow as tf\n  x = tf.log(1)\n  if x:\n      tf.log(2)",
        ">>> if x:\n...     y = (tf.log(1),\n...          tf.log(2))",
        "    >>> %time tf.log(1)",
        "In [3]: x = 1\n   ...: y = tf.log(x)\n!ls",
        "%%time\n    %timeit -n 3 tf.log(1)\n    y = tf.log(1)",
        "time tf.log(1)",
        "%%timeit %time tf.log(1)\npass",
        "if x:\n    s = %time tf.log(1)",
        "/tf.log 1.0",
        "    print 1, tf.log(1)",
    ]
    positions = [(cell, line, column) for cell, line, column, code in found(notebook(*cells)) if code == "TF101"]
    assert positions == [
        (2, 2, 7), (2, 4, 7), (3, 2, 14), (3, 3, 14), (4, 1, 15), (5, 2, 13), (6, 2, 18), (6, 3, 9), (7, 1, 6),
        (8, 1, 16), (9, 2, 15), (10, 1, 2), (11, 1, 14),
    ]  # fmt: skip


def test_the_position_of_a_syntax_error_after_indentation_and_prompts() -> None:
    cells = ["import tensorflow", "    x = 1\n    def f(:", ">>> x = 1\n>>> def f(:"]
    assert found(notebook(*cells)) == [(3, 2, 11, "TF001"), (4, 2, 11, "TF001")]


def test_a_cell_that_cannot_be_parsed_does_not_affect_others() -> None:
    cells = ["import tensorflow as tf", "def f(:", "%%time\nprint 'a', tf.log(1)"]
    assert found(notebook(*cells)) == [(3, 1, 7, "TF001"), (4, 2, 1, "TF002"), (4, 2, 12, "TF101")]


def test_a_notebook_that_mentions_tensorflow_only_in_markdown() -> None:
    source = read_notebook(notebook("import os", "os.log(1)"), "a.ipynb")
    assert (source.tree, source.errors, found(notebook("import os", "def broken("))) == (None, (), [])


def test_the_format_before_version_4() -> None:
    cell = {"cell_type": "code", "input": ["import tensorflow as tf\n", "tf.log(1)"], "language": "python"}
    text = json.dumps({"worksheets": [{"cells": [cell]}], "metadata": {}, "nbformat": 3})
    assert found(text) == [(1, 2, 1, "TF101")]


@pytest.mark.parametrize(
    "metadata", [{"kernelspec": {"language": "R"}}, {"language_info": {"name": "julia"}}], ids=["R", "julia"]
)
def test_notebooks_in_other_languages_are_skipped(metadata: dict[str, Any]) -> None:
    assert read_cells(notebook("import tensorflow as tf\ntf.log(1)", metadata=metadata)) == []


@pytest.mark.parametrize("metadata", [{}, [], {"kernelspec": 1}, {"language_info": {"name": "ipython"}}], ids=str)
def test_unusual_metadata(metadata: Any) -> None:
    assert len(read_cells(notebook("x", metadata=metadata))) == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{tensorflow", "this is no Jupyter notebook: Expecting property name"),
        ('["tensorflow"]', "this is no Jupyter notebook: it has no cells"),
        ('{"tensorflow": 1}', "this is no Jupyter notebook: it has no cells"),
        ("[" * 100_000 + '"tensorflow"', "this is no Jupyter notebook: it is nested too deeply"),
    ],
    ids=["no JSON", "a list", "no cells", "deep"],
)
def test_an_invalid_notebook_is_a_finding(text: str, message: str) -> None:
    checked = FileChecker().check(job_of("a.ipynb"), text.encode())
    assert [message in located.finding.message for located in checked.findings] == [True]


def test_invalid_cells_are_skipped() -> None:
    cells: list[Any] = [None, 1, {"cell_type": "code"}, {"cell_type": "code", "source": [1, "import tensorflow as tf"]}]
    text = json.dumps({"cells": cells, "metadata": {}})
    assert [cell.number for cell in read_cells(text)] == [3, 4]
    assert read_cells(json.dumps({"worksheets": [1, {}], "metadata": {}})) == []
