"""Tells whether all that a program does with its savers is known: who makes each, and who uses it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tf2lint.constructs.analysis.scopes import FUNCTIONS, RECEIVER
from tf2lint.constructs.construct import CannotConvertError

if TYPE_CHECKING:
    from tf2lint.constructs.graphs.block_context import BlockContext


class SaverUses:
    """The uses of the savers of a file.

    Args:
        context: the block that builds the graph.
        made: the calls that make savers.
        used: the calls of their methods.
    """

    def __init__(self, context: BlockContext, made: list[ast.Call], used: list[ast.Call]) -> None:
        self._context = context
        self._scopes = context.scopes
        self._made = made
        self._receivers = [call.func.value for call in used if isinstance(call.func, ast.Attribute)]
        self._assignments = [each for each in self._scopes.syntax.of_class(ast.Assign) if each.value in made]
        self._targets = [target for each in self._assignments for target in each.targets]

    def check(self) -> None:
        """Checks that savers are only used by their methods, and made in this file.

        Raises:
            CannotConvertError: something else is done with one, or another file makes or uses it.
        """
        returned = self._returned()
        for statement in self._assignments:
            for target in statement.targets:
                scope, name = self._scopes.owner(target), self._scopes.name(target)
                for use in self._scopes.uses(scope, name) if scope is not None else ():
                    is_known = use.is_binding or use.node in self._receivers or use.node in returned
                    if not is_known and not self._is_passed(use.node):
                        message = f"line {getattr(use.node, 'lineno', 0)} hands on the saver of line {statement.lineno}"
                        raise CannotConvertError(message)
                if isinstance(scope, ast.Module | ast.ClassDef) or name.startswith(RECEIVER):
                    self._context.others.check([name], statement.lineno)
        keys = {(self._scopes.owner(target), self._scopes.name(target)) for target in self._targets}
        names = {self._context.block.name(target) for target in self._targets} - {""}
        for receiver in self._receivers:
            is_own = receiver in self._made or (self._scopes.owner(receiver), self._scopes.name(receiver)) in keys
            is_held = self._context.structure is not None and self._context.structure.part(receiver) is not None
            if not (is_own or is_held or self._context.name(receiver) in names or self._is_parameter(receiver)):
                message = f"line {receiver.lineno} uses a saver that is made elsewhere"
                raise CannotConvertError(message)

    def _returned(self) -> set[ast.AST]:
        """Returns what stands in the statements that return what the block builds."""
        held, returned = self._context.structure, self._context.unpacking.returned
        statements: list[ast.stmt] = [held.returned.statement] if held is not None else []
        statements += [returned] if returned is not None else []
        return {node for statement in statements for node in self._scopes.syntax.nodes_in(statement)}

    def _is_passed(self, node: ast.AST) -> bool:
        """Returns whether an expression is an argument of a function that only this file calls."""
        call = self._scopes.syntax.parent(node)
        call = self._scopes.syntax.parent(call) if isinstance(call, ast.keyword) else call
        function = self._context.variable_calls.functions.of(call.func) if isinstance(call, ast.Call) else None
        return function is not None and self._is_own(function)

    def _is_parameter(self, node: ast.AST) -> bool:
        """Returns whether an expression is a parameter of a function that only this file calls."""
        function = self._scopes.owner(node)
        uses = self._scopes.uses(function, self._scopes.name(node)) if function is not None else []
        is_bound_once = [use.node.__class__ for use in uses if use.is_binding] == [ast.arg]
        return is_bound_once and isinstance(function, FUNCTIONS) and self._is_own(function)

    def _is_own(self, function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
        receiver = RECEIVER if function in self._scopes.classes else ""
        return not self._context.others.user_of(f"{receiver}{function.name}")
