"""The names that the facts builder finds, and the object that it identifies for each."""

from __future__ import annotations

import ast
import textwrap
from typing import TYPE_CHECKING

import pytest

from facts.conditions import Conditions
from facts.protobuf import descriptor_names
from facts.release import Fact
from support.made_up_wheels import fact, read

if TYPE_CHECKING:
    from pathlib import Path

KERAS_LOADER = "from tensorflow.python.util.lazy_loader import KerasLazyLoader as _KerasLazyLoader\n"


# Names and objects


def test_aliases_and_re_exports_are_one_object(tmp_path: Path) -> None:
    names = read(
        tmp_path,
        {
            "tensorflow/__init__.py": "from tensorflow._api.v2 import math\nfrom tensorflow.python.ops import log",
            "tensorflow/_api/v2/__init__.py": "",
            "tensorflow/_api/v2/math/__init__.py": "from tensorflow.python.front import ln as log, other",
            "tensorflow/python/front.py": "from tensorflow.python.ops import *\nln = log\ndef other(): pass",
            "tensorflow/python/ops.py": "def log(x, name=None): pass",
        },
    ).names
    assert {name: one.object for name, one in names.items()} == {
        "log": "python.ops.log",
        "math": "_api.v2.math",
        "math.log": "python.ops.log",
        "math.other": "python.front.other",
    }


def test_private_names_and_the_standard_library_are_excluded(tmp_path: Path) -> None:
    root = """
        from __future__ import print_function
        import sys
        import os as _os
        from tensorflow.python.ops import __version__
        from tensorflow.python import ops as __internal__
        __path__ = []
        def _private(): pass
        from tensorflow.python import ops
        del ops
    """
    names = read(tmp_path, {"tensorflow/__init__.py": root, "tensorflow/python/ops.py": "__version__ = '2.9'"}).names
    assert list(names) == ["__version__"]
    assert names["__version__"].kind == "v"


def test_tensorflow_core_is_tensorflow(tmp_path: Path) -> None:
    facts = read(
        tmp_path,
        {
            "tensorflow/__init__.py": "from tensorflow_core import *",
            "tensorflow_core/__init__.py": "from tensorflow.python.ops import x",
            "tensorflow_core/python/__init__.py": "",
            "tensorflow_core/python/ops.py": "def x(): pass",
        },
    )
    assert facts.names["x"].object == "python.ops.x"
    assert facts.modules == ("python", "python.ops")


def test_modules_exclude_the_generated_api_and_include_machine_code(tmp_path: Path) -> None:
    files = dict.fromkeys(
        ("__init__.py", "_api/v2/__init__.py", "python/a.py", "python/_b.so", "python/not-one.py"), ""
    )
    facts = read(tmp_path, {f"tensorflow/{name}": text for name, text in files.items()})
    assert facts.modules == ("python._b", "python.a")


def test_root_hooks(tmp_path: Path) -> None:
    root = """
        from tensorflow._api.v2 import app
        _current_module = _sys.modules[__name__]
        _keras = "keras.api._v2."
        keras = _LazyLoader("keras", globals(), _keras + "keras")
        setattr(_current_module, "keras", keras)
        from tensorflow.python import flags
        _current_module.app.flags = flags
        losses = keras.losses
        setattr(_current_module, "losses", losses)
    """
    names = read(
        tmp_path,
        {
            "tensorflow/__init__.py": root,
            "tensorflow/_api/v2/__init__.py": "",
            "tensorflow/_api/v2/app/__init__.py": "",
            "tensorflow/python/flags.py": "def DEFINE_string(name): pass",
            "keras/api/_v2/keras/__init__.py": "from keras.api._v2.keras import losses",
            "keras/api/_v2/keras/losses/__init__.py": "from keras.losses import mse",
            "keras/losses.py": "def mse(y_true, y_pred): pass",
        },
    ).names
    assert names["app.flags.DEFINE_string"].object == "python.flags.DEFINE_string"
    assert names["keras.losses.mse"] == names["losses.mse"] == Fact("f", "keras.losses.mse", (), "(y_true, y_pred)")


def test_legacy_layers_are_a_stub_with_keras_3(tmp_path: Path) -> None:
    hooks = """
        setattr(_current_module, "keras", _KerasLazyLoader(globals()))
        _current_module.layers = _KerasLazyLoader(
            globals(), submodule="__internal__.legacy.layers", name="layers", mode="v1")
    """
    files = {
        "tensorflow/__init__.py": KERAS_LOADER + "_current_module = _sys.modules[__name__]" + textwrap.dedent(hooks),
        "keras/_tf_keras/keras/__init__.py": "from keras import ops as ops",
        "keras/ops/__init__.py": "from keras.src.ops import relu as relu",
        "keras/src/ops.py": "def relu(x): pass",
    }
    names = read(tmp_path, files).names
    assert names["layers"].marks == ("stub",)
    assert names["keras.ops.relu"].object == "keras.src.ops.relu"


def test_protobuf_names_come_from_the_descriptor(tmp_path: Path) -> None:
    # A file with the message `A`, and the enum `B` with the value `C`.
    descriptor = b"\n\x01f" + b"\x22\x03\n\x01A" + b"\x2a\x08\n\x01B\x12\x03\n\x01C"
    assert descriptor_names(descriptor) == (["A"], ["B", "C"])
    source = f"DESCRIPTOR = pool.Default().AddSerializedFile({descriptor!r})"
    files = {"tensorflow/__init__.py": "from tensorflow.core.a_pb2 import A, C", "tensorflow/core/a_pb2.py": source}
    names = read(tmp_path, files).names
    assert (names["A"].kind, names["C"].kind) == ("c", "v")


