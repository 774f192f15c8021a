"""Computes what calls return: of modeled functions, such as `getattr` and version parsers, and of the program's own."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from tf2lint.resolver import (
    attributes,
    constant_folding,
    container_calls,
    containers,
    fixtures,
    passing,
    records,
    reference_recorder,
    rescheduling,
    signature_queries,
)
from tf2lint.resolver.container_values import ContainerMethod, ContextManager, RecordClass, bounded, iterable
from tf2lint.resolver.evaluated_calls import EvaluatedCall
from tf2lint.resolver.impure_functions import IMPURE_FUNCTIONS
from tf2lint.resolver.references import ReferenceKind
from tf2lint.resolver.scopes import ClassValue, ContextFunction, FixtureFunction, Function, Instance, Super
from tf2lint.resolver.values import (
    UNKNOWN,
    Const,
    ConstantMethod,
    ExternalCallable,
    ExternalClass,
    ExternalValue,
    MakingObject,
    Partial,
    SequenceValue,
    Symbol,
    Value,
    Values,
    join,
    join_all,
    single,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tf2lint.resolver.scopes import Body
    from tf2lint.resolver.state import AnalysisState


def call_result(state: AnalysisState, function: Value, call: EvaluatedCall) -> Values:
    """Returns the result of calling `function`."""
    result = _RESULTS.get(type(function))
    return None if result is None else result(state, function, call)


def _symbol_result(state: AnalysisState, function: Symbol, call: EvaluatedCall) -> Values:
    of_containers = container_calls.FUNCTIONS.get(function.name)
    if of_containers is not None:
        return of_containers(state, call)
    known = _MODELED_CALLS.get(function.name)
    if known is not None:
        return known(state, call) if call.is_plain else None
    if function.name in IMPURE_FUNCTIONS:
        reference_recorder.record_impure(state, function, call.node)
    return _constant_call(state, function.name, call)


def _constant_method_result(state: AnalysisState, function: ConstantMethod, call: EvaluatedCall) -> Values:
    arguments = _constants(state, call)
    return None if arguments is None else single(constant_folding.method(function.constant, function.name, arguments))


def _partial_result(state: AnalysisState, function: Partial, call: EvaluatedCall) -> Values:
    return call_result(state, function.wrapped, call)


def _function_result(state: AnalysisState, function: Function, _: EvaluatedCall) -> Values:
    return attributes.return_values(state, function.body)


def _context_manager(state: AnalysisState, function: ContextFunction, _: EvaluatedCall) -> Values:
    yielded = containers.elements(state, attributes.return_values(state, function.body))
    return bounded(ContextManager(yielded))


def _external_value_result(_: AnalysisState, function: ExternalValue, __: EvaluatedCall) -> Values:
    return function.extended("()")


def _external_object(_: AnalysisState, function: ExternalClass, __: EvaluatedCall) -> Values:
    return None if function.is_object else (replace(function, is_object=True),)


def _new_object(state: AnalysisState, function: ClassValue, call: EvaluatedCall) -> Values:
    records.set_fields(state, function.info, call)
    return (Instance(function.info),)


def _object_of_argument(_: AnalysisState, __: MakingObject, call: EvaluatedCall) -> Values:
    classes = call.argument(0, "cls")
    found = [Instance(value.info) for value in classes or () if isinstance(value, ClassValue)]
    return tuple(found) if found and len(found) == len(classes or ()) else None


def _called_object(state: AnalysisState, function: Instance, _: EvaluatedCall) -> Values:
    """Returns what the method `__call__` of an object of the program returns."""
    methods = function.info.lookup("__call__", state.body)
    if methods is None or not all(isinstance(method, Function) for method in methods):
        return None
    return join_all(attributes.return_values(state, method.body) for method in methods if isinstance(method, Function))


def _type(_: AnalysisState, call: EvaluatedCall) -> Values:
    """`type(self)`, the class of an object of the program."""
    values = call.argument(0, "object")
    found = [ClassValue(value.info) for value in values or () if isinstance(value, Instance)]
    return tuple(found) if found and len(found) == len(values or ()) and len(call.positional) == 1 else None


def _new_tuple(_: AnalysisState, function: RecordClass, call: EvaluatedCall) -> Values:
    return records.new_tuple(function, call)


def _constant_call(state: AnalysisState, name: str, call: EvaluatedCall) -> Values:
    if name not in constant_folding.FUNCTIONS:
        return None
    arguments = _constants(state, call)
    return None if arguments is None else single(constant_folding.call(name, arguments))


def _constants(state: AnalysisState, call: EvaluatedCall) -> list[Const] | None:
    arguments = [constant_folding.constant_of(values) for values in call.positional]
    known = [argument for argument in arguments if argument is not None]
    return known if call.is_plain and not call.keywords and len(known) == len(arguments) else None


def _string_value(state: AnalysisState, values: Values) -> str | None:
    constant = constant_folding.constant_of(values)
    return constant.value if constant is not None and isinstance(constant.value, str) else None


def _getattr(state: AnalysisState, call: EvaluatedCall) -> Values:
    """`getattr(tf, "Session")`; one with a default returns what it does at the target."""
    base, attribute = call.argument(0, "object"), _string_value(state, call.argument(1, "name"))
    if attribute is None:
        if _is_watched(base):
            _record_unresolved(state, call.node)
        return None
    found = base
    for part in attribute.split("."):
        found = attributes.member(state, found, part)
    if len(call.positional) < 3:
        return found
    symbols = [value for value in found or () if isinstance(value, Symbol)]
    if not any(isinstance(value, Symbol) for value in base or ()):  # an attribute of an object of the program
        return join(found, call.positional[2])
    existing = {state.environment.exists(symbol) for symbol in symbols}
    if existing == {True}:
        return found
    return call.positional[2] if existing == {False} else join(found, call.positional[2])


def _record_unresolved(state: AnalysisState, node: ast.Call) -> None:
    """Records a name that is chosen at run time, and tracks the arguments: one may turn out to be a constant."""
    state.unresolved[node] = None
    for argument in node.args:
        if isinstance(argument, ast.Name):
            rescheduling.track(state, argument.id)


def _patched_attribute(state: AnalysisState, call: EvaluatedCall) -> Values:
    """`mock.patch.object(tf, "Session")`: a reference to the attribute, which must exist."""
    attribute = _string_value(state, call.argument(1, "attribute"))
    found = attributes.member(state, call.argument(0, "target"), attribute) if attribute is not None else None
    reference_recorder.record(state, call.node, found, ReferenceKind.LOAD, written_parts=1)
    return None


def record_patch(state: AnalysisState, call: EvaluatedCall) -> None:
    """Records a reference to an attribute of a library that a test replaces: `monkeypatch.setattr(tf, "Session", x)`.

    With `raising=False`, or for `create=True`, it need not exist.
    """
    owners = [value for value in call.positional[0] or () if isinstance(value, Symbol)] if call.positional else []
    if len(call.positional) > 1 and owners and not owners[0].is_object and not _MAY_LACK.intersection(call.keywords):
        _patched_attribute(state, call)


def _patched_name(state: AnalysisState, call: EvaluatedCall) -> Values:
    """`mock.patch("tensorflow.Session")`: a reference to the name, which must exist."""
    top, _, rest = (_string_value(state, call.argument(0, "target")) or "").partition(".")
    root = state.environment.root(top) if rest else None
    if root is not None:
        reference_recorder.record(state, call.node, root.below(rest).values, ReferenceKind.LOAD, written_parts=1)
    return None


def _hasattr(state: AnalysisState, call: EvaluatedCall) -> Values:
    base, attribute = call.argument(0, "object"), _string_value(state, call.argument(1, "name"))
    symbols = [
        candidate
        for candidate in base or ()
        if isinstance(candidate, Symbol) and (candidate.is_object or state.environment.is_module(candidate))
    ]
    if attribute is None or base is None or len(symbols) < len(base):
        return None
    members = [symbol.member(attribute) for symbol in symbols]
    outcomes = {
        not reference_recorder.lacks_import(state, candidate, 1) and state.environment.exists(candidate)
        for candidate in members
    }
    known = outcomes.pop() if len(outcomes) == 1 else None
    return None if known is None else (Const(known, decided=True),)


def _import_module(state: AnalysisState, call: EvaluatedCall) -> Values:
    """`importlib.import_module("tensorflow.contrib.slim")`."""
    return _imported(state, call, call.argument(0, "name"), whole=True)


def _dunder_import(state: AnalysisState, call: EvaluatedCall) -> Values:
    """`__import__`, which returns the top-level module unless it is passed a `fromlist`."""
    fromlist = call.argument(3, "fromlist")
    has_fromlist = len(call.positional) > 3 or "fromlist" in call.keywords
    is_empty = fromlist is not None and any(isinstance(value, Const) and not value.value for value in fromlist)
    return _imported(state, call, call.argument(0, "name"), whole=has_fromlist and not is_empty)


def _imported(state: AnalysisState, call: EvaluatedCall, module: Values, *, whole: bool) -> Values:
    text = _string_value(state, module)
    if text is None:
        if _starts_with_library(state, call.node):
            _record_unresolved(state, call.node)
        return None
    top, _, rest = text.partition(".")
    root = state.environment.root(top)
    if root is None:
        found = state.environment.project_module(text, 0) if whole else None
        return None if found is None else (found,)
    symbol = root.below(rest) if rest else root
    reference_recorder.record(state, call.node, symbol.values, ReferenceKind.IMPORT)
    return symbol.values if whole else root.values


def _starts_with_library(state: AnalysisState, node: ast.Call) -> bool:
    """Returns whether the text of a computed module name begins with a watched library: `"tensorflow." + x`."""
    for constant in ast.walk(node):
        if isinstance(constant, ast.Constant) and isinstance(constant.value, str):
            root = state.environment.root(constant.value.partition(".")[0])
            if root is not None and root.watched:
                return True
    return False


def _is_watched(values: Values) -> bool:
    return any(isinstance(value, Symbol) and value.watched for value in values or ())


def _partial(state: AnalysisState, call: EvaluatedCall) -> Values:
    """`functools.partial(f)`: a reference to `f` where it is made, and no other where the partial is called."""
    function = call.argument(0, "func")
    if function is not None and state.reachable:
        # The arguments that it already has can be checked like those of a call.
        partial_call = ast.copy_location(ast.Call(call.node.func, call.node.args[1:], call.node.keywords), call.node)
        if any(isinstance(value, Function | ExternalCallable) for value in function):
            state.body.calls[partial_call] = function
        reference_recorder.record_indirect(state, call.node, function, partial_call)
        for value in function:
            passing.pass_on(state, value, EvaluatedCall(partial_call, call.positional[1:], call.keywords))
    if function is None:
        return None
    passed = len(call.positional) - 1
    return tuple(value if value is UNKNOWN else Partial(value, passed) for value in function)


def _super(state: AnalysisState, _: EvaluatedCall) -> Values:
    """`super()` and `super(Net, self)`: both refer to the class of the enclosing method."""
    body: Body | None = state.body
    while body is not None and body.owner is None:
        body = body.parent
    return (Super(body.owner),) if body is not None and body.owner is not None else None


def _parsed_version(state: AnalysisState, call: EvaluatedCall) -> Values:
    text = constant_folding.constant_of(call.argument(0, "version"))
    return None if text is None else single(constant_folding.parse_version(text))


def _installed_version(state: AnalysisState, call: EvaluatedCall) -> Values:
    """`importlib.metadata.version("tensorflow")`."""
    distribution = _string_value(state, call.argument(0, "distribution_name"))
    root = state.environment.root(_DISTRIBUTIONS.get(distribution or "", ""))
    return None if root is None else single(root.member("__version__").constant)


#: The packages whose versions are known, with the modules that they contain.
_DISTRIBUTIONS: Final = {
    "keras": "keras", "tensorflow": "tensorflow", "tensorflow-cpu": "tensorflow", "tensorflow-gpu": "tensorflow",
}  # fmt: skip


def _map(state: AnalysisState, call: EvaluatedCall) -> Values:
    """`map(int, text.split("."))`; a function of the program gets the items of a library object."""
    container_calls.pass_elements(state, call)
    items = constant_folding.constant_of(call.argument(1, "iterable"))
    function = call.argument(0, "function")
    if function is not None and isinstance(function[0], Function):
        return iterable(join_all(call_result(state, one, call) for one in function))
    if items is None or not isinstance(items.value, tuple) or function is None or len(function) != 1:
        return None
    name = function[0].name if isinstance(function[0], Symbol) else ""
    elements = [constant_folding.call(name, [Const(item, decided=items.decided)]) for item in items.value]
    return (SequenceValue(tuple(single(element) for element in elements)),)


def _identity(state: AnalysisState, call: EvaluatedCall) -> Values:
    """Returns the first argument: `functools.lru_cache(f)`, `functools.cache(f)`."""
    return call.argument(0, "function")


#: Keyword arguments with which a patch may be of an attribute that does not exist.
_MAY_LACK: Final = frozenset({"create", "raising"})
_PARSERS: Final = (
    "distutils.version.LooseVersion", "distutils.version.StrictVersion", "packaging.version.parse",
    "packaging.version.Version", "packaging.version.LegacyVersion", "pkg_resources.parse_version",
    "setuptools.extern.packaging.version.parse", "looseversion.LooseVersion",
)  # fmt: skip
_MODELED_CALLS: Final[dict[str, Callable[[AnalysisState, EvaluatedCall], Values]]] = {
    "builtins.getattr": _getattr,
    "builtins.hasattr": _hasattr,
    "builtins.__import__": _dunder_import,
    "builtins.map": _map,
    "builtins.super": _super,
    "builtins.type": _type,
    "importlib.import_module": _import_module,
    "importlib.metadata.version": _installed_version,
    "functools.partial": _partial,
    "functools.partialmethod": _partial,
    "functools.lru_cache": _identity,
    "functools.cache": _identity,
    "mock.patch": _patched_name,
    "mock.patch.object": _patched_attribute,
    "unittest.mock.patch": _patched_name,
    "unittest.mock.patch.object": _patched_attribute,
    **dict.fromkeys(_PARSERS, _parsed_version),
    **signature_queries.FUNCTIONS,
}
_RESULTS: Final[dict[type[Value], Callable[[AnalysisState, Any, EvaluatedCall], Values]]] = {
    ClassValue: _new_object,
    ConstantMethod: _constant_method_result,
    ContainerMethod: container_calls.method_result,
    ContextFunction: _context_manager,
    ExternalCallable: _external_value_result,
    ExternalClass: _external_object,
    ExternalValue: _external_value_result,
    MakingObject: _object_of_argument,
    Instance: _called_object,
    FixtureFunction: lambda state, fixture, _: fixtures.result(fixture.body, state.body),
    Function: _function_result,
    Partial: _partial_result,
    RecordClass: _new_tuple,
    Symbol: _symbol_result,
}
#: The builtins that are modeled.
BUILTINS: Final = frozenset(
    name.removeprefix("builtins.")
    for name in (*_MODELED_CALLS, *constant_folding.FUNCTIONS, *container_calls.FUNCTIONS)
    if name.startswith("builtins.")
)
#: The libraries that are followed for their effect on names and versions.
MODELED_LIBRARIES: Final = frozenset(
    name.partition(".")[0] for name in (*_MODELED_CALLS, *constant_folding.FUNCTIONS, *container_calls.FUNCTIONS)
) | {"contextlib"}
#: What files use of the libraries that are followed for few functions. Other files need not follow them.
NAMES_IN_LIBRARIES: Final = {
    library: frozenset(
        name.split(".")[1] for name in (*_MODELED_CALLS, *container_calls.FUNCTIONS) if name.startswith(f"{library}.")
    )
    for library in (
        "argparse", "attr", "attrs", "collections", "copy", "dataclasses", "inspect", "itertools", "mock", "queue",
        "six", "types", "unittest",
    )
}  # fmt: skip
