"""Checks that the findings match the table in docs/keras.md: what a subclassed model cannot do in each version."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tf2lint.engine import Engine
from tf2lint.model import Settings

PAGE = (Path(__file__).parents[2] / "docs" / "keras.md").read_text("utf-8")
NET = """import tensorflow as tf


class Net(tf.keras.Model):
    def __init__(self, units=3):
        super().__init__()
        self.dense = tf.keras.layers.Dense(units)

    def call(self, x):
        return self.dense(x)


net = Net(4)
"""
#: The newest version of each column, in order.
TARGETS = ("2.9", "2.11", "2.12", "2.15", "2.21")
#: The code for each row, in order; lines that start with `net(` build the model first.
CODE = (
    ("net(tf.ones([1, 3])); net.get_config()", "net(tf.ones([1, 3])); net.to_json()"),
    ("net(tf.ones([1, 3])); tf.keras.models.clone_model(net)",),
    ("net(tf.ones([1, 3])); net.save('net.keras')",),
    ("net(tf.ones([1, 3])); net.save('net.h5')",),
    ("net.summary()",),
    ("net.count_params()", "tf.keras.utils.plot_model(net)", "net.export('net')"),
    ("net(tf.ones([1, 3])); net.input", "net(tf.ones([1, 3])); net.output", "net.get_layer('dense').output"),
)
ROWS = [row for row in re.findall(r"^\| (.+) \|$", PAGE, re.MULTILINE) if "TF70" in row]


def test_every_row_has_code() -> None:
    assert len(ROWS) == len(CODE)


@pytest.mark.parametrize(("row", "code"), list(zip(ROWS, CODE, strict=True)), ids=lambda value: str(value)[:40])
def test_only_cells_with_works_have_no_findings(row: str, code: tuple[str, ...]) -> None:
    _, *cells, codes = row.split(" | ")
    assert len(cells) == len(TARGETS)
    for target, cell in zip(TARGETS, cells, strict=True):
        for text in code:
            findings = Engine(Settings(target=target)).check(f"{NET}{text}\n", "/nowhere/example.py").findings
            found = {finding.code for finding in findings if finding.span.line > NET.count("\n")}
            assert bool(found) == (cell != "works"), (target, text)
            assert found <= {*codes.split(", "), "TF716"}, (target, text)
