"""A suppression comment that suppresses nothing.

What it does:
    Reports `# noqa: TF101` and `# tf2lint: ignore[TF101]` on lines without a
    TF101 finding, and `# tf2lint: ignore` on lines without any finding. A bare
    `# noqa` may be meant for another linter and is not reported, nor is a code
    whose rule is off. A comment with a code that the finding had in an earlier
    version still suppresses it; the rule reports which code to write.

Why it matters:
    The suppressed code has since been migrated, and the leftover comment would
    hide the next finding on that line. Only the `tf2lint` command reports this:
    flake8 and pylint process suppression comments themselves.

Example:
    ```python
    import tensorflow as tf

    print(tf.constant([1, 2]).shape)  # noqa: TF101
    ```

Use instead:
    ```python
    import tensorflow as tf

    print(tf.constant([1, 2]).shape)
    ```

How sure it is:
    Certain for the rules that are on. If a rule is off, comments with its code
    are not reported.

References:
    - https://flake8.pycqa.org/en/latest/user/violations.html
"""

from __future__ import annotations

from tf2lint.linting import Rule
from tf2lint.model import Severity

rule = Rule(__name__, Severity.INFO, default=False)


def message(selectors: list[str]) -> str:
    """Returns the message of the finding.

    Args:
        selectors: the comment's selectors that suppress nothing; empty if the comment has no selectors.
    """
    if not selectors:
        return "this comment accepts findings, and there are none; remove it"
    accepted = ", ".join(selectors)
    return f"this comment accepts {accepted}, and nothing of {'these' if len(selectors) > 1 else 'it'} is found here"


def renamed_message(selector: str, codes: list[str]) -> str:
    """Returns the message of the finding for a comment that suppresses a finding by an outdated code.

    Args:
        selector: the comment's selector.
        codes: the codes that the suppressed findings have.
    """
    return f"what this comment accepts as {selector} is {' and '.join(codes)}; write {', '.join(codes)}"
