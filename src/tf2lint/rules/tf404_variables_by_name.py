"""Variables that are selected by their names.

What it does:
    Reports comprehensions, loops, and `filter` calls that go through a list
    such as `tf.trainable_variables()` and choose variables by their names. A
    list made from it counts as well: a sum, a slice, a part of it, or the list
    in another order.

Why it matters:
    Such code separates the variables of one network from those of another,
    which works only because TensorFlow 1 scopes are part of the names. In
    TensorFlow 2, each model has its own variables; names are not unique and do
    not identify the owner.

Example:
    ```python
    import tensorflow as tf

    with tf.variable_scope("generator"):
        fake = tf.layers.dense(tf.zeros([1, 8]), 4)
    with tf.variable_scope("discriminator"):
        score = tf.layers.dense(fake, 1)
    trained = [v for v in tf.trainable_variables() if v.name.startswith("generator")]
    count = len(trained)
    ```

Use instead:
    ```python
    import tensorflow as tf

    generator = tf.keras.Sequential([tf.keras.layers.Dense(4)])
    discriminator = tf.keras.Sequential([tf.keras.layers.Dense(1)])
    fake = generator(tf.zeros([1, 8]))
    score = discriminator(fake)
    count = len(generator.trainable_variables)
    ```

References:
    - https://www.tensorflow.org/guide/migrate/tf1_vs_tf2#no_more_globals
    - https://www.tensorflow.org/guide/migrate/model_mapping#guidance_on_variable_names
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tf2lint.linting import Iteration, Problem, Rule
from tf2lint.model import Severity
from tf2lint.source import dotted
from tf2lint.table import VARIABLE_LISTS

if TYPE_CHECKING:
    from collections.abc import Iterator

rule = Rule(__name__, Severity.ERROR)


@rule.on_iteration
def check(iteration: Iteration) -> Problem | None:
    """Checks one loop, comprehension, or `filter` call."""
    if iteration.callee.lookup.entry.name not in VARIABLE_LISTS or iteration.callee.lookup.entry.exists:
        return None
    variables = _names_of_elements(iteration.node)
    tests = list(_tests(iteration.node, variables))
    if not any(_is_name_of(variables, node) for test in tests for node in ast.walk(test)):
        return None
    texts = [text for test in tests for node in ast.walk(test) if (text := _text(node))]
    criterion = f" with {' and '.join(map(repr, texts))} in their names" if texts else " by their names"
    if texts and not all(map(_only_includes, tests)):
        is_one = len(tests) == 1 or not isinstance(iteration.node, ast.For | ast.AsyncFor)
        criterion = f" by the condition `{' and '.join(map(ast.unparse, tests))}`" if is_one else " by their names"
    owner = "the model that makes them" if texts else "each model"
    names = tuple(_iterated_names(iteration.node))
    return Problem(f"this chooses variables{criterion}; use .trainable_variables of {owner}", covers=names)


def _only_includes(test: ast.expr) -> bool:
    """Returns whether a condition asks for all texts in it: nothing in it is negated, and none is one of several."""
    return not any(isinstance(node, ast.Not | ast.NotIn | ast.NotEq | ast.Or | ast.IfExp) for node in ast.walk(test))


def _iterated_names(node: ast.AST) -> Iterator[ast.AST]:
    """Yields the names in what an iteration goes through."""
    sources: list[ast.expr] = []
    if isinstance(node, ast.For | ast.AsyncFor):
        sources = [node.iter]
    elif isinstance(node, ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp):
        sources = [generator.iter for generator in node.generators]
    elif isinstance(node, ast.Call):
        sources = node.args[1:]
    return (inner for source in sources for inner in ast.walk(source) if isinstance(inner, ast.Name | ast.Attribute))


def _tests(node: ast.AST, variables: set[str]) -> Iterator[ast.expr]:
    """Yields the conditions that select elements of the list: what they decide is done with an element, or to it."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.comprehension):
            yield from inner.ifs
        elif isinstance(inner, ast.IfExp) or (isinstance(inner, ast.If) and _selects(inner, variables)):
            yield inner.test
    if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Lambda):
        yield node.args[0].body  # of `filter`; a lambda elsewhere, such as the key of `sorted`, selects nothing


def _selects(statement: ast.If, variables: set[str]) -> bool:
    """Returns whether a branch of a statement uses an element of the list, or ends its turn in the loop."""
    parts = (node for branch in (statement.body, statement.orelse) for part in branch for node in ast.walk(part))
    return any(
        node.id in variables if isinstance(node, ast.Name) else isinstance(node, ast.Continue | ast.Break)
        for node in parts
    )


def _names_of_elements(node: ast.AST) -> set[str]:
    """Returns the names by which the iteration refers to an element of the list."""
    target: ast.AST | None = None
    if isinstance(node, ast.For | ast.AsyncFor):
        target = node.target
    elif isinstance(node, ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp):
        target = node.generators[0].target
    elif isinstance(node, ast.Call) and node.args:
        target = node.args[0].args if isinstance(node.args[0], ast.Lambda) else None
    names = (inner for inner in ast.walk(target) if isinstance(inner, ast.Name | ast.arg)) if target is not None else ()
    return {inner.id if isinstance(inner, ast.Name) else inner.arg for inner in names}


def _is_name_of(variables: set[str], node: ast.AST) -> bool:
    """Returns whether an expression is the name of one of the variables: `v.name`, `v.op.name`."""
    if not isinstance(node, ast.Attribute) or node.attr != "name":
        return False
    return dotted(node).partition(".")[0] in variables


def _text(node: ast.AST) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
