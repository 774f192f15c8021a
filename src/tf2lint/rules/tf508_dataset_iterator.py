"""An iterator of a dataset that a session would run.

What it does:
    Reports `make_one_shot_iterator`, `make_initializable_iterator` and what
    else only the datasets of TensorFlow 1 have, on what is known to be a
    dataset, and the functions that do the same.

Why it matters:
    A dataset of TensorFlow 2 is iterated over like a list, and tells its
    element types by `element_spec`.

Example:
    ```python
    import tensorflow as tf

    iterator = tf.data.Dataset.range(3).make_one_shot_iterator()
    ```

Use instead:
    ```python
    import tensorflow as tf

    for number in tf.data.Dataset.range(3):
        print(number.numpy())
    ```

References:
    - https://www.tensorflow.org/guide/data
"""

from __future__ import annotations

from tf2lint.linting import Rule, gone
from tf2lint.model import Severity

rule = Rule(__name__, Severity.ERROR)

rule.on_names(
    "data.make_one_shot_iterator",
    "data.make_initializable_iterator",
    "data.get_output_types",
    "data.get_output_shapes",
    "data.get_output_classes",
    "data.Dataset().make_one_shot_iterator",
    "data.Dataset().make_initializable_iterator",
    "data.Dataset().output_types",
    "data.Dataset().output_shapes",
    "data.Dataset().output_classes",
    "data.Dataset().filter_with_legacy_function",
    "data.Dataset().map_with_legacy_function",
    "data.Iterator().initializer",
    "data.Iterator().make_initializer",
    "data.Iterator().string_handle",
    "data.Iterator().output_types",
    "data.Iterator().output_shapes",
    "data.Iterator().output_classes",
)(gone)
