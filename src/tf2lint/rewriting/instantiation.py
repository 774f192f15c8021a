"""Puts the arguments of a call into a template."""

from __future__ import annotations

import ast
import copy
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tf2lint.table import Argument, Signature, Template

#: The names that stand for arguments begin with this.
MARK: Final = "_argument_"


class CannotInstantiateError(Exception):
    """The call omits an argument that the template must have."""


class Instantiation(ast.NodeTransformer):
    """Replaces the placeholders of a template by names that stand for a call's arguments.

    Args:
        template: the template.
        arguments: the arguments of the call by parameter.
        signatures: the parameters of what the template calls, by its text; None if they are unknown.

    Attributes:
        expression: the expression to write.
        placed: the arguments by the names that stand for them.

    Raises:
        CannotInstantiateError: the call omits an argument that the template must have.
    """

    def __init__(
        self,
        template: Template,
        arguments: Mapping[str, Argument],
        signatures: Mapping[str, Signature | None],
    ) -> None:
        self._template = template
        self._arguments = arguments
        self._signatures = signatures
        self.placed: dict[str, ast.expr] = {}
        self.expression: ast.expr = self.visit(copy.deepcopy(template.tree))

    def visit_Name(self, node: ast.Name) -> ast.expr:
        """Replaces a placeholder."""
        placeholder = self._template.placeholder(node)
        if placeholder is None:
            return node
        argument = self._arguments.get(placeholder.parameter)
        if argument is not None:
            return self._placed(argument)
        if placeholder.default is None:
            raise CannotInstantiateError(placeholder.parameter)
        return copy.deepcopy(placeholder.default)

    def visit_Call(self, node: ast.Call) -> ast.Call:
        """Leaves out optional arguments that the call omits, and adds those that have no place of their own."""
        signature = self._signatures.get(ast.unparse(node.func))
        args: list[ast.expr] = []
        added: list[ast.keyword] = []
        for arg in node.args:
            if self._template.is_rest(arg):
                added = self._add_rest(args, signature)
            elif not self._is_left_out(arg):
                args.append(self.visit(arg))
        keywords = [
            ast.keyword(keyword.arg, self.visit(keyword.value))
            for keyword in node.keywords
            if not self._is_left_out(keyword.value)
        ]
        return ast.Call(self.visit(node.func), args, [*added, *keywords])

    def _is_left_out(self, node: ast.expr) -> bool:
        placeholder = self._template.placeholder(node)
        return placeholder is not None and placeholder.is_optional and placeholder.parameter not in self._arguments

    def _add_rest(self, args: list[ast.expr], signature: Signature | None) -> list[ast.keyword]:
        """Adds the arguments without a place of their own, by position where the target has the parameter there.

        Returns:
            Those that are passed by keyword.
        """
        positional = signature.positional if signature is not None else ()
        keywords: list[ast.keyword] = []
        for parameter, argument in self._arguments.items():
            if parameter in self._template.parameters:
                continue
            has_position = positional[len(args) : len(args) + 1] == (parameter,) and not keywords
            if has_position and not isinstance(argument.node, ast.keyword):
                args.append(self._placed(argument))
            else:
                keywords.append(ast.keyword(parameter, self._placed(argument)))
        return keywords

    def _placed(self, argument: Argument) -> ast.Name:
        """Returns the name that stands for an argument."""
        mark = f"{MARK}{len(self.placed)}"
        self.placed[mark] = argument.value
        return ast.Name(mark)
