"""A saver that saves variables by name.

What it does:
    Reports `tf.train.Saver`, its methods, and functions for its checkpoints.

Why it matters:
    `tf.train.Saver` saves the variables of a graph under their global names.
    `tf.train.Checkpoint` saves objects and everything they own. It can read the
    old files if the variables have their old names, but not into variables of
    Keras 3: `v.assign(tf.train.load_checkpoint(path).get_tensor(v.path))` does
    that.

Example:
    ```python
    import tensorflow as tf

    weight = tf.Variable(1.0)
    saver = tf.train.Saver()
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        path = saver.save(session, "./model.ckpt")
        session.run(weight.assign(2.0))
        saver.restore(session, path)
        print(session.run(weight))
    ```

Use instead:
    ```python
    import tensorflow as tf

    weight = tf.Variable(1.0)
    checkpoint = tf.train.Checkpoint(weight=weight)
    path = checkpoint.write("model.ckpt")
    weight.assign(2.0)
    checkpoint.read(path)
    print(weight.numpy())
    ```

References:
    - https://www.tensorflow.org/guide/migrate/checkpoint_saver
    - https://www.tensorflow.org/guide/migrate/migrating_checkpoints
"""

from __future__ import annotations

from tf2lint.linting import Coverage, Relation, Rule, removed_name_problem
from tf2lint.model import Severity

rule = Rule(__name__, Severity.ERROR, covers=(Coverage(Relation.ARGUMENTS, ("TF403",)),))

rule.on_names(
    "train.Saver",
    "train.Saver().save",
    "train.Saver().restore",
    "train.Saver().export_meta_graph",
    "train.Saver().last_checkpoints",
    "train.Saver().recover_last_checkpoints",
    "train.import_meta_graph().export_meta_graph",
    "train.import_meta_graph().restore",
    "train.import_meta_graph().save",
    "train.init_from_checkpoint",
    "train.warm_start",
    "train.checkpoint_exists",
    "train.get_checkpoint_mtimes",
    "train.remove_checkpoint",
    "train.update_checkpoint_state",
    "train.generate_checkpoint_state_proto",
    "train.NewCheckpointReader",
)(removed_name_problem)
