"""A `tf.Dimension` member that is used on an element of a shape.

What it does:
    Reports `.value` on an element of a tensor's shape, as in
    `x.shape[0].value`, and methods of `tf.Dimension` such as `merge_with`.
    Shapes and their elements are followed through variables, loops, and
    unpacking.

Why it matters:
    In TensorFlow 1, the elements of a tensor's shape are `tf.Dimension`
    objects. In TensorFlow 2, they are `int` or `None`, which have none of these
    members.

Example:
    ```python
    import tensorflow as tf

    x = tf.ones([2, 3])
    rows = x.shape[0].value
    columns = x.get_shape()[1].value
    ```

Use instead:
    ```python
    import tensorflow as tf

    x = tf.ones([2, 3])
    rows, columns = x.shape
    ```

How sure it is:
    Very sure: any object that has a `shape` whose elements have a `value` is
    assumed to be a tensor, and no other kind of object like this is known. A
    file that uses `tf.Dimension` may handle both types, so it is not reported.
    Neither is a program that calls `disable_v2_behavior()`, which restores
    `tf.Dimension`. A shape that was converted to a list (`x.shape.as_list()`)
    or returned by another function is not followed.

References:
    - https://www.tensorflow.org/guide/migrate/tf1_vs_tf2#tensorshape_api_behavior_changes
"""

from __future__ import annotations

from tf2lint.linting import Rule, removed_name_problem
from tf2lint.model import Severity

rule = Rule(__name__, Severity.ERROR)

rule.on_names(
    "Dimension().assert_is_compatible_with", "Dimension().is_compatible_with", "Dimension().merge_with",
    "Dimension().value",
)(removed_name_problem)  # fmt: skip
