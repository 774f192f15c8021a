"""A file whose check takes too much time or memory.

What it does:
    Reports a file whose check was stopped at the time limit: 60 seconds, unless
    `--time-limit` or the configuration sets another value (in flake8 and
    pylint, `tf-time-limit`). It also reports a file, or a notebook's code, of
    more than 1,000,000 words and signs, where a string counts as one: its
    syntax tree would take about a gigabyte.

Why it matters:
    Nothing in the file is checked, so the absence of other findings means
    nothing. Other files are not affected. Such a file is rarely written by
    hand: exclude it (`extend-exclude`), move its data elsewhere, or raise the
    time limit. The command reads no comments if the check is stopped, so none
    in the file can suppress this finding.

Example:
    ```python
    import tensorflow as tf

    TABLE = [0.1, 0.2, 0.3]  # and a million more
    total = tf.reduce_sum(TABLE)
    ```

Use instead:
    ```python
    import numpy as np
    import tensorflow as tf

    np.save("table.npy", [0.1, 0.2, 0.3])  # once, by a script
    total = tf.reduce_sum(np.load("table.npy").astype("float32"))
    ```

How sure it is:
    The limit is in seconds, so a slow machine may report a file that a fast one
    does not.

References:
    - https://docs.python.org/3/library/signal.html#signal.setitimer
"""

from __future__ import annotations

from tf2lint.linting import Rule
from tf2lint.model import Severity

rule = Rule(__name__, Severity.ERROR)


def too_large_message(reason: str) -> str:
    """Returns the message about a file that is too large.

    Args:
        reason: why it is, such as `it has more than 9 words`.
    """
    return f"the file is too large: {reason}, so nothing in it was checked"


def message(seconds: float) -> str:
    """Returns the message of the finding.

    Args:
        seconds: the time limit, in seconds.
    """
    unit = "second" if seconds == 1 else "seconds"
    return f"the check took more than {seconds:g} {unit} and was given up, so nothing in the file was checked"
