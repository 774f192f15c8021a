"""A file that Python's parser refuses.

What it does:
    Reports a file that the running Python cannot parse, where it stops.

Why it matters:
    Nothing else in the file is checked, so its silence would mean nothing.
    Old TensorFlow programs are often written for Python 2, which no TensorFlow
    after 2.0 runs on: `2to3` or `futurize` does that part of the migration.
    In flake8 and pylint this finding is the host's own (E999, E0001).

Example:
    ```python
    import tensorflow as tf

    print "loss"
    ```

Use instead:
    ```python
    import tensorflow as tf

    print("loss")
    ```

References:
    - https://docs.python.org/3/howto/pyporting.html
"""

from __future__ import annotations

from tf2lint.model import Severity
from tf2lint.registry import Rule

rule = Rule(__name__, Severity.ERROR)


def message(error: str) -> str:
    """The message of the finding.

    Args:
        error: what the parser says.
    """
    return f"the file cannot be parsed, so nothing in it was checked: {error}"
