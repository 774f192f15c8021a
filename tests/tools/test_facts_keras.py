"""The facts builder on made-up wheels of the package keras."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from facts.build import build_tables, write_tables
from facts.metadata import NOTHING, Requirements, read_requirements
from facts.pins import Release, Wheel
from facts.subject import KERAS
from support.made_up_wheels import make_wheel, read

if TYPE_CHECKING:
    from pathlib import Path

KERAS_3 = {
    "keras/__init__.py": """\
        from keras import _tf_keras as _tf_keras
        from keras import backend as backend
        from keras import layers as layers
        from keras import saving as saving
        from keras.src.layers.core import Dense as Model
    """,
    "keras/saving/__init__.py": "from keras.src.backend import floatx as load_model\n",
    "keras/backend/__init__.py": "from keras.src.backend import floatx as floatx\n",
    "keras/layers/__init__.py": "from keras.src.layers.core import Dense as Dense, Dropout as Dropout\n",
    "keras/_tf_keras/__init__.py": "from keras._tf_keras import keras\n",
    "keras/_tf_keras/keras/__init__.py": """\
        from keras._tf_keras.keras import backend as backend
        from keras._tf_keras.keras import layers as layers
        from keras.src.layers.core import Dense as Model
    """,
    "keras/_tf_keras/keras/backend/__init__.py": """\
        from keras.src.backend import floatx as floatx
        from keras.src.legacy import sum as sum
    """,
    "keras/_tf_keras/keras/saving/__init__.py": "from keras.src.backend import floatx as load_model\n",
    "keras/_tf_keras/keras/layers/__init__.py": "from keras.src.layers.core import Dense as Dense\n",
    "keras/src/__init__.py": "",
    "keras/src/backend/__init__.py": "def floatx(): ...\ndef private(): ...\n",
    "keras/src/backend/backend_test.py": "def helper(): ...\n",
    "keras/src/legacy.py": "def sum(x): ...\n",
    "keras/src/layers/__init__.py": "",
    "keras/src/layers/core.py": """\
        class Dense:
            def __init__(self, units): ...
            def quantize(self): ...
        class Dropout: ...
    """,
}
KERAS_2 = {
    "keras/__init__.py": "from . import backend, layers, engine\nfrom .layers import Dense as Model\n",
    "keras/backend/__init__.py": "import tensorflow as tf\nimport numpy as np\ndef floatx(): ...\ndef sum(x): ...\n",
    "keras/layers/__init__.py": "from .core import *\nfrom .. import backend as K\n",
    "keras/layers/core.py": "class Dense:\n    def __init__(self, units, weights=None): ...\n",
    "keras/preprocessing/__init__.py": "",
    "keras/preprocessing/image.py": "def load_img(path): ...\n",
    "keras/initializers/__init__.py": "_ALL = {}\nglobals().update(_ALL)\n",
    "keras/initializers/ones.py": "class Ones: ...\n",
    "keras/api/_v2/keras/initializers/__init__.py": "from keras.initializers.ones import Ones as Ones\n",
    "keras/engine/__init__.py": "",
    "keras/engine/topology.py": "class Layer: ...\n",
}


def test_names_of_keras_3(tmp_path: Path) -> None:
    facts = read(tmp_path, KERAS_3, "3.1", KERAS)
    assert {name for name in facts.names if not name.startswith(KERAS.twin)} == {
        "Model", "backend", "backend.floatx", "layers", "layers.Dense", "layers.Dropout", "saving",
        "saving.load_model",
    }  # fmt: skip
    assert {name.removeprefix(KERAS.twin) for name in facts.names if name.startswith(KERAS.twin)} == {
        "Model", "backend", "backend.floatx", "backend.sum", "layers", "layers.Dense", "saving",
        "saving.load_model",
    }  # fmt: skip
    assert facts.names["layers.Dense"].object == "keras.src.layers.core.Dense"
    assert "src.layers.core" in facts.modules
    assert "src.backend.backend_test" in facts.modules
    assert set(facts.internals) == {"src", "src.backend", "src.legacy", "src.layers", "src.layers.core"}


def test_names_of_hand_written_versions(tmp_path: Path) -> None:
    facts = read(tmp_path, KERAS_2, "2.3", KERAS)
    assert set(facts.names) == {
        "Model", "backend", "backend.floatx", "backend.sum", "backend.tf", "engine", "initializers",
        "initializers.Ones", "layers", "layers.Dense",
        "layers.K", "layers.core", "preprocessing", "preprocessing.image", "preprocessing.image.load_img",
    }  # fmt: skip
    assert facts.names["layers.Dense"].signature == "(units, weights=None)"
    assert set(facts.internals) == {"layers.core", "engine", "engine.topology", "initializers", "initializers.ones"}
    assert facts.internals["initializers"].is_open


def releases(tmp_path: Path) -> list[Release]:
    return [release(tmp_path, "2.3", KERAS_2), release(tmp_path, "3.0", KERAS_3), release(tmp_path, "3.1", KERAS_3)]


def release(tmp_path: Path, version: str, files: dict[str, str]) -> Release:
    metadata = f"Metadata-Version: 2.1\nName: keras\nVersion: {version}.1\nRequires-Python: >=3.9\n\nText.\n"
    path = make_wheel(tmp_path / f"keras-{version}.whl", {**files, f"keras-{version}.1.dist-info/METADATA": metadata})
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Release(version, f"{version}.1", "3.11", "any", (Wheel("keras", "keras", version, path.name, digest),))


def rows(text: str) -> list[str]:
    return [line for line in text.splitlines() if not line.startswith("#")]


def test_tf_keras_has_rows_only_where_it_differs(tmp_path: Path) -> None:
    tables = build_tables(KERAS, releases(tmp_path), tmp_path, tmp_path)
    assert [row for row in rows(tables["facts.tsv"]) if row.startswith(KERAS.twin)] == [
        "_tf_keras.keras.backend.sum\tf\t3.0-3.1\tkeras.src.legacy.sum\t-",
        "_tf_keras.keras.layers.Dropout\t-\t-\t-\t-",
        "_tf_keras.keras.saving\tm\t3.0-3.1\tkeras._tf_keras.keras.saving\timport-only",
    ]
    assert "backend.sum\tf\t2.3\tkeras.backend.sum\t-" in rows(tables["facts.tsv"])
    assert "layers.Dense\t2.3:(units, weights=None)\t3.0:(units)" in rows(tables["signatures.tsv"])
    assert "initializers.*\t2.3" in rows(tables["internals.tsv"])
    assert "engine.topology\t2.3" in rows(tables["modules.tsv"])
    assert "objects.tsv" not in tables
    assert rows(tables["releases.tsv"]) == [f"{version}\t{version}.1\t>=3.9\t-" for version in ("2.3", "3.0", "3.1")]
    assert all("tools/build_facts.py --package keras" in text for text in tables.values())


def test_the_tables_are_the_same_with_releases_taken_from_them(tmp_path: Path) -> None:
    pins = releases(tmp_path)
    tables = build_tables(KERAS, pins, tmp_path, tmp_path)
    write_tables(tables, tmp_path)
    for only in (["3.1"], ["2.3", "3.1"]):
        assert build_tables(KERAS, pins, tmp_path, tmp_path, only) == tables


def test_requirements(tmp_path: Path) -> None:
    def requirements(*lines: str) -> Requirements:
        text = "\n".join(["Metadata-Version: 2.1", *lines, "", "Requires-Dist: keras>=9", ""])
        return read_requirements("1.0", make_wheel(tmp_path / "x.whl", {"x-1.0.dist-info/METADATA": text}))

    assert requirements() == Requirements("1.0", NOTHING, NOTHING)
    found = requirements(
        "Requires-Python: >=3.9", "Requires-Dist: keras-preprocessing (>=1.1.1)", "Requires-Dist: h5py"
    )
    assert found == Requirements("1.0", ">=3.9", NOTHING)
    assert requirements("Requires-Dist: keras (<2.11,>=2.10.0)").keras == "keras<2.11,>=2.10.0"
    assert requirements("Requires-Dist: keras >=3.0.0").keras == "keras>=3.0.0"
    assert requirements("Requires-Dist: keras-nightly (~=2.5.0.dev)").keras == "keras-nightly~=2.5.0.dev"
    assert requirements("Requires-Dist: keras>=3; extra == 'x'").keras == NOTHING