def test_an_import_cycle_resolves_to_the_submodule(tmp_path: Path) -> None:
    files = {
        "tensorflow/__init__.py": "from tensorflow._api.v2 import a",
        "tensorflow/_api/v2/__init__.py": "",
        "tensorflow/_api/v2/a/__init__.py": "from tensorflow.python.p import *",
        "tensorflow/python/p/__init__.py": "from tensorflow.python.p.one import *",
        "tensorflow/python/p/one.py": "from . import two",
        "tensorflow/python/p/two.py": "",
    }
    assert read(tmp_path, files).names["a.two"] == Fact("m", "python.p.two", (), None)


def test_import_only_package_of_the_api(tmp_path: Path) -> None:
    files = {
        "tensorflow/__init__.py": "from tensorflow._api.v2 import keras",
        "tensorflow/_api/v2/__init__.py": "",
        "tensorflow/_api/v2/keras/__init__.py": "",
        "tensorflow/_api/v2/keras/saving/__init__.py": "from tensorflow.python.ops import x",
        "tensorflow/_api/v2/keras/python/__init__.py": "",
        "tensorflow/_api/v2/_private/__init__.py": "",
        "tensorflow/python/ops.py": "def x(): pass",
    }
    names = read(tmp_path, files).names
    assert {name: one.marks for name, one in names.items()} == {
        "keras": (),
        "keras.saving": ("import-only",),
        "keras.saving.x": (),
    }


# tf.contrib


def contrib(tmp_path: Path, **files: str) -> dict[str, Fact]:
    """Returns the names below `tf.contrib.p`, given the files below tensorflow/contrib/p."""
    base = {
        "tensorflow/__init__.py": "contrib = LazyLoader('contrib', globals(), 'tensorflow.contrib')",
        "tensorflow/contrib/__init__.py": "from tensorflow.contrib import p",
        "tensorflow/contrib/alone/__init__.py": "def f(): pass",
        "tensorflow/python/ops.py": "def core(): pass\ndef helper(): pass",
    }
    base.update({f"tensorflow/contrib/p/{name.replace('__', '/')}.py": text for name, text in files.items()})
    if "init" in files:
        base["tensorflow/contrib/p/__init__.py"] = base.pop("tensorflow/contrib/p/init.py")
    names = read(tmp_path, base, "1.15").names
    return {name: one for name, one in names.items() if not name.startswith("contrib.p.python")}


def test_remove_undocumented(tmp_path: Path) -> None:
    init = '''
        """A project.

        @@documented
        """
        from tensorflow.contrib.p.python.impl import *
        from tensorflow.python.ops import core
        from tensorflow.python.util.all_util import remove_undocumented
        _allowed = ["core"]
        remove_undocumented(__name__, allowed_exception_list=_allowed)
    '''
    names = contrib(tmp_path, init=textwrap.dedent(init), python__impl="def documented(): pass\ndef hidden(): pass")
    assert {name for name in names if name.startswith("contrib.p")} == {
        "contrib.p",
        "contrib.p.core",
        "contrib.p.documented",
    }


def test_a_hand_written_package_exposes_its_own_names_and_explicit_imports(tmp_path: Path) -> None:
    init = "from tensorflow.contrib.p.impl import *\nfrom tensorflow.python.ops import core\n"
    impl = "from tensorflow.python.ops import helper\nfrom tensorflow.python import ops\nimport os\ndef own(): pass"
    names = contrib(tmp_path, init=init, impl=impl)
    assert {name for name in names if name.startswith("contrib.p")} == {
        "contrib.p",
        "contrib.p.core",
        "contrib.p.impl",
        "contrib.p.impl.own",
        "contrib.p.own",
    }


def test_star_imports_respect_all(tmp_path: Path) -> None:
    impl = "__all__ = ['a'] + _MORE\n_MORE = ['c']\n__all__ = ['a'] + _MORE\n__all__ += ['_b']\n"
    impl += "def a(): pass\ndef _b(): pass\ndef c(): pass\ndef d(): pass"
    init = "from tensorflow.contrib.p.python.impl import *\nfrom tensorflow.contrib.p.python.impl import _b as b"
    names = contrib(tmp_path, init=init, python__impl=impl)
    assert {name for name in names if name.startswith("contrib.p.")} == {"contrib.p.a", "contrib.p.b", "contrib.p.c"}


def test_import_only_project(tmp_path: Path) -> None:
    names = contrib(tmp_path, init="")
    assert names["contrib.alone"].marks == ("import-only",)
    assert names["contrib.alone.f"].marks == names["contrib.p"].marks == ()


# Statements at the top level of a module


@pytest.mark.parametrize(
    ("test", "truth"),
    [
        ("os.name != 'nt'", True),
        ("sys.version_info >= (3, 8)", False),
        ("sys.version_info[0] == 2 or not _six.PY3", False),
        ("_tf2.enabled()", True),
        ("tf2.enabled() and unknown", None),
        ("os.environ.get('ANY', False)", False),
        ("backend() == 'tensorflow'", True),
        ("unknown() > 3", None),
        ("sys.version_info > unknown", None),
    ],
)
def test_conditions(test: str, truth: bool | None) -> None:
    assert Conditions((3, 7), v2=True).truth(ast.parse(test, mode="eval").body) is truth


def test_branches(tmp_path: Path) -> None:
    source = """
        import os
        TRY = os.environ.get("TRY", False)
        if TRY:
            from somewhere import x
        else:
            try:
                with quiet():
                    def x(a): pass
            except ImportError:
                x = None
    """
    assert fact(tmp_path, textwrap.dedent(source)).signature == "(a)"
