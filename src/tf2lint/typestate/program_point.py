"""The position of the walk through a body of code: its abstract store, its context, and the facts of the module."""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from tf2lint.project import is_plain_base
from tf2lint.source import first_parameter
from tf2lint.typestate.abstract_store import AbstractStore
from tf2lint.typestate.duplicate_models import DuplicateModels
from tf2lint.typestate.function_syntax import FunctionNode, nested_in
from tf2lint.typestate.tracked_objects import (
    FUNCTION,
    ArgumentValue,
    Context,
    Event,
    EventKind,
    ObjectKind,
    Result,
    TrackedObject,
    path_of,
)
from tf2lint.typestate.user_classes import UserClass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tf2lint.resolver import Values
    from tf2lint.source import Definitions
    from tf2lint.typestate.resolver_queries import ResolverQueries


class ModuleFacts(Protocol):
    """Facts of the whole file and its functions.

    Attributes:
        queries: resolves expressions.
        events: the events so far.
        definitions: the functions and classes of the module.
        numpy_names: the names that the module imports from NumPy.
        names_in_lambdas: the names that lambdas of the module mention.
    """

    queries: ResolverQueries
    events: list[Event]
    definitions: Definitions
    numpy_names: frozenset[str]
    names_in_lambdas: frozenset[str]

    def result(self, node: FunctionNode, symbolic: frozenset[str]) -> Result:
        """Returns the object that a function of the program returns, and its state then."""

    def objects_stored_by(self, node: FunctionNode) -> tuple[TrackedObject, ...]:
        """Returns the objects that a method stores in attributes of `self`."""


