"""Calls rewritten with their own arguments, for TensorFlow 2.21, from lines of data and from signatures."""

from __future__ import annotations

import ast
from copy import copy
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, strategies as st

from tf2lint.project import Libraries
from tf2lint.rewriting import CallRewriter, RewrittenCall, SourceTexts, code, code_and_shown
from tf2lint.table import Rewrites, Safety, table_for

if TYPE_CHECKING:
    from pathlib import Path

TABLE = table_for("2.21")


@pytest.fixture(name="data")
def _data(tmp_path: Path) -> Path:
    return tmp_path / "data.txt"


def rewritten(source: str, lines: Path | None = None, *, by_signature: bool = False) -> RewrittenCall | None:
    """Returns what to write instead of a call of a name below `tf`.

    Args:
        source: the call.
        lines: a file with rewrites; None for the committed ones.
        by_signature: whether to rewrite arguments of functions that still exist.
    """
    table = TABLE
    if lines is not None:
        table = copy(TABLE)
        table.__dict__["rewrites"] = Rewrites([lines])
    libraries = Libraries(table)
    call = ast.parse(source).body[0]
    assert isinstance(call, ast.Expr)
    assert isinstance(call.value, ast.Call)
    symbol = libraries.root("tensorflow")
    assert symbol is not None
    function = ast.unparse(call.value.func).removeprefix("tf.")
    return CallRewriter(libraries).rewritten(symbol.below(function), call.value, by_signature=by_signature)


def text(source: str, line: str = "", data: Path | None = None, *, by_signature: bool = False) -> str:
    """Returns the code to write instead of a call; empty if there is none."""
    if data is not None:
        data.write_text(line, "utf-8")
    found = rewritten(source, data, by_signature=by_signature)
    return "" if found is None else code(found.pieces, "tf", SourceTexts(source).in_parentheses)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("tf.to_float(logits)", "tf.cast(logits, tf.float32)"),
        ("tf.to_float(x=a + b, name='f')", "tf.cast(a + b, tf.float32, name='f')"),
        ("tf.to_float()", ""),
        ("tf.to_float(x, name, more)", ""),
        ("tf.to_float(x, x=y)", ""),
        ("tf.to_float(x, dtype=y)", ""),
        ("tf.to_float(*x)", ""),
        ("tf.to_float(x, **options)", ""),
        ("tf.log(1e-4)", "tf.math.log(1e-4)"),
        ("tf.log(x=y, name='n')", "tf.math.log(x=y, name='n')"),
        ("tf.log(*x)", "tf.math.log(*x)"),
        ("tf.log(x, **options)", "tf.math.log(x, **options)"),
        ("tf.log(a, b, c)", ""),
        ("tf.random_uniform([2], 0, 1)", "tf.random.uniform([2], 0, 1)"),
    ],
)
def test_removed_names(source: str, expected: str) -> None:
    assert text(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("tf.reduce_sum(x, 1, True)", "tf.reduce_sum(x, 1, True)"),
        ("tf.reduce_sum(x, keep_dims=True)", "tf.reduce_sum(x, keepdims=True)"),
        ("tf.reduce_sum(x, reduction_indices=1, keep_dims=k())", "tf.reduce_sum(x, axis=1, keepdims=k())"),
        ("tf.reduce_sum(x, keep_dims=True, **rest)", "tf.reduce_sum(x, keepdims=True, **rest)"),
        ("tf.constant(x, verify_shape=True)", "tf.constant(x)"),
        ("tf.argmax(x, 1, 'best')", "tf.argmax(x, 1, name='best')"),
        ("tf.argmax(x, 1, 'best', *more)", ""),
        ("tf.nn.in_top_k(p, t, 5)", "tf.nn.in_top_k(predictions=p, targets=t, k=5)"),
        ("tf.nn.in_top_k(p(), t, 5)", "tf.nn.in_top_k(predictions=p(), targets=t, k=5)"),
        ("tf.concat(1, [a, b])", "tf.concat([a, b], 1)"),
        ("tf.concat(1, values=[a, b])", "tf.concat(axis=1, values=[a, b])"),
        ("tf.concat([a, b], 1)", "tf.concat([a, b], 1)"),
        ("tf.nn.dropout(x, 0.9)", "tf.nn.dropout(x, rate=1 - 0.9)"),
        ("tf.nn.dropout(x, a if b else c, seed=1)", "tf.nn.dropout(x, rate=1 - (a if b else c), seed=1)"),
    ],
)
def test_changed_arguments(source: str, expected: str) -> None:
    assert text(source, by_signature=True) == expected


