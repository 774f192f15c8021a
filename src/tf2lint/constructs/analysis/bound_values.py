"""The expressions that names of one file are bound to, through loops, unpacked tuples, parameters, and returns."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.constructs.analysis.scopes import FUNCTIONS
from tf2lint.source import parameters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.constructs.analysis.scopes import Scopes

#: An element of what a loop goes through.
EACH: Final = -1
#: What holds names of its own, and the blocks of statements.
_CODE: Final = (ast.Module, *FUNCTIONS, ast.Lambda, ast.ClassDef)
_BLOCKS: Final = ("body", "orelse", "finalbody")
_Function = ast.FunctionDef | ast.AsyncFunctionDef


class Part(NamedTuple):
    """A part of the value of an expression.

    Attributes:
        value: the expression.
        path: the positions in it, from the outside in; `EACH` for any element.
    """

    value: ast.expr
    path: tuple[int, ...] = ()

    @property
    def written(self) -> Part:
        """The same part of what it is written as, if the value is a list or tuple that shows it."""
        value, path = self
        while path and isinstance(value, ast.Tuple | ast.List) and 0 <= path[0] < len(value.elts):
            if any(isinstance(element, ast.Starred) for element in value.elts):
                break
            value, path = value.elts[path[0]], path[1:]
        return Part(value, path)


class BoundValues:
    """The expressions that the names of one file are bound to.

    Args:
        scopes: the names of the file.
    """

    def __init__(self, scopes: Scopes) -> None:
        self._scopes = scopes

    def of(self, name: ast.AST) -> list[Part] | None:
        """Returns all that a name may be bound to; None if that is not known."""
        scope, word = self._scopes.owner(name), self._scopes.name(name)
        if scope is None:
            return None
        bindings = [use.node for use in self._scopes.uses(scope, word) if use.is_binding]
        if isinstance(scope, (*FUNCTIONS, ast.Lambda)):
            bindings += [each for each in parameters(scope.args) if each.arg == word and each not in bindings]
        found: list[Part] = []
        for node in bindings:
            parts = self._at(node)
            if parts is None:
                return None
            found += parts
        return found or None

    def at(self, name: ast.expr) -> list[Part] | None:
        """Returns all that a name may be bound to where it stands; None if that is not known.

        An assignment in a block around the name, before it, hides the earlier ones.
        """
        scope, word = self._scopes.owner(name), self._scopes.name(name)
        around = list(self.around(name))
        if scope is None or scope not in [node for node in around if isinstance(node, _CODE)][:1]:
            return self.of(name)
        bindings = [use.node for use in self._scopes.uses(scope, word) if use.is_binding]
        before = [node for node in bindings if _place(node) < _place(name) and self.parent(node) not in around]
        last = max(before, key=_place, default=None)
        statement = self.statement(last) if last is not None else None
        is_assigned = isinstance(statement, ast.Assign | ast.AnnAssign)
        if last is not None and is_assigned and self._runs_before(statement, around):
            return self._at(last)
        return self.of(name)

    def statement(self, target: ast.AST) -> ast.AST | None:
        """Returns what a target is bound by, alone or with others."""
        parent = self.parent(target)
        while isinstance(parent, ast.Tuple | ast.List):
            parent = self.parent(parent)
        return parent

    def _runs_before(self, statement: ast.AST | None, around: list[ast.AST]) -> bool:
        """Returns whether a statement stands in a block around some code."""
        block = self.parent(statement) if statement is not None else None
        lists = (getattr(block, field, []) for field in _BLOCKS)
        return any(
            statement in each and any(node in around for node in each) for each in lists if isinstance(each, list)
        )

    def returned(self, function: ast.expr) -> list[ast.expr] | None:
        """Returns all that a function of the file may return; None if it is no such function, or returns nothing."""
        node = self.function(function)
        if node is None or any(isinstance(inner, ast.Yield | ast.YieldFrom) for inner in _own_nodes(node)):
            return None
        values = [inner.value for inner in _own_nodes(node) if isinstance(inner, ast.Return)]
        return [value for value in values if value is not None] or None

    def function(self, called: ast.expr) -> _Function | None:
        """Returns the function of the file that a name always is; None if it is none, or has decorators."""
        scope, name = self._scopes.owner(called), self._scopes.name(called)
        bindings = [use.node for use in self._scopes.uses(scope, name) if use.is_binding] if scope is not None else []
        is_plain = len(bindings) == 1 and isinstance(bindings[0], _Function) and not bindings[0].decorator_list
        return bindings[0] if is_plain and isinstance(bindings[0], _Function) else None

    def parent(self, node: ast.AST) -> ast.AST | None:
        """Returns the syntax that a node is directly in; None for the module."""
        return self._scopes.syntax.parent(node)

    def around(self, node: ast.AST) -> Iterator[ast.AST]:
        """Yields the syntax around a node, from the inside out."""
        parent = self.parent(node)
        while parent is not None:
            yield parent
            parent = self.parent(parent)

    def _at(self, node: ast.AST) -> list[Part] | None:
        """Returns what a binding binds a name to; None if that is not known."""
        if isinstance(node, ast.arg):
            return self._passed(node)
        path: tuple[int, ...] = ()
        parent = self.parent(node)
        while isinstance(parent, ast.Tuple | ast.List):
            if any(isinstance(each, ast.Starred) for each in parent.elts):
                return None
            path = (parent.elts.index(node), *path)  # type: ignore[arg-type]
            node, parent = parent, self.parent(parent)
        match parent:
            case ast.Assign(value=value) | ast.NamedExpr(value=value) | ast.AnnAssign(value=ast.expr() as value):
                return [Part(value, path)]
            case ast.AugAssign(value=value):
                return [Part(value, path)]
            case ast.For(iter=value) | ast.comprehension(iter=value):
                return [Part(value, (EACH, *path))]
            case _:
                return None

    def _passed(self, parameter: ast.arg) -> list[Part] | None:
        """Returns all that is passed to a parameter of a function of the file; None if that is not known."""
        function = next((each for each in self.around(parameter) if isinstance(each, (*FUNCTIONS, ast.Lambda))), None)
        if not isinstance(function, _Function) or function.decorator_list or function in self._scopes.classes:
            return None
        scope = self._scopes.owner(function)
        uses = self._scopes.uses(scope, function.name) if scope is not None else []
        found: list[Part] = []
        for use in uses:
            call = self.parent(use.node)
            if use.is_binding:
                continue
            if not isinstance(call, ast.Call) or call.func is not use.node:
                return None
            value = _argument(function, call, parameter)
            if value is None:
                return None
            found.append(Part(value))
        return found


def _place(node: ast.AST) -> tuple[int, int]:
    return getattr(node, "lineno", 0), getattr(node, "col_offset", 0)


def _argument(function: _Function, call: ast.Call, parameter: ast.arg) -> ast.expr | None:
    """Returns what a call passes to a parameter, or its default; None if that is not known."""
    parameters = [*function.args.posonlyargs, *function.args.args]
    if any(isinstance(each, ast.Starred) for each in call.args) or any(each.arg is None for each in call.keywords):
        return None
    named = next((each.value for each in call.keywords if each.arg == parameter.arg), None)
    if named is not None:
        return named
    if parameter in function.args.kwonlyargs:
        return function.args.kw_defaults[function.args.kwonlyargs.index(parameter)]
    if parameter not in parameters:
        return None
    index = parameters.index(parameter)
    if index < len(call.args):
        return call.args[index]
    first = len(parameters) - len(function.args.defaults)
    return function.args.defaults[index - first] if index >= first else None


def _own_nodes(function: _Function) -> Iterator[ast.AST]:
    """Yields the syntax in a function, without that of functions in it."""
    pending: list[ast.AST] = list(function.body)
    while pending:
        node = pending.pop()
        yield node
        if not isinstance(node, (*FUNCTIONS, ast.Lambda, ast.ClassDef)):
            pending += ast.iter_child_nodes(node)
