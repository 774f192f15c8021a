"""The kind, signature and marks that the facts builder records for a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.made_up_wheels import IMPORT_X, fact, read

if TYPE_CHECKING:
    from pathlib import Path


# Signatures


@pytest.mark.parametrize(
    ("source", "kind", "signature"),
    [
        pytest.param("def x(a: int, *, b='c', **k) -> None: pass", "f", "(a, *, b='c', **k)", id="function"),
        pytest.param(
            "@tf_export('x')\n@deprecated_args(None, '', 'b')\ndef x(a, b=1): pass", "f", "(a, b=1)", id="wraps"
        ),
        pytest.param("class x:\n  pass", "c", "()", id="no constructor"),
        pytest.param("class x:\n  def __init__(self, a, b=None): pass", "c", "(a, b=None)", id="own constructor"),
        pytest.param("class y:\n  def __init__(self, a): pass\nclass x(y): pass", "c", "(a)", id="inherited"),
        pytest.param("class x(six.with_metaclass(M, object)): pass", "c", "()", id="metaclass"),
        pytest.param(
            "class M(type):\n  def __call__(cls, a): pass\nclass x(metaclass=M): pass", "c", "(a)", id="meta call"
        ),
        pytest.param("import threading\nclass x(threading.Thread): pass", "c", "?", id="unknown base"),
        pytest.param("import enum\nclass x(enum.Enum):\n  A = 1", "c", "(value)", id="enum"),
        pytest.param("import collections\nx = collections.namedtuple('x', ['a', 'b'])", "c", "(a, b)", id="namedtuple"),
        pytest.param("class x(namedtuple('x', 'a, b')): pass", "c", "(a, b)", id="named base"),
        pytest.param(
            "class x(namedtuple('x', 'a, b')):\n  def __new__(cls, b): pass", "c", "(b)", id="named base, own new"
        ),
        pytest.param(
            "@dataclass\nclass x:\n  a: int\n  b: list = field(default_factory=list)", "c", "(a, b=list())", id="data"
        ),
        pytest.param("class x(typing.NamedTuple):\n  a: int\n  b: int = 2", "c", "(a, b=2)", id="typed tuple"),
        pytest.param("def f(a, b, c=1): pass\nx = functools.partial(f, 1, c=2)", "f", "(b, *, c=2)", id="partial"),
        pytest.param("def x(a, b=1): pass\nx = kwarg_only(x)", "f", "(*, a, b=1)", id="keyword only"),
        pytest.param("def f(a): pass\nx = tf_export('x')(add_dispatch_support(f))", "f", "(a)", id="wrapped"),
        pytest.param("_old = deprecated(None, '')\ndef f(a): pass\nx = _old(f)", "f", "(a)", id="named decorator"),
        pytest.param("def w(n):\n  def inner(a, b): pass\n  return inner\nx = w(3)", "f", "(a, b)", id="made"),
        pytest.param(
            "def w(f):\n  def inner(*a): pass\n  return make_decorator(f, inner)\ndef f(q): pass\nx = w(f)",
            "f",
            "(q)",
            id="made to look like another",
        ),
        pytest.param("x = 3", "v", None, id="value"),
        pytest.param("class y: pass\nx = y()", "v", None, id="instance"),
        pytest.param("from tensorflow.python._compiled import x", "v", None, id="machine code"),
    ],
)
def test_kind_and_signature(tmp_path: Path, source: str, kind: str, signature: str | None) -> None:
    found = fact(tmp_path, source)
    assert (found.kind, found.signature) == (kind, signature)


def test_a_stub_with_type_parameters(tmp_path: Path) -> None:
    stub = "class ItemsView[int, object]:\n  def __len__(self) -> int: ...\ndef x(a, b=1): ..."
    names = read(tmp_path, {"tensorflow/__init__.py": IMPORT_X, "tensorflow/python/ops.pyi": stub}).names
    assert names["x"].signature == "(a, b=1)"


# Marks


@pytest.mark.parametrize(
    ("source", "marks"),
    [
        pytest.param("def x(): pass", (), id="none"),
        pytest.param("@deprecation.deprecated(None, 'No.')\ndef x(): pass", ("deprecated",), id="no date"),
        pytest.param("@deprecated('2020-01-31', 'No.')\ndef x(): pass", ("deprecated=2020-01-31",), id="date"),
        pytest.param("@deprecated(date='2020-01-31')\ndef x(): pass", ("deprecated=2020-01-31",), id="named date"),
        pytest.param(
            "class x:\n  @deprecated(None, 'No.')\n  def __init__(self): pass", ("deprecated",), id="constructor"
        ),
        pytest.param(
            "_old = deprecated('2020-01-31', '')\n@_old\ndef x(): pass", ("deprecated=2020-01-31",), id="named"
        ),
        pytest.param("@deprecated_endpoints('x', 'y')\ndef x(): pass", ("deprecated",), id="this endpoint"),
        pytest.param("@deprecated_endpoints(['x'])\ndef x(): pass", ("deprecated",), id="endpoint in a list"),
        pytest.param("@deprecated_endpoints('math.x')\ndef x(): pass", (), id="other endpoint"),
        pytest.param("x = deprecated_alias('x', 'y', y)", ("deprecated",), id="alias"),
        pytest.param("def x():\n  '''Doc.'''\n  raise ImportError('gone')", ("stub",), id="stub"),
        pytest.param("class x:\n  def __init__(self, *a):\n    raise ImportError('gone')", ("stub",), id="stub class"),
        pytest.param("def x():\n  raise NotImplementedError", (), id="abstract"),
        pytest.param("def x(a):\n  if a:\n    raise ValueError", (), id="raises at times"),
    ],
)
def test_marks(tmp_path: Path, source: str, marks: tuple[str, ...]) -> None:
    assert fact(tmp_path, source).marks == marks
