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

    x = tf.placeholder(tf.float32, name="x")
    tf.multiply(x, 2.0, name="y")

    graph = tf.get_default_graph()
    with tf.Session() as session:
        y = graph.get_tensor_by_name("y:0")
        print(session.run(y, {"x:0": 3.0}))
    ```

Use instead:
    ```python
    import tensorflow as tf


    class Doubler(tf.Module):
        @tf.function(input_signature=[tf.TensorSpec([], tf.float32)])
        def double(self, x):
            return 2.0 * x


    tf.saved_model.save(Doubler(), "model")
    loaded = tf.saved_model.load("model")
    print(loaded.double(3.0).numpy())
    ```

References:
    - https://www.tensorflow.org/guide/migrate/tf1_vs_tf2#using_tffunctions
    - https://www.tensorflow.org/guide/migrate/saved_model
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
