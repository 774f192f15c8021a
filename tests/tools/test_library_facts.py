"""The reader of libraries' wheels, on made-up wheels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import library_facts
from library_facts import PinnedLibrary, PinnedWheel
from library_wheel import LibraryWheel
from support.made_up_wheels import make_wheel

if TYPE_CHECKING:
    from pathlib import Path

BASE = """\
    import abc
    import six
    import tensorflow as tf
    from other import thing

    class Base(tf.Module):
        pass

    @six.add_metaclass(abc.ABCMeta)
    class Layer:
        def __init__(self, size, *, name: str = "layer"):
            pass

    class Linear(Layer):
        pass

    @tf.function
    def traced(x):
        return x

    def plain(x, scale=1.0, **kwargs):
        return x

    SAME = "SAME"
    ALIAS = SAME
    _PRIVATE = 1
"""


@pytest.fixture
def wheel(tmp_path: Path) -> LibraryWheel:
    files = {
        "lib/__init__.py": "from lib.src import nets\nfrom lib.src.base import Layer, Linear as Dense, plain\n",
        "lib/src/__init__.py": "",
        "lib/src/base.py": BASE,
        "lib/src/base_test.py": "def helper(): ...\n",
        "lib/src/nets/__init__.py": "from .mlp import *\nif True:\n    from ..base import ALIAS\n",
        "lib/src/nets/mlp.py": "from lib.src import base\nclass MLP(base.Linear):\n    def __init__(self, x): ...\n",
    }
    return LibraryWheel(make_wheel(tmp_path / "lib.whl", files), "lib")


def test_names_have_the_identity_of_their_definition(wheel: LibraryWheel) -> None:
    names = {name: (item.kind, item.identity) for name, item in wheel.names().items()}
    assert names["Dense"] == names["src.base.Linear"] == ("c", "src.base.Linear")
    assert names["plain"] == ("f", "src.base.plain")
    assert names["nets"] == ("m", "src.nets")
    assert names["nets.MLP"] == names["src.nets.mlp.MLP"] == ("c", "src.nets.mlp.MLP")
    assert names["nets.ALIAS"] == names["src.base.SAME"] == ("v", "src.base.SAME")


def test_what_is_no_name_of_the_library(wheel: LibraryWheel) -> None:
    names = wheel.names()
    absent = ["src.base.thing", "src.base._PRIVATE", "src.base_test", "src.base_test.helper", "src.nets.mlp.base"]
    assert [name for name in absent if name in names] == []


def test_signatures(wheel: LibraryWheel) -> None:
    names = wheel.names()
    assert wheel.signature(names["Dense"]) == "(size, *, name='layer')"
    assert wheel.signature(names["nets.MLP"]) == "(x)"
    assert wheel.signature(names["plain"]) == "(x, scale=1.0, **kwargs)"
    assert wheel.signature(names["src.base.traced"]) == ""  # the decorator may change the parameters
    assert wheel.signature(names["src.base.Base"]) == ""  # the constructor is in another library


def test_names_that_a_module_deletes(tmp_path: Path) -> None:
    files = {
        "lib/__init__.py": "from lib.src.base import Layer\ntry:\n    del src\nexcept NameError:\n    pass\n",
        "lib/src/__init__.py": "",
        "lib/src/base.py": "class Layer: ...\n",
    }
    assert list(LibraryWheel(make_wheel(tmp_path / "lib.whl", files), "lib").names()) == ["Layer"]


def test_the_table(tmp_path: Path) -> None:
    wheels = []
    for version, source in (("1.0", "def f(a): ...\nold = 1\n"), ("2.0", "def f(b): ...\nclass New: ...\n")):
        path = make_wheel(tmp_path / f"lib-{version}.whl", {"lib/__init__.py": source})
        wheels.append(PinnedWheel(version, path.name, library_facts.sha256(path)))
    text = library_facts.table(PinnedLibrary("lib", "the-lib", tuple(wheels)), tmp_path)
    assert [line for line in text.splitlines() if not line.startswith("#")] == [
        "New\tc\t2.0\tNew\t2.0:?",
        "f\tf\t1.0-2.0\tf\t1.0:(a)\t2.0:(b)",
        "old\tv\t1.0\told",
    ]


def test_another_wheel_than_the_pinned_one(tmp_path: Path) -> None:
    path = make_wheel(tmp_path / "lib-1.0.whl", {"lib/__init__.py": ""})
    pinned = PinnedLibrary("lib", "the-lib", (PinnedWheel("1.0", path.name, "0" * 64),))
    with pytest.raises(SystemExit, match=r"lib-1\.0\.whl: has sha256 .*, pinned is 0"):
        library_facts.table(pinned, tmp_path)


def test_the_committed_tables_are_from_the_pinned_wheels() -> None:
    for library in library_facts.read_pins(library_facts.TOOLS / "library_pins.toml"):
        text = (library_facts.DATA / f"{library.root}.tsv").read_text("utf-8")
        for wheel in library.releases:
            assert f"# wheel: {wheel.version} {wheel.file} sha256={wheel.sha256}\n" in text
