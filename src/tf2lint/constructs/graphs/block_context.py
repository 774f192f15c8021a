"""What a conversion knows of a block: its names, also as its caller has them, its runs, and its training operations."""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TYPE_CHECKING, Final

from tf2lint.constructs.analysis.objects import Objects
from tf2lint.constructs.analysis.optimizers import learning_rate
from tf2lint.constructs.analysis.scopes import FUNCTIONS, RECEIVER
from tf2lint.constructs.construct import CannotConvertError
from tf2lint.constructs.graphs.structures import structure
from tf2lint.constructs.graphs.training import gradients, training
from tf2lint.constructs.graphs.unpacking import unpacking

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.constructs.analysis.block_text import BlockText
    from tf2lint.constructs.analysis.library_names import LibraryNames
    from tf2lint.constructs.analysis.other_files import OtherFiles
    from tf2lint.constructs.analysis.scopes import Scopes
    from tf2lint.constructs.analysis.session_runs import Run
    from tf2lint.constructs.graphs.elements import Elements
    from tf2lint.constructs.graphs.graph_block import GraphBlock
    from tf2lint.constructs.graphs.structures import Structure
    from tf2lint.constructs.graphs.training import Gradients, Training
    from tf2lint.constructs.graphs.units import Unit
    from tf2lint.constructs.variables.variable_calls import VariableCalls
    from tf2lint.model import TextEdit


#: The names of what changes variables start with these words.
_CHANGES: Final = ("assign", "scatter_", "minimize", "apply_gradients", "count_up_to")
#: The method that changes a variable at once.
_LOAD: Final = "Variable().load"


