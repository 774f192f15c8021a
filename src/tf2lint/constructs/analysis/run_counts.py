"""Whether a function of a file runs at most once in a program, as far as the file shows."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.constructs.analysis.known_calls import SUPER, called_name, derives_from_nothing
from tf2lint.constructs.analysis.scopes import FUNCTIONS, RECEIVER

if TYPE_CHECKING:
    from collections.abc import Collection

    from tf2lint.constructs.analysis.known_calls import Function
    from tf2lint.constructs.analysis.scopes import Scopes

#: Code that may run several times.
_REPEATED: Final = (
    ast.For, ast.AsyncFor, ast.While, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.Lambda,
)  # fmt: skip
#: The function that runs the main function of a program once: `tf.app.run`.
_RUN: Final = "run"
#: What the names of methods begin with that Python calls.
_SPECIAL: Final = "__"


def runs_once(function: Function, scopes: Scopes, seen: Collection[Function] = ()) -> bool:
    """Returns whether a function runs at most once, if no other file calls it.

    Args:
        function: the function.
        scopes: the names of the file.
        seen: the functions that it calls, directly or not, of which that is to be found out.
    """
    name, owner = called_name(function, scopes), scopes.classes.get(function)
    word = name.removeprefix(RECEIVER)
    found = scopes.syntax.of_class(ast.Name, ast.Attribute)
    mentions = [node for node in found if _names(node, word) and (isinstance(node, ast.Name) or name != word)]
    mentions = [node for node in mentions if not _is_in_super(node, scopes)]
    if word.startswith(_SPECIAL) or len(mentions) > 1:
        return False
    if not mentions:  # The classes that a class derives from may call its methods.
        return owner is None or word == owner.name or derives_from_nothing(owner)
    return _stands_once(mentions[0], scopes, (*seen, function))


def _is_in_super(mention: ast.AST, scopes: Scopes) -> bool:
    """Returns whether a mention only says of which class `super` looks for the one that it derives from."""
    call = scopes.syntax.parent(mention)
    return isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == SUPER


def _names(node: ast.Name | ast.Attribute, word: str) -> bool:
    return word == (node.id if isinstance(node, ast.Name) else node.attr)


def _stands_once(mention: ast.AST, scopes: Scopes, seen: Collection[Function]) -> bool:
    """Returns whether a mention of a function is a call of it that runs at most once."""
    parent = scopes.syntax.parent(mention)
    call = scopes.syntax.parent(parent) if isinstance(parent, ast.keyword) else parent
    if not isinstance(call, ast.Call):
        return False
    if call.func is not mention and (not isinstance(call.func, ast.Attribute) or call.func.attr != _RUN):
        return False
    around: ast.AST | None = call
    while around is not None and not isinstance(around, FUNCTIONS):
        if isinstance(around, _REPEATED):
            return False
        around = scopes.syntax.parent(around)
    return around is None or (around not in seen and runs_once(around, scopes, seen))
