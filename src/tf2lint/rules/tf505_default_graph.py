"""A use of the default graph.

What it does:
    Reports `tf.get_default_graph`, `tf.reset_default_graph`, and the methods
    `as_default` and `finalize` of the default graph.

Why it matters:
    TensorFlow 2 has no default graph that operations are added to as they are
    created. `tf.function` builds a graph from a function, and only frozen
    graphs still need `tf.Graph`.

Example:
    ```python
    import tensorflow as tf

    tf.keras.layers.Dense(1)
    tf.reset_default_graph()
    name = tf.keras.layers.Dense(1).name
    ```

Use instead:
    ```python
    import tensorflow as tf

    tf.keras.layers.Dense(1)
    tf.keras.backend.clear_session()
    name = tf.keras.layers.Dense(1).name
    ```

References:
    - https://www.tensorflow.org/api_docs/python/tf/compat/v1/reset_default_graph
    - https://www.tensorflow.org/guide/intro_to_graphs
"""

from __future__ import annotations

from tf2lint.linting import Rule, removed_name_problem
from tf2lint.model import Severity

rule = Rule(__name__, Severity.ERROR)

rule.on_names(
    "get_default_graph",
    "reset_default_graph",
    "get_default_graph().as_default",
    "get_default_graph().finalize",
)(removed_name_problem)
