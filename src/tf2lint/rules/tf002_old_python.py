"""A file for a Python version that TensorFlow 2 no longer supports.

What it does:
    Reports a file with syntax that only Python 2, or only Python before 3.7,
    accepts, at the first such construct, unless the target version still
    supports that Python. The rest of the file is checked as usual.

Why it matters:
    TensorFlow 2.1 was the last version to support Python 2, so a Python 2 file
    needs two migrations, Python first. `2to3` (included with Python through
    3.12) and `futurize` do most of the work, and they do not change TensorFlow
    calls. Only the `tf2lint` command reads such files: flake8 and pylint report
    them as syntax errors (E999, E0001).

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

How sure it is:
    Certain: Python 3 refuses the construct that is shown.

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

#: For each Python version: the last TensorFlow version with a wheel for it, and the advice.
_LAST_TENSORFLOW: Final = {
    "Python 2": ("2.1", "convert the file with 2to3 first, its TensorFlow calls stay"),
    "Python 3.6": ("2.6", "choose another name"),
}


def message(construct: str, python: str, target: str) -> str | None:
    """Returns the message of the finding, or None if the target version still supports that Python.

    Args:
        construct: the first construct that newer Python versions reject.
        python: the newest Python that accepts it, "Python 2" or "Python 3.6".
        target: the target version.
    """
    last, remedy = _LAST_TENSORFLOW[python]
    if version_key(target) <= version_key(last):
        return None
    return f"the file is for {python} ({construct}), which no TensorFlow after {last} runs on; {remedy}"
