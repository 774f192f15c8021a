"""Variables chosen by their names.

What it does:
    Reports comprehensions, loops and `filter` that go through a list such as
    `tf.trainable_variables()` and look at the variables' names.

Why it matters:
    This tells the variables of one network from those of another, and only the
    scopes of TensorFlow 1 made the names say so. In TensorFlow 2 each model has
    its own variables; names are not unique, and say nothing of who owns them.

Example:
    ```python
    import tensorflow as tf

    variables = [v for v in tf.trainable_variables() if v.name.startswith("generator")]
    ```

Use instead:
    ```python
    import tensorflow as tf

    generator = tf.keras.Sequential([tf.keras.layers.Dense(1)])
    generator(tf.ones([1, 8]))
    variables = generator.trainable_variables
    ```

References:
    - https://www.tensorflow.org/guide/migrate/model_mapping
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tf2lint.linting import Iteration, Problem, Rule
from tf2lint.model import Severity
from tf2lint.table import LISTS

if TYPE_CHECKING:
    from collections.abc import Iterator

rule = Rule(__name__, Severity.ERROR)


@rule.on_iteration
def check(iteration: Iteration) -> Problem | None:
    """Judges one loop, comprehension or filter."""
    if iteration.callee.lookup.entry.name not in LISTS or iteration.callee.lookup.entry.exists:
        return None
    tests = list(_tests(iteration.node))
    if not any(_is_name(node) for test in tests for node in ast.walk(test)):
        return None
    texts = [text for test in tests for node in ast.walk(test) if (text := _text(node))]
    of = f" with {' and '.join(map(repr, texts))} in their names" if texts else " by their names"
    owner = "the model that makes them" if texts else "each model"
    return Problem(f"this chooses variables{of}; use .trainable_variables of {owner}")


def _tests(node: ast.AST) -> Iterator[ast.expr]:
    """The conditions on which something goes into the result."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.comprehension):
            yield from inner.ifs
        elif isinstance(inner, ast.If | ast.IfExp):
            yield inner.test
        elif isinstance(inner, ast.Lambda):
            yield inner.body


def _is_name(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "name"


def _text(node: ast.AST) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