def test_a_function_that_exists_is_rewritten_by_its_signatures_only_if_asked() -> None:
    assert text("tf.reduce_sum(x, keep_dims=True)") == ""


@pytest.mark.parametrize(
    ("line", "source", "expected"),
    [
        ("tf.to_float | name | tf.a({x}, {name}) | | safe", "tf.to_float(1)", ""),
        ("tf.to_float | no name | tf.a({x}) | | safe", "tf.to_float(1, 'n')", ""),
        ("tf.to_float | x = 1 | tf.a({x}) | | safe", "tf.to_float(1)", "tf.a(1)"),
        ("tf.to_float | x = 1 | tf.a({x}) | | safe", "tf.to_float(True)", ""),
        ("tf.to_float | name = 'ToFloat' | tf.a({x}) | | safe", "tf.to_float(2)", "tf.a(2)"),
        ("tf.to_float | | tf.a({x}) | | safe", "tf.to_float(1, 'n')", ""),
        ("tf.to_float | | tf.a({x}) | name | safe", "tf.to_float(1, 'n')", "tf.a(1)"),
        ("tf.to_float | | tf.a({x}, {x}) | | safe", "tf.to_float(x)", "tf.a(x, x)"),
        ("tf.to_float | | tf.a({x}, {x}) | | safe", "tf.to_float(-1)", "tf.a(-1, -1)"),
        ("tf.to_float | | tf.a({x}, {x}) | | safe", "tf.to_float(f())", ""),
        ("tf.to_float | | tf.a({x}, {x}) | | safe", "tf.to_float(x.y)", ""),
        ("tf.to_float | | other.a({...}) | | safe", "tf.to_float(1, name='n')", "other.a(1, name='n')"),
        ("tf.to_float | | tf.cast({...}, dtype=1) | | safe", "tf.to_float(1, 'n')", "tf.cast(1, name='n', dtype=1)"),
        ("tf.to_float | | tf.cast({...}, name=1) | | safe", "tf.to_float(1, 'n')", ""),
        ("tf.to_float | | tf.cast({x}) | | safe", "tf.to_float(1)", ""),
        ("tf.to_float | | self.add_weight(shape={x}) | | safe", "tf.to_float(1)", "self.add_weight(shape=1)"),
        ("tf.to_float | | self.add_weight(size={x}) | | safe", "tf.to_float(1)", ""),
        ("tf.contrib.layers.l2_regularizer | | tf.a({scale}) | | safe", "tf.contrib.slim.l2_regularizer(2)", "tf.a(2)"),
        ("tf.flags.* | | absl.flags.*({...}) | | safe", "tf.flags.DEFINE('a', b)", "absl.flags.DEFINE('a', b)"),
        ("tf.logging.* | | absl.*({...}) | | safe", "tf.logging.info('a', b, *c)", "absl.info('a', b, *c)"),
    ],
)  # fmt: skip
def test_lines_of_data(data: Path, line: str, source: str, expected: str) -> None:
    assert text(source, line, data) == expected


def test_the_first_line_that_fits_wins_and_others_follow(data: Path) -> None:
    lines = "tf.to_float | name | tf.a({x}) | name | safe\ntf.to_float | | tf.b({x}) | | unsafe: it is b"
    assert text("tf.to_float(1, 'n')", lines, data) == "tf.a(1)"
    found = rewritten("tf.to_float(1)", data)
    assert found is not None
    assert (found.safety, found.notes) == (Safety.UNSAFE, (("it is b",),))


def test_a_reason_is_no_rewrite(data: Path) -> None:
    assert text("tf.to_float(1)", "tf.to_float | | - | | none: there is none", data) == ""


@pytest.mark.parametrize(
    ("line", "source", "safety"),
    [
        ("tf.to_float | | tf.a({name}, {x}) | | safe", "tf.to_float(x, n)", Safety.SAFE),
        ("tf.to_float | | tf.a({name}, {x}) | | safe", "tf.to_float(x(), n)", Safety.UNSAFE),
        ("tf.to_float | | tf.a({x}, {name}) | | safe", "tf.to_float(x(), n())", Safety.SAFE),
        ("tf.to_float | | tf.a({x}) | name | safe", "tf.to_float(x, n)", Safety.SAFE),
        ("tf.to_float | | tf.a({x}) | name | safe", "tf.to_float(x, n())", Safety.UNSAFE),
    ],
)
def test_what_has_effects_is_only_safe_where_it_still_happens_in_order(
    data: Path, line: str, source: str, safety: Safety
) -> None:
    data.write_text(line, "utf-8")
    found = rewritten(source, data)
    assert found is not None
    assert found.safety is safety


