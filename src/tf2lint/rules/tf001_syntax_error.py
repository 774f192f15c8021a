"""A file that Python cannot parse.

What it does:
    Reports a file that the running Python version cannot parse, at the position
    of the syntax error.

Why it matters:
    Nothing in the file is checked, so the absence of other findings means
    nothing. In a notebook, only the cells that cannot be parsed are skipped. In
    flake8 and pylint, the host reports the syntax error itself (E999, E0001).

Example:
    ```python
    import tensorflow as tf

    print("loss"
    ```

Use instead:
    ```python
    import tensorflow as tf

    print("loss")
    ```

How sure it is:
    Certain: Python refuses the file. A file that mentions neither TensorFlow nor
    one of the other libraries that tf2lint knows is not reported, because
    nothing in it can concern you here.

References:
    - https://docs.python.org/3/tutorial/errors.html#syntax-errors
"""

from __future__ import annotations

from tf2lint.linting import Rule
from tf2lint.model import Severity

rule = Rule(__name__, Severity.ERROR)


def message(error: str, part: str) -> str:
    """Returns the message of the finding.

    Args:
        error: the parser's error message.
        part: what cannot be parsed: "file" or "cell".
    """
    return f"the {part} cannot be parsed, so nothing in it was checked: {error}"
