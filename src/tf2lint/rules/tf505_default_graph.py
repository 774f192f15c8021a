"""The default graph.

What it does:
    Reports `tf.get_default_graph` and `tf.reset_default_graph`.

Why it matters:
    There is no graph that operations are added to as they are written.
    `tf.function` makes one from a function, and `tf.Graph` is there for
    frozen graphs only.

Example:
    ```python
    import tensorflow as tf

    tf.reset_default_graph()
    ```

Use instead:
    ```python
    import tensorflow as tf

    tf.keras.backend.clear_session()
    ```

References:
    - https://www.tensorflow.org/guide/migrate
"""

from __future__ import annotations

from tf2lint.linting import Rule, gone
from tf2lint.model import Severity

rule = Rule(__name__, Severity.ERROR)

rule.on_names(
    "get_default_graph",
    "reset_default_graph",
    "get_default_graph().as_default",
    "get_default_graph().finalize",
)(gone)
