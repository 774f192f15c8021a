"""The function that makes all variables that a program lists, before it lists them."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.constructs.analysis.call_text import wrapped
from tf2lint.constructs.graphs.graph_block import SAVER
from tf2lint.constructs.variables.variable_calls import Does

if TYPE_CHECKING:
    from collections.abc import Callable

    from tf2lint.constructs.graphs.block_context import BlockContext
    from tf2lint.constructs.graphs.units import Unit

_BUILD: Final = "make_variables"
#: What reads all variables that are there.
READS: Final = frozenset({Does.LISTS, Does.COMPUTES})
_BOOLS: Final = ("bool", "bool_")


def build_lines(
    context: BlockContext,
    units: tuple[Unit, ...],
    place: int,
    indentation: str,
    moved: Callable[[Unit, str, list[ast.stmt], dict[ast.expr, str], Unit | None], list[str]],
) -> list[str]:
    """Returns the lines of a function that makes variables, and of its call.

    Args:
        context: the block.
        units: the statements that make the variables.
        place: how many such functions there are before.
        indentation: the indentation of the function.
        moved: returns the lines of a statement that moves.
    """
    name = _BUILD if _BUILD not in context.scopes.words else f"{_BUILD}_once"
    name = f"{name}_{place + 1}" if place else name
    placeholders = context.block.placeholders
    read = {name for each in units for name in each.reads}
    used = [one for key, one in placeholders.items() if key in read]
    inner = indentation + context.text.step
    lines = [f"{indentation}def {name}({', '.join(one.parameter for one in used)}):"]
    lines += [f"{inner}{one.name} = {one.parameter}" for one in used if one.name != one.parameter]
    makers: list[ast.stmt] = [one.statement for one in placeholders.values()]
    before: Unit | None = None
    for each in units:
        if not each.consists_of(makers):
            lines += moved(each, inner, makers, {}, before)
            before = each
    function = f"{context.root}.function({name})"
    arguments = ", ".join(_specification(context, one.name) for one in used)
    blank = [""] * (2 if isinstance(context.block.node, ast.Module) else 1)
    call = wrapped(context.text, units[-1].statement.lineno, f"{function}.get_concrete_function({arguments})")
    first, *following = call.split(context.text.line_end)
    return [*lines, *blank, indentation + first, *(inner + line.lstrip() for line in following)]


def _specification(context: BlockContext, name: str) -> str:
    """Returns what a placeholder is where the graph is traced."""
    placeholder, root = context.block.placeholders[name], context.root
    if placeholder.default is not None:
        return context.text.exact(placeholder.default)
    dtype = context.text.exact(placeholder.dtype) if placeholder.dtype is not None else ""
    if dtype.rpartition(".")[2].strip("'\"") in _BOOLS:
        return str(False)
    shape = placeholder.shape
    return f"{root}.TensorSpec({context.text.exact(shape) if shape is not None else None}, {dtype})"


def builds(context: BlockContext, makers: list[Unit], *, reads_all: bool) -> dict[Unit, tuple[Unit, ...]]:
    """Returns the statements that make the variables that others list, by the last one before these.

    Args:
        context: the block.
        makers: the statements that move and make variables.
        reads_all: whether the file lists variables.
    """
    block = context.block
    stays = [unit for unit in block.units if unit not in block.dynamic]
    savers = [unit for unit in stays if _saves(context, unit)]
    if not (reads_all or savers):
        return {}
    own = [unit for unit in stays if context.variable_calls.done_by(unit.statement) & READS]
    lines = [unit.statement.lineno for unit in (*own, *savers)]
    lines += [unit.statement.lineno + 1 for unit in block.listed]
    if _is_read_elsewhere(context, own):
        lines.append(max((unit.statement.lineno for unit in makers), default=0) + 1)
    found: dict[Unit, tuple[Unit, ...]] = {}
    first = 0
    for line in sorted(lines):
        due = [unit for unit in makers if first <= unit.statement.lineno < line]
        if due:
            names = {name for unit in due for name in (*unit.reads, *unit.binds)}
            needed = {*block.slice_of(names), *due}
            found[due[-1]] = tuple(unit for unit in block.dynamic if unit in needed)
        first = line
    return found


def _saves(context: BlockContext, unit: Unit) -> bool:
    """Returns whether a statement makes a saver, which saves the variables that are there."""
    calls = (node for node in ast.walk(unit.statement) if isinstance(node, ast.Call))
    return any(context.names.of(call.func) == SAVER for call in calls)


def _is_read_elsewhere(context: BlockContext, own: list[Unit]) -> bool:
    """Returns whether something other than some statements of the block lists variables."""
    inside = {node for unit in own for node in ast.walk(unit.statement)}
    return any(
        context.variable_calls.does(node) in READS and node not in inside for node in context.scopes.syntax.nodes
    )
