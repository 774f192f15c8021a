"""Whether expressions are tensors or structures of them, as far as the code of one file shows it."""

from __future__ import annotations

import ast
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, Final

from tf2lint.constructs.analysis.bound_values import EACH, BoundValues, Part
from tf2lint.table import ARRAY, LIKE_BOTH, LIKE_FIRST, METRIC, MIXED, SPARSE, TENSOR

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tf2lint.constructs.analysis.library_names import LibraryNames
    from tf2lint.constructs.analysis.scopes import Scopes

#: Displays of structures.
STRUCTURES: Final = (ast.List, ast.Tuple, ast.Dict, ast.ListComp, ast.DictComp)
#: Functions that call each other, and names that are bound to each other, are followed so far.
_MAX_DEPTH: Final = 12
#: The parts of a sparse tensor.
SPARSE_PARTS: Final = ("indices", "values", "dense_shape")
#: The methods of a `tf.TensorArray`: those that return a tensor, and those that return another one.
_READS: Final = ("stack", "read", "concat", "gather", "size")
_WRITES: Final = ("write", "unstack", "scatter", "split", "identity")
#: Methods of dictionaries that return their values, or one of them, and functions that go through an argument.
_VIEWS: Final = ("values", "items")
_OF_DICTIONARIES: Final = ("get", "pop")
_GOING_THROUGH: Final = ("list", "tuple", "sorted", "reversed", "set")
#: The descriptions of features in examples: those of tensors, and those of sparse tensors.
_DENSE_FEATURES: Final = ("FixedLenFeature", "FixedLenSequenceFeature")
_SPARSE_FEATURES: Final = ("VarLenFeature", "SparseFeature")
#: The method of tables, and the modules that have them.
_LOOKUP: Final = "lookup"
_TABLES: Final = "lookup."
_SIDE_BY_SIDE: Final = ("zip", "enumerate")


class Kind(Enum):
    """What an expression is."""

    TENSOR = "a tensor"
    SPARSE = "a sparse tensor"
    ARRAY = "a tf.TensorArray"
    STRUCTURE = "a list, a tuple, or a dictionary of tensors"
    MIXED = "a structure with sparse tensors in it"
    RESULT = "what a function of TensorFlow returns: a tensor, or a structure of them"
    METRIC = "the value of a metric, or what updates it"
    METRICS = "a structure of these"
    NOTHING = "nothing new: what it is computed from is being looked at"
    UNKNOWN = "anything"


#: The kinds of which `numpy()` of each member gives what a session returns.
_DENSE: Final = frozenset({Kind.TENSOR, Kind.STRUCTURE, Kind.RESULT})
_OF_CALLS: Final = {
    SPARSE: Kind.SPARSE,
    ARRAY: Kind.ARRAY,
    MIXED: Kind.MIXED,
    METRIC: Kind.METRICS,
    TENSOR: Kind.TENSOR,
    "": Kind.RESULT,
}


