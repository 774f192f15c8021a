"""Runs that feed what the graph itself computes: steps take it as a parameter, and do not compute it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.constructs.analysis.placeholders import FedResult
from tf2lint.constructs.construct import CannotConvertError
from tf2lint.table import OF_FIRST, result_kinds

if TYPE_CHECKING:
    from tf2lint.constructs.analysis.session_runs import Run
    from tf2lint.constructs.graphs.block_context import BlockContext

_LAYERS: Final = ("layers.", "contrib.layers.", "contrib.slim.")
_FLOAT: Final = "float"
_DTYPE: Final = "dtype"
#: Names and functions are followed so far.
_MAX_DEPTH: Final = 12


def fed_names(run: Run, context: BlockContext) -> frozenset[str]:
    """Returns the names that a run feeds and that are not those of placeholders."""
    keys = run.feed.keys if run.feed is not None else ()
    return frozenset(name for name in map(context.name, keys) if name not in context.block.placeholders)


def fed_results(run: Run, context: BlockContext) -> tuple[FedResult, ...]:
    """Returns what a run feeds and the graph computes in other runs.

    Raises:
        CannotConvertError: it feeds something else, or the data type of what it feeds is not known.
    """
    found: list[FedResult] = []
    taken = {one.parameter for one in context.block.placeholders.values()}
    for key in run.feed.keys if run.feed is not None else ():
        name = context.name(key)
        if name in context.block.placeholders:
            continue
        statements = [unit.statement for unit in context.block.dynamic if name in unit.binds]
        statement = statements[0] if len(statements) == 1 else None
        if not isinstance(statement, ast.Assign) or context.name(statement.targets[0]) != name:
            message = f"line {run.call.lineno} feeds something other than placeholders"
            raise CannotConvertError(message)
        result = FedResult(name, statement)
        if result.parameter in taken or not _is_float(statement.value, context, 0):
            message = f"the data type of what line {run.call.lineno} feeds for {ast.unparse(key)} is not known"
            raise CannotConvertError(message)
        taken.add(result.parameter)
        found.append(result)
    return tuple(found)


def _is_float(node: ast.expr, context: BlockContext, depth: int) -> bool:
    """Returns whether an expression is a tensor of floats: a layer's, or what is computed of one."""
    if depth > _MAX_DEPTH:
        return False
    match node:
        case ast.BinOp(left=left, right=right):
            return _is_float(left, context, depth + 1) or _is_float(right, context, depth + 1)
        case ast.UnaryOp(operand=operand):
            return _is_float(operand, context, depth + 1)
        case ast.Call():
            return _returns_float(node, context, depth)
        case ast.Name() | ast.Attribute():
            scopes = context.scopes
            scope = scopes.owner(node)
            uses = scopes.uses(scope, scopes.name(node)) if scope is not None else []
            made = [scopes.syntax.parent(use.node) for use in uses if use.is_binding]
            values = [each.value for each in made if isinstance(each, ast.Assign) and len(each.targets) == 1]
            return 0 < len(values) == len(made) and all(_is_float(value, context, depth + 1) for value in values)
        case _:
            return False


def _returns_float(call: ast.Call, context: BlockContext, depth: int) -> bool:
    name = context.names.of(call.func)
    if name.startswith(_LAYERS):
        return all(keyword.arg != _DTYPE for keyword in call.keywords)
    kind = result_kinds().get(name, "")
    if kind == OF_FIRST and call.args:
        return _is_float(call.args[0], context, depth + 1)
    function = context.variable_calls.functions.of(call.func) if not name else None
    returns = context.scopes.syntax.of_class(ast.Return, inside=function) if function is not None else ()
    values = [each.value for each in returns]
    return kind == _FLOAT or bool(
        values and all(value is not None and _is_float(value, context, depth + 1) for value in values)
    )
