"""Calls in the order of arguments from before TensorFlow 1.0."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest

from tf2lint.table.argument_change import ChangeKind, EarlyOrder
from tf2lint.table.early_version import early_names, read_early
from tf2lint.table.guidance import DataError
from tf2lint.table.mapping_table import DATA, known_versions, table_for
from tf2lint.table.signature_diffs import SignatureDiffs

if TYPE_CHECKING:
    from pathlib import Path

DIFFS = SignatureDiffs(table_for(None))


def changes(call: str) -> list[tuple[ChangeKind, str, str, EarlyOrder | None]]:
    node = ast.parse(call, mode="eval").body
    assert isinstance(node, ast.Call)
    diff = DIFFS.of(table_for(None).lookup(ast.unparse(node.func)).entry)
    assert diff is not None
    return [(change.kind, change.parameter, change.keyword, change.order) for change in diff.changes(node)]


@pytest.mark.parametrize(
    ("call", "parameter", "keyword", "order"),
    [
        ("concat(1, [a, b])", "concat_dim", "axis", EarlyOrder.SHOWN),
        ("concat(-1, values)", "concat_dim", "axis", EarlyOrder.SHOWN),
        ("concat(dim, parts)", "concat_dim", "axis", EarlyOrder.SHOWN),
        ("concat(a, b)", "concat_dim", "axis", EarlyOrder.UNKNOWN),
        ("split(0, 2, x)", "split_dim", "axis", EarlyOrder.SHOWN),
        ("split(a, b, c)", "split_dim", "axis", EarlyOrder.UNKNOWN),
        ("reverse(x, [True, False])", "dims", "axis", EarlyOrder.SHOWN),
        ("nn.sigmoid_cross_entropy_with_logits(self.logits, y)", "logits", "labels", EarlyOrder.SHOWN),
        ("nn.sparse_softmax_cross_entropy_with_logits(a, train_labels)", "logits", "logits", EarlyOrder.SHOWN),
        ("nn.softmax_cross_entropy_with_logits(a, b)", "logits", "logits", EarlyOrder.NEVER_SINCE),
        ("nn.weighted_cross_entropy_with_logits(a, b, 2.0)", "logits", "logits", EarlyOrder.UNKNOWN),
        ("nn.nce_loss(w, b, embed, train_labels, 64, 1000)", "inputs", "inputs", EarlyOrder.SHOWN),
    ],
)
def test_moved_arguments(call: str, parameter: str, keyword: str, order: EarlyOrder) -> None:
    [(kind, found, now, shown)] = changes(call)
    assert (kind, found, shown) == (ChangeKind.MOVED, parameter, order)
    assert now == keyword or parameter == "logits"


@pytest.mark.parametrize(
    "call",
    [
        "concat([a, b], 1)",
        "concat(a, 0)",
        "concat(parts, axis)",
        "concat(values=[a, b], axis=1)",
        "split(x, 2, 1)",
        "split(x, 2)",
        "split(inputs, count, axis)",
        "reverse(x, [0, 1])",
        "reverse(x, axes)",
        "nn.sigmoid_cross_entropy_with_logits(labels, logits)",
        "nn.softmax_cross_entropy_with_logits(labels=a, logits=b)",
        "nn.softmax_cross_entropy_with_logits(*pair)",
        "nn.nce_loss(w, b, train_labels, embed, 64, 1000)",
        "SparseTensor(a, b, c)",
    ],
)
def test_calls_in_the_present_order(call: str) -> None:
    assert not changes(call)


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("concat(concat_dim=1, values=x)", [("concat_dim", "axis")]),
        ("split(split_dim=1, num_split=2, value=x)", [("split_dim", "axis"), ("num_split", "num_or_size_splits")]),
        ("reverse(x, dims=[True])", [("dims", "axis")]),
        ("nn.sigmoid_cross_entropy_with_logits(logits=a, targets=b)", [("targets", "labels")]),
        ("SparseTensor(indices=a, values=b, shape=c)", [("shape", "dense_shape")]),
    ],
)
def test_renamed_keywords(call: str, expected: list[tuple[str, str]]) -> None:
    assert changes(call) == [(ChangeKind.RENAMED, *names, None) for names in expected]


def test_the_data_agrees_with_the_table() -> None:
    functions, names = read_early(DATA / "early.txt")
    facts = table_for(None).facts
    assert not [name for name in names if facts.versions_with(name)]
    assert early_names() == names
    for function, (parameters, _) in functions.items():
        for version in known_versions():
            signature = facts.signature(function, version)
            if signature is not None:
                arguments = ast.parse(f"def f{signature}: ...").body[0]
                assert isinstance(arguments, ast.FunctionDef)
                present = {argument.arg for argument in [*arguments.args.args, *arguments.args.kwonlyargs]}
                assert {parameter.now for parameter in parameters} <= present, (function, version)


@pytest.mark.parametrize("line", ["concat | a | b", "tf.concat | a", "tf.a\ntf.a", "tf.a | b |\ntf.a"])
def test_malformed_lines(tmp_path: Path, line: str) -> None:
    file = tmp_path / "early.txt"
    file.write_text(f"# comment\n\n{line}\n", "utf-8")
    with pytest.raises(DataError, match=r"early.txt:\d+: expected a name or"):
        read_early(file)
