"""Where a program uses the names of variables, and lists that hold more than the variables that it makes."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tf2lint.constructs.analysis.library_names import LibraryNames
    from tf2lint.constructs.variables.variable_calls import VariableCalls
    from tf2lint.source import SyntaxIndex

_NAMES: Final = ("Variable().name", "Variable().op.name")
_TRAIN: Final = "train."
_OPTIMIZER: Final = "Optimizer"


def variable_names(syntax: SyntaxIndex, names: LibraryNames, variable_calls: VariableCalls) -> dict[ast.AST, ast.expr]:
    """Returns the variables whose names stand in a file, by the expressions for these."""
    found: dict[ast.AST, ast.expr] = {}
    for node in syntax.of_class(ast.Attribute):
        name = names.of(node)
        part: ast.expr = node
        while isinstance(part, ast.Attribute) and not name.endswith(_NAMES) and name.startswith(_NAMES):
            name, part = name.rpartition(".")[0], part.value  # what is done with the name, such as `startswith`
        if name == _NAMES[0] and isinstance(part, ast.Attribute):
            found[part] = part.value
        elif name == _NAMES[1] and isinstance(part, ast.Attribute) and isinstance(part.value, ast.Attribute):
            found[part] = part.value.value
        match node:
            case ast.Attribute(attr="name", value=ast.Attribute(attr="op", value=value)):
                pass
            case ast.Attribute(attr="name", value=value):
                pass
            case _:
                continue
        if variable_calls.is_listed(value):
            found[node] = value
    return found


def lists_slots(call: ast.Call, syntax: SyntaxIndex, names: LibraryNames) -> bool:
    """Returns whether a list of all variables also holds those of optimizers, and the program takes all of them."""
    if any(node.iter is call for node in syntax.of_class(ast.comprehension) if node.ifs):
        return False
    return any(name.startswith(_TRAIN) and name.endswith(_OPTIMIZER) for _, name in names.references)
