"""The members of classes and the names in private modules that the facts builder records."""

from __future__ import annotations

import hashlib
import textwrap
from typing import TYPE_CHECKING

import pytest

import crosscheck_tables
from facts.build import build_tables, write_tables
from facts.contents import POSSIBLE, Contents, Member
from facts.pins import Release, Wheel
from facts.row_compression import all_rows, unlike_rows
from facts.subject import TENSORFLOW
from support.made_up_wheels import IMPORT_X, make_wheel, read

if TYPE_CHECKING:
    from pathlib import Path


def members(tmp_path: Path, source: str) -> Contents[Member]:
    """Returns the contents of the class `tf.x`, where `source` is the module that defines it."""
    files = {"tensorflow/__init__.py": IMPORT_X, "tensorflow/python/ops.py": textwrap.dedent(source)}
    return read(tmp_path, files).classes["x"]


def method(signature: str = "()", *marks: str) -> Member:
    return Member("f", marks, signature)


# The members of a class


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("def a(self, b: int = 1): pass", {"a": method("(b=1)")}, id="method"),
        pytest.param("@staticmethod\ndef a(b): pass", {"a": method("(b)")}, id="static"),
        pytest.param("@classmethod\ndef a(cls, b): pass", {"a": method("(b)")}, id="of the class"),
        pytest.param(
            "@property\ndef a(self): pass\n@a.setter\ndef a(self, b): pass", {"a": Member("p")}, id="property"
        ),
        pytest.param("@abc.abstractproperty\ndef a(self): pass", {"a": Member("p")}, id="abstract property"),
        pytest.param("a = property(f)", {"a": Member("p")}, id="property made by a call"),
        pytest.param("a = 1\nb: int = 2", {"a": Member("v"), "b": Member("v")}, id="values"),
        pytest.param("def new(self, b): pass\nold = new", {n: method("(b)") for n in ("new", "old")}, id="alias"),
        pytest.param("a = f", {"a": method()}, id="function of the module"),
        pytest.param("a = lambda self, b: b", {"a": method("(b)")}, id="lambda"),
        pytest.param("class a:\n  b = 1", {"a": Member("c")}, id="nested class"),
        pytest.param("__slots__ = ('a', '_b')", {"a": Member("v")}, id="slots"),
        pytest.param("a: int", {"a": Member("v")}, id="annotated only"),
        pytest.param("a = 1\ndel a\nb, c = d", {"b": Member("v"), "c": Member("v")}, id="deleted"),
        pytest.param("if os.name == 'nt':\n  a = 1\nelse:\n  b = 1", {"b": Member("v")}, id="decided"),
        pytest.param("if f():\n  a = 1\nelse:\n  b = 1", {"a": Member("v"), "b": Member("v")}, id="undecided"),
        pytest.param("_a = 1\ndef __b__(self): pass", {}, id="private"),
        pytest.param("@deprecated('2020-01-31', '')\ndef a(self): pass", {"a": method("()", "deprecated=2020-01-31")}),
        pytest.param("@property\n@deprecated(None, '')\ndef a(self): pass", {"a": Member("p", ("deprecated",))}),
        pytest.param("def a(self):\n  '''Doc.'''\n  raise AttributeError('gone')", {"a": method("()", "stub")}),
        pytest.param(
            "def f(self): pass\na = deprecated(None, '')(f)", {"f": method(), "a": method("()", "deprecated")}
        ),
    ],
)
def test_own_members(tmp_path: Path, body: str, expected: dict[str, Member]) -> None:
    source = f"import os\ndef f(self): pass\nclass x:\n{textwrap.indent(body, '  ')}"
    assert members(tmp_path, source) == Contents(is_open=False, held=expected)


def test_attributes_that_methods_set(tmp_path: Path) -> None:
    source = """
        class y:
            def setup(this):
                this.a, (this.b, _) = 1, (2, 3)
                this._private = 1
        class x(y):
            e = None
            def __init__(self, other):
                self.c: int = 1
                other.no = 1
                def inner():
                    self.d += 1
                with open() as self.f:
                    for self.g in []:
                        setattr(self, "h", 1)
            @property
            def e(self):
                self.e = 2
    """
    held = members(tmp_path, source).held
    assert {name: one.kind for name, one in held.items() if one} == {
        **dict.fromkeys("abcdfgh", "v"),
        "e": "p",
        "setup": "f",
    }


def test_members_are_inherited_in_method_resolution_order(tmp_path: Path) -> None:
    source = """
        class top:
            def a(self): pass
            def b(self): pass
        class left(top): pass
        class right(top):
            def a(self, right): pass
        class x(left, right):
            def b(self, own): pass
    """
    assert members(tmp_path, source).held == {"a": method("(right)"), "b": method("(own)")}


