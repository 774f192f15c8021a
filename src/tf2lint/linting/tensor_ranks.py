"""How many dimensions a tensor has, as far as the file shows it."""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TYPE_CHECKING, Final

from tf2lint.constructs import BoundValues
from tf2lint.source import blocks_in, dotted, is_none
from tf2lint.table import literal, result_ranks

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tf2lint.constructs import Part
    from tf2lint.linting.file_syntax import FileSyntax
    from tf2lint.project import Libraries
    from tf2lint.resolver import AnalysisState, Reference

#: How many steps a value is followed back.
_MAX_STEPS: Final = 50
_AXES: Final = ("axis", "reduction_indices", "axes")
_KEPT: Final = ("keepdims", "keep_dims")
_NUMPY: Final = "numpy"
_TENSORFLOW: Final = "tensorflow"
#: Functions of NumPy that make arrays, by what tells the number of dimensions.
_OF_NUMPY: Final = {
    "array": "numbers", "asarray": "numbers", "zeros": "shape", "ones": "shape", "empty": "shape", "full": "shape",
    "arange": "1", "linspace": "1", "eye": "2", "identity": "2", "zeros_like": "first", "ones_like": "first",
    "abs": "first", "exp": "first", "sqrt": "first", "reshape": "second shape",
}  # fmt: skip
_SAME: Final = ("astype", "copy", "clip")
_SHAPE: Final = "shape"
#: Where the shape is among the arguments, by the word for functions that take one.
_SHAPES: Final = {"shape": 0, "second shape": 1}


