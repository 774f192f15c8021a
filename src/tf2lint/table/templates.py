"""Templates of rewrites: Python expressions with placeholders for the arguments of the call that is rewritten.

    tf.cast({x}, tf.float32, name={name?})

`{x}` is the argument of the parameter `x`, which the call must have. The argument of the template that is `{name?}` is
left out where the call omits it; `{epsilon=1e-8}` is the default of TensorFlow 1 there. `{...}` stands for all other
arguments of the call, under the same names.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import Final

_PLACEHOLDER: Final = re.compile(r"\{(?:(\w+)(\?|=[^{}]*)?|(\.\.\.))\}")
_MARK: Final = "_tf2lint_"
_REST: Final = f"{_MARK}rest"


class TemplateError(ValueError):
    """A template is malformed."""


@dataclass(frozen=True)
class Placeholder:
    """A place for an argument.

    Attributes:
        parameter: the parameter of TensorFlow 1.
        is_optional: whether the argument of the template is left out where the call omits it.
        default: what is written where the call omits it; None if it must not be omitted, or is optional.
    """

    parameter: str
    is_optional: bool = False
    default: ast.expr | None = None


class Template:
    """A parsed template.

    Args:
        text: the template.

    Attributes:
        text: the template.
        tree: its syntax, in which names stand for the placeholders.
        has_rest: whether all other arguments of the call have a place.

    Raises:
        TemplateError: it is no expression, or a placeholder stands where none can.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._placeholders: dict[str, Placeholder] = {}
        marked = _PLACEHOLDER.sub(self._mark, text)
        try:
            self.tree: ast.expr = ast.parse(marked, mode="eval").body
        except SyntaxError:
            raise TemplateError(f"{text!r} is not a Python expression") from None
        self.has_rest = _REST in marked
        self._check()

    def placeholder(self, node: ast.AST) -> Placeholder | None:
        """Returns the placeholder that a node of the tree stands for; None for any other node."""
        return self._placeholders.get(node.id) if isinstance(node, ast.Name) else None

    @staticmethod
    def is_rest(node: ast.AST) -> bool:
        """Returns whether a node of the tree stands for all other arguments."""
        return isinstance(node, ast.Name) and node.id == _REST

    @property
    def parameters(self) -> list[str]:
        """The parameters that have a place, once for each."""
        return [placeholder.parameter for placeholder in self._placeholders.values()]

    def _mark(self, found: re.Match[str]) -> str:
        parameter, rule, rest = found.groups()
        if rest:
            return _REST
        name = f"{_MARK}{len(self._placeholders)}"
        default = None
        if rule and rule != "?":
            try:
                default = ast.parse(rule[1:], mode="eval").body
            except SyntaxError:
                raise TemplateError(f"the default in {found[0]!r} is not a Python expression") from None
        self._placeholders[name] = Placeholder(parameter, rule == "?", default)
        return name

    def _check(self) -> None:
        """Raises an error if what can be left out is no argument of a call."""
        arguments = {
            argument
            for call in ast.walk(self.tree)
            if isinstance(call, ast.Call)
            for argument in (*call.args, *(keyword.value for keyword in call.keywords))
        }
        for node in ast.walk(self.tree):
            placeholder = self.placeholder(node)
            is_optional = self.is_rest(node) or (placeholder is not None and placeholder.is_optional)
            if is_optional and node not in arguments:
                raise TemplateError(f"{self.text!r} leaves out what is no argument of a call")
