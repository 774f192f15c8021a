"""Iterators over datasets: the syntax that makes them, reads their elements, and initializes them."""

from __future__ import annotations

import ast
from copy import copy
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.constructs.analysis.own_graphs import SESSIONS
from tf2lint.constructs.construct import CannotConvertError

if TYPE_CHECKING:
    from collections.abc import Collection

    from tf2lint.constructs.analysis.bound_values import BoundValues
    from tf2lint.constructs.analysis.library_names import LibraryNames
    from tf2lint.constructs.analysis.scopes import Scopes

_METHODS: Final = ("make_one_shot_iterator", "make_initializable_iterator")
GET_NEXT: Final = "get_next"
_MAKE_INITIALIZER: Final = "make_initializer"
_FROM_STRUCTURE: Final = "from_structure"
#: What else programs do with iterators: a run can choose one of several.
_CHOICES: Final = ("string_handle", "from_string_handle")
_MODULE: Final = "data."
_ITER: Final = "iter"


class Getter(NamedTuple):
    """An assignment of the next element.

    Attributes:
        statement: the assignment.
        iterator: the expression for the iterator; None if it has no name, or a function of the file returns it.
        call: the call of `get_next`, or of the function that returns what it returns.
    """

    statement: ast.Assign
    iterator: ast.expr | None
    call: ast.Call


def uses_of(name: ast.AST, scopes: Scopes) -> list[ast.expr]:
    """Returns the places where a name stands without being bound.

    Args:
        name: the name where it is bound.
        scopes: the names of the file.

    Raises:
        CannotConvertError: the name is bound in several places.
    """
    if not _is_bound_once(name, scopes):
        message = f"{scopes.name(name)} in line {getattr(name, 'lineno', 0)} is assigned in several places"
        raise CannotConvertError(message)
    uses = scopes.uses(scopes.owner(name) or name, scopes.name(name))
    return [use.node for use in uses if not use.is_binding and isinstance(use.node, ast.expr)]


def _is_bound_once(name: ast.AST, scopes: Scopes) -> bool:
    """Returns whether a name is bound nowhere else."""
    scope = scopes.owner(name)
    uses = scopes.uses(scope, scopes.name(name)) if scope is not None else []
    return [use.node for use in uses if use.is_binding] == [name]


def is_maker(call: ast.Call) -> bool:
    """Returns whether a call has the form of one that makes an iterator."""
    return isinstance(call.func, ast.Attribute) and call.func.attr in (*_METHODS, _FROM_STRUCTURE)


def gets_at_once(node: ast.AST, bound: BoundValues) -> bool:
    """Returns whether code gets an element of an iterator that `iter` makes, which no session does."""
    if not isinstance(node, ast.Attribute) or node.attr != GET_NEXT:
        return False
    made = [part.value for part in bound.of(node.value) or ()]
    functions = [each.func for each in made if isinstance(each, ast.Call)]
    return 0 < len(made) == sum(isinstance(each, ast.Name) and each.id == _ITER for each in functions)


