"""Whether a graph needs an object that keeps its variables by name, and which of them it keeps."""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TYPE_CHECKING

from tf2lint.constructs.graphs.store_builds import READS
from tf2lint.constructs.variables.variable_calls import GET, SCOPE, STEPS, Does

if TYPE_CHECKING:
    from collections.abc import Collection

    from tf2lint.constructs.graphs.block_context import BlockContext


class StoreNeed:
    """What a block does with variables.

    Args:
        context: the block.
    """

    def __init__(self, context: BlockContext) -> None:
        self._context = context
        self._block = context.block
        self._variable_calls = context.variable_calls

    def is_needed(self, hoisted: Collection[ast.AST]) -> bool:
        """Returns whether a block needs it.

        Args:
            hoisted: the calls of layers that are made once without it.
        """
        if self.reads_all:
            return True
        own = {node for unit in self._block.dynamic for node in self._context.scopes.syntax.nodes_in(unit.statement)}
        if len(self.counters) > 1 or not all(node in self._plain_counters for node in self.counters):
            return True
        for unit in self._block.units:
            for node in self._variable_calls.functions.code_run_by(unit.statement):
                if isinstance(node, ast.Call) and self._context.names.of(node.func) in (GET, SCOPE):
                    return True
                if (
                    unit in self._block.dynamic
                    and self._variable_calls.does(node) is Does.MAKES
                    and node not in hoisted
                ):
                    return True
        return any(self._variable_calls.does(node) is Does.MAKES and node not in hoisted for node in own)

    @cached_property
    def counters(self) -> list[ast.Call]:
        """The calls that make or find the variable that counts steps."""
        return self._context.names.calls_of(STEPS)

    @cached_property
    def _plain_counters(self) -> frozenset[ast.AST]:
        """The expressions that statements of the block assign to names."""
        statements = (unit.statement for unit in self._block.units if unit not in self._block.dynamic)
        return frozenset(each.value for each in statements if isinstance(each, ast.Assign))

    @cached_property
    def reads_all(self) -> bool:
        """Whether the file lists variables, or computes something of all of them."""
        return any(self._variable_calls.does(node) in READS for node in self._context.scopes.syntax.nodes)

    def kept(self) -> frozenset[ast.AST]:
        """The code whose calls of tf.Variable it keeps: all, if some are listed; those of functions that run again."""
        if self.reads_all:
            return frozenset(self._context.scopes.syntax.nodes)
        again = (self._variable_calls.functions.code_run_by(unit.statement) for unit in self._block.dynamic)
        return frozenset(node for code in again for node in code)
