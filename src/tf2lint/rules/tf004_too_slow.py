"""A file whose check takes too long.

What it does:
    Reports a file whose check was given up after the time limit: 60 seconds,
    unless `--time-limit` or the configuration says otherwise.

Why it matters:
    Nothing in the file was checked, so its silence would mean nothing. The
    other files are. Such a file is hardly ever written by hand: leave it out
    (`extend-exclude`), keep its data elsewhere, or give it more time. No comment
    in it accepts this finding, as nothing of the file is read for it.
    Only the command `tf2lint` has a time limit, and none on Windows: flake8 and
    pylint have none.

Example:
    ```python
    import tensorflow as tf

    TABLE = [tf.constant(0.1), tf.constant(0.2)]  # and a million more
    ```

Use instead:
    ```python
    import tensorflow as tf

    TABLE = tf.linspace(0.1, 100_000.0, 1_000_000)
    ```

References:
    - https://docs.python.org/3/library/signal.html#signal.setitimer
"""

from __future__ import annotations

from tf2lint.linting import Rule
from tf2lint.model import Severity

rule = Rule(__name__, Severity.ERROR)


def message(seconds: float) -> str:
    """The message of the finding.

    Args:
        seconds: the time limit.
    """
    unit = "second" if seconds == 1 else "seconds"
    return f"the check took more than {seconds:g} {unit} and was given up, so nothing in the file was checked"