def test_members_of_standard_library_classes(tmp_path: Path) -> None:
    source = "import typing\nclass x(typing.Mapping[str, int], Exception): pass"
    found = members(tmp_path, source)
    assert not found.is_open
    assert found.held["get"] == method("?")
    assert found.held["args"] == Member("p")


def test_a_named_tuple(tmp_path: Path) -> None:
    found = members(tmp_path, "import collections\nclass x(collections.namedtuple('x', ['a', 'b'])): pass")
    assert (found.is_open, found.held) == (
        False,
        {"count": method("?"), "index": method("?"), "a": Member("p"), "b": Member("p")},
    )


def test_a_member_that_is_set_from_outside(tmp_path: Path) -> None:
    source = "class x:\n  def a(self, b): pass\nsetattr(x, 'A', x.a)\nx.B = 1"
    assert members(tmp_path, source).held == {"a": method("(b)"), "A": method("(b)"), "B": Member("v")}


@pytest.mark.parametrize(
    ("source", "is_open"),
    [
        ("class x(object): pass", False),
        ("import enum\nclass x(enum.Enum): pass", False),
        ("import numpy\nclass x(numpy.ndarray): pass", True),
        ("from tensorflow.python._compiled import y\nclass x(y): pass", True),
        ("class x:\n  def __getattr__(self, name): return 1", True),
        ("class y:\n  def __getattribute__(self, name):\n    if name: return 1\nclass x(y): pass", True),
        ("class x:\n  def __getattr__(self, name): raise AttributeError", False),
        ("import abc\nclass x(metaclass=abc.ABCMeta): pass", False),
        ("class M(type): pass\nclass x(six.with_metaclass(M, object)): pass", False),
        ("import other\nclass x(metaclass=other.M): pass", True),
        ("import other\n@other.decorate\nclass x: pass", True),
        ("x = GeneratedProtocolMessageType('x', (), {})", True),
    ],
)
def test_classes_that_may_have_any_member(tmp_path: Path, source: str, is_open: bool) -> None:
    assert members(tmp_path, source).is_open is is_open


def test_members_of_private_subclasses_are_possible(tmp_path: Path) -> None:
    source = """
        class x: pass
        class y(x):
            def of_public(self): pass
        class _z(x):
            def of_private(self): pass
        class _of_y(y):
            def of_private_of_y(self): pass
    """
    files = {
        "tensorflow/__init__.py": IMPORT_X + "from tensorflow.python.ops import y\n",
        "tensorflow/python/ops.py": textwrap.dedent(source),
        "tensorflow/python/experimental/ops.py": IMPORT_X + "class other(x):\n  def of_experimental(self): pass",
    }
    classes = read(tmp_path, files).classes
    assert classes["x"].held == {"of_private": POSSIBLE}
    assert classes["y"].held == {"of_public": method(), "of_private_of_y": POSSIBLE}


def test_a_stub_may_work_in_a_private_subclass(tmp_path: Path) -> None:
    source = """
        class x:
            def a(self): raise AttributeError
            def b(self): raise AttributeError
            def c(self): raise self._not_implemented_error()
        class _y(x):
            def a(self): pass
    """
    assert members(tmp_path, source).held == {"a": method(), "b": method("()", "stub"), "c": method()}


# The names in modules


def test_names_in_modules(tmp_path: Path) -> None:
    source = """
        import os
        from tensorflow.python.other import *
        __version__ = 1
        _private = 2
        def f(): pass
        class C: pass
        if os.name == "nt":
            windows = 1
        def gone(): pass
        del gone
    """
    files = {
        "tensorflow/__init__.py": "",
        "tensorflow/python/ops.py": textwrap.dedent(source),
        "tensorflow/python/other.py": "def star(): pass",
        "tensorflow/python/any.py": "def __getattr__(name): return 1",
        "tensorflow/python/computed.py": "globals().update({})",
        "tensorflow/python/machine.so": "",
        **dict.fromkeys(("tensorflow/python/ops_test.py", "tensorflow/core/x_pb2.py", "tensorflow/_api/a.py"), "a = 1"),
        **dict.fromkeys(("tensorflow/contrib/a.py", "tensorflow/keras/a.py"), "a = 1"),
    }
    internals = read(tmp_path, files).internals
    assert {name for name, contents in internals.items() if contents.is_open} == {
        "python.any",
        "python.computed",
        "python.machine",
    }
    modules = ("core.x_pb2", "python.any", "python.computed", "python.machine", "python.ops", "python.other")
    assert set(internals) == set(modules)
    assert internals["python.ops"].held == {"os": False, "star": True, "_private": True, "f": True, "C": True}


