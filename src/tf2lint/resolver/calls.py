"""Evaluates calls."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.resolver import (
    attributes,
    builtin_calls,
    given_functions,
    given_methods,
    indirect_calls,
    mutations,
    passing,
    records,
    reference_recorder,
    rescheduling,
    skipped_tests,
    use_signs,
)
from tf2lint.resolver.call_arguments import evaluated_call
from tf2lint.resolver.environment import GET_SHAPE, SHAPE
from tf2lint.resolver.evaluated_calls import EvaluatedCall
from tf2lint.resolver.references import ReferenceKind
from tf2lint.resolver.scopes import ClassValue, Function, Instance, Parameter, takes_nothing_away
from tf2lint.resolver.values import (
    ABSENT,
    ANYTHING,
    OTHER_OBJECT,
    SKIPPING,
    Container,
    ExternalCallable,
    ExternalClass,
    ExternalFunction,
    ExternalValue,
    GivenFunction,
    Partial,
    Symbol,
    Untracked,
    Value,
    Values,
    beside_unknown,
    is_none,
    join_all,
)
from tf2lint.table import CALL, CALLED

if TYPE_CHECKING:
    from tf2lint.resolver.evaluator import Evaluator

#: The method of a dictionary that looks a key up.
_GET: Final = "get"
#: Methods that replace an attribute, given by its name, for the time of a test.
_PATCHING: Final = ("setattr", "delattr")
_PATCH_OBJECT: Final = ("patch", "object")
#: Methods of Keras objects that keep an argument, their first one, in an attribute with its name.
_KEEPING: Final = {"compile": "optimizer"}
#: Callables that the project itself defines.
_PROJECT_CALLABLES: Final = (
    Function,
    ClassValue,
    Instance,
    ExternalCallable,
    ExternalClass,
    ExternalValue,
    GivenFunction,
)


def call(evaluator: Evaluator, node: ast.Call) -> Values:
    """Evaluates a call and records a `getattr` that returns a watched symbol as a reference."""
    values = call_value(evaluator, node)
    if values is None or not isinstance(node.func, ast.Name) or node.func.id != "getattr":
        return values
    # An object is what the default of `getattr` holds, and no name is written for it.
    if not any(isinstance(value, Symbol) and value.name.endswith(CALL) for value in values):
        reference_recorder.record(evaluator.state, node, values, ReferenceKind.LOAD, written_parts=1)
    return values


def call_value(evaluator: Evaluator, node: ast.Call) -> Values:
    """Evaluates a call that is part of an expression which is recorded as a whole."""
    called = node.func
    function = evaluator.evaluate(called)
    if type(called) is ast.Attribute and called.attr in evaluator.state.environment.use_signs:
        shown = _shown(evaluator, node, function)
        function = shown if shown is not None else function
    if function is None or (type(function[0]) is Parameter and all(isinstance(v, Parameter) for v in function)):
        return _unknown_result(evaluator, node)
    given_functions.give_arguments(evaluator, node, function)
    if type(function[0]) is ExternalValue and not _is_asked_about(evaluator, function):
        _scan_arguments(evaluator, node)
        results = (_result(evaluator, callee, EvaluatedCall(node, [], {})) for callee in function)
        return _shape_call(evaluator, called, function) or join_all(results)
    if type(function[0]) is Symbol and function[0].watched:
        _scan_arguments(evaluator, node)
        return _shape_call(evaluator, called, function) or _library_result(evaluator, node, function)
    arguments = evaluated_call(evaluator, node)
    if _is_mutation(called):
        mutations.apply(evaluator, arguments)
    if any(isinstance(callee, _PROJECT_CALLABLES) for callee in function) and evaluator.state.reachable:
        evaluator.state.body.calls[node] = function
        for callee in function:
            passing.pass_on(evaluator.state, callee, arguments)
    if any(isinstance(callee, Partial) for callee in function):
        for callee in function:
            passing.pass_on(evaluator.state, callee, arguments)
        wrapped = [callee.wrapped if isinstance(callee, Partial) else callee for callee in function]
        reference_recorder.record_indirect(evaluator.state, called, wrapped, node)
    return _joined_results(evaluator, function, arguments)


def _joined_results(evaluator: Evaluator, function: tuple[Value, ...], arguments: EvaluatedCall) -> Values:
    """Returns what a call returns, whichever of these is called. None can't be called: that path is left out."""
    callees = [callee for callee in function if not is_none(callee)]
    known = [callee for callee in callees if not takes_nothing_away(callee)]
    found = join_all(_result(evaluator, callee, arguments) for callee in known)
    if len(known) == len(callees) or found is None or ANYTHING in found:
        return found
    return None if found is ABSENT else (*found, ANYTHING)


