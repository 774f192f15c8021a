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

    config = tf.estimator.RunConfig(model_dir="model")
    ```

Use instead:
    ```python
    import tensorflow as tf

    callback = tf.keras.callbacks.ModelCheckpoint("model.keras")
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
