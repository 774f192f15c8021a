"""A file for a Python that TensorFlow 2 no longer runs on.

What it does:
    Reports a file that only Python 2 takes, or only a Python before 3.7, at the
    first thing that shows it, unless the target still runs on that Python. The
    rest of the file is checked all the same.

Why it matters:
    TensorFlow 2.1 was the last one for Python 2, so this file needs two
    migrations: Python first. `2to3` (a part of Python until 3.12) and
    `futurize` do most of it, and change no call of TensorFlow.
    Only the command `tf2lint` reads such files: in flake8 and pylint they are a
    syntax error of the host's own (E999, E0001).

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
    - https://github.com/tensorflow/tensorflow/releases/tag/v2.1.0
"""

from __future__ import annotations

from typing import Final

from tf2lint.linting import Rule
from tf2lint.model import Severity
from tf2lint.table import version_key

rule = Rule(__name__, Severity.ERROR)

#: The last TensorFlow that each Python could run, by the wheels that there are, and what to do.
_LAST: Final = {
    "Python 2": ("2.1", "convert the file with 2to3 first, its TensorFlow calls stay"),
    "Python 3.6": ("2.6", "choose another name"),
}


def message(construct: str, python: str, target: str) -> str | None:
    """The message of the finding; None if the target still runs on that Python.

    Args:
        construct: what shows it.
        python: the newest Python that takes it.
        target: the TensorFlow version to run on.
    """
    last, remedy = _LAST[python]
    if version_key(target) <= version_key(last):
        return None
    return f"the file is for {python} ({construct}), which no TensorFlow after {last} runs on; {remedy}"