class TensorRanks:
    """Finds out how many dimensions the tensors and arrays of one file have.

    Args:
        libraries: the libraries at the target version.
        state: the final state of the file's analysis.
        syntax: the syntax of the file.
    """

    def __init__(self, libraries: Libraries, state: AnalysisState, syntax: FileSyntax) -> None:
        self._libraries = libraries
        self._state = state
        self._syntax = syntax
        self._active = set[ast.expr]()
        self._known = dict[ast.expr, int | None]()

    @cached_property
    def _bound(self) -> BoundValues:
        return BoundValues(self._syntax.scopes)

    @cached_property
    def _roots(self) -> dict[str, str]:
        """What the file calls TensorFlow and NumPy.

        The resolver records no references to functions that did not change, so their names are read as they stand.
        """
        statements = [statement for _, block in blocks_in(self._syntax.module) for statement in block]
        aliases = (alias for one in statements if isinstance(one, ast.Import) for alias in one.names)
        found = {alias.asname or alias.name: alias.name for alias in aliases if alias.name in (_NUMPY, _TENSORFLOW)}
        for statement in statements:
            match statement:
                case (
                    ast.Assign(targets=[ast.Name(id=name)], value=ast.Name(id=module))
                    | ast.AnnAssign(target=ast.Name(id=name), value=ast.Name(id=module))
                ) if module in found:
                    found[name] = found[module]
                case _:
                    pass
        return found

    @cached_property
    def _references(self) -> dict[ast.AST, Reference]:
        return {reference.node: reference for reference in self._state.references() if reference.certain}

    def names_in_tf1(self, function: ast.expr) -> list[str]:
        """Returns the names, below `tf`, that a member of the library had in TensorFlow 1."""
        reference = self._references.get(function)
        root, _, rest = dotted(function).partition(".")
        name = f"{_TENSORFLOW}.{rest}" if self._roots.get(root) == _TENSORFLOW and rest else ""
        if reference is not None and len(reference.symbols) == 1:
            name = reference.symbols[0].name
        found = name.removeprefix(f"{_TENSORFLOW}.")
        return self._libraries.table.names_in_tf1(found) if found != name else []

    def of(self, node: ast.expr | None) -> int | None:
        """Returns the number of dimensions of what an expression evaluates to; None if it is unknown."""
        if node is None or node in self._active or len(self._active) > _MAX_STEPS:
            return None
        if node not in self._known:
            self._active.add(node)
            try:
                self._known[node] = self._of(node)
            finally:
                self._active.discard(node)
        return self._known[node]

    def _of(self, node: ast.expr) -> int | None:
        match node:
            case ast.Constant(value=bool() | int() | float() | complex()):
                return 0
            case ast.List(elts=elements) | ast.Tuple(elts=elements):
                inner = {self.of(element) for element in elements}
                rank = inner.pop() if len(inner) == 1 else None
                return None if rank is None else rank + 1
            case ast.BinOp(left=left, right=right) | ast.Compare(left=left, comparators=[right]):
                return self._largest([left, right])
            case ast.UnaryOp(operand=value):
                return self.of(value)
            case ast.Subscript(value=value, slice=index):
                return self._item(self.of(value), index)
            case ast.IfExp():
                first, second = self.of(node.body), self.of(node.orelse)
                return first if first == second or is_none(node.orelse) else second if is_none(node.body) else None
            case ast.Call():
                return self._called(node)
            case ast.Name() | ast.Attribute():
                return self._agreed(self._bound.at(node))
            case _:
                return None

    def _agreed(self, parts: list[Part] | None) -> int | None:
        ranks = {self._of_part(part) for part in parts or ()}
        return ranks.pop() if len(ranks) == 1 else None

    def _of_part(self, part: Part) -> int | None:
        value, path = part.written
        return self.of(value) if not path else None

    def _largest(self, nodes: Iterable[ast.expr]) -> int | None:
        largest = None
        for node in nodes:
            rank = self.of(node)
            if rank is None:
                return None
            largest = rank if largest is None else max(largest, rank)
        return largest

    def _item(self, rank: int | None, index: ast.expr) -> int | None:
        for part in index.elts if isinstance(index, ast.Tuple) else [index]:
            match part:
                case ast.Slice():
                    pass
                case ast.Constant(value=None) | ast.Attribute(attr="newaxis"):
                    rank = None if rank is None else rank + 1
                case ast.Constant(value=int()) | ast.UnaryOp(operand=ast.Constant(value=int())):
                    rank = None if rank is None else rank - 1
                case _:
                    return None
        return rank

    def _called(self, call: ast.Call) -> int | None:
        words = result_ranks()
        word = next((words[name] for name in self.names_in_tf1(call.func) if name in words), "")
        root, _, name = dotted(call.func).partition(".")
        if not word and self._roots.get(root) == _NUMPY:
            word = _OF_NUMPY.get(name, "")
        if word:
            return self._by_word(word, call)
        returned = self._bound.returned(call.func)
        if returned is not None:
            ranks = {self.of(value) for value in returned}
            return ranks.pop() if len(ranks) == 1 else None
        match call.func:
            case ast.Attribute(value=value, attr=method) if method in _SAME:
                return self.of(value)
            case ast.Attribute(attr="reshape") if root not in self._roots:
                return len(call.args) if len(call.args) > 1 else self._elements(call.args[0]) if call.args else None
            case _:
                return None

    def _by_word(self, word: str, call: ast.Call) -> int | None:
        keywords = {keyword.arg: keyword.value for keyword in call.keywords}
        first = call.args[0] if call.args else next(iter(keywords.values()), None)
        if word.isdecimal():
            return int(word)
        if word == "all":
            return self._largest([*call.args[:2], *(keywords[name] for name in ("x", "y") if name in keywords)])
        if word in _SHAPES:
            given = call.args[_SHAPES[word] :]
            return self._elements(keywords.get(_SHAPE, given[0] if given else None))
        if word == "numbers" and (_SHAPE in keywords or len(call.args) > 2):
            return self._elements(keywords.get(_SHAPE))
        rank = self.of(first)
        if rank is None or word in ("first", "numbers"):
            return rank
        if word == "segments":
            ids = self.of(call.args[1]) if len(call.args) > 1 else self.of(keywords.get("segment_ids"))
            return None if ids is None else rank - ids + 1
        return rank + 1 if word == "more" else rank - 1 if word == "less" else self._reduced(rank, call, keywords)

    def _reduced(self, rank: int, call: ast.Call, keywords: dict[str | None, ast.expr]) -> int | None:
        axis = next((keywords[name] for name in _AXES if name in keywords), None)
        axis = axis if axis is not None else call.args[1] if len(call.args) > 1 else None
        kept = next((keywords[name] for name in _KEPT if name in keywords), None)
        if kept is not None or len(call.args) > 2:
            return rank if isinstance(kept, ast.Constant) and kept.value is True else None
        if axis is None:
            return 0
        known, value = literal(axis)
        if not known or isinstance(value, float | str):
            return None
        return 0 if value is None else rank - (len(value) if isinstance(value, list | tuple) else 1)

    def _elements(self, shape: ast.expr | None) -> int | None:
        """Returns the number of elements of a list or tuple; None if it is something else."""
        if isinstance(shape, ast.Constant) and isinstance(shape.value, int):
            return 1
        if not isinstance(shape, ast.List | ast.Tuple) or any(isinstance(one, ast.Starred) for one in shape.elts):
            return None
        return len(shape.elts)
