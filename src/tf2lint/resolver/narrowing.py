"""Narrowing: what a condition about the type of a value says about the value where the condition holds, or doesn't.

At the target, an item of a shape is an int or None. So code behind `isinstance(d, int)`, `type(d) is int` or
`isinstance(d, tf.compat.v1.Dimension)` that reads `d.value` otherwise never runs there with such an item.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any, Final

from tf2lint.resolver.rescheduling import track
from tf2lint.resolver.scopes import Parameter
from tf2lint.resolver.values import ABSENT, NONE, UNKNOWN, Symbol, Value, Values, is_none, join_all
from tf2lint.source import dotted
from tf2lint.table import ANY, CALL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.resolver.evaluator import Evaluator
    from tf2lint.resolver.state import AnalysisState

#: Types of which an int is an instance.
_INTEGERS: Final = frozenset(
    {"Complex", "int", "Integral", "integer_types", "Number", "Rational", "Real", "SupportsIndex", "SupportsInt"}
)
_NONE: Final = "NoneType"
#: In the symbols of Keras classes.
_KERAS: Final = "keras."
_SHAPE: Final = "TensorShape"
#: Builtin types of which no object of a library is an instance.
_BUILTINS: Final = frozenset({"bool", "bytes", "complex", "dict", "float", "int", "set", "str", _NONE})
#: Other types of which neither an int nor None is an instance.
_OTHERS: Final = frozenset({"Dimension", "EagerTensor", "list", "ndarray", "Tensor", _SHAPE, "tuple", "Variable"})
#: The end of the symbol of the function that tells the mode; and what stands for graph mode among narrowed expressions.
_EXECUTING_EAGERLY: Final = ".executing_eagerly"
GRAPH_MODE: Final = ""
#: The end of the symbol of what most functions return, which is not always a tensor.
_ANY_RESULT: Final = f".{ANY}.{CALL}"
_POSITIVE: Final = (ast.Is, ast.Eq, ast.In)
_NEGATIVE: Final = (ast.IsNot, ast.NotEq, ast.NotIn)

#: The syntax of conditions about types.
_CONDITIONS: Final = frozenset({ast.BoolOp, ast.Call, ast.Compare, ast.UnaryOp})
#: What was so before a condition was assumed: bindings, or the state itself, with a name and what it held.
Earlier = list[tuple[dict[str, Any], str, Any]]


def assume(evaluator: Evaluator, condition: ast.expr, outcome: bool) -> Earlier:
    """Narrows what names, attributes and items hold where a condition is true, or false.

    If nothing is left of what one of them holds, the program does not get there.

    Args:
        evaluator: evaluates what the condition tests.
        condition: the condition, which has been evaluated.
        outcome: whether it is true.

    Returns:
        What was so before, for `restore`.
    """
    state, earlier = evaluator.state, Earlier()
    if type(condition) not in _CONDITIONS:
        return earlier
    for part, holds in _parts(condition, outcome):
        if holds and (member := _tested_member(part)) is not None:
            _assume_member(evaluator, member, earlier)
        if not holds and _asks_for_eager_mode(evaluator, part):
            _narrow(state, GRAPH_MODE, ABSENT, earlier)
        if (test := _type_test(part, holds)) is not None:
            _assume_type(evaluator, *test, earlier)
    return earlier


def _assume_type(evaluator: Evaluator, tested: ast.expr, types: ast.expr, is_one: bool, earlier: Earlier) -> None:
    """Narrows what an expression holds where the program has made sure that it is of one of some types, or of none."""
    state, values = evaluator.state, evaluator.evaluate(tested)
    is_known = values is not None
    if not is_known or (is_one and _are_of_keras(values)):
        # The class that is tested last is the narrowest.
        narrowed = _object_of(evaluator, types) if is_one else None
        _track(state, tested, narrowed)
    else:
        narrowed = _narrowed(state, values, frozenset(_type_names(types)), is_one)
    if narrowed == values:
        return
    if narrowed == ():
        earlier.append((vars(state), "reachable", state.reachable))
        state.reachable = False
    elif not isinstance(tested, ast.Name) or not is_known or tested.id in state.narrowed:
        _narrow(state, ast.unparse(tested), narrowed, earlier)
    elif (bindings := _bindings_of(state, tested.id)) is not None:
        earlier.append((bindings, tested.id, bindings[tested.id]))
        bindings[tested.id] = narrowed


def _assume_member(evaluator: Evaluator, member: ast.Attribute, earlier: Earlier) -> None:
    """Forgets what a member of an object is where the program has made sure that the object has it, in its mode."""
    state, environment = evaluator.state, evaluator.state.environment
    symbols = [value for value in evaluator.evaluate(member.value) or () if isinstance(value, Symbol)]
    members = [symbol.member(member.attr) for symbol in symbols if symbol.is_object]
    if any(environment.fails_in_eager_mode(one) or environment.exists(one) is False for one in members):
        _narrow(state, ast.unparse(member), None, earlier)


def _narrow(state: AnalysisState, text: str, values: Values, earlier: Earlier) -> None:
    earlier.append((vars(state), "narrowed", state.narrowed))
    state.narrowed = {**state.narrowed, text: values}


def _asks_for_eager_mode(evaluator: Evaluator, node: ast.expr) -> bool:
    """Returns whether a condition is a call of `tf.executing_eagerly`, by whatever name."""
    if not isinstance(node, ast.Call) or node.args or node.keywords:
        return False
    # What is called has been evaluated; doing it again would forget that it is called.
    reference = evaluator.state.body.references.get(node.func)
    called = evaluator.evaluate(node.func) if reference is None else reference.symbols
    return bool(called) and all(
        isinstance(value, Symbol) and value.name.endswith(_EXECUTING_EAGERLY) for value in called or ()
    )


def restore(earlier: Earlier) -> None:
    """Undoes what conditions narrowed, the last one first."""
    while earlier:
        names, name, value = earlier.pop()
        names[name] = value


def narrowed_value(state: AnalysisState, node: ast.expr, values: Values) -> Values:
    """Returns what a name, attribute or item holds where a condition narrowed something, given what it holds else."""
    return state.narrowed.get(ast.unparse(node), values)


def forget(state: AnalysisState, name: str) -> None:
    """Drops what conditions say about a name that is bound again, and about its attributes and items."""
    state.narrowed = {
        text: values
        for text, values in state.narrowed.items()
        if text != name and not text.startswith((f"{name}.", f"{name}["))
    }


def _bindings_of(state: AnalysisState, name: str) -> dict[str, Values] | None:
    """Returns the bindings that hold a name of this scope; None for a name of another scope."""
    for targets in (*reversed(state.comprehension_targets), state.bindings):
        if name in targets:
            return targets
    return None


def _parts(node: ast.expr, outcome: bool) -> Iterator[tuple[ast.expr, bool]]:
    """Yields the parts of a condition whose outcome follows from its own, with that outcome."""
    match node:
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield from _parts(operand, not outcome)
        case ast.BoolOp(op=operator, values=operands) if isinstance(operator, ast.And) is outcome:
            for operand in operands:
                yield from _parts(operand, outcome)
        case ast.BoolOp(op=ast.And(), values=[test, value]) if not outcome and _has_place(value):
            yield from _parts(test, outcome)  # `test and value or other`, an old form of a conditional expression
        case _:
            yield node, outcome


def _type_test(node: ast.expr, outcome: bool) -> tuple[ast.expr, ast.expr, bool] | None:
    """Returns what a condition with this outcome says: an expression, some types, whether it is of one of them."""
    match node:
        case ast.Call(func=ast.Name(id="isinstance"), args=[tested, types], keywords=[]) if _has_place(tested):
            return tested, types, outcome
        case ast.Compare(
            left=ast.Call(func=ast.Name(id="type"), args=[tested], keywords=[])
            | ast.Attribute(value=ast.Call(func=ast.Name(id="type"), args=[tested], keywords=[]), attr="__name__"),
            ops=[operator],
            comparators=[types],
        ) if isinstance(operator, (*_POSITIVE, *_NEGATIVE)) and _has_place(tested):
            return tested, types, isinstance(operator, _POSITIVE) is outcome
        case _:
            return None


def _tested_member(node: ast.expr) -> ast.Attribute | None:
    """Returns the member that `hasattr(x, "op")` asks for, as `x.op`; None for another condition."""
    match node:
        case ast.Call(func=ast.Name(id="hasattr"), args=[owner, ast.Constant(value=str(name))], keywords=[]):
            return ast.Attribute(owner, name, ast.Load()) if _has_place(owner) else None
        case _:
            return None


def _has_place(node: ast.expr) -> bool:
    """Returns whether evaluating an expression twice gives the same object: a name, an attribute or an item."""
    return isinstance(node, ast.Name | ast.Attribute | ast.Subscript)


def _object_of(evaluator: Evaluator, types: ast.expr) -> Values:
    """Returns the object of a Keras class that something unknown is if it is of one of some types; None if unknown."""
    parts = types.elts if isinstance(types, ast.Tuple) else [types]
    found = [evaluator.annotation(part) if isinstance(part, ast.Name | ast.Attribute) else None for part in parts]
    values = join_all(found) if found else None
    return values if _are_of_keras(values) else None


def _are_of_keras(values: Values) -> bool:
    """Returns whether values are known objects of Keras classes, besides None."""
    known = [value for value in values or () if not isinstance(value, Parameter) and not is_none(value)]
    return bool(known) and all(
        isinstance(value, Symbol) and value.is_object and _KERAS in value.name for value in known
    )


def _track(state: AnalysisState, tested: ast.expr, values: Values) -> None:
    """Tracks the statements that mention what has turned out to be an object."""
    if values is None:
        return
    if isinstance(tested, ast.Name):
        scope = state.body if state.body.parent is not None and not state.body.is_class else None
        track(state, tested.id, (value for value in values if isinstance(value, Symbol)), scope)
    elif isinstance(tested, ast.Attribute):
        track(state, tested.attr)


def _type_names(node: ast.expr) -> Iterator[str]:
    """Yields the last parts of the names of the types in an expression; an empty string for anything else."""
    match node:
        case ast.Tuple(elts=elements) | ast.List(elts=elements) | ast.Set(elts=elements):
            for element in elements:
                yield from _type_names(element)
        case ast.BinOp(left=left, op=ast.Add() | ast.BitOr(), right=right):
            yield from _type_names(left)
            yield from _type_names(right)
        case ast.Constant(value=str(name)):
            yield name
        case ast.Constant(value=None) | ast.Call(func=ast.Name(id="type"), args=[ast.Constant(value=None)]):
            yield _NONE
        case _:
            yield dotted(node).rpartition(".")[2]


def _narrowed(state: AnalysisState, values: Values, types: frozenset[str], is_one: bool) -> Values:
    """Returns the values that are of one of some types, or of none of them; an empty tuple if there are none."""
    if values is None or not any(isinstance(value, Symbol) and value.is_object for value in values):
        return values
    kept = [kept for value in values for kept in _kept(state, value, types, is_one)]
    return tuple(dict.fromkeys(kept)) if not kept or any(value is not UNKNOWN for value in kept) else None


def _kept(state: AnalysisState, value: Value, types: frozenset[str], is_one: bool) -> tuple[Value, ...]:
    """Returns what is left of one alternative: itself, another value, or nothing."""
    shape = state.environment.shape
    if is_none(value) and is_one and types <= _BUILTINS - {_NONE}:
        return ()
    if not isinstance(value, Symbol) or not value.is_object:
        return (value,)
    if shape is not None and value is state.environment.item_symbol(shape):
        return _kept_item(value, types, is_one)
    if value is shape:
        return (value,) if (_SHAPE in types) is is_one or types.issubset(_BUILTINS) else (UNKNOWN,)
    if not is_one and _KERAS in value.name and _class_name(state, value) in types:
        return (UNKNOWN,)  # it is of another class, such as an older one
    is_exact = value.name.endswith(CALL) and not value.name.endswith(_ANY_RESULT)
    return () if is_exact and is_one and types.issubset(_BUILTINS) else (value,)


def _class_name(state: AnalysisState, value: Symbol) -> str:
    """Returns the last part of the name of an object's class; empty if the class is unknown."""
    made, call, attribute = value.name.rpartition(f".{CALL}")
    name = made if call and not attribute else state.environment.held_class(value)
    return name.rpartition(".")[2]


def _kept_item(item: Symbol, types: frozenset[str], is_one: bool) -> tuple[Value, ...]:
    """Returns what is left of an item of a shape, which is an int or None at the target."""
    if not types.isdisjoint(_INTEGERS):
        return (UNKNOWN,) if is_one else () if _NONE in types else (NONE,)
    if types.issubset(_OTHERS | _BUILTINS - _INTEGERS - {_NONE}):
        return () if is_one else (item,)
    return (UNKNOWN,)
