"""A file that Python's parser refuses.

What it does:
    Reports a file that the running Python cannot parse, where it stops.

Why it matters:
    Nothing else in the file is checked, so its silence would mean nothing. Of a
    notebook only the cells that cannot be parsed are left out.
    In flake8 and pylint this finding is the host's own (E999, E0001).

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

References:
    - https://docs.python.org/3/tutorial/errors.html#syntax-errors
"""

from __future__ import annotations

from tf2lint.linting import Rule
from tf2lint.model import Severity

rule = Rule(__name__, Severity.ERROR)


def message(error: str, part: str) -> str:
    """The message of the finding.

    Args:
        error: what the parser says.
        part: what it could not parse, such as "file".
    """
    return f"the {part} cannot be parsed, so nothing in it was checked: {error}"
