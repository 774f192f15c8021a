"""A tensor or variable in a set, as a dictionary key, or tested with `in`.

What it does:
    Reports tensors and variables that are put into a set, used as keys of a
    dictionary, or looked up in one, and sets and `in` tests of the variables in
    a list such as `tf.global_variables()`.

Why it matters:
    In TensorFlow 2, `==` compares variables and tensors element by element.
    They are no longer hashable, so a set or dictionary raises a `TypeError`,
    also in a `tf.function`. `in` on a list compares values: it raises a
    `ValueError`, or finds another variable with the same values.

Example:
    ```python
    import tensorflow as tf

    weight = tf.Variable(1.0)
    count = len(set(tf.global_variables()))
    ```

Use instead:
    ```python
    import tensorflow as tf

    weight = tf.Variable(1.0)
    count = len({weight.ref()})
    ```

How sure it is:
    Very sure, within its limits: it follows variables, the variable lists of
    TensorFlow 1, and tensors from functions that are known to return one, into
    dictionaries and sets that the program makes. Symbolic tensors of Keras and
    sparse tensors are still hashable. Programs that switch to TensorFlow 1
    behavior or build their own graphs are not reported, unless they use names
    that only TensorFlow 1 has, nor are files that call
    `tf.executing_eagerly()`.

    `==` is not reported, because the code does not show which of its two
    meanings is intended. A dictionary that feeds a session, as one with
    placeholders as keys does, is reported with the session.

References:
    - https://www.tensorflow.org/guide/migrate/tf1_vs_tf2#hashing_tensors_and_variables
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.linting import Iteration, LibraryCall, ObjectUse, Problem, Rule, feeds_session, runs_in_eager_mode
from tf2lint.model import Severity
from tf2lint.table import UNHASHABLE, VARIABLE_LISTS

if TYPE_CHECKING:
    from collections.abc import Iterator

rule = Rule(__name__, Severity.ERROR)
#: Functions that return lists of anything; what a list contains depends on its key.
_MIXED: Final = ("get_collection", "get_collection_ref")
_UNHASHABLE = "variables have no hash in TF2, so they can't be in a set or key a dictionary; use id(variable)"
_UNHASHABLE_TENSOR = (
    "tensors have no hash in TF2, so they can't be in a set or key a dictionary; use x.ref(), or for tf.case a list of "
    "pairs"
)
_VARIABLE: Final = "Variable"
_LOOKED_UP = "`in` compares the values of variables in TF2; use any(variable is one for one in variables)"


@rule.on_iteration
def check(iteration: Iteration) -> Problem | None:
    """Checks one loop, comprehension, set, or comparison, and reports only the first problem in it."""
    entry, node = iteration.callee.lookup.entry, iteration.node
    if entry.exists or entry.name not in VARIABLE_LISTS or entry.name in _MIXED:
        return None
    if isinstance(node, ast.Call):
        is_set = isinstance(node.func, ast.Name) and node.func.id in ("set", "frozenset")
        return Problem(_UNHASHABLE) if is_set else None
    if isinstance(node, ast.Compare):
        return Problem(_LOOKED_UP)
    return min(_variable_problems(_target(node), node), key=_position, default=None)


@rule.on_hash
def check_hashed(hashed: ObjectUse) -> Problem | None:
    """Checks one object that is used as a key or in a set."""
    if hashed.owner not in UNHASHABLE or not runs_in_eager_mode(hashed.program):
        return None
    if feeds_session(hashed.node, hashed.body):
        return None
    return Problem(_UNHASHABLE if hashed.owner == _VARIABLE else _UNHASHABLE_TENSOR, works_in_graph=True)


@rule.on_calls("case")
def check_case(call: LibraryCall) -> Iterator[Problem]:
    """Checks the conditions of one `tf.case` that are comparisons, which are tensors there."""
    pairs = next((argument.value for argument in call.arguments.values()), None)
    is_compared = isinstance(pairs, ast.Dict) and all(isinstance(key, ast.Compare) for key in pairs.keys)
    if is_compared and isinstance(pairs, ast.Dict) and pairs.keys and runs_in_eager_mode(call.program):
        yield Problem(_UNHASHABLE_TENSOR, node=pairs, works_in_graph=True)


def _target(node: ast.AST) -> str:
    """Returns the name that a loop or comprehension binds to each variable; empty if it binds no single name."""
    targets = [inner.target for inner in ast.walk(node) if isinstance(inner, ast.For | ast.comprehension)]
    return targets[0].id if targets and isinstance(targets[0], ast.Name) else ""


def _position(problem: Problem) -> tuple[int, int]:
    return (problem.node.lineno, problem.node.col_offset) if problem.node is not None else (0, 0)


def _variable_problems(name: str, root: ast.AST) -> Iterator[Problem]:
    """Yields the problems with a variable in a loop or comprehension."""
    for node in ast.walk(root):
        match node:
            case ast.SetComp(elt=ast.Name(id=found)) | ast.DictComp(key=ast.Name(id=found)) if found == name:
                yield Problem(_UNHASHABLE, node=node)
            case ast.Subscript(slice=ast.Name(id=found), ctx=ast.Store()) if found == name:
                yield Problem(_UNHASHABLE, node=node)
            case ast.Compare(left=ast.Name(id=found), ops=[ast.In() | ast.NotIn()]) if found == name:
                yield Problem(_LOOKED_UP, node=node)
