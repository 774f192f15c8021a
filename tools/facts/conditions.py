"""Decides, if possible, which branch of a module-level `if` runs.

The results are those on Linux, with the release's Python version and TensorFlow's default settings.
"""

from __future__ import annotations

import ast
import operator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

#: The truth values of expressions, by their source.
_TRUTH_VALUES = {
    "TYPE_CHECKING": False,
    "typing.TYPE_CHECKING": False,
    "_typing.TYPE_CHECKING": False,
    "six.PY2": False,
    "six.PY3": True,
    "_six.PY2": False,
    "_six.PY3": True,
    "_tf_uses_legacy_keras": False,
}

#: The values of expressions that are compared with a constant, by their source.
_VALUES = {
    "os.name": "posix",
    "_os.name": "posix",
    "sys.platform": "linux",
    "_sys.platform": "linux",
    "platform.machine()": "x86_64",
    "platform.system()": "Linux",
    "BACKEND": "tensorflow",
    "backend()": "tensorflow",
    "backend.backend()": "tensorflow",
    "config.backend()": "tensorflow",
}

_COMPARE: dict[type[ast.cmpop], Callable[[Any, Any], object]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


@dataclass(frozen=True, slots=True)
class Conditions:
    """Properties of the process that would import the modules.

    Attributes:
        python: its Python version, such as (3, 7).
        v2: whether TF2 behavior is enabled from the start.
    """

    python: tuple[int, ...]
    v2: bool

    def truth(self, test: ast.expr) -> bool | None:
        """Returns the truth value of a test; None if it is unknown."""
        match test:
            case ast.Constant(value=value):
                return bool(value)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                inner = self.truth(operand)
                return None if inner is None else not inner
            case ast.BoolOp(op=operator, values=values):
                return self._combined(operator, values)
            case ast.Call(args=[_, ast.Constant(value=default)]) if ast.unparse(test.func).endswith("environ.get"):
                return bool(default)
            case ast.Compare(left=left, ops=[comparison], comparators=[right]):
                return self._compared(left, comparison, right)
        return self._looked_up(ast.unparse(test))

    def _looked_up(self, source: str) -> bool | None:
        if source.endswith("tf2.enabled()"):
            return self.v2
        return _TRUTH_VALUES.get(source)

    def _combined(self, operator: ast.boolop, values: list[ast.expr]) -> bool | None:
        deciding = isinstance(operator, ast.Or)
        truths = [self.truth(value) for value in values]
        if deciding in truths:
            return deciding
        return None if None in truths else not deciding

    def _compared(self, left: ast.expr, comparison: ast.cmpop, right: ast.expr) -> bool | None:
        compare = _COMPARE.get(type(comparison))
        value = self._value(left)
        try:
            return None if compare is None or value is None else bool(compare(value, ast.literal_eval(right)))
        except (ValueError, TypeError):
            return None

    def _value(self, node: ast.expr) -> object:
        source = ast.unparse(node).removeprefix("_")
        if source == "sys.version_info":
            return self.python
        if source in ("sys.version_info[0]", "sys.version_info.major"):
            return self.python[0]
        return _VALUES.get(source)
