"""Elements of datasets that are passed to functions of the file, which run them: the iterator is passed instead."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tf2lint.constructs.analysis.bound_values import BoundValues
    from tf2lint.constructs.analysis.scopes import Scopes
    from tf2lint.constructs.analysis.session_runs import Run


class PassedElement(NamedTuple):
    """An element that is an argument of a call.

    Attributes:
        argument: the argument.
        parameter: what the function calls it.
        runs: the runs of the function, which fetch nothing else.
    """

    argument: ast.expr
    parameter: str
    runs: tuple[Run, ...]


def passed_element(use: ast.expr, runs: list[Run], scopes: Scopes, bound: BoundValues) -> PassedElement | None:
    """Returns how an element is passed to a function that only runs it; None if it is used in another way.

    Args:
        use: the place where the name of the element stands.
        runs: the runs of the file.
        scopes: the names of the file.
        bound: what they are bound to.
    """
    call = bound.parent(use)
    call = bound.parent(call) if isinstance(call, ast.keyword) else call
    function = bound.function(call.func) if isinstance(call, ast.Call) and call.func is not use else None
    if function is None or not isinstance(call, ast.Call) or function in scopes.classes:
        return None
    parameters = [*function.args.posonlyargs, *function.args.args]
    named = next((keyword.arg for keyword in call.keywords if keyword.value is use), None)
    word = named or (parameters[call.args.index(use)].arg if use in call.args[: len(parameters)] else "")
    uses = scopes.uses(function, word) if word else []
    if not uses or any(each.is_binding for each in uses):
        return None
    found = [next((run for run in runs if run.is_single and run.fetches[0] is each.node), None) for each in uses]
    known = tuple(run for run in found if run is not None and run.feed is not None and not run.feed.keys)
    return PassedElement(use, word, known) if len(known) == len(found) else None
