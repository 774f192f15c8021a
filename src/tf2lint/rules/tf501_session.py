"""A TensorFlow 1 session.

What it does:
    Reports `tf.Session`, `tf.InteractiveSession`, the monitored and managed
    sessions in `tf.train`, and related functions such as
    `tf.get_default_session` and `tf.keras.backend.get_session`.

Why it matters:
    TensorFlow 2 runs operations when they are called, so there is no session to
    open. If you need a graph, decorate a function with `tf.function`.

Example:
    ```python
    import tensorflow as tf

    total = tf.add(1, 2)
    session = tf.Session()
    print(session.run(total))
    session.close()
    ```

Use instead:
    ```python
    import tensorflow as tf

    total = tf.add(1, 2)
    print(total.numpy())
    ```

References:
    - https://www.tensorflow.org/guide/migrate/tf1_vs_tf2#functions_not_sessions
    - https://www.tensorflow.org/api_docs/python/tf/compat/v1/Session
"""

from __future__ import annotations

from tf2lint.linting import Rule, removed_name_problem
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
)(removed_name_problem)
