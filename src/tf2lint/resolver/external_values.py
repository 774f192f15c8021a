"""Answers what other modules ask about a file: what an expression over its names evaluates to."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Final

from tf2lint.resolver import attributes, builtin_calls, containers, parameter_questions, rescheduling
from tf2lint.resolver.container_values import MappingValue
from tf2lint.resolver.evaluated_calls import EvaluatedCall
from tf2lint.resolver.scopes import ClassValue, Function, Instance, Parameter
from tf2lint.resolver.values import (
    ABSENT,
    UNKNOWN,
    Const,
    ExternalClass,
    ExternalValue,
    SequenceValue,
    Symbol,
    Value,
    Values,
    join_all,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tf2lint.resolver.scopes import ClassInfo
    from tf2lint.resolver.state import AnalysisState

_TOKEN: Final = re.compile(r"(?<![<*\w])(\w+)|\.__enter__(\(\))|\.(\w+)|(\(\))|\[(-?\d+|\?|\*|'[^']*')\]")
_ENTER: Final = "__enter__"
_READ: Final = re.compile(r"\.(\w+)(?!\w|\()")
_CALL: Final = ast.Call(ast.Name("", ast.Load()), [], [])


def names_in(expression: str) -> list[str]:
    """Returns the names and attributes in an expression."""
    tokens = _TOKEN.findall(expression)
    return [name or attribute or _ENTER for name, enter, attribute, _, _ in tokens if name or enter or attribute]


def split_class(expression: str) -> tuple[str, str]:
    """Splits an expression such as `Net().run` into the name before everything else, and the rest."""
    name = re.match(r"\w*", expression)
    assert name is not None
    return name[0], expression[name.end() :]


def follow_calls(state: AnalysisState, functions: Iterable[str]) -> None:
    """Follows what calls pass to functions and methods of other modules, after the analysis of a file.

    Args:
        state: the final state.
        functions: the names of the functions and methods.
    """
    state.mention_index.mark(state.mention_index.lines_with_attributes(functions))
    for name in functions:
        state.schedule(rescheduling.bodies_that_skipped(state, list(state.mention_index.lines(name))))


def follow_words(state: AnalysisState, words: Iterable[str], attributes: Iterable[str]) -> None:
    """Follows names everywhere in a file, before it is analyzed or afterward.

    Args:
        state: the state.
        words: the names.
        attributes: those of them that are read as attributes.
    """
    state.followed_attributes.update(attributes)
    for word in words:
        state.followed[word, None] = None
        rescheduling.track(state, word)
    names = set(words)
    state.schedule([body for node, body in state.bodies.items() if getattr(node, "name", None) in names])


def attributes_in(expression: str) -> list[str]:
    """Returns the attributes in an expression that are read, not called."""
    return _READ.findall(expression)


def evaluate_expression(state: AnalysisState, expression: str, path: str) -> Values:
    """Evaluates an expression at the end of an analyzed module.

    Args:
        state: the final state.
        expression: names of the module with calls, attributes, and items, see `ExternalValue`.
        path: the module's file, by which others know its classes and functions.

    Returns:
        What it evaluates to, with values that mean the same in any file; `ABSENT` if nothing is known.
    """
    return portable(state, evaluate_here(state, expression), path)


def evaluate_here(state: AnalysisState, expression: str) -> Values:
    """Evaluates an expression as `evaluate_expression` does, to values that only this file knows."""
    values: Values = ABSENT
    for name, enter, attribute, call, index in _TOKEN.findall(expression):
        if name:
            values = _global(state, name)
        elif enter:
            values = containers.entered(state, values)
        elif attribute:
            values = attributes.member(state, values, attribute)
        elif call:
            values = join_all(_result(state, value) for value in values or ())
        elif index == "*":
            values = containers.elements(state, values)
        else:
            key = None if index == "?" else Const(index[1:-1] if index.startswith("'") else int(index))
            values = containers.item(state, values, key)
    return values


def value_of_attribute(state: AnalysisState, info: ClassInfo, name: str, path: str) -> Values:
    """Returns what an attribute of the objects of a class holds at the end of an analyzed module, see `evaluate`."""
    return portable(state, attributes.member(state, (Instance(info),), name), path)


def portable(state: AnalysisState, values: Values, path: str) -> Values:
    """Returns the values that mean the same in any file; functions and classes become expressions of this module."""
    converted = [_portable(state, value, path) for value in values or ()]
    return tuple(dict.fromkeys(value for value in converted if value is not UNKNOWN)) or ABSENT


def portable_argument(state: AnalysisState, values: Values, path: str) -> Values:
    """Returns the values of an argument that mean the same in any file: also objects of classes of other modules."""
    objects = tuple([value for value in values or () if isinstance(value, ExternalClass) and value.is_object])
    found = portable(state, values, path)
    return found if not objects else objects if found is ABSENT else join_all([found, objects])


def _portable(state: AnalysisState, value: Value, path: str) -> Value:
    if isinstance(value, SequenceValue):
        elements = tuple([_portable_part(state, element, path) for element in value.elements])
        rest = value.rest if value.rest is ABSENT else _portable_part(state, value.rest, path)
        return SequenceValue(elements, rest, value.fields)
    if type(value) is MappingValue:
        entries = tuple([(key, _portable_part(state, part, path)) for key, part in value.entries])
        return MappingValue(entries, value.rest if value.rest is ABSENT else _portable_part(state, value.rest, path))
    if isinstance(value, Function):
        name = _function_name(value)
        return ExternalValue(path, name) if name else UNKNOWN
    if isinstance(value, ClassValue | Instance):
        name = value.info.node.name
        is_global = ClassValue(value.info) in (_global(state, name) or ())
        suffix = "()" if isinstance(value, Instance) else ""
        return ExternalValue(path, f"{name}{suffix}") if is_global else UNKNOWN
    if isinstance(value, Parameter):
        parameter_questions.ask_callers(state, value)
    is_object = isinstance(value, Symbol) and value.watched
    return value if is_object or isinstance(value, ExternalValue) else UNKNOWN


def _portable_part(state: AnalysisState, values: Values, path: str) -> Values:
    found = portable(state, values, path)
    return None if found is ABSENT else found


def _function_name(function: Function) -> str:
    """Returns the name of a function of the module, or of a method of one of its classes; empty for any other."""
    body = function.body
    node = body.node
    if not isinstance(node, ast.FunctionDef) or body.parent is None:
        return ""
    if body.owner is not None:
        return f"{body.owner.node.name}().{node.name}"
    return node.name if body.parent.parent is None else ""


def _global(state: AnalysisState, name: str) -> Values:
    module = state.body.module()
    values = state.exports.get(name, ABSENT)
    cell = module.outer_writes.get(name)
    if cell is None:
        return values
    return join_all(found for found in (values, cell.values) if found is not ABSENT)


def _result(state: AnalysisState, value: Value) -> Values:
    if isinstance(value, Parameter):
        parameter_questions.ask_callers(state, value)
    if isinstance(value, Symbol) and value.watched:
        found = state.environment.call_result(value)
        return None if found is None else found.values
    return builtin_calls.call_result(state, value, EvaluatedCall(_CALL, [], {}))