class ProgramPoint:
    """The current position in one body of code; the walkers move it by changing its attributes.

    Args:
        walker: the walker of the whole file.
        node: the module or function.
        symbolic: the parameters that receive symbolic tensors.

    Attributes:
        node: the module or function.
        store: the abstract store at this point.
        queries: resolves expressions.
        duplicate_models: detects models that are constructed again for other input.
        functions: the functions defined so far in this body, by name.
        within: the enclosing contexts, outermost first.
        recording: the tapes that record at this point.
        numpy_names: the names that the module imports from NumPy.
        receiver: the name that holds the object of the method that this code is part of; empty if it is in none.
        try_depth: how many enclosing `try` statements have handlers.
    """

    def __init__(self, walker: ModuleFacts, node: ast.Module | FunctionNode, symbolic: frozenset[str]) -> None:
        self.node = node
        self.store = AbstractStore()
        self.queries = walker.queries
        self.duplicate_models = DuplicateModels()
        self.functions: dict[str, FunctionNode] = {}
        self.within: list[Context] = [] if isinstance(node, ast.Module) else [Context(FUNCTION, node)]
        self.recording: list[TrackedObject] = []
        self.try_depth = 0
        self.numpy_names = walker.numpy_names
        self.receiver = "" if isinstance(node, ast.Module) else walker.definitions.receivers.get(node, "")
        self._walker = walker
        self._scope = walker.queries.body_around(node)
        self._is_analyzed = self._scope.node is node
        self._shared: dict[str, bool] = {}
        self._bound: dict[str, bool] = {}
        for name in symbolic:
            self.store.set_value(name, TrackedObject(ObjectKind.SYMBOLIC, "", ast.Name(name)))

    @cached_property
    def _nested(self) -> list[ast.stmt]:
        """The functions and classes defined in this body."""
        return list(nested_in(self.node))

    def _is_shared(self, name: str) -> bool:
        """Returns whether other code of the file can access what a name holds."""
        if name not in self._shared:
            is_known_outside = name == self.receiver or name in self._walker.names_in_lambdas
            self._shared[name] = is_known_outside or any(
                self.queries.occurs_in_lines(name, node) for node in self._nested
            )
        return self._shared[name]

    def _binds(self, name: str) -> bool:
        """Returns whether this body is a function in which the name is bound."""
        if name not in self._bound:
            self._bound[name] = not isinstance(self.node, ast.Module) and self.queries.binds(self.node, name)
        return self._bound[name]

    def emit(
        self,
        kind: EventKind,
        name: str,
        tracked: TrackedObject,
        node: ast.expr,
        given: Mapping[int | str | None, ArgumentValue] | None = None,
    ) -> None:
        """Emits an event for something that the program does with an object here."""
        if self.store.reachable:
            state, within = self.store.state(tracked), tuple(self.within)
            self._walker.events.append(Event(kind, name, tracked, state, node, given or {}, within, self.try_depth > 0))

    def is_unresolved_local(self, name: str) -> bool:
        """Returns whether a name is bound in this body, and the resolver has not analyzed the body."""
        return not self._is_analyzed and self._binds(name)

    def values(self, node: ast.expr) -> Values:
        """Returns what an expression may evaluate to, as resolved; None if unknown."""
        base = path_of(node).partition(".")[0]
        is_unresolved_local = bool(base) and self.is_unresolved_local(base)
        return None if is_unresolved_local else self.queries.values(self._scope, node)

    def is_own(self, path: str) -> bool:
        """Returns whether a path is an attribute of the object whose method this is, such as `self.model`."""
        return bool(self.receiver) and path.startswith(f"{self.receiver}.")

    def is_method(self, function: FunctionNode) -> bool:
        """Returns whether a function of the module receives an object as its first parameter."""
        first = first_parameter(function)
        return bool(first) and self._walker.definitions.receivers.get(function) == first

    def function(self, node: ast.expr) -> FunctionNode | None:
        """Returns the function of this module that a name refers to."""
        if not isinstance(node, ast.Name):
            return None
        if node.id in self.functions:
            return self.functions[node.id]
        scope = self._scope_of(node.id)
        return self._walker.definitions.function(scope, node.id) if scope is not None else None

    def _scope_of(self, name: str) -> ast.AST | None:
        """Returns the function around this body, or the module, that binds a name; None if this body does."""
        if self._binds(name):
            return None
        for scope in self._walker.definitions.scopes_around(self.node):
            if not isinstance(scope, FunctionNode) or self.queries.binds(scope, name):
                return scope
        return self.node

    def plain_class(self, node: ast.expr) -> UserClass | None:
        """Returns the class of this module that a name refers to, if it has no base classes."""
        if not isinstance(node, ast.Name):
            return None
        scope = self._scope_of(node.id)
        found = self._walker.definitions.class_(scope, node.id) if scope is not None else None
        if found is None or not all(map(is_plain_base, found.bases)):
            return None
        return UserClass([found], (), is_complete=True)

    def objects_stored_by(self, user_class: UserClass) -> tuple[TrackedObject, ...]:
        """Returns the objects that the constructor of a user class stores in attributes of `self`."""
        return (
            self._walker.objects_stored_by(user_class.init)
            if user_class.init is not None and user_class.init is not self.node
            else ()
        )

    def result_of(self, function: FunctionNode, symbolic: frozenset[str]) -> Result:
        """Returns the object that a function of the program returns, and its state then."""
        return self._walker.result(function, symbolic)

    def invalidate_shared(self) -> None:
        """Invalidates all objects that other code of the file can access, since some of that code may run now."""
        for name, tracked in self.store.objects.items():
            if self._is_shared(name.partition(".")[0]):
                self.store.invalidate(tracked)

    def invalidate_mentioned(self, node: ast.stmt | ast.expr) -> None:
        """Invalidates the objects mentioned in code that runs later, or more than once."""
        for path in {**self.store.objects, **self.store.tapes}:
            if self.queries.mentions(node, path.partition(".")[0]):
                self.store.invalidate(self.store.names.get(path))
                self.store.tapes.pop(path, None)

    def objects_called_in(self, node: ast.Lambda) -> tuple[TrackedObject, ...]:
        """Returns the objects that a lambda calls by name."""
        names = (
            call.func.id for call in ast.walk(node) if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
        )
        objects = (self.store.names.get(name) for name in names)
        return tuple(dict.fromkeys(tracked for tracked in objects if tracked is not None))

    def truth(self, node: ast.expr) -> bool | None:
        """Returns whether a condition holds at the target version; None if the target doesn't decide it."""
        return self.queries.truth(self._scope, node) if self._is_analyzed else None
