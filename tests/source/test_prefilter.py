from __future__ import annotations

import pytest

from tf2lint.source.prefilter import mentions_tensorflow


@pytest.mark.parametrize(
    "source",
    [
        "import tensorflow as tf",
        "from keras import layers",
        "from ops import *\ntf.log(1)",
        "from ops import tf",
        "from ops import (\n    conv,\n    tf,\n)",
        "import compat.tf as lib",
        "import compat\ncompat.tf.log(1)",
        "import ops; from ops import a, tf; tf.log(1)",
    ],
)
def test_sources_that_may_use_tensorflow(source: str) -> None:
    assert mentions_tensorflow(source)


@pytest.mark.parametrize(
    "source",
    ["", "tf", "import os\n# tf-8", "x = 'utf-8'", "import utf8\nutf.x", "from a import *\nself.tf8 = my_tf", "tf = 3"],
)  # fmt: skip
def test_sources_that_do_not_use_tensorflow(source: str) -> None:
    assert not mentions_tensorflow(source)
