"""Overrides: methods that a class of the program shares with its library bases, which the library calls."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tf2lint.resolver.class_bases import all_library_bases

if TYPE_CHECKING:
    from tf2lint.resolver.scopes import Body
    from tf2lint.resolver.state import AnalysisState
    from tf2lint.resolver.values import Symbol


def passed_by_library(state: AnalysisState, body: Body, arguments: ast.arguments) -> dict[str, Symbol]:
    """Returns what the library passes to a method, by parameter.

    Args:
        state: the state at the beginning of the method.
        body: a function or lambda; the result is empty unless it is a method of a library class's subclass.
        arguments: its parameters.
    """
    if body.owner is None or body.receiver is None or not isinstance(body.node, ast.FunctionDef):
        return {}
    if body.node.name not in state.environment.overridden_names:
        return {}
    passed: dict[str, Symbol] = {}
    for base in all_library_bases(body.owner):
        for position, parameter in enumerate((*arguments.posonlyargs, *arguments.args)):
            symbol = state.environment.passed_argument(base, body.node.name, position)
            if symbol is not None:
                passed.setdefault(parameter.arg, symbol)
    return passed
