"""A graph that is saved, loaded or searched by names.

What it does:
    Reports `get_tensor_by_name` and the like on the default graph or that
    of a session, `tf.import_graph_def`, and meta graphs.

Why it matters:
    Tensors of TensorFlow 2 have no names to be found by. A SavedModel has
    functions, and those have the inputs and outputs.

Example:
    ```python
    import tensorflow as tf

    saver = tf.train.import_meta_graph("model.meta")
    ```

Use instead:
    ```python
    import tensorflow as tf

    module = tf.Module()
    tf.saved_model.save(module, "/tmp/tf2lint_example")
    module = tf.saved_model.load("/tmp/tf2lint_example")
    ```

References:
    - https://www.tensorflow.org/guide/migrate
"""

from __future__ import annotations

from tf2lint.linting import Rule, gone
from tf2lint.model import Severity

rule = Rule(__name__, Severity.ERROR)

rule.on_names(
    "train.import_meta_graph",
    "train.export_meta_graph",
    "get_default_graph().get_tensor_by_name",
    "get_default_graph().get_operation_by_name",
    "get_default_graph().get_operations",
    "get_default_graph().as_graph_def",
    "get_default_graph().as_graph_element",
)(gone)
