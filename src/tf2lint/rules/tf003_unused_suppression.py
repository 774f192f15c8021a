"""A comment that accepts findings where there are none.

What it does:
    Reports `# noqa: TF101` and `# tf2lint: ignore[TF101]` where nothing of that
    code is found, and `# tf2lint: ignore` where nothing is found at all. A bare
    `# noqa` may be meant for another linter and is left alone, as is a code
    whose rule is off.

Why it matters:
    What was accepted once has been migrated. The comment that is left would
    hide the next finding in that line. Only the command `tf2lint` knows what
    became of comments: flake8 and pylint read them themselves.

Example:
    ```python
    import tensorflow as tf

    loss = tf.math.log(1.0)  # noqa: TF101
    ```

Use instead:
    ```python
    import tensorflow as tf

    loss = tf.math.log(1.0)
    ```

References:
    - https://flake8.pycqa.org/en/latest/user/violations.html
"""

from __future__ import annotations

from tf2lint.linting import Rule
from tf2lint.model import Severity

rule = Rule(__name__, Severity.INFO, default=False)


def message(selectors: list[str]) -> str:
    """The message of the finding.

    Args:
        selectors: those of the comment that accept nothing; none if it accepts any finding.
    """
    if not selectors:
        return "this comment accepts findings, and there are none; remove it"
    accepted = ", ".join(selectors)
    return f"this comment accepts {accepted}, and nothing of {'these' if len(selectors) > 1 else 'it'} is found here"