def _is_asked_about(evaluator: Evaluator, function: tuple[Value, ...]) -> bool:
    """Returns whether it matters what a call passes to values of other modules, or to anything else."""
    return any(
        not isinstance(value, ExternalValue) or passing.asked_targets(evaluator.state, value) for value in function
    )


def _unknown_result(evaluator: Evaluator, node: ast.Call) -> Values:
    """Evaluates a call of something unknown: a method of a container, or a definition that was skipped."""
    called, state = node.func, evaluator.state
    indirect_calls.pass_to_given(evaluator, node)
    is_skipped = passing.may_be_skipped_definition(state, called)
    if is_skipped or _is_mutation(called):
        arguments = evaluated_call(evaluator, node)
        mutations.apply(evaluator, arguments)
        if is_skipped:
            passing.track_callee(state, called, arguments)
            records.track_class(state, arguments)
    elif _is_patch(called):
        builtin_calls.record_patch(state, evaluated_call(evaluator, node))
    else:
        _scan_arguments(evaluator, node)
    return _shape_call(evaluator, called, None) or skipped_tests.decorator_of(evaluator, node)


def _is_patch(called: ast.expr) -> bool:
    """Returns whether a method like one of pytest's fixtures is called: `x.setattr`, `x.delattr`, `x.patch.object`."""
    if not isinstance(called, ast.Attribute):
        return False
    owner = called.value.attr if isinstance(called.value, ast.Attribute) else ""
    return called.attr in _PATCHING or (owner, called.attr) == _PATCH_OBJECT


def _is_mutation(called: ast.expr) -> bool:
    """Returns whether what is called may put its arguments into a container or an object."""
    if type(called) is ast.Attribute:
        return called.attr in mutations.METHODS
    return type(called) is ast.Name and called.id == mutations.SETATTR


def _result(evaluator: Evaluator, callee: Value, arguments: EvaluatedCall) -> Values:
    if callee is SKIPPING:
        return (SKIPPING,)
    if isinstance(callee, ExternalFunction):
        return evaluator.state.environment.returned(callee)
    result = builtin_calls.call_result(evaluator.state, callee, arguments)
    if result is None and type(callee) is Symbol:  # `unittest.skipIf`, in a file that also uses `unittest.mock`
        return skipped_tests.decorator_of(evaluator, arguments.node)
    return result


def _shown(evaluator: Evaluator, node: ast.Call, function: Values) -> Values:
    """Returns the method that is called, if signs show what it is called on; None if they don't."""
    if function is not None and not all(isinstance(value, Untracked) for value in function):
        evaluator.state.unknown_calls.pop(node, None)  # it may have been unknown in an earlier analysis
        return None
    use_signs.record(evaluator, evaluated_call(evaluator, node))
    shown = use_signs.shown_members(evaluator.state, node.func)
    if shown is not None:
        reference_recorder.record(evaluator.state, node.func, shown, ReferenceKind.LOAD, written_parts=1)
    return shown


def _record_kept(evaluator: Evaluator, node: ast.Call, name: str) -> None:
    """Records that the objects of a call keep an argument, if that is an object of the program."""
    state = evaluator.state
    given = next(
        (keyword.value for keyword in node.keywords if keyword.arg == name), node.args[0] if node.args else None
    )
    values = evaluator.evaluate(given) if given is not None and state.reachable else None
    own = [v for v in values or () if isinstance(v, Instance) or (isinstance(v, ExternalClass) and v.is_object)]
    known = state.kept.get(name, ())
    new = [value for value in own if value not in known]
    if new:
        state.kept[name] = (*known, *new)
        state.schedule(rescheduling.bodies_that_mention(state, name))