def test_names_that_private_modules_hand_on(tmp_path: Path) -> None:
    wrapper = """
        from tensorflow.python.inner import *
        from tensorflow.python.inner import f as g
        from tensorflow.core import x_pb2
    """
    message = "import y_pb2\nDESCRIPTOR = 1\n_A = 2\nA = make(_A)"
    files = {
        "tensorflow/__init__.py": "",
        "tensorflow/core/x_pb2.py": message,
        "tensorflow/python/inner.py": "import os\nfrom tensorflow.python.first import *\ndef f(): pass",
        "tensorflow/python/first.py": "from sys import path\ndef first(): pass",
        "tensorflow/python/wrapper.py": textwrap.dedent(wrapper),
        "tensorflow/python/package/__init__.py": "",
        "tensorflow/python/package/module.py": "",
    }
    internals = read(tmp_path, files).internals
    handed_on = {"f": True, "first": True, "x_pb2": True}
    assert internals["python.wrapper"].held == {"os": False, "path": False, "g": False, **handed_on}
    assert internals["core.x_pb2"].held == {"y_pb2": False, "DESCRIPTOR": False, "_A": False, "A": True}
    assert internals["python.package"].held == {"module": False}


def test_which_names_of_private_modules_are_all_known(tmp_path: Path) -> None:
    ops = """
        import os
        if os.path.exists("config"):
            with open("config") as file:
                for line in file:
                    pass
        try:
            import first
        except ImportError:
            import second.part
            third = None
    """
    files = {
        "tensorflow/__init__.py": "",
        "tensorflow/python/ops.py": textwrap.dedent(ops),
        "tensorflow/python/package/__init__.py": "",
        "tensorflow/python/package/module.py": "",
        "tensorflow/python/star.py": "from tensorflow.python.package import *",
        "tensorflow/python/machine.so": "",
        "tensorflow/python/wrapper.py": "from tensorflow.python.machine import *",
        "tensorflow/python/outer.py": "from tensorflow.python.wrapper import *",
        "tensorflow/python/foreign.py": "from elsewhere import *",
        "tensorflow/python/computed.py": "globals().update({})",
        "tensorflow/python/replaced.py": "from sys import modules\nmodules[__name__] = load()",
        "tensorflow/python/windows.py": "import os\nif os.name == 'nt':\n    import winreg",
        "tensorflow/python/exports.py": "import os\n__all__ = ['os']\n__all__ += dir(os)",
        "tensorflow/python/of_exports.py": "from tensorflow.python.exports import *",
        "tensorflow/python/deleted.py": "import os\ndel os",
        "tensorflow/python/hiding/__init__.py": "from tensorflow.python.package import *\nfrom os import path",
        "tensorflow/python/hiding/module.py": "",
        "tensorflow/python/hiding/path.py": "",
        "tensorflow/python/hiding/seen.py": "",
    }
    internals = read(tmp_path, files).internals
    complete = {name.rpartition(".")[2] for name, contents in internals.items() if contents.is_complete}
    assert complete == {"ops", "package", "module", "star", "exports", "deleted", "hiding", "seen"}
    assert not internals["python.hiding.module"].is_complete
    assert set(internals["python.ops"].held) == {"os", "file", "line", "first", "second", "third"}
    assert set(internals["python.star"].held) == {"module"}


# The tables

OLD, MID, NEW = "1.15", "2.0", "2.1"
SOURCES = {
    OLD: """
        class base:
            def gone(self): pass
            def kept(self): pass
            def changed(self, a): pass
            @property
            def shape(self): pass
        class x(base):
            @deprecated(None, '')
            def old(self): pass
        class y(x): pass
        def _went(): pass
        def _stayed(): pass
    """,
    MID: """
        class base:
            def __getattr__(self, name): return 1
            def changed(self, a): pass
        class x(base):
            @deprecated(None, '')
            def old(self): pass
        class y(x): pass
        def _stayed(): pass
        def _came(): pass
    """,
    NEW: """
        class base:
            def kept(self): pass
            def changed(self, a, b=1): pass
            def shape(self): pass
            def new(self): pass
        class x(base): pass
        class y(x):
            new = 1
        def _stayed(): pass
        def _came(): pass
    """,
}
MEMBERS = [
    "x\t-\t2.0",
    "x.changed\tf\t1.15-2.1\t-\t1.15:(a)\t2.1:(a, b=1)",
    "x.gone\tf\t1.15-2.0\t-",
    "x.old\tf\t1.15-2.0\tdeprecated",
    "x.shape\t1.15:p 2.1:f\t1.15-2.1\t-",
    "x.new\tf\t2.0-2.1\t-",
    "y\tx\t2.0",
    "y.new\tv\t2.0-2.1\t-",
]
INTERNALS = ["python.ops._came\t2.0-2.1", "python.ops._went\t1.15"]