class DatasetIterators:
    """The iterators of one file.

    Args:
        names: the members of the library that expressions refer to.
        scopes: the names of the file.
        bound: what the names are bound to.

    Attributes:
        makers: the calls that make iterators, with the dataset; None if it is given later.
        getters: the assignments of elements.
        direct: the calls that read an element and are no assignment, with the iterator.
        returned: the statements that return an element, with the iterator.
        dropped: the assignments of elements that are only returned.
        initializers: the calls of `make_initializer`, with the iterator and the dataset.

    Raises:
        CannotConvertError: the file does something else with an iterator.
    """

    def __init__(self, names: LibraryNames, scopes: Scopes, bound: BoundValues) -> None:
        self._names = names
        self._scopes = scopes
        self._bound = bound
        self.makers: dict[ast.Call, ast.expr | None] = {}
        self.getters: list[Getter] = []
        self.direct: dict[ast.Call, ast.expr] = {}
        self.returned: dict[ast.Return, ast.expr] = {}
        self.dropped: list[ast.Assign] = []
        self.initializers: dict[ast.Call, tuple[ast.expr, ast.expr]] = {}
        for call in scopes.syntax.of_class(ast.Call):
            self._add_maker(call)
        for node in scopes.syntax.nodes if self.makers else ():
            self._add_use(node)

    def _add_maker(self, call: ast.Call) -> None:
        if not isinstance(call.func, ast.Attribute):
            return
        name = self._names.of(call.func)
        if call.func.attr in _METHODS and (name or not self._is_imported(call.func.value)):
            is_function = name.startswith(_MODULE) and "()" not in name
            given = (
                [*call.args, *(keyword.value for keyword in call.keywords)][:1] if is_function else [call.func.value]
            )
            if given:
                self.makers[call] = given[0]
        elif call.func.attr == _FROM_STRUCTURE and name.startswith(_MODULE):
            self.makers[call] = None

    def _is_imported(self, node: ast.expr) -> bool:
        """Returns whether a name is that of a module, or something else that is imported."""
        scope, name = self._scopes.owner(node), self._scopes.name(node)
        uses = self._scopes.uses(scope, name) if scope is not None else []
        return any(isinstance(use.node, ast.alias) for use in uses)

    def _add_use(self, node: ast.AST) -> None:
        match node:
            case ast.Attribute(attr=attribute) if attribute in _CHOICES:
                message = f"line {node.lineno} lets each run choose an iterator"
                raise CannotConvertError(message)
            case ast.Call(func=ast.Attribute(value=iterator, attr=method)) if method == _MAKE_INITIALIZER and node.args:
                self.initializers[node] = (iterator, node.args[0])
            case ast.Call(func=ast.Attribute(value=iterator, attr=method)) if method == GET_NEXT:
                if not self._is_iterator(iterator, 0):
                    message = f"the file does not show which iterator line {node.lineno} reads"
                    raise CannotConvertError(message)
                self._add_getter(node, iterator)
            case _:
                pass

    def _is_iterator(self, node: ast.expr, depth: int) -> bool:
        """Returns whether an expression is always an iterator that the file makes."""
        if node in self.makers:
            return True
        if isinstance(node, ast.Call):
            values = self._bound.returned(node.func)
            return bool(values) and depth < len(_CHOICES) and all(self._is_iterator(value, 1) for value in values or ())
        parts = self._bound.of(node)
        if not parts or depth > len(_METHODS):
            return False
        return all(not part.path and self._is_iterator(part.value, depth + 1) for part in parts)

    def _add_getter(self, call: ast.Call, iterator: ast.expr) -> None:
        parent = self._bound.parent(call)
        if isinstance(parent, ast.Return):
            self._add_returned(parent, iterator)
        elif isinstance(parent, ast.Assign) and len(parent.targets) == 1:
            returning = self._returning(parent.targets[0])
            if returning is not None:
                self.dropped.append(parent)
                self._add_returned(returning, iterator)
            else:
                self.getters.append(Getter(parent, None if iterator in self.makers else iterator, call))
        else:
            self.direct[call] = iterator

    def _returning(self, target: ast.expr) -> ast.Return | None:
        """Returns the statement that returns what a target gets, and is all that uses it; None if there is none."""
        names = target.elts if isinstance(target, ast.Tuple | ast.List) else [target]
        if not all(isinstance(name, ast.Name) and _is_bound_once(name, self._scopes) for name in names):
            return None
        used = {self._statement(node) for name in names for node in self.uses(name)}
        found = used.pop() if len(used) == 1 else None
        is_return = isinstance(found, ast.Return) and found.value is not None
        if not is_return or not isinstance(found, ast.Return) or found.value is None:
            return None
        return found if ast.unparse(found.value).strip("()") == ast.unparse(target).strip("()") else None

    def _add_returned(self, statement: ast.Return, iterator: ast.expr) -> None:
        """Adds a statement that returns an element, and the assignments of what its function returns."""
        functions = (node for node in self._bound.around(statement) if isinstance(node, ast.FunctionDef | ast.Lambda))
        function = next(functions, None)
        if function is None:  # Python parses such a program, but does not compile it
            raise CannotConvertError(f"line {statement.lineno} returns outside of a function")
        self.returned[statement] = iterator
        name = getattr(function, "name", "")
        scope = self._scopes.owner(function)
        uses = self._scopes.uses(scope, name) if scope is not None else []
        for use in uses:
            call = self._bound.parent(use.node)
            statement_around = self._bound.parent(call) if call is not None else None
            if use.is_binding:
                continue
            is_call = isinstance(call, ast.Call) and call.func is use.node
            if not is_call or not isinstance(call, ast.Call) or not isinstance(statement_around, ast.Assign):
                message = f"{name}() returns an element, and line {getattr(use.node, 'lineno', 0)} does not assign it"
                raise CannotConvertError(message)
            self.getters.append(Getter(statement_around, None, call))

    def only(self, makers: Collection[ast.Call]) -> DatasetIterators:
        """Returns the iterators that some calls make."""
        found = copy(self)
        found.makers = {call: dataset for call, dataset in self.makers.items() if call in makers}
        found.initializers = {
            call: given for call, given in self.initializers.items() if found.made_by(given[0]) is not None
        }
        return found

    def made_by(self, iterator: ast.expr) -> ast.Call | None:
        """Returns the call that makes what an expression always is; None if it is no iterator, or there are several."""
        if isinstance(iterator, ast.Call):
            return iterator if iterator in self.makers else None
        parts = self._bound.of(iterator)
        value = parts[0].value if parts is not None and len(parts) == 1 and not parts[0].path else None
        return value if isinstance(value, ast.Call) and value in self.makers else None

    def uses(self, name: ast.AST) -> list[ast.expr]:
        """Returns the places where a name stands without being bound.

        Raises:
            CannotConvertError: the name is bound in several places.
        """
        return uses_of(name, self._scopes)

    def _statement(self, node: ast.AST) -> ast.AST | None:
        return next((each for each in self._bound.around(node) if isinstance(each, ast.stmt)), None)

    def check_sessions(self) -> None:
        """Checks that each iterator is read in one session, because a one-shot iterator starts again in another one.

        Raises:
            CannotConvertError: it may be read in several.
        """
        sessions = self._names.calls_of(SESSIONS)
        for call in self.makers:
            owner = next(node for node in self._bound.around(call) if isinstance(node, ast.FunctionDef | ast.Module))
            inside = [session for session in sessions if owner in self._bound.around(session)]
            if len(inside) > 1:
                message = f"the iterator of line {call.lineno} may start again in each session"
                raise CannotConvertError(message)