class BlockContext:
    """A block that builds a graph, in its file.

    Args:
        block: the function or module.
        runs: the runs of the file.
        scopes: the names of the file.
        names: the members of the library that expressions refer to.
        text: the text of the file.
        variable_calls: what the calls of the file do with variables.
        others: what other files use of the file.
        elements: the elements of datasets that its graphs get.

    Attributes:
        block: the function or module.
        scopes: the names of the file.
        names: the members of the library that expressions refer to.
        text: the text of the file.
        variable_calls: what the calls of the file do with variables.
        others: what other files use of the file.
        elements: the elements of datasets that its graphs get.
        written: returns the code to write instead of a call; empty if it stays.
        unpacking: the names that the only caller of the block has for what it returns.
        objects: the names for the objects of the class of the block; None if steps are no attributes of it.
        structure: the object that the block returns; None if it returns something else.
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
        variable_calls: VariableCalls,
        others: OtherFiles,
        elements: Elements,
    ) -> None:
        self.block = block
        self.scopes = scopes
        self.names = names
        self.text = text
        self.variable_calls = variable_calls
        self.others = others
        self.elements = elements
        self.written = variable_calls.written
        self.unpacking = unpacking(block, scopes)
        owner = block.owner
        makers = {each.name for each in scopes.families.members(owner)} if owner is not None else ()
        self.objects = Objects(makers, scopes.module, scopes) if owner is not None and self.is_method else None
        self.structure = structure(block, scopes) if not self.unpacking.names else None
        self.file_runs = runs
        resolved = runs if self.structure is None else [self.structure.resolved(run) for run in runs]
        self.runs = [run for run in resolved if self._concerns(run)]

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
        found = (training(unit, self.block, self.names, self.variable_calls) for unit in self.block.dynamic)
        return {one.name: one._replace(rate=self._rate(one)) for one in found if one is not None}

    @cached_property
    def training_units(self) -> frozenset[Unit]:
        """The units that make training operations."""
        return frozenset(one.unit for one in self.trainings.values())

    def _rate(self, one: Training) -> ast.expr | None:
        """Returns the learning rate of an optimizer, if it is computed in each step."""
        call = one.optimizer if isinstance(one.optimizer, ast.Call) else self.made_optimizer(one.optimizer)
        rate = learning_rate(call) if call is not None else None
        return rate if rate is not None and any(map(self.is_dynamic_or_variable, ast.walk(rate))) else None

    def made_optimizer(self, optimizer: ast.expr) -> ast.Call | None:
        """Returns the call that makes the optimizer that a name always holds; None if that is not known."""
        name = self.block.name(optimizer)
        made = [unit.statement for unit in self.block.units if name and name in unit.binds]
        match made:
            case [ast.Assign(targets=[_], value=ast.Call() as call)]:
                return call
            case _:
                return None

    @cached_property
    def optimizer_units(self) -> frozenset[Unit]:
        """The units that make optimizers that have names."""
        calls = {self.made_optimizer(one.optimizer) for one in self.trainings.values()} - {None}
        return frozenset(
            unit
            for unit in self.block.units
            if isinstance(unit.statement, ast.Assign) and unit.statement.value in calls
        )

    @cached_property
    def gradients(self) -> dict[ast.AST, Gradients]:
        """The calls that compute gradients."""
        found = (gradients(node, self.names) for unit in self.block.dynamic for node in ast.walk(unit.statement))
        return {one.call: one for one in found if one is not None}

    def gradients_in(self, unit: Unit) -> list[Gradients]:
        """Returns the gradients that a statement computes."""
        return [self.gradients[node] for node in ast.walk(unit.statement) if node in self.gradients]

    def is_dynamic_or_variable(self, node: ast.AST) -> bool:
        """Returns whether an expression is a name whose value may change from one run to the next."""
        return self.is_dynamic(node) or self.block.name(node) in self.block.variables

    @property
    def changes_variables(self) -> bool:
        """Whether something in the file changes variables when it runs."""
        changes = (node.attr.startswith(_CHANGES) for node in self.scopes.syntax.of_class(ast.Attribute))
        references = (name.rpartition(".")[2].startswith(_CHANGES) for _, name in self.names.references)
        return bool(self.trainings) or any(changes) or any(references) or bool(self.names.calls_of((_LOAD,)))

    def check_other_files(self) -> None:
        """Checks that no other file uses what changes: names that a session computes, and functions that return them.

        Raises:
            CannotConvertError: a file does.
        """
        block = self.block
        lines = {unit: unit.statement.lineno for unit in block.dynamic}
        for unit, line in lines.items():
            is_seen = isinstance(block.node, ast.Module)
            self.others.check((name for name in unit.binds if is_seen or name.startswith(RECEIVER)), line)
        if isinstance(block.node, FUNCTIONS) and (self.unpacking.names or self.structure is not None):
            receiver = RECEIVER if block.node in self.scopes.classes else ""
            self.others.check([f"{receiver}{block.node.name}"], block.node.lineno)

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
        found = self.block.name(node) or (self.objects.attribute(node) if self.objects is not None else "")
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

    def receiver(self, run: Run) -> str:
        """Returns what stands before the name of a step where it is called instead of a run.

        Raises:
            CannotConvertError: the run is about several objects.
        """
        if self.structure is not None and self.structure.part(run.original[0]) is not None:
            return self._holder(self.structure, run)
        if not self.is_method:
            return ""
        parts = [*run.fetches, *(run.feed.keys if run.feed is not None else ())]
        names = (
            node for part in parts for node in ast.walk(part) if isinstance(node, ast.Attribute) and self.name(node)
        )
        found = {ast.unparse(node.value) for node in names}
        if len(found) != 1:
            message = f"line {run.call.lineno} runs parts of several objects"
            raise CannotConvertError(message)
        return f"{found.pop()}."

    def _holder(self, held: Structure, run: Run) -> str:
        if 0 in held.returned.fields:
            return ""
        holder = held.holder(run)
        if holder is None:
            message = f"line {run.call.lineno} runs parts of several objects"
            raise CannotConvertError(message)
        return f"{holder}." if held.returned.definition is not None else f"{holder}[...]"

    def head_edits(self, first_line: str = "") -> list[TextEdit]:
        """Returns the edits that delete the heads of `with` statements for graphs and sessions; their blocks move.

        Args:
            first_line: the statement to write instead of the head of a graph; empty if there is none.
        """
        edits = [edit for head in self.block.heads for edit in self.text.dedent(head, first_line)]
        sessions = self.block.session_heads(run.call for run in self.runs)
        return [*edits, *(edit for head in (*self.block.placing, *sessions) for edit in self.text.dedent(head))]

    def names_in(self, code: ast.AST) -> Iterator[str]:
        """Yields the names of the block that stand in code."""
        return (self.name(node) for node in self.scopes.syntax.nodes_in(code) if self.name(node))

    def _concerns(self, run: Run) -> bool:
        parts = [*run.fetches, *(run.feed.keys if run.feed is not None else [run.call])]
        return any(self.is_dynamic(node) for part in parts for node in self.scopes.syntax.nodes_in(part))
