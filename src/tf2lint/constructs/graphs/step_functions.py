"""Writes the functions that compute what a session fetched."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tf2lint.constructs.analysis.block_text import Replaced
from tf2lint.constructs.analysis.placeholders import FedResult
from tf2lint.constructs.analysis.scopes import RECEIVER
from tf2lint.constructs.construct import CannotConvertError
from tf2lint.constructs.graphs.steps import base_of
from tf2lint.constructs.graphs.training_text import TrainingText

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.constructs.analysis.placeholders import Placeholder
    from tf2lint.constructs.graphs.block_context import BlockContext
    from tf2lint.constructs.graphs.elements import BlockElements
    from tf2lint.constructs.graphs.made_once import Layer
    from tf2lint.constructs.graphs.steps import Step
    from tf2lint.constructs.graphs.units import Unit
    from tf2lint.constructs.graphs.variable_store import VariableStore
    from tf2lint.model import TextEdit


class StepFunctions:
    """Writes the functions of one block, instead of the statements that move into them.

    Args:
        context: the block.
        steps: the functions.
        layers: the layers that are made once, by the statement that makes them.
        store: what keeps variables by name.
        elements: the elements of datasets that they get; None if they get none.

    Attributes:
        training: what trains in them.
        settled: the calls that the functions take the place of, besides placeholders and runs.
    """

    def __init__(
        self,
        context: BlockContext,
        steps: list[Step],
        layers: dict[Unit, list[Layer]],
        store: VariableStore,
        elements: BlockElements | None,
    ) -> None:
        self._context = context
        self._block = context.block
        self._text = context.text
        self._steps = steps
        self._layers = layers
        self._store = store
        self._elements = elements
        self.training = TrainingText(context, store)
        self._commented = set[str]()
        self.settled: list[ast.AST] = [layer.call for own in layers.values() for layer in own]

    def edits(self) -> Iterator[TextEdit]:
        """Yields the edits that delete the statements that move, and add the functions."""
        functions: dict[Unit, list[Step]] = {}
        for step in self._steps:
            functions.setdefault(self._last_unit(step), []).append(step)
        replaced: list[Replaced] = []
        for unit in self._block.dynamic:
            statement = unit.statement
            indentation = self._text.new_indentation(statement)
            made = [line for layer in self._layers.get(unit, []) for line in layer.lines(indentation, self._text.step)]
            made += self.training.optimizer_lines(unit, indentation)
            made += [indentation + line for line in self._elements.lines(unit)] if self._elements is not None else []
            build = [
                *self._store.build_lines(unit, indentation, self._read),
                *self._store.listed_lines(unit, indentation),
            ]
            parts = [build] if build else []
            parts += [self._function_lines(step, indentation) for step in functions.get(unit, [])]
            first, last = self._text.first_line(statement), statement.end_lineno or statement.lineno
            replaced.append(Replaced(first, last, made, parts))
        yield from self._text.replaced(replaced, 2 if isinstance(self._block.node, ast.Module) else 1)
        yield from self.training.optimizer_edits()
        self.settled += self.training.settled

    def _last_unit(self, step: Step) -> Unit:
        """Returns the statement where a function stands: the last one that it depends on."""
        parameters = {one.name for one in step.parameters}
        units = [*step.units, *(one.unit for one in step.training)]
        units += [unit for unit in self._block.dynamic if unit.binds & parameters]
        if not units:
            message = f"no statement computes what line {step.runs[0].call.lineno} runs"
            raise CannotConvertError(message)
        return max(units, key=lambda unit: unit.statement.lineno)

    def _function_lines(self, step: Step, indentation: str) -> list[str]:
        inner = indentation + self._text.step
        base = base_of(step, self._steps, self._context)
        units = [unit for unit in step.units if base is None or unit not in base.units]
        read = step.reads(self._context, units)
        lines = [f"{indentation}def {step.name}({', '.join(self._parameters(step))}):"]
        for one in step.parameters:
            if one.name in read:
                lines += self._conversion_lines(one, inner)
        placeholders = [one.statement for one in self._block.placeholders.values()]
        moved = [unit for unit in units if not unit.consists_of(placeholders)]
        recorded, later = self.training.split(step, moved)
        head = self.training.head(step, later)
        body = inner + self._text.step if head else inner
        lines += [inner + head] if head else []
        computed = [body + line for line in self.training.watched(step, later)]
        computed += [f"{body}{self._base_call(base, read)}"] if base is not None else []
        is_result = not head and bool(moved) and self._is_result(moved[-1], step)
        for before, unit in zip([None, *recorded], recorded, strict=False):
            own = self._moved(unit, body, {}, before)
            computed += _returning(own) if is_result and unit is moved[-1] else own
        computed += [body + line for line in self.training.losses(step)]
        if head and not computed:
            message = f"what line {step.runs[0].call.lineno} differentiates is not computed here"
            raise CannotConvertError(message)
        lines += computed
        lines += [inner + line for line in self.training.watched_variables(step, later)]
        for unit in later:
            lines += self._moved(unit, inner, self.training.replaced(step, unit))
        for operation in step.training:
            lines += self.training.lines(step, operation, inner, later)
        if step.results and not is_result:
            lines.append(f"{inner}return {_returned(step)}")
        if self._context.is_method:
            lines.append("")
            lines.append(f"{indentation}{RECEIVER}{step.name} = {step.name}")
        return lines

    def _parameters(self, step: Step) -> list[str]:
        required = [one.parameter for one in step.parameters if one.default is None]
        defaults = [
            f"{one.parameter}={self._text.exact(one.default)}" for one in step.parameters if one.default is not None
        ]
        return [*required, *defaults]

    def _conversion_lines(self, placeholder: Placeholder | FedResult, indentation: str) -> Iterator[str]:
        """Yields the lines that make a tensor of a parameter, with the comments of the placeholder the first time."""
        above, behind = self._text.comments(placeholder.statement)
        if placeholder.name in self._commented or isinstance(placeholder, FedResult):
            above, behind = [], ""
        self._commented.add(placeholder.name)
        yield from (indentation + comment for comment in above)
        dtype = self._dtype(placeholder)
        arguments = f"{placeholder.parameter}, {dtype}" if dtype else placeholder.parameter
        value = f"{self._context.root}.convert_to_tensor({arguments})"
        yield f"{indentation}{placeholder.name} = {value}{behind and f'  {behind}'}"

    def _dtype(self, placeholder: Placeholder | FedResult) -> str:
        if isinstance(placeholder, FedResult):
            return f"{self._context.root}.float32"
        if placeholder.dtype is not None:
            return self._text.exact(placeholder.dtype)
        match placeholder.default:
            case ast.Constant(value=bool()):
                return f"{self._context.root}.bool"
            case ast.Constant(value=int()):
                return f"{self._context.root}.int32"
            case ast.Constant(value=float()):
                return f"{self._context.root}.float32"
            case _:
                return ""

    def _base_call(self, base: Step, read: frozenset[str]) -> str:
        """Returns the statement that calls another step for what both compute."""
        names = [name if name in read else "_" for name in base.results]
        target = names[0] if base.is_single else f"[{names[0]}]" if len(names) == 1 else ", ".join(names)
        function = f"{RECEIVER}{base.name}" if self._context.is_method else base.name
        passed = [one.name if one.name in read else one.parameter for one in base.parameters]
        return f"{target} = {function}({', '.join(passed)})"

    def _moved(self, unit: Unit, indentation: str, other: dict[ast.expr, str], before: Unit | None = None) -> list[str]:
        without: list[ast.stmt] = [one.statement for one in self._block.placeholders.values()]
        hoisted: dict[ast.expr, str] = {layer.call: layer.called for layer in self._layers.get(unit, [])}
        read = self._read(unit)
        read |= {part.target: "_" for part in self._block.listed.get(unit, [])}
        return self._store.moved(unit, indentation, without, hoisted | read | other, before)

    def _read(self, unit: Unit) -> dict[ast.expr, str]:
        """Returns the code to write instead of what gets elements of datasets in a statement."""
        return self._elements.replaced(unit) if self._elements is not None else {}

    def _is_result(self, unit: Unit, step: Step) -> bool:
        """Returns whether a statement only assigns what a step returns to a variable of it."""
        match unit.statement:
            case ast.Assign(targets=[ast.Name() as target]) if not (
                self._store.scope_of(unit) or self._store.scopes_of(unit)
            ):
                return step.is_single and (self._block.name(target),) == step.results
            case _:
                return False


def _returned(step: Step) -> str:
    """Returns the code of what a step returns."""
    if step.is_single:
        return step.results[0]
    return f"[{step.results[0]}]" if len(step.results) == 1 else ", ".join(step.results)


def _returning(lines: list[str]) -> list[str]:
    """Returns the lines of an assignment as those of a `return`."""
    index = next(number for number, line in enumerate(lines) if line.strip() and not line.lstrip().startswith("#"))
    line = lines[index]
    indentation = line[: len(line) - len(line.lstrip())]
    value = line.lstrip().partition("=")[2].lstrip()
    return [*lines[:index], f"{indentation}return {value}", *lines[index + 1 :]]
