"""Removed modules of the keras package: the findings about them, and the data file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tf2lint.engine import Engine
from tf2lint.model import Settings
from tf2lint.table.guidance import DataError
from tf2lint.table.keras_modules import KerasModules
from tf2lint.table.mapping_table import DATA, table_for

if TYPE_CHECKING:
    from pathlib import Path


def findings_of(line: str, target: str) -> list[tuple[str, str]]:
    findings = Engine(Settings(target=target)).check(f"{line}\n", "/nowhere/example.py").findings
    return [(finding.code, finding.message) for finding in findings]


@pytest.mark.parametrize(
    ("line", "advice"),
    [
        ("from keras.utils import np_utils", "use keras.utils"),
        ("from keras.utils.np_utils import to_categorical", "use keras.utils.to_categorical"),
        ("from keras.layers.core import Dense", "use keras.layers.Dense"),
        ("from keras.layers.normalization.batch_normalization import BatchNormalization", "use keras.layers.BatchN"),
        ("import keras.backend.tensorflow_backend as K", "use keras.backend"),
        ("from keras.engine.training import Model", "use keras.Model"),
    ],
)
def test_names_from_removed_modules_are_public_elsewhere(line: str, advice: str) -> None:
    ((code, message),) = findings_of(line, "2.21")
    assert code == "TF109"
    assert f"is gone in TF 2.21; {advice}" in message


def test_targets_that_still_have_the_modules_have_no_findings() -> None:
    assert findings_of("from keras.layers.core import Dense", "2.12") == []
    assert findings_of("from keras.utils import np_utils", "2.12") == []
    assert findings_of("from keras.layers.core import Dense", "2.13") != []


def test_public_modules_have_no_findings() -> None:
    assert findings_of("from keras.applications.vgg16 import VGG16\nimport keras.layers", "2.21") == []


def test_each_module_is_listed_once_with_a_version(tmp_path: Path) -> None:
    table = table_for("2.21")
    assert KerasModules(DATA / "keras_modules.txt", table).has("keras.layers.core")
    wrong = tmp_path / "modules.txt"
    for text in ("keras.layers.core\n", "keras.a | 2.5\nkeras.a | 2.6\n"):
        wrong.write_text(text, "utf-8")
        with pytest.raises(DataError, match=r"modules\.txt:[12]: expected"):
            KerasModules(wrong, table).has("keras.layers.core")
