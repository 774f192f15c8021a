"""What the syntax of one module shows, for questions about programs that the names in it do not answer.

A module is parsed once for all of them, and only if it has a word of one.
"""

from __future__ import annotations

import ast
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from tf2lint.source import SyntaxIndex, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


class SyntaxFact(StrEnum):
    """What the syntax of a module shows, anywhere in it."""

    ABBREVIATED_LOSS = "a loss is given by an abbreviation"
    ASSIGNED_RATE = "the learning rate of another object than `self` is assigned"
    CUSTOM_OBJECTS = "custom objects are given by keyword, in a variable, or next to the file that is loaded"
    DEFAULT_STEP = "a writer becomes the default one along with a step"
    LEGACY_KERAS = "the environment variable that chooses Keras 2 gets a value that may do so"
    METRIC_ACC = "a metric is called `acc`, other than where code reads what an older version called so"
    MODEL_FUNCTION = "a function that an Estimator calls, by its name and parameters"


#: How many summaries of modules are kept.
_MAX_FACTS: Final = 512
ENVIRONMENT: Final = "TF_USE_LEGACY_KERAS"
#: Keras ignores all but these. A value that is not written out may be one of them.
_SWITCHES_ON: Final = ("1", "True", "true", 1)
#: Methods that read the environment, given a value for the case that it lacks the variable.
_READS: Final = frozenset({"get", "getenv", "pop"})
_CUSTOM_OBJECTS: Final = "custom_objects"
_ACC, _VAL_ACC = "acc", "val_acc"
#: Functions that look something up by its name, or label something with it.
_LOOKUPS: Final = frozenset({"get", "print", "set_title", "set_xlabel", "set_ylabel", "title", "xlabel", "ylabel"})
_LABELS: Final = frozenset({"label", "monitor"})
_LOSS: Final = "loss"
#: Keras knows them in lower and in upper case.
ABBREVIATIONS: Final = frozenset(
    text for name in ("bce", "kld", "mae", "mape", "mse", "msle") for text in (name, name.upper())
)
RATES: Final = frozenset({"learning_rate", "lr"})
_ASSIGNS: Final = frozenset({"assign", "assign_add", "assign_sub"})
_OWN: Final = frozenset({"cls", "self"})


@lru_cache(maxsize=_MAX_FACTS)
def syntax_facts_of(text: str) -> frozenset[SyntaxFact]:
    """Returns what the syntax of a module shows: nothing if Python does not parse it, and so cannot run it.

    Args:
        text: its text.
    """
    try:
        syntax = SyntaxIndex(parse(text))
    except SyntaxError:
        return frozenset()
    found = set[SyntaxFact]()
    for kind, check in _CHECKS.items():
        for node in syntax.of_class(kind):
            found.update(check(node, syntax))
    return frozenset(found)


def _of_function(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda, _: SyntaxIndex) -> Iterator[SyntaxFact]:
    name, parameters = getattr(node, "name", ""), dict(_parameters(node.args))
    if "model_fn" in name and "mode" in parameters:
        yield SyntaxFact.MODEL_FUNCTION
    if name == _ACC:
        yield SyntaxFact.METRIC_ACC
    yield from _of_values(parameters.items())


def _parameters(arguments: ast.arguments) -> Iterator[tuple[str, ast.expr | None]]:
    """Yields the names of parameters with their defaults."""
    positional = [*arguments.posonlyargs, *arguments.args]
    without = [None] * (len(positional) - len(arguments.defaults))
    for parameter, default in zip(positional, [*without, *arguments.defaults], strict=True):
        yield parameter.arg, default
    for parameter, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        yield parameter.arg, default


def _of_values(values: Iterable[tuple[str, ast.expr | None]]) -> Iterator[SyntaxFact]:
    """Yields what it shows that names, parameters, keys, or keywords get some values."""
    for name, value in values:
        if name == _CUSTOM_OBJECTS:
            yield SyntaxFact.CUSTOM_OBJECTS
        if value is None:
            continue
        if (name == ENVIRONMENT and _may_switch_on(value)) or _is_text(value, ENVIRONMENT):
            yield SyntaxFact.LEGACY_KERAS
        if name == _LOSS and _is_abbreviated(value):
            yield SyntaxFact.ABBREVIATED_LOSS


def _may_switch_on(value: ast.expr) -> bool:
    return not isinstance(value, ast.Constant) or value.value in _SWITCHES_ON


def _is_abbreviated(value: ast.expr) -> bool:
    """Returns whether a loss, or one of those of several outputs, is an abbreviation."""
    match value:
        case ast.Constant(value=str(text)):
            return text in ABBREVIATIONS
        case ast.List(elts=values) | ast.Tuple(elts=values) | ast.Dict(values=values):
            return any(map(_is_abbreviated, values))
        case _:
            return False


