"""Builds fake TensorFlow wheels, small enough to read, and reads their facts with the builder."""

from __future__ import annotations

import textwrap
import zipfile
from typing import TYPE_CHECKING

from facts.pins import Release
from facts.release import Fact, ReleaseFacts, read_release
from facts.subject import TENSORFLOW, Subject

if TYPE_CHECKING:
    from pathlib import Path

#: The root of a TensorFlow that imports `tf.x` from `tensorflow/python/ops.py`.
IMPORT_X = "from tensorflow.python.ops import x\n"


def make_wheel(path: Path, files: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, source in files.items():
            archive.writestr(name, textwrap.dedent(source))
    return path


def read(tmp_path: Path, files: dict[str, str], version: str = "2.9", subject: Subject = TENSORFLOW) -> ReleaseFacts:
    """Returns the facts of a fake release."""
    wheel = make_wheel(tmp_path / "tensorflow.whl", files)
    return read_release(Release(version, version, "3.11", "any", ()), [wheel], subject)


def fact(tmp_path: Path, source: str) -> Fact:
    """Returns the fact for `tf.x`, where `source` is the module that defines it."""
    return read(tmp_path, {"tensorflow/__init__.py": IMPORT_X, "tensorflow/python/ops.py": source}).names["x"]