def releases(tmp_path: Path, sources: dict[str, str]) -> list[Release]:
    """Returns made-up releases, whose wheels are in the directory of the test."""
    found = []
    for version, source in sources.items():
        root = IMPORT_X + "from tensorflow.python.ops import y\n"
        files = {"tensorflow/__init__.py": root, "tensorflow/python/ops.py": textwrap.dedent(source)}
        wheel = make_wheel(tmp_path / f"tf-{version}.whl", files)
        digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        wheels = (Wheel("tensorflow", "tf", "1", wheel.name, digest),)
        found.append(Release(version, version, "3.11", "any", wheels))
    return found


@pytest.fixture
def pins(tmp_path: Path) -> list[Release]:
    return releases(tmp_path, SOURCES)


def rows(text: str) -> list[str]:
    return [line for line in text.splitlines() if not line.startswith("#")]


def test_tables(tmp_path: Path, pins: list[Release]) -> None:
    tables = build_tables(TENSORFLOW, pins, tmp_path, tmp_path)
    assert rows(tables["members.tsv"]) == sorted(MEMBERS)
    assert rows(tables["internals.tsv"]) == INTERNALS
    assert rows(tables["private_names.tsv"]) == ["python.ops\t1.15-2.1\tbase x y"]


def test_names_that_private_modules_import(tmp_path: Path) -> None:
    older = "import os, re\nfrom elsewhere import *\ndef f(): pass"
    sources = {OLD: older, MID: "import os, re", NEW: "import os, sys\ndef f(): pass"}
    tables = build_tables(TENSORFLOW, releases(tmp_path, sources), tmp_path, tmp_path)
    assert rows(tables["internals.tsv"]) == ["python.ops.f\t1.15,2.1"]
    assert rows(tables["private_names.tsv"]) == ["python.ops\t2.0-2.1\tos re:2.0 sys:2.1"]


@pytest.mark.parametrize("only", [[OLD], [MID], [NEW], [OLD, NEW]])
def test_committed_releases_produce_the_same_tables(tmp_path: Path, pins: list[Release], only: list[str]) -> None:
    tables = build_tables(TENSORFLOW, pins, tmp_path, tmp_path)
    write_tables(tables, tmp_path)
    for pin in pins:
        if pin.version not in only:
            (tmp_path / pin.wheels[0].file).unlink()
    assert build_tables(TENSORFLOW, pins, tmp_path, tmp_path, only) == tables


def test_a_new_release_is_read_with_the_one_before(tmp_path: Path) -> None:
    pins = releases(tmp_path, {OLD: SOURCES[OLD], MID: SOURCES[OLD], NEW: SOURCES[NEW]})
    full = build_tables(TENSORFLOW, pins, tmp_path, tmp_path)
    write_tables(build_tables(TENSORFLOW, pins[:-1], tmp_path, tmp_path), tmp_path)
    (tmp_path / pins[0].wheels[0].file).unlink()
    assert build_tables(TENSORFLOW, pins, tmp_path, tmp_path, [NEW]) == full


def test_crosscheck_reads_members_and_internals(tmp_path: Path, pins: list[Release]) -> None:
    write_tables(build_tables(TENSORFLOW, pins, tmp_path, tmp_path), tmp_path)
    found, is_open = crosscheck_tables.read_members(str(tmp_path / "members.tsv"), NEW)
    assert not is_open
    assert found["y"] == {
        "changed": crosscheck_tables.MemberRow("f", "(a, b=1)"),
        "gone": crosscheck_tables.ABSENT,
        "new": crosscheck_tables.MemberRow("v", None),
        "old": crosscheck_tables.ABSENT,
        "shape": crosscheck_tables.MemberRow("f", None),
    }
    assert crosscheck_tables.read_members(str(tmp_path / "members.tsv"), MID)[1] == {"x", "y"}
    names = {"python.ops._came": True, "python.ops._went": False}
    assert crosscheck_tables.read_internals(str(tmp_path / "internals.tsv"), NEW) == (names, set())


# Similar items


def test_dissimilar_items_are_unchanged() -> None:
    items = {"x": {"a": "1", "b": "1"}, "y": {"a": "1", "b": "2", "c": "1"}}
    assert unlike_rows(items) == ({}, items)


def test_items_that_are_equal() -> None:
    items = {name: {"a": "1", "b": "1"} for name in ("x", "y", "compat.v1.x")}
    likes, kept = unlike_rows(items)
    assert likes == {"y": "x", "compat.v1.x": "x"}
    assert kept == {"x": items["x"], "y": {}, "compat.v1.x": {}}
    assert all_rows(likes, kept) == items


def test_a_row_that_a_similar_item_lacks() -> None:
    common = dict.fromkeys("abcd", "1")
    likes, kept = unlike_rows({"x": {**common, "e": "1"}, "y": {**common, "f": "1", "g": "1"}})
    assert likes == {"y": "x"}
    assert kept["y"] == {"e": "-", "f": "1", "g": "1"}
