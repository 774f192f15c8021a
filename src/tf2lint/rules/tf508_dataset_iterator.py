"""A dataset iterator that needs a session.

What it does:
    Reports `make_one_shot_iterator`, `make_initializable_iterator`, and other
    members that only TensorFlow 1 datasets and iterators have, on objects known
    to be datasets or iterators. Also reports the functions in `tf.data` that do
    the same.

Why it matters:
    In TensorFlow 2, you iterate over a dataset as you do over a list, and
    `element_spec` describes its elements.

Example:
    ```python
    import tensorflow as tf

    iterator = tf.data.Dataset.range(3).make_one_shot_iterator()
    number = iterator.get_next()
    with tf.Session() as session:
        for _ in range(3):
            print(session.run(number))
    ```

Use instead:
    ```python
    import tensorflow as tf

    for number in tf.data.Dataset.range(3):
        print(number.numpy())
    ```

References:
    - https://www.tensorflow.org/guide/data#basic_mechanics
    - https://www.tensorflow.org/api_docs/python/tf/compat/v1/data/make_one_shot_iterator
"""

from __future__ import annotations

from tf2lint.linting import Coverage, Relation, Rule, removed_name_problem
from tf2lint.model import Severity

rule = Rule(__name__, Severity.ERROR, covers=(Coverage(Relation.RUN, ("TF502",)),))

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
)(removed_name_problem)
