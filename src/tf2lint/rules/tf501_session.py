"""A session.

What it does:
    Reports `tf.Session`, `tf.InteractiveSession`, the monitored and managed
    sessions of `tf.train`, and what goes with them.

Why it matters:
    TensorFlow 2 runs operations when they are called, so that there is
    nothing to open a session for. A function with `tf.function` on it is
    what a graph was.

Example:
    ```python
    import tensorflow as tf

    session = tf.Session()
    ```

Use instead:
    ```python
    import tensorflow as tf

    @tf.function
    def double(x):
        return 2 * x


    value = double(tf.constant(1.0)).numpy()
    ```

References:
    - https://www.tensorflow.org/guide/migrate
"""

from __future__ import annotations

from tf2lint.linting import Rule, gone
from tf2lint.model import Severity

rule = Rule(__name__, Severity.ERROR)

rule.on_names(
    "Session",
    "InteractiveSession",
    "get_default_session",
    "get_session_handle",
    "get_session_tensor",
    "delete_session_tensor",
    "train.MonitoredSession",
    "train.MonitoredTrainingSession",
    "train.SingularMonitoredSession",
    "train.Supervisor",
    "train.SessionManager",
    "train.SessionCreator",
    "train.ChiefSessionCreator",
    "train.WorkerSessionCreator",
    "train.Scaffold",
    "keras.backend.get_session",
    "keras.backend.set_session",
)(gone)
