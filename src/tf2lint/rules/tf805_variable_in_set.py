"""Variables in a set, as keys, or looked up.

What it does:
    Reports sets of the variables in a list such as `tf.global_variables()`,
    dictionaries that have them as keys, and `in` with them: on the list itself,
    and on each variable in a loop or comprehension over it.

Why it matters:
    In TensorFlow 2 `==` compares the values of variables and tensors, element
    by element. So they have no hash, and a set or dictionary raises a
    TypeError; `in` goes by values: it raises a ValueError, or finds another
    variable with the same values.

Example:
    ```python
    import tensorflow as tf

    before = set(tf.global_variables())
    ```

Use instead:
    ```python
    import tensorflow as tf

    model = tf.keras.Sequential([tf.keras.Input([8]), tf.keras.layers.Dense(1)])
    before = {id(variable) for variable in model.variables}
    ```

How sure it is:
    Very, as far as it sees: the lists of variables that TensorFlow 1 kept, also
    through names and functions. Variables and tensors that come from elsewhere
    are not followed into sets, and `==` is not reported, as nothing tells which
    of both meanings it was written for. A dictionary with placeholders as keys
    feeds a session, which is reported itself.

References:
    - https://www.tensorflow.org/guide/migrate/tf1_vs_tf2
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.linting import Iteration, Problem, Rule
from tf2lint.model import Severity
from tf2lint.table import LISTS

if TYPE_CHECKING:
    from collections.abc import Iterator

rule = Rule(__name__, Severity.ERROR)
#: Lists of anything; what is in one is told by its key.
_MIXED: Final = ("get_collection", "get_collection_ref")
_UNHASHABLE = "variables have no hash in TF2, so they can't be in a set or key a dictionary; use id(variable)"
_LOOKED_UP = "`in` compares the values of variables in TF2; use any(variable is one for one in variables)"


@rule.on_iteration
def check(iteration: Iteration) -> Problem | None:
    """Judges one loop, comprehension, set or comparison; of several places in it, the first is reported."""
    entry, node = iteration.callee.lookup.entry, iteration.node
    if entry.exists or entry.name not in LISTS or entry.name in _MIXED:
        return None
    if isinstance(node, ast.Call):
        is_set = isinstance(node.func, ast.Name) and node.func.id in ("set", "frozenset")
        return Problem(_UNHASHABLE) if is_set else None
    if isinstance(node, ast.Compare):
        return Problem(_LOOKED_UP)
    return next(_of_variable(_target(node), node), None)


def _target(node: ast.AST) -> str:
    """The name that a loop or comprehension gives to each variable."""
    targets = [one.target for one in ast.walk(node) if isinstance(one, ast.For | ast.comprehension)]
    return targets[0].id if targets and isinstance(targets[0], ast.Name) else ""


def _of_variable(name: str, around: ast.AST) -> Iterator[Problem]:
    """What there is to say of a variable in a loop or comprehension."""
    for node in ast.walk(around):
        match node:
            case ast.SetComp(elt=ast.Name(id=found)) | ast.DictComp(key=ast.Name(id=found)) if found == name:
                yield Problem(_UNHASHABLE, node=node)
            case ast.Subscript(slice=ast.Name(id=found), ctx=ast.Store()) if found == name:
                yield Problem(_UNHASHABLE, node=node)
            case ast.Compare(left=ast.Name(id=found), ops=[ast.In() | ast.NotIn()]) if found == name:
                yield Problem(_LOOKED_UP, node=node)