class ValueKinds:
    """Tells what expressions of one file are.

    Args:
        scopes: the names of the file.
        names: the members of the library that expressions refer to.

    Attributes:
        bound: what the names of the file are bound to.
    """

    def __init__(self, scopes: Scopes, names: LibraryNames) -> None:
        self._syntax = scopes.syntax
        self._names = names
        self._active = set[tuple[ast.expr, tuple[int, ...]]]()
        self.bound = BoundValues(scopes)

    def of(self, node: ast.expr, path: tuple[int, ...] = (), depth: int = 0) -> Kind:
        """Returns what an expression, or a part of it, is."""
        if depth > _MAX_DEPTH or (node, path) in self._active:
            return Kind.UNKNOWN if depth > _MAX_DEPTH else Kind.NOTHING
        self._active.add((node, path))
        try:
            return self._of(node, path, depth + 1)
        finally:
            self._active.discard((node, path))

    def item(self, node: ast.expr, key: ast.expr) -> Kind:
        """Returns what an item of a structure is."""
        return self.of(ast.Subscript(value=node, slice=key, ctx=ast.Load()))

    def _of(self, node: ast.expr, path: tuple[int, ...], depth: int) -> Kind:
        match node:
            case ast.BinOp(left=left, right=right) | ast.Compare(left=left, comparators=[right]):
                return self._computed({self.of(left, (), depth), self.of(right, (), depth)})
            case ast.UnaryOp(operand=operand):
                return self._computed({self.of(operand, (), depth)})
            case ast.IfExp(body=body, orelse=other):
                return _only(self.of(each, path, depth) for each in (body, other))
            case ast.Subscript():
                return self._item(node, path, depth)
            case ast.Attribute(value=owner, attr=part) if part in SPARSE_PARTS and not self._names.of(node):
                has_parts = self.of(owner, (), depth) in (Kind.SPARSE, Kind.MIXED, Kind.RESULT)
                return Kind.TENSOR if has_parts else self._named(node, path, depth)
            case ast.Attribute(value=owner, attr=part) if self._names.of(node) in map(_of_sparse, SPARSE_PARTS):
                return Kind.TENSOR
            case ast.Call():
                return self._called(node, path, depth)
            case ast.Name() | ast.Attribute():
                return self._named(node, path, depth)
            case ast.List() | ast.Tuple() | ast.Dict() | ast.ListComp() | ast.GeneratorExp() | ast.DictComp():
                return self._in_display(node, path, depth)
            case _:
                return Kind.UNKNOWN

    def _computed(self, kinds: set[Kind]) -> Kind:
        """Returns what arithmetic with operands gives."""
        if Kind.SPARSE in kinds or Kind.MIXED in kinds:
            return Kind.UNKNOWN
        return Kind.TENSOR if kinds & {Kind.TENSOR, Kind.RESULT} else Kind.UNKNOWN

    def _item(self, node: ast.Subscript, path: tuple[int, ...], depth: int) -> Kind:
        whole = self.of(node.value, (), depth)
        if whole is Kind.TENSOR:
            return Kind.TENSOR
        match node.slice:
            case ast.Constant(value=int() as index) if index >= 0:
                found = self.of(node.value, (index, *path), depth)
            case ast.Constant(value=str() as key) if (values := self._under(node.value, key, depth)) is not None:
                found = _only(self._parsed(value) or self.of(value, path, depth) for value in values)
            case ast.Slice():
                found = whole
            case _:
                found = self.of(node.value, (EACH, *path), depth)
        return found

    def _under(self, node: ast.expr, key: str, depth: int) -> list[ast.expr] | None:
        """Returns what a dictionary of the file may have under a key; None if that is not known."""
        if depth > _MAX_DEPTH:
            return None
        sources: Iterable[ast.expr] | None
        match node:
            case ast.Dict(keys=keys, values=values):
                pairs = zip(keys, values, strict=True)
                return [value for each, value in pairs if isinstance(each, ast.Constant) and each.value == key] or None
            case ast.Call(func=function) if self._names.of(function):
                sources = [value for value in _arguments(node) if isinstance(value, ast.Dict | ast.Name)]
                sources = sources if self._names.result(function) == MIXED else None
                return next(filter(None, (self._under(source, key, depth + 1) for source in sources or ())), None)
            case ast.Call(func=function):
                sources = self.bound.returned(function)
            case ast.Name() | ast.Attribute():
                parts = self.bound.of(node)
                is_whole = parts is not None and not any(part.path for part in parts)
                sources = [part.value for part in parts] if parts is not None and is_whole else None
            case _:
                sources = None
        found = [self._under(source, key, depth + 1) for source in sources or ()]
        known = [values for values in found if values is not None]
        return [value for values in known for value in values] if known and len(known) == len(found) else None

    def _parsed(self, node: ast.expr) -> Kind | None:
        """Returns what an example is parsed to by what describes a feature; None if it describes none."""
        name = self._names.of(node.func).rpartition(".")[2] if isinstance(node, ast.Call) else ""
        return Kind.TENSOR if name in _DENSE_FEATURES else Kind.SPARSE if name in _SPARSE_FEATURES else None

    def _called(self, call: ast.Call, path: tuple[int, ...], depth: int) -> Kind:
        function = call.func
        if self._names.of(function):
            found = self._of_library(call, depth)
            return Kind.METRIC if found is Kind.METRICS and path else found
        returned = self.bound.returned(function)
        if returned is not None:
            return _only(self.of(value, path, depth) for value in returned)
        match function:
            case ast.Attribute(value=owner, attr=method) if method in _READS and self._is_array(owner, depth):
                return Kind.TENSOR
            case ast.Attribute(value=owner, attr=method) if method in _WRITES and self._is_array(owner, depth):
                return Kind.ARRAY
            case ast.Attribute(value=owner, attr=method) if method == _LOOKUP and self._is_table(owner):
                return Kind.TENSOR
            case ast.Attribute(value=owner, attr=method) if method in _VIEWS:
                rest = path[1:] if method == "values" else path[2:]
                return self.of(owner, (EACH, *rest), depth) if path else _all(self.of(owner, (EACH,), depth))
            case ast.Attribute(value=owner, attr=method) if method in _OF_DICTIONARIES:
                return self.of(owner, (EACH, *path), depth)
            case ast.Name(id=name) if name in _GOING_THROUGH and call.args:
                return self.of(call.args[0], path, depth)
            case ast.Name(id=name) if name in _SIDE_BY_SIDE and path[:1] == (EACH,) and len(path) > 1:
                index = path[1] - (name == "enumerate")
                return self.of(call.args[index], (EACH, *path[2:]), depth) if index in range(len(call.args)) else _ANY
            case _:
                return Kind.UNKNOWN

    def _is_table(self, node: ast.expr) -> bool:
        """Returns whether a name always holds a table for lookups."""
        parts = self.bound.of(node) or []
        calls = [part.value.func for part in parts if isinstance(part.value, ast.Call) and not part.path]
        return bool(calls) and len(calls) == len(parts) and all(_TABLES in self._names.of(call) for call in calls)

    def _is_array(self, node: ast.expr, depth: int) -> bool:
        return self.of(node, (), depth) is Kind.ARRAY

    def _of_library(self, call: ast.Call, depth: int) -> Kind:
        kind = self._names.result(call.func)
        if kind in (LIKE_FIRST, LIKE_BOTH):
            count = 2 if kind == LIKE_BOTH else 1
            given = _arguments(call)[:count]
            kinds = [self.of(value, (), depth) for value in given]
            if kind == LIKE_BOTH:
                return Kind.SPARSE if kinds == [Kind.SPARSE] * count else Kind.TENSOR if Kind.TENSOR in kinds else _ANY
            return Kind.SPARSE if Kind.SPARSE in kinds else Kind.TENSOR
        return _OF_CALLS.get(kind, Kind.UNKNOWN)

    def _named(self, node: ast.Name | ast.Attribute, path: tuple[int, ...], depth: int) -> Kind:
        parts = self.bound.of(node)
        return _ANY if parts is None else _only(self._part(part, path, depth) for part in parts)

    def _part(self, part: Part, path: tuple[int, ...], depth: int) -> Kind:
        if isinstance(part.value, ast.Call) and self._names.of(part.value.func):
            found = self._of_library(part.value, depth)
            if found is Kind.METRICS:
                return Kind.METRIC if part.path or path else found
            return found if found in (Kind.TENSOR, Kind.RESULT) or not (part.path or path) else Kind.MIXED
        return self.of(part.value, (*part.path, *path), depth)

    def _in_display(self, node: ast.expr, path: tuple[int, ...], depth: int) -> Kind:
        elements: list[ast.expr]
        match node:
            case ast.List(elts=elements) | ast.Tuple(elts=elements):
                if path and path[0] != EACH:
                    return self.of(elements[path[0]], path[1:], depth) if path[0] < len(elements) else _ANY
            case ast.Dict(values=elements):
                pass
            case ast.ListComp(elt=element) | ast.GeneratorExp(elt=element) | ast.DictComp(value=element):
                elements = [element]
            case _:
                return _ANY
        if path:
            return _only(self.of(element, path[1:], depth) for element in elements)
        found = _all(*(self.of(element, (), depth) for element in elements))
        # What a run fetches is a tensor, or a structure of tensors, if the file makes nothing else.
        return found if found is not _ANY or self._has_composites else Kind.STRUCTURE

    @cached_property
    def _has_composites(self) -> bool:
        """Whether the file makes sparse tensors or metrics."""
        return any(self._names.result(call.func) in (SPARSE, MIXED, METRIC) for call, _ in self._names.calls)


_ANY: Final = Kind.UNKNOWN


def _arguments(call: ast.Call) -> list[ast.expr]:
    return [*call.args, *(keyword.value for keyword in call.keywords)]


def _of_sparse(part: str) -> str:
    return f"SparseTensor().{part}"


def _all(*kinds: Kind) -> Kind:
    """Returns what a structure is whose members are of some kinds."""
    if {Kind.SPARSE, Kind.MIXED}.intersection(kinds):
        return Kind.MIXED
    if kinds and {Kind.METRIC, Kind.METRICS}.issuperset(kinds):
        return Kind.METRICS
    return Kind.STRUCTURE if _DENSE.issuperset(kinds) else _ANY


def _only(kinds: Iterable[Kind]) -> Kind:
    """Returns what something is that is one of some kinds."""
    found = set(kinds) - {Kind.NOTHING}
    if len(found) > 1 and found <= _DENSE:
        return Kind.RESULT
    return found.pop() if len(found) == 1 else Kind.UNKNOWN