def _scan_arguments(evaluator: Evaluator, node: ast.Call) -> None:
    for argument in node.args:
        evaluator.scan(argument)
    for keyword in node.keywords:
        evaluator.scan(keyword.value)


def _library_result(evaluator: Evaluator, node: ast.Call, function: tuple[Value, ...]) -> Values:
    """Returns what a call of a library symbol returns: an object, if the file accesses relevant members of it."""
    reference_recorder.mark_called(evaluator.state, node)
    if type(node.func) is ast.Attribute and node.func.attr in _KEEPING:
        _record_kept(evaluator, node, _KEEPING[node.func.attr])
    if type(node.func) is ast.Attribute and node.func.attr == _GET and node.args:
        reference_recorder.record_key(evaluator.state, node, function)
    given_methods.pass_to_given(evaluator, node, function)
    indirect_calls.pass_to_given(evaluator, node)
    if isinstance(node.func, ast.Subscript) and not any(isinstance(c, Symbol) and c.is_object for c in function):
        reference_recorder.record_indirect(evaluator.state, node.func, function, node)
    _record_called_object(evaluator, node, function)
    if len(function) == 1:
        return _symbol_result(evaluator, node, function[0])
    known = [callee for callee in function if not takes_nothing_away(callee)]
    found = join_all(_symbol_result(evaluator, node, callee) for callee in known if not is_none(callee))
    return found if len(known) == len(function) else beside_unknown(found)


def _record_called_object(evaluator: Evaluator, node: ast.Call, function: tuple[Value, ...]) -> None:
    """Records a call of an object of the library, if the table has something to say about that."""
    methods = [v.member(CALLED) for v in function if isinstance(v, Symbol) and v.name.endswith(CALL)]
    if len(methods) == len(function) and any(map(evaluator.state.environment.exists, methods)):
        reference_recorder.record_indirect(evaluator.state, node.func, methods, node)


def _symbol_result(evaluator: Evaluator, node: ast.Call, callee: Value) -> Values:
    """Returns what a call of one symbol returns; a layer gives a symbolic tensor only for a symbolic tensor."""
    if type(callee) is not Symbol or not callee.watched:
        return None
    environment = evaluator.state.environment
    result = environment.call_result(callee)
    if result is None and environment.makes_object(callee):
        return (OTHER_OBJECT,)
    if result is not None and environment.returns_given(callee):
        is_plain = bool(node.args) and not isinstance(node.args[0], ast.Starred)
        return evaluator.evaluate(node.args[0]) if is_plain else None
    if result is None or (callee.name.endswith(CALL) and not _receives(evaluator, node, result)):
        return None
    return result.values


def _receives(evaluator: Evaluator, node: ast.Call, symbol: Symbol) -> bool:
    """Returns whether an argument of a call is, or contains, an object."""
    pending = [evaluator.evaluate(argument) for argument in (*node.args, *(keyword.value for keyword in node.keywords))]
    while pending:
        for value in pending.pop() or ():
            if value is symbol:
                return True
            if isinstance(value, Container):
                pending += value.parts()
    return False


def _shape_call(evaluator: Evaluator, called: ast.expr, function: Values) -> Values:
    """Returns the shape that `x.get_shape()` returns if `x` is unknown or a library object."""
    if not isinstance(called, ast.Attribute) or called.attr != GET_SHAPE:
        return None
    found = attributes.shape(evaluator.state, SHAPE)
    if found is None or function is None or (isinstance(function[0], Symbol) and function[0].is_object):
        return found
    if not all(isinstance(value, ExternalValue) for value in function):
        return None
    return (
        None if attributes.is_known_elsewhere(evaluator.state, evaluator.evaluate(called.value), GET_SHAPE) else found
    )
