"""What a conversion knows of a block: its names, also as its caller has them, its runs, and its training operations."""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TYPE_CHECKING, Final

from tf2lint.constructs.construct import CannotConvertError
from tf2lint.constructs.training import training
from tf2lint.constructs.unpacking import unpacking

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.constructs.block_text import BlockText
    from tf2lint.constructs.graph_block import GraphBlock, Unit
    from tf2lint.constructs.keepers import Keepers
    from tf2lint.constructs.library_names import LibraryNames
    from tf2lint.constructs.scopes import Scopes
    from tf2lint.constructs.session_runs import Run
    from tf2lint.constructs.training import Training
    from tf2lint.model import TextEdit


#: The names of what changes variables start with these words.
_CHANGES: Final = ("assign", "scatter_", "minimize", "apply_gradients", "count_up_to")


class BlockContext:
    """A block that builds a graph, in its file.

    Args:
        block: the function or module.
        runs: the runs of the file.
        scopes: the names of the file.
        names: the members of the library that expressions refer to.
        text: the text of the file.
        keepers: what the calls of the file do with variables.

    Attributes:
        block: the function or module.
        scopes: the names of the file.
        names: the members of the library that expressions refer to.
        text: the text of the file.
        keepers: what the calls of the file do with variables.
        written: returns the code to write instead of a call; empty if it stays.
        unpacking: the names that the only caller of the block has for what it returns.
        file_runs: the runs of the file.
        runs: the runs that fetch or feed something of the block.
    """

    def __init__(
        self,
        block: GraphBlock,
        runs: list[Run],
        scopes: Scopes,
        names: LibraryNames,
        text: BlockText,
        keepers: Keepers,
    ) -> None:
        self.block = block
        self.scopes = scopes
        self.names = names
        self.text = text
        self.keepers = keepers
        self.written = keepers.written
        self.unpacking = unpacking(block, scopes)
        self.file_runs = runs
        self.runs = [run for run in runs if self._concerns(run)]

    @property
    def module(self) -> ast.Module:
        """The syntax of the file."""
        return self.scopes.module

    @property
    def is_method(self) -> bool:
        """Whether the block is a method, whose steps become attributes of the object."""
        return self.block.owner is not None and not self.unpacking.names

    @cached_property
    def trainings(self) -> dict[str, Training]:
        """The training operations by their names."""
        found = (training(unit, self.block, self.names) for unit in self.block.dynamic)
        return {one.name: one for one in found if one is not None}

    @cached_property
    def training_units(self) -> frozenset[Unit]:
        """The units that make training operations."""
        return frozenset(one.unit for one in self.trainings.values())

    @property
    def changes_variables(self) -> bool:
        """Whether something that the block builds changes variables when it runs."""
        changes = (
            self.names.of(node).rpartition(".")[2].startswith(_CHANGES)
            for unit in self.block.units
            for node in ast.walk(unit.statement)
        )
        return bool(self.trainings) or any(changes)

    @cached_property
    def root(self) -> str:
        """What the block calls TensorFlow.

        Raises:
            CannotConvertError: it has no name there.
        """
        calls = [one.call for one in self.block.placeholders.values()]
        if calls and isinstance(calls[0].func, ast.Attribute):
            return ast.unparse(calls[0].func.value)
        if not self.names.root:
            message = "the file has no name for TensorFlow"
            raise CannotConvertError(message)
        return self.names.root

    def name(self, node: ast.AST) -> str:
        """Returns the name of the block that an expression stands for, also where its caller has another one."""
        found = self.block.name(node)
        if found or self.unpacking.scope is None or self.scopes.owner(node) is not self.unpacking.scope:
            return found
        return self.unpacking.names.get(self.scopes.name(node), "")

    def is_dynamic(self, node: ast.AST) -> bool:
        """Returns whether an expression is a name of what is only computed in a session."""
        return self.name(node) in self.block.dynamic_names

    def is_trained(self, fetch: ast.expr) -> bool:
        """Returns whether a run fetches a training operation."""
        return self.name(fetch) in self.trainings

    def fetched(self, fetch: ast.expr) -> str:
        """Returns the code that a step returns for what a run fetches."""
        return self.name(fetch) or self.text.exact(fetch)

    def head_edits(self) -> list[TextEdit]:
        """Returns the edits that delete the heads of `with` statements for graphs and sessions; their blocks move."""
        heads = [*self.block.heads, *self.block.session_heads(run.call for run in self.runs)]
        return [edit for head in heads for edit in self.text.dedent(head)]

    def names_in(self, code: ast.AST) -> Iterator[str]:
        """Yields the names of the block that stand in code."""
        return (self.name(node) for node in ast.walk(code) if self.name(node))

    def _concerns(self, run: Run) -> bool:
        parts = [*run.fetches, *(run.feed.keys if run.feed is not None else [run.call])]
        return any(self.is_dynamic(node) for part in parts for node in ast.walk(part))
