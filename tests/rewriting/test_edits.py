"""Edits change only the tokens that differ."""

from __future__ import annotations

import ast
import io
import tokenize

import pytest
from hypothesis import given, settings, strategies as st

from tf2lint.engine import Engine
from tf2lint.model import Settings
from tf2lint.source import apply_edits

HEAD = "import tensorflow as tf\n"
ENGINE = Engine(Settings(source_version="1"))


def fixed(source: str) -> str:
    """Returns a program with all fixes that fit together."""
    findings = ENGINE.check(source, "p.py").findings
    edits = [edit for finding in findings if finding.fix for edit in finding.fix.edits]
    return apply_edits(source, dict.fromkeys(edits))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("tf.to_float(x)", "tf.cast(x, tf.float32)"),
        ("tf.to_float( x )", "tf.cast( x, tf.float32 )"),
        ("tf.to_float((x))", "tf.cast((x), tf.float32)"),
        ("tf.to_float(\n  x,  # in\n)", "tf.cast(\n  x, tf.float32,  # in\n)"),
        ("tf.arg_max(x, 1)", "tf.argmax(x, axis=1)"),
        ("tf.arg_max(x,\n  1)", "tf.argmax(x,\n  axis=1)"),
        ("tf.log(tf.to_float(x))", "tf.math.log(tf.cast(x, tf.float32))"),
        ("tf.reduce_sum(x, keep_dims = True)", "tf.reduce_sum(x, keepdims = True)"),
        ("tf.nn.dropout(x, 0.8)", "tf.nn.dropout(x, rate=1 - 0.8)"),
        ("tf.nn.dropout(x, 0.75)", "tf.nn.dropout(x, rate=0.25)"),
        ("d.apply(tf.contrib.data.unbatch()).batch(2)", "d.unbatch().batch(2)"),
        (
            "(d\n .apply(tf.contrib.data.map_and_batch(\n  map_func=f,\n  batch_size=2)))",
            "(d\n .map(f).batch(2))",
        ),
        ("apply(tf.contrib.data.unbatch())", "apply(lambda dataset: dataset.unbatch())"),
        ("tf.nn.dropout(x, keep_prob=(a or\n b))", "tf.nn.dropout(x, rate=1 - (a or\n b))"),
        ("tf.nn.in_top_k(p, t, 5)", "tf.nn.in_top_k(predictions=p, targets=t, k=5)"),
        ("tf.concat(1, [a, b])", "tf.concat([a, b], 1)"),
        ("tf.assert_scalar(x, message='no', data=[x])", "tf.assert_scalar(x, message='no', data=[x])"),
        ("tf.assert_rank_at_least(x, 2, data=[x])", "tf.debugging.assert_rank_at_least(x, 2)"),
        ("tf.assert_rank_at_least(x, 2,\n  data=[x],  # why\n)", "tf.debugging.assert_rank_at_least(x, 2,\n  # why\n)"),
        ("tf.assert_positive(x, [x],  # why\n  1)", "tf.debugging.assert_positive(x,  # why\n  summarize=1)"),
        # A loss whose result is not used is in a collection.
        ("tf.losses.log_loss(y, p)", "tf.losses.log_loss(y, p)"),
        ("z = tf.losses.mean_squared_error(y, p)", "z = tf.reduce_mean(tf.math.squared_difference(p, y))"),
        ("tf.log(x, name='é')", "tf.math.log(x, name='é')"),
        ("'é' + tf.log(x)", "'é' + tf.math.log(x)"),
        ("tf \\\n .log(x)", "tf \\\n .math.log(x)"),
        ("(tf\n .log(x))", "(tf\n .math.log(x))"),
        ("tf.log(*x)", "tf.math.log(*x)"),
        ("tf.log(**x)", "tf.math.log(**x)"),
        ("tf.log(x)if y else 1", "tf.math.log(x)if y else 1"),
        ("f'{tf.log(x)}'", "f'{tf.math.log(x)}'"),
    ],
)
def test_a_call(source: str, expected: str) -> None:
    assert fixed(f"{HEAD}{source}\n") == f"{HEAD}{expected}\n"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_stay(end: str) -> None:
    source = f"import tensorflow as tf{end}a = 1{end}tf.to_float({end}  a){end}"
    assert fixed(source) == f"import tensorflow as tf{end}a = 1{end}tf.cast({end}  a, tf.float32){end}"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        # An argument that moves would lose its comments.
        ("tf.assign(ref=x, value=a[0  # why\n])", "x.assign(a[0  # why\n])"),
        ("tf.assign(value=a[0  # why\n], ref=x)", "tf.assign(value=a[0  # why\n], ref=x)"),
        ("tf.assign(\n  ref=x,\n  value=a[0]\n)", "x.assign(\n  a[0]\n)"),
        ("tf.assign(\n  ref=x,  # why\n  value=a[0])", "x.assign(  # why\n  a[0])"),
        # A line must not start with what is left of a continued one.
        ("tf. \\\n  logging.warn(x)", "logging.warning(x)"),
        ("y = tf.assign(\n  # why\n  value=1, ref=x)", "y = tf.assign(\n  # why\n  value=1, ref=x)"),
        # As a keyword argument, an assignment expression needs parentheses.
        ("tf.nn.in_top_k(p, (t := x), 5)", "tf.nn.in_top_k(predictions=p, targets=(t := x), k=5)"),
        ("tf.to_float(t := x)", "tf.cast((t := x), tf.float32)"),
        ("tf.to_float(y for y in x)", "tf.cast((y for y in x), tf.float32)"),
        ("a[tf.nn.in_top_k(p, b[(1, 2), 3], 5)]", "a[tf.nn.in_top_k(predictions=p, targets=b[(1, 2), 3], k=5)]"),
    ],
)
def test_arguments_that_move(source: str, expected: str) -> None:
    found = fixed(f"{HEAD}{source}\n").replace("from absl import logging\n", "")
    assert found == f"{HEAD}{expected}\n"


