"""A SavedModel API that needs a session.

What it does:
    Reports `tf.saved_model.builder`, `tf.saved_model.loader`,
    `tf.saved_model.simple_save`, and the functions that describe signatures.

Why it matters:
    These functions save and load the graph and the variables of a session.
    `tf.saved_model.save` saves an object with its variables and functions, and
    its signatures are `tf.function` functions.

Example:
    ```python
    import tensorflow as tf

    weight = tf.Variable(1.0)
    builder = tf.saved_model.builder.SavedModelBuilder("model")
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        builder.add_meta_graph_and_variables(session, ["serve"])
    builder.save()
    print(tf.saved_model.contains_saved_model("model"))
    ```

Use instead:
    ```python
    import tensorflow as tf

    module = tf.Module()
    module.weight = tf.Variable(1.0)
    tf.saved_model.save(module, "model")
    print(tf.saved_model.contains_saved_model("model"))
    ```

References:
    - https://www.tensorflow.org/guide/migrate/saved_model
"""

from __future__ import annotations

from tf2lint.linting import Rule, removed_name_problem
from tf2lint.model import Severity

rule = Rule(__name__, Severity.ERROR)

rule.on_names(
    "saved_model.Builder",
    "saved_model.builder.*",
    "saved_model.loader.*",
    "saved_model.main_op.*",
    "saved_model.signature_def_utils.*",
    "saved_model.utils.*",
    "saved_model.simple_save",
    "saved_model.build_signature_def",
    "saved_model.build_tensor_info",
    "saved_model.classification_signature_def",
    "saved_model.predict_signature_def",
    "saved_model.regression_signature_def",
    "saved_model.get_tensor_from_tensor_info",
    "saved_model.is_valid_signature",
    "saved_model.main_op_with_restore",
    "saved_model.maybe_saved_model_directory",
)(removed_name_problem)