def test_a_deleted_argument_leaves_its_reason() -> None:
    found = rewritten("tf.constant(x, verify_shape=True)", by_signature=True)
    assert found is not None
    assert (found.safety, found.notes) == (Safety.UNSAFE, (("a value that does not fit the shape is an error",),))


ARGUMENTS: st.SearchStrategy[str] = st.deferred(
    lambda: st.one_of(
        st.sampled_from(["a", "1", "1.5", "-1", "'s'", "(a, b)", "[a]", "{a}", "f(a)", "a.b", "a[0]", "..."]),
        st.sampled_from(["lambda: a", "(yield)", "(y := a)", "f'{a}'", "(i for i in a)", "{a: 1}", "a if b else c"]),
        st.tuples(ARGUMENTS, st.sampled_from([" + ", " ** ", " or ", " < ", " @ ", " if b else "]), ARGUMENTS).map(
            lambda parts: f"({parts[0]}){parts[1]}({parts[2]})" if "if" not in parts[1] else f"({parts[0]}) if b else c"
        ),
        ARGUMENTS.map(lambda text: f"not ({text})"),
        ARGUMENTS.map(lambda text: f"-({text})"),
        ARGUMENTS.map(lambda text: f"({text})"),
    )
)  # fmt: skip
TEMPLATES = st.sampled_from(
    ["1 - {x}", "{x} ** 2", "-{x}", "not {x}", "{x}.shape", "{x}[0]", "a[{x}]", "{x}(1)", "f({x})", "f(x={x})",
     "[{x}, 1]", "({x},)", "{x} if a else b", "a if {x} else b", "{x} < 1", "{x} and a", "f(*{x})",
     "tf.f(1 - {x}, {x=1}).y"]
)  # fmt: skip


class _Replacement(ast.NodeTransformer):
    def __init__(self, value: ast.expr) -> None:
        self._value = value

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self._value if node.id == "PLACE" else node


@given(TEMPLATES, ARGUMENTS)
def test_the_text_means_the_same_as_the_syntax(template: str, argument: str) -> None:
    from tf2lint.rewriting.argument_parts import CannotInstantiateError
    from tf2lint.rewriting.call_arguments import CallArguments
    from tf2lint.rewriting.instantiation import Callee, Instantiation
    from tf2lint.table import Template, UnknownSite

    source = f"g({argument})"
    call = ast.parse(source, mode="eval").body
    assert isinstance(call, ast.Call)
    value = call.args[0]
    parsed = Template(template)
    arguments = CallArguments({"x": (value, value)}, (), ())
    try:
        found = Instantiation(parsed.parts, arguments, parsed.parameters, UnknownSite(), lambda _: Callee(None, None))
    except CannotInstantiateError:
        return  # it would be evaluated twice
    written = code(found.pieces, "tf", SourceTexts(source).in_parentheses)
    expected = ast.parse(template.replace("{x=1}", "PLACE").replace("{x}", "PLACE"), mode="eval")
    expected = ast.fix_missing_locations(_Replacement(value).visit(expected))
    assert ast.dump(ast.parse(written, mode="eval")) == ast.dump(expected), written


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("tf.log(\n    x,  # the input\n    name='n')", "tf.math.log(x, name='n')"),
        ("tf.log(x +\n       # more\n       y, name=\n 'n')", "tf.math.log(x + y, name='n')"),
        ("tf.log([\n  1e-4,\n  2,\n])", "tf.math.log([1e-4, 2,])"),
        ("tf.log(f(a,\n         b=1) * (\n  2))", "tf.math.log(f(a, b=1) * (2))"),
        ("tf.log('''a\nb''')", "tf.math.log('a\\nb')"),
        ("tf.log(\n  'ü' +\n  b, name='ü')", "tf.math.log('ü' + b, name='ü')"),
        ("tf.log(x\r\n  + y)", "tf.math.log(x + y)"),
        ("tf.log(x \\\n  + y)", "tf.math.log(x + y)"),
        ("tf.log(x[1, 2])", "tf.math.log(x[1, 2])"),
    ],
)
def test_arguments_are_written_as_they_stand_on_one_line(source: str, expected: str) -> None:
    assert text(source) == expected


def test_only_long_calls_are_shortened_and_only_in_messages() -> None:
    short, long = "a" * 60, "b" * 190
    source = f"tf.log({long}, name={short})"
    found = rewritten(source)
    assert found is not None
    texts = SourceTexts(source)
    whole = f"tf.math.log({long}, name={short})"
    assert code_and_shown(found.pieces, "tf", texts) == (whole, f"tf.math.log(..., name={short})")
    assert code(found.pieces, "tf", texts.in_parentheses) == whole
