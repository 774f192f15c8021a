"""Functions of the program that a call gives to something else, which calls them: threads, executors, `atexit`.

`Thread(target=work, args=(sess, 1))` passes to `work` what `work(sess, 1)` would.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.resolver import containers, passing
from tf2lint.resolver.call_arguments import evaluated_call
from tf2lint.resolver.evaluated_calls import EvaluatedCall
from tf2lint.source import dotted

if TYPE_CHECKING:
    from tf2lint.resolver.evaluator import Evaluator


class _Packed(NamedTuple):
    """Where a call has a function, a tuple of its arguments, and a dictionary of those by name.

    Attributes:
        names: their keywords.
        first: the position of the function; the other two may follow it somewhere.
        arguments: the position of the tuple, before that of the dictionary.
    """

    names: tuple[str, str, str]
    first: int
    arguments: int


#: By the last part of what is called, from the signatures in the standard library and in TensorFlow.
_PACKED: Final = {
    "LooperThread": _Packed(("target", "args", "kwargs"), 2, 3),
    "Process": _Packed(("target", "args", "kwargs"), 1, 3),
    "Thread": _Packed(("target", "args", "kwargs"), 1, 3),
    "Timer": _Packed(("function", "args", "kwargs"), 1, 2),
    "apply_async": _Packed(("func", "args", "kwds"), 0, 1),
    "start_new_thread": _Packed(("function", "args", "kwargs"), 0, 1),
}
#: The position of a function that gets the arguments behind it.
_FOLLOWED_BY_ARGUMENTS: Final = {"atexit.register": 0, "run_in_executor": 1, "submit": 0}
#: Methods that call their first argument with the items of the others.
_MAPPING: Final = frozenset({"imap", "imap_unordered", "map", "map_async"})


def pass_to_given(evaluator: Evaluator, node: ast.Call) -> None:
    """Adds what a call lets something else pass to functions of the program to what is known of their parameters.

    Args:
        evaluator: evaluates the arguments.
        node: a call of nothing that the program defines.
    """
    called = node.func
    name = called.attr if type(called) is ast.Attribute else called.id if type(called) is ast.Name else ""
    if name in _PACKED:
        _pass(evaluator, *_unpacked(node, _PACKED[name]))
    elif name in _MAPPING:
        _pass_items(evaluator, node)
    else:
        position = _FOLLOWED_BY_ARGUMENTS.get(name, _FOLLOWED_BY_ARGUMENTS.get(dotted(called)))
        if position is not None and position < len(node.args):
            given, *others = node.args[position:]
            _pass(evaluator, given, others, node.keywords)


def _unpacked(node: ast.Call, packed: _Packed) -> tuple[ast.expr | None, list[ast.expr], list[ast.keyword]]:
    """Returns the function that a call has, and the arguments that it gets, by position and by name."""
    keywords = {keyword.arg: keyword.value for keyword in node.keywords}
    positions = (packed.first, packed.arguments, packed.arguments + 1)
    given, arguments, named = (
        node.args[position] if position < len(node.args) else keywords.get(name)
        for name, position in zip(packed.names, positions, strict=True)
    )
    match arguments:
        case None:
            positional: list[ast.expr] = []
        case ast.Tuple(elts=elements) | ast.List(elts=elements):
            positional = elements
        case _:
            positional = [ast.copy_location(ast.Starred(arguments, ast.Load()), arguments)]
    match named:
        case None:
            return given, positional, []
        case ast.Dict(keys=keys, values=values) if all(isinstance(key, ast.Constant) for key in keys):
            pairs = zip(keys, values, strict=True)
            return given, positional, [ast.keyword(str(getattr(key, "value", "")), value) for key, value in pairs]
        case _:
            return given, positional, [ast.keyword(None, named)]


def _pass(evaluator: Evaluator, given: ast.expr | None, arguments: list[ast.expr], keywords: list[ast.keyword]) -> None:
    """Passes arguments to a function, as a call of it would."""
    callees = evaluator.evaluate(given) if given is not None and evaluator.state.reachable else None
    if given is not None and callees is not None:
        call = evaluated_call(evaluator, ast.copy_location(ast.Call(given, arguments, keywords), given))
        for callee in callees:
            passing.pass_on(evaluator.state, callee, call)


def _pass_items(evaluator: Evaluator, node: ast.Call) -> None:
    """Passes the items of the other arguments of a call to the function that is its first one."""
    state = evaluator.state
    callees = evaluator.evaluate(node.args[0]) if node.args and state.reachable else None
    if callees is not None:
        items = [containers.elements(state, evaluator.evaluate(argument)) for argument in node.args[1:]]
        call = ast.copy_location(ast.Call(node.args[0], node.args[1:], []), node)
        for callee in callees:
            passing.pass_on(state, callee, EvaluatedCall(call, items, {}))
