"""The tool that counts the kinds of suggestions that real code gets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import suggestions

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

PROGRAM = """\
import tensorflow as tf

tf.log(1.0)
tf.layers.dense([[1.0]], 1)
tf.flags.DEFINE_string("name", "", "")
tf.Session()
tf.AttrValue()
tf.math.log(1.0)
"""


def test_every_removed_name_is_counted_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "program.py").write_text(PROGRAM, "utf-8")
    (tmp_path / "broken.py").write_text("import tensorflow as tf\ntf.log(\n", "utf-8")
    found = suggestions.count([str(tmp_path)], "2.21")
    assert found == {"native": 2, "package": 1, "advice": 1, "compat.v1": 1}
    assert "broken.py" in capsys.readouterr().err