@pytest.mark.parametrize(
    ("call", "safety", "note"),
    [
        ("tf.log(x, **rest)", "safe", ""),
        ("tf.log(*rest)", "safe", ""),
        ("tf.sparse_add(x, y, **rest)", "unsafe", "arguments that are unpacked may have other names or positions now"),
        ("tf.reduce_sum(x, keep_dims=True, **rest)", "unsafe", "arguments that are unpacked may have other names"),
        ("tf.assert_positive(x, data=[f()])", "unsafe", "[f()] is no longer evaluated"),
        ("tf.squeeze(squeeze_dims=f(), input=x)", "safe", ""),
        ("tf.to_float(name=f(), x=x)", "unsafe", "its arguments are evaluated in another order"),
    ],
)
def test_what_a_fix_says_about_arguments(call: str, safety: str, note: str) -> None:
    (finding,) = ENGINE.check(f"{HEAD}{call}\n", "p.py").findings
    assert finding.fix is not None
    assert finding.fix.safety == safety
    assert note in finding.fix.note


def test_a_condition_about_what_may_be_unpacked_does_not_hold() -> None:
    (finding,) = ENGINE.check(f"{HEAD}tf.contrib.keras.layers.GRU(3, **rest)\n", "p.py").findings
    assert finding.rewritten is None or "reset_after" not in finding.rewritten.code


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import tensorflow as tf\\\n; x = 1\n", "import tensorflow as tf\\\n; x = 1\nIMPORT\n"),
        ("import tensorflow as tf; x = [\n]\n", "import tensorflow as tf; x = [\n]\nIMPORT\n"),
        ("import tensorflow as tf\n\f\nx = 1\n", "import tensorflow as tf\nIMPORT\n\f\nx = 1\n"),
    ],
)
def test_an_import_stands_in_lines_of_its_own(source: str, expected: str) -> None:
    found = fixed(f"{source}tf.logging.info(x)\n")
    assert found == expected.replace("IMPORT", "from absl import logging") + "logging.info(x)\n"


@pytest.mark.parametrize(
    "source",
    [
        "x = 1; \\\ntf.enable_eager_execution()\n",
        "\ftf.enable_eager_execution()\n",
        "tf.enable_eager_execution() \\\n\n",
    ],
)
def test_a_statement_stays_that_is_not_alone_in_its_lines(source: str) -> None:
    assert fixed(f"{HEAD}{source}") == f"{HEAD}{source}"


def test_pages_stay() -> None:
    source = f"{HEAD}\f\ntf.enable_eager_execution()\n\nx = 1\n"
    assert fixed(source) == f"{HEAD}\f\n\nx = 1\n"


SPACES = st.sampled_from(["", " ", "\n    ", "  # note\n    ", " \\\n"])
ATOMS = st.sampled_from(
    ["x", "1", "'a'", "x[0]", "(a, b)", "a + b", "a if b else c", "lambda: x", "-x", "f(x)", "a or b"]
)
CALLS = st.sampled_from(
    [
        "tf.to_float({})", "tf.log({})", "tf.arg_max({}, 1)", "tf.reduce_sum({}, keep_dims=True)",
        "tf.nn.dropout({}, keep_prob=k)", "tf.div({}, y)", "tf.space_to_depth({}, 2)", "tf.expand_dims({}, dim=0)",
        "tf.squeeze({}, squeeze_dims=[1])", "tf.assert_positive({}, data=[x])", "tf.nn.in_top_k({}, t, 1)",
        "tf.gfile.Exists({})", "tf.matrix_inverse({})",
    ]
)  # fmt: skip


@st.composite
def expressions(draw: st.DrawFn, depth: int = 3) -> str:
    """Calls in each other, in operators, and over lines, with comments."""
    if not depth or draw(st.booleans()):
        return draw(ATOMS)
    inner = draw(expressions(depth - 1))
    call = draw(CALLS).replace("({}", f"({draw(SPACES)}{{}}{draw(SPACES)}")
    found = call.format(inner)
    return draw(st.sampled_from(["{}", "{}", "2 * ({})", "-{}", "[{}]", "{}.x", "g({}, key={})"])).replace("{}", found)


def comments(source: str) -> list[str]:
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return [token.string for token in tokens if token.type == tokenize.COMMENT]


@settings(max_examples=150, deadline=None)
@given(st.lists(expressions(), min_size=1, max_size=3))
def test_programs_keep_their_comments_and_what_is_not_fixed(found: list[str]) -> None:
    source = HEAD + "".join(
        f"with (yield\n  ({one})): pass\n" if n else f"r = ({one})\n" for n, one in enumerate(found)
    )
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return
    edited = fixed(source)
    assert comments(edited) == comments(source)
    after = ast.parse(edited)
    assert [type(node) for node in after.body] == [type(node) for node in tree.body]
    assert not any(finding.fix and finding.fix.safety == "safe" for finding in ENGINE.check(edited, "p.py").findings)
