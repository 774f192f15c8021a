"""The value of a dimension.

What it does:
    Reports `.value` of an item of a shape, `x.shape[0].value`, and its methods
    such as `merge_with`, also where the shape or the item went through a
    variable, a loop, or was taken apart.

Why it matters:
    The items of a tensor's shape were objects of the class tf.Dimension. They
    are ints now, or None, and have neither attribute nor methods of it.

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
    Very: whatever has an attribute `shape` with items that have a `value` is
    taken for a tensor, and nothing else is known that is so. A file that
    mentions `Dimension` is left alone, because it may ask which of both it has,
    and a program that calls `disable_v2_behavior()`, which brings them back.
    A shape from a list (`x.shape.as_list()`), or one that another function
    gave, is not followed.

References:
    - https://www.tensorflow.org/guide/migrate/tf1_vs_tf2
"""

from __future__ import annotations

from tf2lint.linting import Rule, gone
from tf2lint.model import Severity

rule = Rule(__name__, Severity.ERROR)

rule.on_names(
    "Dimension().assert_is_compatible_with", "Dimension().is_compatible_with", "Dimension().merge_with",
    "Dimension().value",
)(gone)  # fmt: skip