def _is_text(node: ast.AST | None, text: str) -> bool:
    return isinstance(node, ast.Constant) and node.value == text


def _last_part(node: ast.expr) -> str:
    """Returns the last part of a dotted name, or a key that is written out; empty if there is neither."""
    match node:
        case ast.Attribute(attr=name) | ast.Name(id=name) | ast.Subscript(slice=ast.Constant(value=str(name))):
            return name
        case _:
            return ""


def _of_call(node: ast.Call, _: SyntaxIndex) -> Iterator[SyntaxFact]:
    name, first = _last_part(node.func), node.args[0] if node.args else None
    if name == "as_default" and (node.args or node.keywords):
        yield SyntaxFact.DEFAULT_STEP
    if name == "load_model" and any(isinstance(argument, ast.Dict) for argument in node.args):
        yield SyntaxFact.CUSTOM_OBJECTS
    if name == "compile" and len(node.args) > 1 and _is_abbreviated(node.args[1]):
        yield SyntaxFact.ABBREVIATED_LOSS
    if name not in _READS:
        yield from _of_sequence(node.args)
    assigned = first if name == "set_value" else node.func.value if isinstance(node.func, ast.Attribute) else None
    if (name == "set_value" or name in _ASSIGNS) and assigned is not None and _last_part(assigned) in RATES:
        yield SyntaxFact.ASSIGNED_RATE


def _of_sequence(elements: list[ast.expr]) -> Iterator[SyntaxFact]:
    """Yields what it shows that the environment variable stands before its value."""
    if any(_is_text(name, ENVIRONMENT) and _may_switch_on(value) for name, value in pairwise(elements)):
        yield SyntaxFact.LEGACY_KERAS


def _of_assignment(node: ast.Assign | ast.AnnAssign | ast.AugAssign, _: SyntaxIndex) -> Iterator[SyntaxFact]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    yield from _of_values((_last_part(target), node.value) for target in targets)
    for target in targets:
        if isinstance(target, ast.Attribute) and target.attr in RATES and not _is_own(target.value):
            yield SyntaxFact.ASSIGNED_RATE


def _is_own(owner: ast.expr) -> bool:
    return isinstance(owner, ast.Name) and owner.id in _OWN


def _of_text(node: ast.Constant, syntax: SyntaxIndex) -> Iterator[SyntaxFact]:
    if node.value == _CUSTOM_OBJECTS:
        yield SyntaxFact.CUSTOM_OBJECTS
    if node.value == _ACC and not _is_read(node, syntax):
        yield SyntaxFact.METRIC_ACC


def _is_read(text: ast.Constant, syntax: SyntaxIndex) -> bool:
    """Returns whether code reads a metric by its name, asks whether there is one, or labels a plot with it.

    Nobody compiles a model with `val_acc`, so what stands beside it is read, too.
    """
    parent = syntax.parent(text)
    match parent:
        case ast.Subscript(ctx=context):
            return not isinstance(context, ast.Store)
        case ast.keyword(arg=name):
            return name in _LABELS
        case ast.Compare():
            return True
        case ast.Call(args=[first, *_]) if first is text and _last_part(parent.func) in _LOOKUPS:
            return True
        case ast.Call(args=beside) | ast.List(elts=beside) | ast.Tuple(elts=beside):
            return any(_is_text(one, _VAL_ACC) for one in beside)
        case _:
            return False


def _of_dict(node: ast.Dict, _: SyntaxIndex) -> Iterator[SyntaxFact]:
    keys = (str(key.value) if isinstance(key, ast.Constant) else "" for key in node.keys)
    yield from _of_values(zip(keys, node.values, strict=True))


#: By the class of nodes: what they show.
_CHECKS: Final[dict[type[ast.AST], Callable[[Any, SyntaxIndex], Iterable[SyntaxFact]]]] = {
    ast.FunctionDef: _of_function,
    ast.AsyncFunctionDef: _of_function,
    ast.Lambda: _of_function,
    ast.Call: _of_call,
    ast.keyword: lambda node, _: _of_values([(node.arg, node.value)]),
    ast.Assign: _of_assignment,
    ast.AnnAssign: _of_assignment,
    ast.AugAssign: _of_assignment,
    ast.Constant: _of_text,
    ast.Dict: _of_dict,
    ast.List: lambda node, _: _of_sequence(node.elts),
    ast.Tuple: lambda node, _: _of_sequence(node.elts),
    ast.Name: lambda node, _: _of_values([(node.id, None)]),
    ast.Attribute: lambda node, _: _of_values([(node.attr, None)]),
}
