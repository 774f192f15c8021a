"""Lists of variables that functions return beside tensors: `out, weights = net("name")`.

The tensors are computed anew in each step. The variables are the same, so that they are listed once.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from tf2lint.source import parameters

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tf2lint.constructs.analysis.known_calls import Function
    from tf2lint.constructs.analysis.scopes import Scopes
    from tf2lint.constructs.variables.variable_calls import VariableCalls


class ListedPart(NamedTuple):
    """A list of variables that a function returns.

    Attributes:
        target: what the caller assigns it to.
        call: the call that lists the variables, in the function.
        passed: what the call of the function passes, by the names in that call.
    """

    target: ast.expr
    call: ast.Call
    passed: Mapping[ast.expr, ast.expr]


def listed_parts(statement: ast.stmt, variable_calls: VariableCalls, scopes: Scopes) -> list[ListedPart]:
    """Returns the lists of variables among what a statement assigns.

    Args:
        statement: the statement.
        variable_calls: what the calls of the file do with variables.
        scopes: the names of the file.
    """
    match statement:
        case ast.Assign(targets=[ast.Tuple(elts=targets) | ast.List(elts=targets)], value=ast.Call() as call):
            function = variable_calls.functions.of(call.func)
        case _:
            return []
    returns = list(scopes.syntax.of_class(ast.Return, inside=function)) if function is not None else []
    value = returns[0].value if len(returns) == 1 else None
    if function is None or not isinstance(value, ast.Tuple) or len(value.elts) != len(targets):
        return []
    found = []
    for target, element in zip(targets, value.elts, strict=True):
        listing = _listing(element, function, variable_calls, scopes)
        passed = _passed(listing, call, function, scopes) if listing is not None else None
        if listing is not None and passed is not None:
            found.append(ListedPart(target, listing, passed))
    return found


def _listing(element: ast.expr, function: Function, variable_calls: VariableCalls, scopes: Scopes) -> ast.Call | None:
    """Returns the call that lists what a function returns; None if it does something else with the list."""
    if isinstance(element, ast.Name):
        uses = scopes.uses(function, element.id)
        made = [scopes.syntax.parent(use.node) for use in uses if use.is_binding]
        if len(uses) != len((element, *made)) or len(made) != 1 or not isinstance(made[0], ast.Assign):
            return None
        element = made[0].value
    return element if isinstance(element, ast.Call) and variable_calls.is_list(element) else None


def _passed(listing: ast.Call, call: ast.Call, function: Function, scopes: Scopes) -> dict[ast.expr, ast.expr] | None:
    """Returns what a call of a function passes for the names in a listing; None if other names are in it."""
    is_method = function in scopes.classes
    positional = [each.arg for each in function.args.args][int(is_method) :]
    if any(isinstance(each, ast.Starred) for each in call.args) or any(each.arg is None for each in call.keywords):
        return None
    given = dict(zip(positional, call.args, strict=False))
    given.update({str(each.arg): each.value for each in call.keywords})
    known = {each.arg for each in parameters(function.args)}
    found: dict[ast.expr, ast.expr] = {}
    for argument in (*listing.args, *(each.value for each in listing.keywords)):
        for node in ast.walk(argument):
            if not isinstance(node, ast.Name) or scopes.owner(node) is not function:
                continue
            is_bound = any(
                use.is_binding and not isinstance(use.node, ast.arg) for use in scopes.uses(function, node.id)
            )
            if node.id not in known or node.id not in given or is_bound:
                return None
            found[node] = given[node.id]
    return found
