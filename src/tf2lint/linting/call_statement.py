"""The statement that a call is in: what it binds, what is around it, and whether its result is used."""

from __future__ import annotations

import ast
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final

from tf2lint.linting.statements import FUNCTIONS, around, blocks, names
from tf2lint.source import nodes_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from tf2lint.linting.statements import Code

#: The parts of conditions in which nothing happens.
_CONDITIONS: Final = (
    ast.Name, ast.Attribute, ast.Constant, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.unaryop, ast.boolop, ast.cmpop,
)  # fmt: skip
_ASKS: Final = "hasattr"


class CallStatement:
    """The statement that a call is in.

    Args:
        call: the call.
        module: the syntax of the file.
        code: returns what a function, or the module, binds and uses.
    """

    def __init__(self, call: ast.Call, module: ast.AST, code: Callable[[ast.AST], Code]) -> None:
        self._call = call
        self._module = module
        self._code = code

    @cached_property
    def _around(self) -> list[ast.AST]:
        """The module and the statements around the call, from the outside in."""
        return list(around(self._module, self._call))

    @cached_property
    def _function(self) -> Code:
        """The innermost function around the call, or the module."""
        function = next((node for node in reversed(self._around) if isinstance(node, FUNCTIONS)), self._around[0])
        return self._code(function)

    @property
    def name(self) -> ast.expr | None:
        """What the call is assigned to, or what a `with` statement calls it; None if it gets no name."""
        statement = self._around[-1]
        match statement:
            case ast.Assign(targets=[target]) | ast.AnnAssign(target=target):
                return target
            case ast.With():
                return _names_in(statement).get(self._call)
            case _:
                return None

    @property
    def statement(self) -> ast.AST:
        """The statement that the call is in."""
        return self._around[-1]

    @property
    def is_alone(self) -> bool:
        """Whether the statement is the only one in its block."""
        return self._is_alone(-1)

    @property
    def lone_if(self) -> ast.If | None:
        """The `if` without `else` that has nothing but the statement, if nothing happens in its condition; or None."""
        found = self._around[-2]
        if not isinstance(found, ast.If) or found.orelse or not self.is_alone:
            return None
        return found if all(isinstance(node, _CONDITIONS) or _asks(node) for node in nodes_in(found.test)) else None

    @property
    def is_if_alone(self) -> bool:
        """Whether the statement around the statement is the only one in its block, or an `elif`."""
        return self._is_alone(-2)

    def _is_alone(self, index: int) -> bool:
        """Returns whether one of the statements around the call is the only one in its block."""
        return any(block == [self._around[index]] for block in blocks(self._around[index - 1]))

    @property
    def is_name_used(self) -> bool:
        """Whether the file uses the name, or the attribute, that the result of the call gets."""
        name = self.name
        if isinstance(name, ast.Attribute):
            attributes = (node for node in ast.walk(self._module) if isinstance(node, ast.Attribute))
            return any(node.attr == name.attr and node is not name for node in attributes)
        if not isinstance(name, ast.Name):
            return name is not None
        return self._function.uses[name.id] > 1

    @property
    def is_one_of_several(self) -> bool:
        """Whether the call is in the head of a `with` statement that enters something else, too."""
        return len(getattr(self._around[-1], "items", ())) > 1

    @property
    def ignores_result(self) -> bool:
        """Whether the program does not use the result of the call, or a part of it: `_, loss = sess.run(...)`."""
        match self._around[-1]:
            case ast.Expr(value=value):
                return value is self._call
            case ast.Assign(targets=targets, value=value) if value is self._call:
                return "_" in names(targets)
            case _:
                return False


def _asks(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == _ASKS


@lru_cache(maxsize=1)
def _names_in(statement: ast.With) -> dict[ast.expr, ast.expr | None]:
    """Returns what a `with` statement calls the values of its expressions, of which there may be many."""
    return {item.context_expr: item.optional_vars for item in statement.items}
