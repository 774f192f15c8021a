"""An Estimator or a session hook.

What it does:
    Reports `tf.estimator`, which TensorFlow 2.16 removed, and the hooks in
    `tf.train`.

Why it matters:
    Keras models and callbacks replace Estimators and hooks. From
    TensorFlow 2.16 on, Estimators are not available under any name.

Example:
    ```python
    import tensorflow as tf


    def model_fn(features, labels, mode):
        outputs = tf.layers.dense(features, 1, kernel_initializer=tf.ones_initializer())
        loss = tf.losses.mean_squared_error(labels, outputs)
        train = tf.train.GradientDescentOptimizer(0.25).minimize(loss, tf.train.get_global_step())
        return tf.estimator.EstimatorSpec(mode, loss=loss, train_op=train)


    def examples():
        return tf.data.Dataset.from_tensors(([[2.0]], [[3.0]])).repeat(2)


    estimator = tf.estimator.Estimator(model_fn)
    estimator.train(examples)
    print(round(float(estimator.evaluate(examples)["loss"]), 3))
    ```

Use instead:
    ```python
    import tensorflow as tf

    model = tf.keras.Sequential([tf.keras.Input([1]), tf.keras.layers.Dense(1, kernel_initializer="ones")])
    model.compile(tf.keras.optimizers.SGD(0.25), "mse")
    examples = tf.data.Dataset.from_tensors(([[2.0]], [[3.0]])).repeat(2)

    model.fit(examples, verbose=0)
    print(round(model.evaluate(examples, verbose=0), 3))
    ```

References:
    - https://www.tensorflow.org/guide/migrate/migrating_estimator
"""

from __future__ import annotations

from tf2lint.linting import Rule, removed_name_problem
from tf2lint.model import Severity

rule = Rule(__name__, Severity.ERROR)

rule.on_names(
    "estimator",
    "estimator.*",
    "train.SessionRunHook",
    "train.SessionRunArgs",
    "train.SessionRunContext",
    "train.SessionRunValues",
    "train.CheckpointSaverHook",
    "train.CheckpointSaverListener",
    "train.FeedFnHook",
    "train.FinalOpsHook",
    "train.GlobalStepWaiterHook",
    "train.LoggingTensorHook",
    "train.NanTensorHook",
    "train.NanLossDuringTrainingError",
    "train.ProfilerHook",
    "train.SecondOrStepTimer",
    "train.StepCounterHook",
    "train.StopAtStepHook",
    "train.SummarySaverHook",
    "train.basic_train_loop",
)(removed_name_problem)
