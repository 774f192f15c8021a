"""Computes what functions and methods of containers return: `zip`, `sorted`, `d.items()`, ..."""

from __future__ import annotations

import ast
from functools import partial
from typing import TYPE_CHECKING, Final, TypeGuard

from tf2lint.resolver import constant_folding, containers, hashing, records, reference_recorder
from tf2lint.resolver.container_values import (
    EMPTY_SEQUENCE,
    AttributesValue,
    ContainerMethod,
    ContextManager,
    MappingValue,
    bounded,
    iterable,
    mapping,
    sequence,
    set_of,
)
from tf2lint.resolver.scopes import Function
from tf2lint.resolver.values import (
    ABSENT,
    NONE,
    Const,
    SequenceValue,
    Symbol,
    Value,
    Values,
    either,
    join,
    join_all,
    needs_tracking,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tf2lint.resolver.evaluated_calls import EvaluatedCall
    from tf2lint.resolver.state import AnalysisState

    Model = Callable[[AnalysisState, EvaluatedCall], Values]


def method_result(state: AnalysisState, method: ContainerMethod, call: EvaluatedCall) -> Values:
    """Returns what a method of a container returns."""
    container = method.container
    if isinstance(container, SequenceValue):
        return _sequence_method(container, method.name, call)
    assert isinstance(container, MappingValue)
    if method.name in {"items", "iteritems"}:
        pairs = [sequence([(Const(key),), values]) for key, values in container.entries]
        pairs += [] if container.rest is ABSENT else [sequence([None, container.rest])]
        return iterable(join_all(pairs))
    if method.name in {"values", "itervalues"}:
        return iterable(container.items)
    if method.name == "keys":
        return iterable(containers.keys(container))
    if method.name == "copy":
        return (container,)
    if method.name == "popitem":
        return sequence([None, container.items])
    return _looked_up(state, container, method.name, call)


def _sequence_method(container: SequenceValue, name: str, call: EvaluatedCall) -> Values:
    if name == "copy":
        return (container,)
    if name == "_replace":
        held = dict(zip(container.fields, container.elements, strict=False))
        elements = [call.keywords.get(field, values) for field, values in held.items()]
        return sequence(elements, fields=container.fields) if call.is_plain and container.fields else None
    if name == "_asdict":
        return mapping(dict(zip(container.fields, container.elements, strict=False)))
    return join_all(container.parts())


def _looked_up(state: AnalysisState, container: MappingValue, name: str, call: EvaluatedCall) -> Values:
    """Returns `d.get(key)`, `d.pop(key)`, `d.setdefault(key, value)`."""
    hashing.record(state, call.node, call.argument(0, "key"))
    key = containers.key_of(call.argument(0, "key"))
    found = container.items if key is None else container.at(key.value)
    has_default = len(call.positional) > 1 or "default" in call.keywords
    if not has_default and name == "pop":
        return None if found is ABSENT else found
    return either(found, call.argument(1, "default") if has_default else (NONE,))


def _dict(state: AnalysisState, call: EvaluatedCall) -> Values:
    """`dict(a=x)`, `dict(other, a=x)`, `dict(zip(names, values))`, `OrderedDict([("a", x)])`."""
    result = mapping({name: values for name, values in call.keywords.items() if name is not None})
    sources = [*call.positional, *([call.keywords[None]] if None in call.keywords else [])]
    for values in sources:
        result = join(as_mapping(state, values), result)
    return result


def as_mapping(state: AnalysisState, values: Values) -> Values:
    """Returns the dict that `dict(values)` makes of a dict or of pairs; unknown if nothing is known of them."""
    if values is None:
        return None
    if all(isinstance(value, MappingValue) for value in values):
        return values
    pairs: list[Values] = []
    for value in values:
        if not isinstance(value, SequenceValue):
            return None
        pairs += value.parts()
    result: Values = mapping({})
    for pair in pairs:
        for one in pair or ():
            key, held = one.elements if isinstance(one, SequenceValue) and len(one.elements) == 2 else (None, None)
            constant = containers.key_of(key)
            result = join(result, mapping({}, held) if constant is None else mapping({constant.value: held}))
        if pair is None:
            return None
    return result


def _default_dict(state: AnalysisState, call: EvaluatedCall) -> Values:
    """`defaultdict(list)`."""
    return mapping({}) if len(call.positional) < 2 and not call.keywords else None


def _as_list(state: AnalysisState, call: EvaluatedCall) -> Values:
    """`list(x)` and `tuple(x)`: the same elements in the same order; `list()` is empty."""
    if not call.positional and not call.keywords:
        return EMPTY_SEQUENCE
    values = call.argument(0, "iterable") if call.is_plain else None
    constant = constant_folding.constant_of(values)
    if constant is not None:
        folded = constant_folding.call("builtins.tuple", [constant])
        return None if folded is None else (folded,)
    if values is not None and all(isinstance(value, SequenceValue) for value in values):
        return values
    return containers.as_iterable(state, values)


def _reordered(state: AnalysisState, call: EvaluatedCall) -> Values:
    """`sorted(x)`, `reversed(x)`, `iter(x)`: the same elements in any order."""
    return containers.as_iterable(state, call.argument(0, "iterable")) if call.is_plain else None


def _set(state: AnalysisState, call: EvaluatedCall) -> Values:
    """`set(tf.global_variables())`."""
    values = call.argument(0, "iterable")
    reference_recorder.record_iteration(state, call.node, values)
    if containers.library_lists(state, values):
        return None  # Variables can't be in a set: what is done with a set of them is no further problem.
    hashing.record_elements(state, call.node, values)
    if not call.is_plain or call.keywords:
        return None
    return set_of(containers.elements(state, values) if call.positional else ABSENT)


def pass_elements(state: AnalysisState, call: EvaluatedCall) -> None:
    """Binds the parameter of a lambda that `map` or `filter` calls to the elements of what it goes through."""
    elements = containers.elements(state, call.argument(1, "iterable"))
    lambdas = [value.body for value in call.argument(0, "function") or () if _is_lambda(value)]
    for body in lambdas if needs_tracking(elements) else ():
        if body.receiver != elements:
            body.receiver = elements
            state.schedule([body])


def _is_lambda(value: Value) -> TypeGuard[Function]:
    return isinstance(value, Function) and isinstance(value.body.node, ast.Lambda)


def _filter(state: AnalysisState, call: EvaluatedCall) -> Values:
    """`filter(lambda v: ..., tf.trainable_variables())`."""
    reference_recorder.record_iteration(state, call.node, call.argument(1, "iterable"))
    pass_elements(state, call)
    return containers.as_iterable(state, call.argument(1, "iterable"))


def _element(state: AnalysisState, call: EvaluatedCall) -> Values:
    """`next(x)`, `min(x)`, `max(x)`."""
    return containers.elements(state, call.argument(0, "iterable")) if len(call.positional) == 1 else None


def _zip(state: AnalysisState, call: EvaluatedCall) -> Values:
    columns = [containers.elements(state, values) for values in call.positional] if call.is_plain else []
    return iterable(sequence(columns)) if any(needs_tracking(column) for column in columns) else None


def _enumerate(state: AnalysisState, call: EvaluatedCall) -> Values:
    element = containers.elements(state, call.argument(0, "iterable"))
    return iterable(sequence([None, element])) if needs_tracking(element) else None


def _chain(state: AnalysisState, call: EvaluatedCall) -> Values:
    """`itertools.chain(a, b)`."""
    return containers.chained(state, call.positional) if call.is_plain else None


def _chain_from_iterable(state: AnalysisState, call: EvaluatedCall) -> Values:
    return containers.as_iterable(state, containers.elements(state, call.argument(0, "iterable")))


def _named_tuple(state: AnalysisState, call: EvaluatedCall) -> Values:
    """`collections.namedtuple("Parts", "sess saver")`."""
    return records.new_class(call)


def _namespace(state: AnalysisState, call: EvaluatedCall) -> Values:
    """`types.SimpleNamespace(sess=tf.Session())`, `argparse.Namespace(...)`."""
    return bounded(AttributesValue(tuple((name, values) for name, values in call.keywords.items() if name is not None)))


def _field(state: AnalysisState, call: EvaluatedCall) -> Values:
    """`dataclasses.field(default=None)`, `attr.ib(factory=tf.Session)`: what the class attribute is then."""
    named = next((name for name in ("default_factory", "factory") if name in call.keywords), None)
    factory = None if named is None else call.keywords[named]
    if factory is not None:
        results = (state.environment.call_result(value) if isinstance(value, Symbol) else None for value in factory)
        return join_all(None if result is None else result.values for result in results)
    return call.keywords.get("default", ABSENT if named is None else None)


def _exit_stack(state: AnalysisState, call: EvaluatedCall) -> Values:
    """`contextlib.ExitStack()`, whose method `enter_context` is modeled as well."""
    library = state.environment.root("contextlib")
    return None if library is None else library.member("ExitStack").result.values


def _enter_context(state: AnalysisState, call: EvaluatedCall) -> Values:
    return containers.entered(state, call.argument(0, "cm"))


def _closing(state: AnalysisState, call: EvaluatedCall) -> Values:
    """`contextlib.closing(x)`: `with` binds `x`."""
    values = call.argument(0, "thing")
    return bounded(ContextManager(values)) if needs_tracking(values) else None


def _identity(state: AnalysisState, call: EvaluatedCall) -> Values:
    """`copy.copy(x)`, `copy.deepcopy(x)`, `dataclasses.replace(x, name=y)`."""
    return call.argument(0, "x")


def _repeat(_: AnalysisState, call: EvaluatedCall) -> Values:
    """`itertools.repeat(x, 3)`."""
    return iterable(call.argument(0, "object"))


def _new_queue(_: AnalysisState, __: EvaluatedCall) -> Values:
    """`queue.Queue()`: a list for what is put into it."""
    return EMPTY_SEQUENCE


def _nothing(_: AnalysisState, __: EvaluatedCall) -> Values:
    return (NONE,)


def _six(name: str, state: AnalysisState, call: EvaluatedCall) -> Values:
    """`six.iteritems(d)`."""
    values = call.argument(0, "d")
    return join_all(
        method_result(state, ContainerMethod(value, name), call) if isinstance(value, MappingValue) else None
        for value in values or ()
    )


#: The functions whose results are computed here. Each handles `*` and `**` itself.
FUNCTIONS: Final[dict[str, Model]] = {
    "argparse.Namespace": _namespace,
    "attr.attrib": _field,
    "attr.field": _field,
    "attr.ib": _field,
    "attrs.field": _field,
    "builtins.dict": _dict,
    "builtins.enumerate": _enumerate,
    "builtins.filter": _filter,
    "builtins.frozenset": _set,
    "builtins.iter": _reordered,
    "builtins.list": _as_list,
    "builtins.max": _element,
    "builtins.min": _element,
    "builtins.next": _element,
    "builtins.reversed": _reordered,
    "builtins.set": _set,
    "builtins.setattr": _nothing,  # what it assigns is followed where it is called
    "builtins.sorted": _reordered,
    "builtins.tuple": _as_list,
    "builtins.zip": _zip,
    "collections.OrderedDict": _dict,
    "collections.defaultdict": _default_dict,
    "collections.deque": _as_list,
    "collections.namedtuple": _named_tuple,
    "contextlib.ExitStack": _exit_stack,
    "contextlib.ExitStack.().enter_context": _enter_context,
    "contextlib.closing": _closing,
    "contextlib.nullcontext": _closing,
    "copy.copy": _identity,
    "copy.deepcopy": _identity,
    "dataclasses.field": _field,
    "dataclasses.replace": _identity,
    "itertools.chain": _chain,
    "itertools.chain.from_iterable": _chain_from_iterable,
    "itertools.cycle": _reordered,
    "itertools.islice": _reordered,
    "itertools.product": _zip,
    "itertools.repeat": _repeat,
    "itertools.zip_longest": _zip,
    "queue.LifoQueue": _new_queue,
    "queue.PriorityQueue": _new_queue,
    "queue.Queue": _new_queue,
    "queue.SimpleQueue": _new_queue,
    "six.iteritems": partial(_six, "items"),
    "six.itervalues": partial(_six, "values"),
    "types.SimpleNamespace": _namespace,
}
