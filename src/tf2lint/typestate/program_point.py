"""Where the walk through a body of code stands: what its names hold there, and whom to ask what else means."""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TYPE_CHECKING, Final, Protocol

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
    ObjectState,
    TrackedObject,
    path_of,
)
from tf2lint.typestate.user_classes import UserClass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tf2lint.resolver import Values
    from tf2lint.typestate.resolver_queries import ResolverQueries

_SELF: Final = "self"
_LAMBDA: Final = "lambda"


class ModuleFacts(Protocol):
    """What is known of the whole file, and of what its functions do.

    Attributes:
        queries: tells what expressions mean.
        events: what was found out so far.
        functions: the module's functions, by name.
        classes: the module's classes that are made from no other ones, by name.
        arrays: the names of what makes arrays of NumPy.
    """

    queries: ResolverQueries
    events: list[Event]
    functions: dict[str, FunctionNode]
    classes: dict[str, ast.ClassDef]
    arrays: frozenset[str]

    def result(self, node: FunctionNode, symbolic: frozenset[str]) -> tuple[TrackedObject | None, ObjectState]:
        """What a function of the program gives, and what is known of that then."""

    def kept_by(self, node: FunctionNode) -> tuple[TrackedObject, ...]:
        """What a method keeps in attributes of `self`."""


class ProgramPoint:
    """A point in one body of code.

    Args:
        walker: those through the file.
        node: the module or function.
        symbolic: the parameters that are given symbolic tensors.

    Attributes:
        node: the module or function.
        store: what is known here.
        queries: tells what expressions mean.
        repeated: notes models that are made again for other input.
        functions: the functions that were defined so far, by name.
        within: what is around it, outermost first.
        recording: the tapes that record here.
        arrays: the names of what makes arrays of NumPy.
        tries: how many `try` statements around it catch errors.
    """

    def __init__(self, walker: ModuleFacts, node: ast.Module | FunctionNode, symbolic: frozenset[str]) -> None:
        self.node = node
        self.store = AbstractStore()
        self.queries = walker.queries
        self.repeated = DuplicateModels()
        self.functions: dict[str, FunctionNode] = {}
        self.within: list[Context] = [] if isinstance(node, ast.Module) else [Context(FUNCTION, node)]
        self.recording: list[TrackedObject] = []
        self.tries = 0
        self.arrays = walker.arrays
        self._walker = walker
        self._scope = walker.queries.body_around(node)
        self._is_known = self._scope.node is node
        self._shared: dict[str, bool] = {}
        self._bound: dict[str, bool] = {}
        for name in symbolic:
            self.store.hold(name, TrackedObject(ObjectKind.SYMBOLIC, "", ast.Name(name)))

    @cached_property
    def _nested(self) -> list[ast.stmt]:
        """The functions and classes in it."""
        return list(nested_in(self.node))

    def _is_shared(self, name: str) -> bool:
        """Whether other code of the file can get at what a name holds."""
        if name not in self._shared:
            queries = self.queries
            self._shared[name] = name == _SELF or any(queries.stands_in(name, node) for node in self._nested)
            self._shared[name] = self._shared[name] or queries.stand_in_one_line(name, _LAMBDA)
        return self._shared[name]

    def _binds(self, name: str) -> bool:
        """Whether it is a function that binds a name itself."""
        if name not in self._bound:
            self._bound[name] = not isinstance(self.node, ast.Module) and self.queries.binds(self.node, name)
        return self._bound[name]

    def note(
        self,
        kind: EventKind,
        name: str,
        tracked: TrackedObject,
        node: ast.expr,
        given: Mapping[int | str | None, ArgumentValue] | None = None,
    ) -> None:
        """Notes what the program does with an object here."""
        if self.store.reachable:
            state, within = self.store.state(tracked), tuple(self.within)
            self._walker.events.append(Event(kind, name, tracked, state, node, given or {}, within, self.tries > 0))

    def is_own(self, name: str) -> bool:
        """Whether a name is bound by this code, which the resolver has not looked at."""
        return not self._is_known and self._binds(name)

    def values(self, node: ast.expr) -> Values:
        """What an expression stands for by the resolver."""
        base = path_of(node).partition(".")[0]
        is_own = bool(base) and self.is_own(base)
        return None if is_own else self.queries.values(self._scope, node)

    def function(self, node: ast.expr) -> FunctionNode | None:
        """The function of the program that an expression means, by its name."""
        if not isinstance(node, ast.Name):
            return None
        found = self.functions.get(node.id) or self._walker.functions.get(node.id)
        return found if found is None or node.id in self.functions or not self._binds(node.id) else None

    def plain_class(self, node: ast.expr) -> UserClass | None:
        """The class of the program that an expression means by its name, if it is made from no other one."""
        found = self._walker.classes.get(node.id) if isinstance(node, ast.Name) else None
        if found is None or self._binds(found.name):
            return None
        return UserClass([found], (), is_complete=True)

    def kept_by(self, user_class: UserClass) -> tuple[TrackedObject, ...]:
        """What the constructor of a class of the program keeps in attributes of its objects."""
        return (
            self._walker.kept_by(user_class.init)
            if user_class.init is not None and user_class.init is not self.node
            else ()
        )

    def result_of(self, function: FunctionNode, symbolic: frozenset[str]) -> tuple[TrackedObject | None, ObjectState]:
        """What a function of the program gives."""
        return self._walker.result(function, symbolic)

    def disturb(self) -> None:
        """Lets anything happen to what other code of the file can get at, as some of that may run now."""
        for name, tracked in self.store.objects.items():
            if self._is_shared(name.partition(".")[0]):
                self.store.forget(tracked)

    def capture(self, node: ast.stmt | ast.expr) -> None:
        """Lets anything happen to what is mentioned in code that runs at another moment, or more than once."""
        for path in {**self.store.objects, **self.store.tapes}:
            if self.queries.mentions(node, path.partition(".")[0]):
                self.store.forget(self.store.names.get(path))
                self.store.tapes.pop(path, None)

    def called_in(self, node: ast.Lambda) -> tuple[TrackedObject, ...]:
        """The objects that a lambda calls."""
        names = (one.func.id for one in ast.walk(node) if isinstance(one, ast.Call) and isinstance(one.func, ast.Name))
        objects = (self.store.names.get(name) for name in names)
        return tuple(dict.fromkeys(tracked for tracked in objects if tracked is not None))

    def truth(self, node: ast.expr) -> bool | None:
        """Whether a condition holds at the target; None where the target doesn't decide it."""
        return self.queries.truth(self._scope, node) if self._is_known else None
