"""A name that a library beside TensorFlow had for TensorFlow 1.

What it does:
    Reports uses of names that the newest release of a library does not have,
    where an earlier release, for TensorFlow 1, has them: `snt.AbstractModule`
    and all of `sonnet.python` (dm-sonnet 1), `hub.Module` (tensorflow-hub). Also
    reports `_build` in subclasses of other Sonnet modules, such as `snt.RNNCore`.

Why it matters:
    Only the newest release works with the target version. There, the use raises
    `AttributeError` or `ImportError`. Sonnet 2 calls `__call__` where Sonnet 1
    called `_build`.

Example:
    ```python
    import sonnet as snt
    import tensorflow as tf


    class Net(snt.AbstractModule):
        def _build(self, x):
            return tf.nn.relu(x)


    outputs = Net()(tf.constant([-1.0, 1.0]))
    ```

Use instead:
    ```python
    import sonnet as snt
    import tensorflow as tf


    class Net(snt.Module):
        def __call__(self, x):
            return tf.nn.relu(x)


    outputs = Net()(tf.constant([-1.0, 1.0]))
    ```

How sure it is:
    Certain: the names come from the source of both releases. A package or module
    of your project that has the same name as a library is not mistaken for it.
    `_build` is not reported if the class has a `__call__` or uses `_build`
    itself, and not in subclasses of `snt.Module`, where it may be any method.

References:
    - https://github.com/google-deepmind/sonnet
    - https://www.tensorflow.org/hub/migration_tf2
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.linting import Problem, ReferencedName, Rule
from tf2lint.model import Severity
from tf2lint.table import Area

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.linting import ClassContext

rule = Rule(__name__, Severity.ERROR)
_SONNET: Final = "sonnet."
#: A subclass of one of these is reported already, or may have any method of that name.
_ANY_BUILD: Final = ("sonnet.AbstractModule", "sonnet.Module")
_BUILD: Final = "_build"


@rule.on_name
def check(referenced: ReferencedName) -> Problem | None:
    """Checks one reference to a name."""
    entry = referenced.lookup.entry
    if entry.area is not Area.LIBRARY or entry.exists:
        return None
    return Problem(f"{referenced.label} is not in {referenced.release}; {entry.advice}", entry.replacements)


@rule.on_class()
def check_class(context: ClassContext) -> Iterator[Problem]:
    """Checks one subclass of a Sonnet module for the method that Sonnet 1 called."""
    user_class = context.user_class
    base = next((base for base in user_class.bases if base.startswith(_SONNET)), "")
    build = next(
        (node for node in user_class.node.body if isinstance(node, ast.FunctionDef) and node.name == _BUILD), None
    )
    if not base or base in _ANY_BUILD or build is None or user_class.defines("__call__"):
        return
    if any(isinstance(node, ast.Attribute) and node.attr == _BUILD for node in ast.walk(user_class.node)):
        return
    yield Problem(f"Sonnet 2 does not call {user_class.name}._build; rename it to __call__", node=build)
