"""Origins: by what the class of an object is known, where the code that uses it does not show it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tf2lint.engine import Engine

if TYPE_CHECKING:
    from collections.abc import Callable

    from tf2lint.model import RelatedLocation

    Origins = Callable[..., list[tuple[int, str]]]

HEAD = "import tensorflow as tf"


def lines(*code: str) -> str:
    return "\n".join((HEAD, *code)) + "\n"


@pytest.fixture
def origins(tmp_path: Path) -> Origins:
    """Returns a function that checks `main.py` of some files; it returns the findings with a related location.

    Each is the line of the finding, and what its related location says, with the file, if it is another, and the line;
    in brackets if that is no part of a message.
    """
    (tmp_path / "setup.py").touch()

    def origins(main: str, **others: str) -> list[tuple[int, str]]:
        for name, text in {**others, "main": main}.items():
            (tmp_path / f"{name}.py").write_text(text)
        path = str(tmp_path / "main.py")
        findings = Engine().check(main, path).findings
        return [(f.span.line, shown(f.related[0], path)) for f in findings if f.related]

    return origins


def shown(related: RelatedLocation, path: str) -> str:
    other = "" if related.path == path else f"{Path(related.path).name}:"
    text = f"{related.message} {other}{related.line}:{related.column}"
    return text if related.in_message else f"[{text}]"


@pytest.mark.parametrize(
    "code",
    [
        ("session = tf.Session()", "session.run(1)"),
        ("with tf.Session() as session:", "  session.run(1)"),
        ("tf.Session().run(1)",),
        ("def f():", "  session = tf.Session()", "  saver, session = None, session", "  session.run(1)"),
        ("def f(session: tf.Session):", "  session.run(1)", "f(tf.Session())"),
        ("def f(session=tf.Session()):", "  session.run(1)", "f(tf.Session())"),
        ("def f(session):", "  session = session or tf.get_default_session()", "  session.run(1)", "f(tf.Session())"),
        ("def f(): (lambda: session)().run(1)", "session = tf.Session()", "(lambda: session.run(1))()"),
        ("class A:", "  def f(self):", "    self.session = tf.Session()", "    self.session.run(1)"),
        ("for variable in tf.global_variables(): variable.op.name",),
        ("def f(x): return x.shape[0].value", "f(tf.placeholder())"),
        ("def f(session, x): session.run(1, feed_dict={x: 1})",),
        ("def f(session): session.run(tf.global_variables_initializer())",),
    ],
)
def test_where_the_code_around_shows_it_there_is_none(origins: Origins, code: tuple[str, ...]) -> None:
    assert origins(lines(*code)) == []


# --- parameters ------------------------------------------------------------------


def test_the_call_that_passes_it(origins: Origins) -> None:
    code = (
        "def train(session, saver=None):",
        "  session.run(1)",
        "  saver.save(session)",
        "train(tf.Session(), tf.train.Saver())",
    )
    assert origins(lines(*code)) == [
        (3, "train() is called with a tf.Session 5:1"),
        (4, "train() is called with a tf.train.Saver 5:1"),
    ]


def test_the_first_of_several_calls_wherever_they_are_analyzed(origins: Origins) -> None:
    code = (
        "class Loop:",
        "  def step(self, session):",
        "    session.run(1)",
        "    self.step(session)",  # passes what it was passed
        "  def late(self): self.step(tf.Session())",
        "  def later(self): self.step(session=tf.Session())",
        "Loop().step(tf.Session())",
    )
    assert origins(lines(*code)) == [(4, "step() is called with a tf.Session 6:19")]


def test_only_a_call_that_passes_such_an_object(origins: Origins) -> None:
    code = (
        "def save(x):",
        "  x.run(1)",
        "save(None)",
        "save(tf.train.Saver())",
        "save(tf.Session())",
    )
    found = origins(lines(*code))
    assert found == [] or found == [(3, "save() is called with a tf.Session 6:1")]
    assert origins(lines("def run(x):", "  x.run(1)", "run(None)", "run(tf.Session())")) == [
        (3, "run() is called with a tf.Session 5:1")
    ]


def test_constructors_and_calls_of_objects_are_named_by_their_class(origins: Origins) -> None:
    code = (
        "class Step:",
        "  def __init__(self, session): session.run(1)",
        "  def __call__(self, writer): writer.add_summary(1)",
        "step = Step(tf.Session())",
        "step(tf.summary.FileWriter(''))",
    )
    assert [text for _, text in origins(lines(*code))] == [
        "Step() is called with a tf.Session 5:8",
        "Step() is called with a tf.summary.FileWriter 6:1",
    ]


def test_what_is_passed_in_a_container(origins: Origins) -> None:
    code = "def train(sessions):", "  for one in sessions:", "    one.run(1)", "train([tf.Session(), tf.Session()])"
    assert origins(lines(*code)) == [(4, "train() is called with a tf.Session 5:1")]


def test_parameters_of_a_function_around(origins: Origins) -> None:
    code = "def train(session):", "  def step():", "    session.run(1)", "  step()", "train(tf.Session())"
    assert origins(lines(*code)) == [(4, "train() is called with a tf.Session 6:1")]


def test_members_of_members_have_the_origin_of_the_object(origins: Origins) -> None:
    code = "def train(session):", "  graph = session.graph", "  graph.get_collection(1)", "train(tf.Session())"
    assert origins(lines(*code)) == [(4, "train() is called with a tf.Session 5:1")]


def test_what_messages_call_objects(origins: Origins) -> None:
    code = (
        "def f(graph): graph.get_collection(1)",
        "def g(xs):",
        "  for x in xs:",
        "    if x.name: print(x)",
        "f(tf.Session().graph)",
        "g(tf.global_variables())",
    )
    assert [text for _, text in origins(lines(*code))] == [
        "f() is called with the graph of a tf.Session 6:1",
        "g() is called with what tf.global_variables returns 7:1",
    ]


def test_calls_in_other_files(origins: Origins) -> None:
    main = lines("def train(session):", "  session.run(1)")
    call = lines("from main import train", "def f(): train(1)", "train(tf.Session())", "train(tf.Session())")
    assert origins(main, b=call, a=lines("", "", "", call)) == [(3, "train() is called with a tf.Session a.py:8:1")]


def test_a_call_in_the_file_comes_before_those_in_others(origins: Origins) -> None:
    main = lines("def train(session):", "  session.run(1)", "def f(): train(tf.Session())")
    assert origins(main, a=lines("from main import train", "train(tf.Session())")) == [
        (3, "train() is called with a tf.Session 4:10")
    ]


def test_calls_in_other_files_that_pass_what_further_files_return(origins: Origins) -> None:
    main = lines("def train(session):", "  session.run(1)")
    call = lines("from main import train", "from making import make", "train(make())")
    making = lines("def make():", "  return tf.Session()")
    assert origins(main, call=call, making=making) == [(3, "train() is called with a tf.Session call.py:4:1")]


# --- attributes ------------------------------------------------------------------


def test_the_method_that_sets_it(origins: Origins) -> None:
    code = (
        "class A:",
        "  session = None",
        "  def __init__(self): self.session = None",
        "  def open(self): self.session = tf.Session()",
        "  def step(self): self.session.run(1)",
        "class B(A):",
        "  def more(self): self.session.run(1)",
    )
    assert origins(lines(*code)) == [(6, "[self.session is set 5:19]"), (8, "[self.session is set 5:19]")]


def test_what_is_passed_to_the_constructor(origins: Origins) -> None:
    code = (
        "class A:",
        "  def __init__(self, session): self.session = session",
        "  def step(self): self.session.run(1)",
        "A(tf.Session())",
    )
    assert origins(lines(*code)) == [(4, "A() is called with a tf.Session 5:1")]
    assert origins(lines(*code[:-1]), other=lines("from main import A", "A(tf.Session())")) == [
        (4, "A() is called with a tf.Session other.py:3:1")
    ]


def test_records(origins: Origins) -> None:
    code = (
        "from dataclasses import dataclass",
        "@dataclass",
        "class Parts:",
        "  session: object",
        "def f(parts): parts.session.run(1)",
        "f(Parts(tf.Session()))",
    )
    assert origins(lines(*code)) == [(6, "Parts() is called with a tf.Session 7:3")]


def test_attributes_that_are_set_from_outside_or_by_the_class(origins: Origins) -> None:
    code = (
        "class A:",
        "  session = tf.Session()",
        "  def step(self):",
        "    self.session.run(1)",
        "    self.saver.save(2)",
        "a = A()",
        "a.saver = tf.train.Saver()",
    )
    assert origins(lines(*code)) == [(5, "[self.session is set 3:3]"), (6, "[self.saver is set 8:1]")]


def test_properties(origins: Origins) -> None:
    code = (
        "class A:",
        "  @property",
        "  def session(self): return tf.Session()",
        "  def step(self): self.session.run(1)",
    )
    assert origins(lines(*code)) == [(5, "[session() returns a tf.Session 4:29]")]


def test_attributes_of_objects_and_bases_in_other_files(origins: Origins) -> None:
    other = lines("class A:", "  def __init__(self): self.session = tf.Session()")
    main = lines(
        "from other import A", "class B(A):", "  def f(self): self.session.run(1)", "def g(): A().session.run(2)"
    )
    assert origins(main, other=other) == [
        (4, "A().session is set other.py:3:23"),
        (5, "A().session is set other.py:3:23"),
    ]


def test_attributes_and_names_that_are_set_to_each_other(origins: Origins) -> None:
    code = (
        "class A:",
        "  def f(self):",
        "    self.a = self.b",
        "    self.b = self.a",
        "    self.b = tf.Session()",
        "  def g(self): self.a.run(1); self.b.run(2)",
        "def f(x):",
        "  y = x",
        "  for _ in x:",
        "    x = y",
        "    y = x",
        "  y.run(2)",
        "f(tf.Session())",
    )
    assert origins(lines(*code)) == [
        (7, "[self.a is set 4:5]"),
        (7, "[self.b is set 5:5]"),
        (13, "f() is called with a tf.Session 14:1"),
    ]


def test_very_many_names_that_are_set_to_each_other(origins: Origins) -> None:
    code = [f"  x{i} = x{i - 1} or x{i - 1}" for i in range(1, 40)]
    assert origins(lines("def f(x0):", *code, "  x39.run(1)", "f(tf.Session())")) == [
        (42, "f() is called with a tf.Session 43:1")
    ]


# --- names -----------------------------------------------------------------------


def test_names_of_the_module_and_of_functions_around(origins: Origins) -> None:
    code = (
        "session = None",
        "session = tf.Session()",
        "def f(): session.run(1)",
        "def g():",
        "  with tf.Session() as own:",
        "    def h(): own.run(2)",
    )
    assert origins(lines(*code)) == [(4, "[session is set 3:1]"), (7, "[own is set 6:24]")]


def test_global_names_that_another_function_sets(origins: Origins) -> None:
    code = "def start():", "  global session", "  session = tf.Session()", "def f(): session.run(1)"
    assert origins(lines(*code)) == [(5, "[session is set 4:3]")]


def test_names_of_other_files(origins: Origins) -> None:
    main = lines("import other", "from other import SESSION", "SESSION.run(1)", "def f(): other.SESSION.run(2)")
    other = lines("SESSION = None", "SESSION = tf.Session()")
    assert origins(main, other=other) == [(4, "SESSION is set other.py:3:1"), (5, "SESSION is set other.py:3:1")]


# --- results ---------------------------------------------------------------------


def test_functions_that_return_it(origins: Origins) -> None:
    code = (
        "def make(x):",
        "  if x: return None",
        "  return tf.Session()",
        "session = make(1)",
        "session.run(1)",
        "make(2).run(1)",
    )
    found = "[make() returns a tf.Session 4:10]"
    assert origins(lines(*code)) == [(6, found), (7, found)]


def test_context_managers(origins: Origins) -> None:
    code = (
        "from contextlib import contextmanager",
        "@contextmanager",
        "def opened():",
        "  yield tf.Session()",
        "def f():",
        "  with opened() as session: session.run(1)",
    )
    assert origins(lines(*code)) == [(7, "[opened() returns a tf.Session 5:9]")]


def test_functions_of_other_files(origins: Origins) -> None:
    other = lines("def make():", "  return tf.Session()", "def pair(): return tf.Session(), tf.train.Saver()")
    main = lines(
        "from other import make, pair", "session = make()", "session.run(1)", "_, saver = pair()", "saver.save(1)"
    )
    assert (4, "make() returns a tf.Session other.py:3:10") in origins(main, other=other)


def test_functions_that_are_imported_through_further_files(origins: Origins) -> None:
    main = lines("from api import make", "make().run(1)")
    other = lines("def make(): return tf.Session()")
    assert origins(main, api=lines("from other import make"), other=other) == [
        (3, "make() returns a tf.Session other.py:2:20")
    ]


# --- uses ------------------------------------------------------------------------


def test_uses_that_show_what_a_parameter_or_an_attribute_is(origins: Origins) -> None:
    code = (
        "tf.placeholder()",
        "def f(x, feed):",
        "  x.run(1)",
        "  x.run(2, feed_dict=feed)",
        "class A:",
        "  def f(self, feed): self.x.run(1, feed_dict=feed)",
        "  def g(self): self.x.run(2)",
        "def g(x, session):",
        "  x.save(session)",
        "  session.run(3)",
    )
    found = origins(lines(*code))
    assert (4, "run(feed_dict=) is called on it 5:3") in found
    assert (8, "run(feed_dict=) is called on it 7:22") in found
    assert (11, "it is passed to save() 10:3") in found


def test_what_the_program_does_comes_before_what_a_use_shows(origins: Origins) -> None:
    code = "def f(x, y):", "  x.run(1, feed_dict=y)", "  x.run(2)", "def g(): f(tf.Session(), 1)"
    assert origins(lines(*code)) == [
        (3, "f() is called with a tf.Session 5:10"),
        (4, "f() is called with a tf.Session 5:10"),
    ]


PASSING = {
    "unpacked": (("def run(*args, **named):", "  args[0].run(1)"), "util.run(session)", "run() is called with"),
    "by name": (("def run(**named):", "  named['one'].run(1)"), "util.run(one=session)", "run() is called with"),
    "partial": (("def run(x, y):", "  x.run(y)"), "functools.partial(util.run, session)", "run() is called with"),
    "item": (("def f(x):", "  x.run(1)", "ALL = {'f': f}"), "util.ALL['f'](session)", "f() is called with"),
    "overridden": (
        ("import other", "class A(other.B):", "  def step(self, x):", "    x.run(1)"),
        "pass",
        "step() is called with",
    ),
    "attribute": (
        ("class Net:", "  x = None", "  def run(self):", "    self.x.run(1)"),
        "util.Net().x = session",
        "self.x is set",
    ),
}


@pytest.mark.parametrize("name", PASSING)
def test_places_in_other_modules_that_pass_objects_in_other_ways(origins: Origins, name: str) -> None:
    code, use, clause = PASSING[name]
    other = lines("class B:", "  def run(self):", "    self.step(tf.Session())", "  def step(self, x):", "    pass")
    user = lines("import functools, util", "session = tf.Session()", use)
    (found,) = origins(lines(*code), other=other, user=user.replace("util", "main"))
    file = "other.py:4" if name == "overridden" else "user.py:4"
    assert found[0] == len(code) + 1 - (name == "item")
    assert found[1].startswith(clause)
    assert f" {file}:" in found[1]


@pytest.mark.parametrize(
    "use", ["for s in other.make():\n  s.run(1)", "other.make()[0].run(1)", "other.make()[i].run(1)"]
)
def test_items_of_what_a_function_of_another_module_returns(origins: Origins, use: str) -> None:
    other = lines("def make():", "  return [tf.Session(), tf.Session()]")
    (found,) = origins(lines("import other", use), other=other)
    assert found == (3 + use.count("\n"), "make() returns a tf.Session other.py:3:10")
