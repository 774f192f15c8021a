"""A graph that is searched by name, or saved or loaded as a meta graph.

What it does:
    Reports `get_tensor_by_name` and similar methods of the default graph or of
    a session's graph, and `tf.train.import_meta_graph` and
    `tf.train.export_meta_graph`.

Why it matters:
    In TensorFlow 2, tensors cannot be looked up by name. A SavedModel contains
    functions, and these have the inputs and outputs.

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

from tf2lint.linting import Coverage, Relation, Rule, removed_name_problem
from tf2lint.model import Severity

rule = Rule(__name__, Severity.ERROR, covers=(Coverage(Relation.RECEIVER, ("TF505",)),))

rule.on_names(
    "train.import_meta_graph",
    "train.export_meta_graph",
    "get_default_graph().get_tensor_by_name",
    "get_default_graph().get_operation_by_name",
    "get_default_graph().get_operations",
    "get_default_graph().as_graph_def",
    "get_default_graph().as_graph_element",
    "get_default_graph().get_name_scope",
)(removed_name_problem)
