"""Where the sessions of a file are kept and passed: in names, attributes, and parameters that hold nothing else."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from tf2lint.constructs.analysis.known_calls import KnownCalls, Parameter
from tf2lint.constructs.analysis.own_graphs import SESSIONS
from tf2lint.constructs.analysis.scopes import FUNCTIONS, RECEIVER
from tf2lint.source import parameters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.constructs.analysis.known_calls import Passed
    from tf2lint.constructs.analysis.library_names import LibraryNames
    from tf2lint.constructs.analysis.scopes import Scopes

#: Statements that make a session, or assign one.
Holding = ast.With | ast.Assign


class _Place(NamedTuple):
    """A name, a parameter, or an attribute of objects.

    Attributes:
        scope: what binds the name; None for an attribute.
        name: the name.
    """

    scope: ast.AST | None
    name: str


class Flow(NamedTuple):
    """Sessions that are kept in the same places, and what is deleted with them.

    Attributes:
        made: the calls that make the sessions.
        statements: the statements that make sessions, or assign them to another place.
        passed: the arguments that are sessions, and their parameters.
        names: the names of the module that hold them, and, with `self.`, the attributes.
    """

    made: list[ast.Call]
    statements: list[Holding]
    passed: list[Passed]
    names: list[str]


def session_flows(names: LibraryNames, scopes: Scopes) -> Iterator[Flow]:
    """Yields the sessions of a file that are only assigned and passed, so that nothing uses them.

    Args:
        names: the members of the library that expressions refer to.
        scopes: the names of the file.
    """
    calls = KnownCalls(scopes)
    found = set[ast.Call]()
    for session in names.calls_of(SESSIONS):
        if session not in found:
            flow = _FlowSearch(names, scopes, calls).flow(session)
            if flow is not None:
                found.update(flow.made)
                yield flow


class _FlowSearch:
    """Finds all that is kept in the same places as a session."""

    def __init__(self, names: LibraryNames, scopes: Scopes, calls: KnownCalls) -> None:
        self._names = names
        self._scopes = scopes
        self._calls = calls
        self._made: dict[ast.Call, None] = {}
        self._statements: dict[Holding, None] = {}
        self._passed: dict[ast.expr, Passed] = {}
        self._places: dict[_Place, None] = {}

    def flow(self, session: ast.Call) -> Flow | None:
        """Returns the flow of a session; None if something uses it, or may hold something else."""
        self._made[session] = None
        if not self._is_handed_on(session):
            return None
        done = 0
        while done < len(self._places):
            if not self._holds_only_sessions(list(self._places)[done]):
                return None
            done += 1
        return Flow(list(self._made), list(self._statements), list(self._passed.values()), list(self._names_of_places))

    @property
    def _names_of_places(self) -> Iterator[str]:
        for scope, name in self._places:
            if scope is None:
                yield f"{RECEIVER}{name}"
            elif isinstance(scope, ast.Module):
                yield name

    def _is_handed_on(self, node: ast.expr) -> bool:
        """Returns whether an expression is only assigned, entered, or passed, and follows it there."""
        parent = self._scopes.syntax.parent(node)
        match parent:
            case ast.Assign(targets=[target]) if target is not node:
                self._statements[parent] = None
                return self._is_place(target)
            case ast.BoolOp():
                return all(map(self._is_session, parent.values)) and self._is_handed_on(parent)
            case ast.withitem(optional_vars=target) if target is not node and node in self._made:
                statement = self._scopes.syntax.parent(parent)
                if not isinstance(statement, ast.With) or len(statement.items) > 1:
                    return False
                self._statements[statement] = None
                return target is None or self._is_place(target)
            case _:
                passed = self._calls.passed(node)
                if passed is not None:
                    self._passed[node] = passed
                    self._places[_Place(passed.parameter.function, passed.parameter.node.arg)] = None
                return passed is not None

    def _is_place(self, node: ast.expr) -> bool:
        """Returns whether an expression is a name or an attribute, which is followed."""
        match node:
            case ast.Name(id=name):
                scope = self._scopes.owner(node)
                if scope is None:
                    return False
                self._places[_Place(scope, name)] = None
                return True
            case ast.Attribute(attr=name):
                self._places[_Place(None, name)] = None
                return True
            case _:
                return False

    def _holds_only_sessions(self, place: _Place) -> bool:
        """Returns whether a place gets nothing but sessions, and whether these are only handed on."""
        bindings = list(self._bindings(place))
        parameter = _parameter(place)
        if parameter is not None:
            if not self._gets_only_sessions(parameter):
                return False
        elif not bindings:
            return False
        return all(map(self._is_bound, bindings)) and all(map(self._is_handed_on, self._loads(place)))

    def _gets_only_sessions(self, parameter: Parameter) -> bool:
        arguments = self._calls.all_passed(parameter)
        self._passed.update((one.argument, one) for one in arguments)
        has_default = parameter.default is None or _is_none(parameter.default)
        return bool(arguments) and has_default and all(self._is_session(one.argument) for one in arguments)

    def _is_bound(self, node: ast.AST) -> bool:
        """Returns whether a name or an attribute gets a session where it is bound."""
        parent = self._scopes.syntax.parent(node)
        match parent:
            case ast.Assign(targets=[target], value=value) if target is node:
                self._statements[parent] = None
                return self._is_session(value)
            case ast.withitem(context_expr=ast.Call() as made):
                return self._is_session(made) and self._is_handed_on(made)
            case _:
                return False

    def _is_session(self, node: ast.expr) -> bool:
        """Returns whether an expression is a session, or None, or a place, which is followed, or the first of these."""
        if isinstance(node, ast.BoolOp):
            return all(map(self._is_session, node.values))
        if isinstance(node, ast.Call):
            self._made[node] = None
            return self._names.of(node.func) in SESSIONS
        return _is_none(node) or self._is_place(node)

    def _bindings(self, place: _Place) -> Iterator[ast.AST]:
        if place.scope is None:
            yield from (node for node in self._attributes(place.name) if not isinstance(node.ctx, ast.Load))
        else:
            yield from (use.node for use in self._scopes.uses(place.scope, place.name) if use.is_binding)

    def _loads(self, place: _Place) -> Iterator[ast.expr]:
        if place.scope is None:
            yield from (node for node in self._attributes(place.name) if isinstance(node.ctx, ast.Load))
        else:
            uses = self._scopes.uses(place.scope, place.name)
            yield from (use.node for use in uses if not use.is_binding and isinstance(use.node, ast.expr))

    def _attributes(self, name: str) -> Iterator[ast.Attribute]:
        return (node for node in self._scopes.syntax.of_class(ast.Attribute) if node.attr == name)


def _parameter(place: _Place) -> Parameter | None:
    """Returns the parameter that a place is; None if it is something else."""
    if not isinstance(place.scope, FUNCTIONS):
        return None
    node = next((each for each in parameters(place.scope.args) if each.arg == place.name), None)
    return Parameter(place.scope, node) if node is not None else None


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None
