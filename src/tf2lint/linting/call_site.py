"""The code around a call that is rewritten: what its arguments are, and where they are computed."""

from __future__ import annotations

import ast
from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import Final

from tf2lint.linting.call_place import CallPlace
from tf2lint.linting.call_statement import CallStatement
from tf2lint.linting.file_calls import line_of
from tf2lint.linting.statements import is_inside, start
from tf2lint.project import FACTS
from tf2lint.source import catches_errors, nodes_in

#: What a name may stand for.
_DISPLAYED: Final = (ast.Dict, ast.Call, ast.BinOp)
#: What the names of functions begin with whose results change variables when a session runs them.
_ASSIGNING: Final = ("assign", "scatter_")
_LOOPS: Final = (ast.For, ast.AsyncFor, ast.While)
_COMPREHENSIONS: Final = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.Lambda)
#: The class of tensors whose parts are tensors.
_SPARSE: Final = frozenset({"SparseTensor"})


class Site(CallPlace):
    """The code around a call, see `CallSite`."""

    def program_lacks(self, fact: str) -> bool:
        """Returns whether no file of the program has a fact."""
        return not self._file.program.has(FACTS[fact])

    def is_with(self, name: str) -> bool:
        """Returns whether the file refers to a member of the library, given its name below `tf` in TensorFlow 1."""
        return self._file.is_used(name)

    def is_keyword(self, node: ast.expr) -> bool:
        """Returns whether the call passes an argument by keyword."""
        return any(keyword.value is node for keyword in self._call.keywords)

    def is_member(self, node: ast.expr, name: str) -> bool:
        """Returns whether an argument is a member of the library, given one of its names in TensorFlow 1."""
        return self._file.is_member(node, name)

    def classes(self, node: ast.expr) -> frozenset[str]:
        """Returns the classes, below `tf`, of the library objects that an argument is or contains, as far as known."""
        return self._file.classes(self._call, node)

    def returned(self, node: ast.expr) -> list[ast.expr | None]:
        """Returns what a function of the file that an argument is may return, None for a plain `return`."""
        return self._file.returned(self._call, node)

    def dtype(self, node: ast.expr) -> str:
        """Returns `integer` for a tensor of integers, `float` or `double` for floats; empty if that is unknown."""
        return self._file.dtype(self._call, node)

    def rank(self, node: ast.expr) -> int | None:
        """Returns the number of dimensions of an argument; None if it is unknown."""
        return self._file.rank(node)

    def member(self, node: ast.expr) -> str:
        """Returns the name below `tf` of the member of the library that an expression is; empty if it is none."""
        return self._file.name(node)

    def display(self, node: ast.expr) -> ast.expr:
        """Returns the only dictionary, call, or operation that a name is bound to; else the expression itself."""
        if not isinstance(node, ast.Name):
            return node
        values = self._values(node) if self._is_local(node) else []
        return values[0] if len(values) == 1 and isinstance(values[0], _DISPLAYED) else node

    def is_computed_here(self, node: ast.expr) -> bool:
        """Returns whether what an expression evaluates to is computed in this function, for this call alone.

        That is so if it is a call, or a name that the function binds, but not to an attribute: in the same loop, if
        there is one, such that nothing is run between that depends on it or changes something, and where errors of it
        are caught if those of the call are.
        """
        match node:
            case ast.List(elts=parts) | ast.Tuple(elts=parts):
                return bool(parts) and all(map(self.is_computed_here, parts))
            case ast.Dict(values=parts):
                return bool(parts) and all(map(self.is_computed_here, parts))
            case ast.Call(func=function, args=arguments, keywords=keywords):
                parts = [*arguments, *(keyword.value for keyword in keywords)]
                parts += [function.value] if isinstance(function, ast.Attribute) else []
                names = [inner for part in parts for inner in nodes_in(part) if isinstance(inner, ast.Name)]
                return all(self._is_bound_for_it(name) for name in names if self._is_local(name))
            case ast.Name():
                is_local = self._is_local(node) and self._is_bound_for_it(node)
                return is_local and not self._holds_attribute(node) and not self._raises_before(node)
            case ast.BinOp(left=left, right=right):
                operands = [part for part in (left, right) if not isinstance(part, ast.Constant)]
                return bool(operands) and all(map(self.is_computed_here, operands))
            case ast.Subscript(value=value):
                return self.is_computed_here(value)
            case ast.Attribute(value=value) if self.classes(value) == _SPARSE:
                return self.is_computed_here(value)
            case _:
                return False

    def is_built(self, node: ast.expr) -> bool:
        """Returns whether calls of the library, or of functions in this file, make what an expression evaluates to."""
        return self._file.built.is_built(node, self._function)

    def _holds_attribute(self, name: ast.Name) -> bool:
        """Returns whether a local name may hold an attribute of an object, which other code computes."""
        parts = (node for value in self._values(name) if value is not None for node in _parts(value))
        return any(isinstance(node, ast.Attribute) for node in parts)

    def _is_bound_for_it(self, name: ast.Name) -> bool:
        """Returns whether a local name has a new value for each run of this call, which nothing run could change."""
        statement = self._around[-1]
        if self._is_in_comprehension:
            return False
        loops = [node for node in self._around if isinstance(node, _LOOPS)]
        places = [place for place, _ in self._function.bindings.get(name.id, ()) if start(place) < start(statement)]
        if not places:
            return not loops and name.id in self._function.parameters and not self._is_run_before(name, 0)
        if loops and not any(is_inside(place, loops[-1]) for place in places):
            return False
        return not self._is_run_before(name, max(place.lineno for place in places))

    def _raises_before(self, name: ast.Name) -> bool:
        """Returns whether errors of the call are caught, but not those of what computes a local name."""
        catching = [node for node in self._around if catches_errors(node)]
        places = [place for place, _ in self._function.bindings.get(name.id, ())]
        return bool(catching) and not any(is_inside(place, catching[-1]) for place in places)

    @cached_property
    def _is_in_comprehension(self) -> bool:
        """Whether an expression around the call runs it several times, or later."""
        parents = self._file.parents(self._around[-1])
        node: ast.AST | None = self._call
        while node is not None and not isinstance(node, _COMPREHENSIONS):
            node = parents.get(node)
        return node is not None

    def _is_run_before(self, name: ast.Name, line: int) -> bool:
        """Returns whether a name is run by another call before, from a line on, or something that changes variables."""
        first, last = max(line, start(self._function.node)[0]), start(self._around[-1])[0] - 1
        if _between(self._file.changes, first, last):
            return True
        for call in _between(self._file.runs, first, last):
            if any(isinstance(inner, ast.Name) and inner.id == name.id for inner in nodes_in(call.args[0])):
                return True
            ignores_result = CallStatement(call, self._module, self._code).ignores_result
            if (ignores_result or self._changes_variables(name)) and not self.is_deleted(call.args[0]):
                return True
        return False

    def _changes_variables(self, name: ast.Name) -> bool:
        """Returns whether what a local name holds changes variables: what is run before must not see that."""
        values = (value for value in self._values(name) if value is not None)
        calls = (node.func for value in values for node in nodes_in(value) if isinstance(node, ast.Call))
        words = (getattr(function, "attr", getattr(function, "id", "")) for function in calls)
        return any(word.startswith(_ASSIGNING) for word in words)


def _parts(value: ast.expr) -> list[ast.expr]:
    """Returns the elements of a list, tuple, or dictionary; else the expression itself."""
    match value:
        case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Dict(values=parts):
            return parts
        case _:
            return [value]


def _between(calls: list[ast.Call], first: int, last: int) -> list[ast.Call]:
    """Returns the calls in some lines, of those in order."""
    return calls[bisect_left(calls, first, key=line_of) : bisect_right(calls, last, key=line_of)]
