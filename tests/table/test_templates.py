"""Templates of rewrites: how they are parsed."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given, strategies as st

from tf2lint.table.templates import Place, Placeholder, Root, Template, TemplateCall, TemplateError

ATOMS = st.one_of(
    st.sampled_from(["{x}", "{y=0.5}", "{z=-1}", "[1, {x}]", "({x}, 2)", "(1 + {x})"]),
    st.sampled_from(["tf.float32", "tf", "1", "'text'", "a", "tf_x", "x.tf"]),
)


EXPRESSIONS: st.SearchStrategy[str] = st.deferred(lambda: st.one_of(ATOMS, CALLS, DIFFERENCES))
ARGUMENTS = st.tuples(
    st.lists(EXPRESSIONS | st.just("{optional?}"), max_size=2),
    st.lists(st.tuples(st.sampled_from(["axis=", "name="]), EXPRESSIONS), max_size=2, unique_by=lambda pair: pair[0]),
)
CALLS: st.SearchStrategy[str] = st.tuples(st.sampled_from(["tf.f", "tf.f().g", "tf.f()", "a[0]"]), ARGUMENTS).map(
    lambda call: f"{call[0]}({', '.join([*call[1][0], *map(''.join, call[1][1])])})"
)
DIFFERENCES: st.SearchStrategy[str] = st.tuples(EXPRESSIONS, EXPRESSIONS).map(" - ".join)


def written(template: Template) -> str:
    """Returns a template as it was written, from its parts."""

    def text(parts: object) -> str:
        assert isinstance(parts, tuple)
        return "".join(map(part_text, parts))

    def part_text(part: object) -> str:
        if isinstance(part, Placeholder):
            return f"p_{part.parameter}"
        if isinstance(part, TemplateCall):
            arguments = [
                (f"{argument.keyword}=" if argument.keyword else "") + text(argument.parts or ("rest",))
                for argument in part.arguments
            ]
            return f"{text(part.function)}({', '.join(arguments)})"
        return "tf" if isinstance(part, Root) else str(part)

    return text(template.parts)


@given(EXPRESSIONS)
def test_the_parts_are_the_whole_template(text: str) -> None:
    plain = text
    for placeholder, parameter in (("{x}", "x"), ("{y=0.5}", "y"), ("{z=-1}", "z"), ("{optional?}", "optional")):
        plain = plain.replace(placeholder, f"p_{parameter}")
    assert ast.dump(ast.parse(written(Template(text)), mode="eval")) == ast.dump(ast.parse(plain, mode="eval"))


@given(st.text(alphabet="tf.{}?=x1(), +-*[]", max_size=12))
def test_any_text_is_parsed_or_rejected(text: str) -> None:
    try:
        template = Template(text)
    except TemplateError:
        return
    assert template.text == text


def test_all_kinds_of_placeholders() -> None:
    template = Template("tf.f({x}, 1 - {rate=0.5}, {...}, name={name?})")
    (call,) = template.calls()
    assert call.name == "tf.f"
    assert template.has_rest
    assert template.parameters == {"x", "rate", "name"}
    assert [argument.keyword for argument in call.arguments] == ["", "", "", "name"]
    assert [argument.optional for argument in call.arguments] == ["", "", "", "name"]
    assert call.arguments[0].parts == (Placeholder("x", default=(), place=Place.ARGUMENT),)
    rate = Placeholder("rate", default=("0.5",), place=Place.OPERAND)
    assert call.arguments[1].parts == ("1 - ", rate)
    assert call.arguments[2].parts is None


def test_the_root_is_marked_and_text_is_not() -> None:
    template = Template("tf.cast({x}, tf.float32, 'tf.x', tf_y, x.tf)")
    (call,) = template.calls()
    assert call.function == (Root.TENSORFLOW, ".cast")
    assert call.arguments[1].parts == (Root.TENSORFLOW, ".float32")
    assert [argument.parts for argument in call.arguments[2:]] == [("'tf.x'",), ("tf_y",), ("x.tf",)]


def test_the_root_is_marked_in_defaults() -> None:
    (call,) = Template("f({x=tf.nn.relu})").calls()
    assert call.arguments[0].parts is not None
    (placeholder,) = call.arguments[0].parts
    assert isinstance(placeholder, Placeholder)
    assert placeholder.default == (Root.TENSORFLOW, ".nn.relu")


def test_calls_are_listed_from_the_outside_in() -> None:
    names = [call.name for call in Template("tf.a(tf.b({x}))(tf.c())").calls()]
    assert names == ["", "tf.a", "tf.b", "tf.c"]


@pytest.mark.parametrize(
    ("text", "default"),
    [
        ("f({x=1})", "1"),
        ("f({x=-1})", "-1"),
        ("1 - {x=-1}", "(-1)"),
        ("{x=a + b}.y", "(a + b)"),
        ("{x=a}.y", "a"),
        ("{x=a.b}(1)", "a.b"),
    ],
)
def test_a_default_has_the_parentheses_that_it_needs(text: str, default: str) -> None:
    template = Template(text)
    placeholders = [part for part in template.parts if isinstance(part, Placeholder)]
    placeholders += [
        part
        for call in template.calls()
        for parts in (call.function, *(argument.parts for argument in call.arguments))
        for part in parts or ()
        if isinstance(part, Placeholder)
    ]
    assert ["".join(map(str, placeholder.default)) for placeholder in placeholders] == [default]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("tf.cast({x}", "is not a Python expression"),
        ("x = {x}", "is not a Python expression"),
        ("1 - {x?}", "leaves out what is no argument"),
        ("tf.f([{x?}])", "leaves out what is no argument"),
        ("{...}", "leaves out what is no argument"),
        ("tf.f({x=1 +})", "is not a Python expression"),
        ("tf.f({x=})", "empty default"),
        ("tf.f({1, 2})", "placeholder"),
        ("tf.f({})", "placeholder"),
    ],
)
def test_a_malformed_template_is_an_error(text: str, reason: str) -> None:
    with pytest.raises(TemplateError, match=reason):
        Template(text)


def test_people_see_names_of_parameters() -> None:
    assert Template("tf.f({x}, {rate=0.5}, {...}, name={name?})").shown == "tf.f(x, {rate=0.5}, ..., name=name)"
