"""Interprets function and class definitions: what they bind, and the state that their bodies start from."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.resolver import assigned_elsewhere, decorators, fixtures, name_binding, rescheduling, skipped_tests
from tf2lint.resolver.class_bases import library_bases
from tf2lint.resolver.parameters import bind_parameters, is_known
from tf2lint.resolver.scopes import ClassInfo, ClassValue, ContextFunction, FixtureFunction, Function, Instance
from tf2lint.resolver.values import ABSENT, NONE, ExternalCallable, ExternalFunction, ExternalValue, Values
from tf2lint.source import dotted, first_line, functions_named, hands_through, parameters

if TYPE_CHECKING:
    from tf2lint.resolver.branch_merging import Block
    from tf2lint.resolver.evaluator import Evaluator
    from tf2lint.resolver.scopes import Body

FunctionStatement = ast.FunctionDef | ast.AsyncFunctionDef

#: Decorators that leave what a call returns unchanged.
_TRANSPARENT_DECORATORS: Final = frozenset(
    {"abstractmethod", "staticmethod", "classmethod", "lru_cache", "cache", "wraps"}
)
#: Decorators that make a context manager of a generator function.
_CONTEXT_DECORATORS: Final = frozenset({"contextmanager", "asynccontextmanager"})
#: Decorators that make reading the attribute call the function.
_PROPERTY_DECORATORS: Final = frozenset({"property", "cached_property", "lazy_property"})
#: The decorator of a method that an assignment to a property calls: `@step.setter`.
_SETTER: Final = "setter"


class _Header(NamedTuple):
    """What the header of a function tells.

    Attributes:
        is_skipped: whether a decorator skips the function.
        defaults: the default values.
        annotations: what annotations say that parameters hold.
        returned: what an annotation says that a call returns; `ABSENT` if none does.
    """

    is_skipped: bool = False
    defaults: dict[str, Values] = {}  # noqa: RUF012
    annotations: dict[str, Values] = {}  # noqa: RUF012
    returned: Values = ABSENT


class Definitions:
    """Interprets definitions and runs bodies.

    Args:
        evaluator: evaluates the expressions in them.
    """

    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator
        self.state = evaluator.state

    def run_body(self, body: Body, block: Block) -> None:
        """Interprets a module, function or lambda from its beginning; `block` interprets statements."""
        state, node = self.state, body.node
        state.enter(body)
        if isinstance(node, ast.Module | ast.ClassDef):
            block(node.body)
            state.exports = state.bindings
            return
        bind_parameters(state, body, node.args)
        if isinstance(node, ast.Lambda):
            rescheduling.add_return(state, self.evaluator.evaluate(node.body), node.body)
            return
        block(node.body)
        if state.reachable:
            rescheduling.add_return(state, (NONE,), None)

    def define_function(self, node: FunctionStatement) -> None:
        """Interprets a function statement; its body is scheduled."""
        state = self.state
        header = _Header()
        if state.mention_index.mentions(first_line(node), node.body[0].lineno):
            header = self._evaluate_header(node)
        decorator_names = [_last_name(decorator) for decorator in node.decorator_list]
        owner = state.classes.get(state.body.node) if isinstance(state.body.node, ast.ClassDef) else None
        existing = state.bodies.get(node)
        is_unchanged = (
            existing is not None
            and existing.defaults == header.defaults
            and existing.annotations == header.annotations
            and not existing.is_skipped
        )
        body = state.define(node, owner)
        body.defaults, body.annotations, body.is_skipped = header.defaults, header.annotations, header.is_skipped
        if header.returned is not ABSENT:
            rescheduling.add_described_return(state, body, header.returned)
        body.receiver = _receiver(owner, node.name, decorator_names)
        body.is_property = any(name in _PROPERTY_DECORATORS for name in decorator_names)
        if header.is_skipped:
            skipped_tests.discard(state, node)
        elif not is_unchanged:
            state.schedule([body])
        if owner is not None and decorator_names == [_SETTER]:
            owner.setters[node.name] = body
        elif node.name in state.mention_index:
            is_transparent = all(
                name in _TRANSPARENT_DECORATORS or name in _PROPERTY_DECORATORS or self._hands_through(decorator)
                for name, decorator in zip(decorator_names, node.decorator_list, strict=True)
            )
            decorators.pass_to_decorators(self.evaluator, node, Function(body))
            # Otherwise nothing is passed to it, and calls of it return nothing to track, so far.
            name_binding.bind_untracked(
                state, node.name, (Function(body),) if is_transparent else _decorated(body, decorator_names)
            )

    def _evaluate_header(self, node: FunctionStatement) -> _Header:
        """Evaluates a function's header."""
        evaluator, is_skipped = self.evaluator, False
        for decorator in node.decorator_list:
            is_skipped = skipped_tests.skips(evaluator, decorator) or is_skipped
        defaults, annotations = evaluator.defaults(node.args), dict[str, Values]()
        for parameter in parameters(node.args):
            if parameter.annotation is not None:
                values = evaluator.annotation(parameter.annotation)
                if is_known(values):
                    annotations[parameter.arg] = values
        returned = None if node.returns is None else evaluator.annotation(node.returns)
        return _Header(is_skipped, defaults, annotations, returned if is_known(returned) else ABSENT)

    def _hands_through(self, decorator: ast.expr) -> bool:
        """Returns whether a decorator of the program leaves unchanged what a function gets and returns."""
        is_called = isinstance(decorator, ast.Call)
        function = decorator.func if isinstance(decorator, ast.Call) else decorator
        scope: Body | None = self.state.body if isinstance(function, ast.Name) else None
        while scope is not None and isinstance(function, ast.Name):
            for statement in functions_named(scope.node, function.id):
                return hands_through(statement, is_called=is_called)
            scope = scope.parent
        values = self.evaluator.evaluate(function)
        found = values[0] if values is not None and len(values) == 1 else None
        if isinstance(found, ExternalValue):
            return self.state.environment.hands_through(found.path, found.expression, is_called)
        if isinstance(found, ExternalFunction):
            return self.state.environment.hands_through(found.path, found.name, is_called)
        return False

    def define_class(self, node: ast.ClassDef, block: Block) -> None:
        """Interprets a class statement and its body, which runs immediately; `block` interprets statements."""
        state, evaluator = self.state, self.evaluator
        is_skipped = False
        for decorator in node.decorator_list:
            is_skipped = skipped_tests.skips(evaluator, decorator) or is_skipped
        bases = tuple(evaluator.evaluate(base) for base in node.bases)
        for keyword in node.keywords:
            evaluator.evaluate(keyword.value)
        info = state.classes.get(node)
        if info is None:
            info = state.classes[node] = ClassInfo(node, is_in_module=state.body.parent is None)
        known_bases = info.bases
        state.schedule(info.add_bases(bases))
        if info.bases != known_bases:
            assigned_elsewhere.add_class(state, info)
            for method in state.asked_methods:
                if info.writes(method):  # it may override a method of a base, and get what that is called with
                    state.schedule(rescheduling.bodies_that_mention(state, method))
        has_queried_members = self._track_inherited(bases)
        passes_flag = self._track_flag_parameters(bases)
        if is_skipped:
            skipped_tests.discard(state, node)
        else:
            self._class_body(node, info, block)
        is_library_subclass = bool(library_bases(bases)) and self.state.mention_index.is_base(node.name)
        decorators.pass_to_decorators(evaluator, node, ClassValue(info))
        is_project_subclass = any(isinstance(base, ClassValue) for values in bases for base in values or ())
        is_tracked = has_queried_members or passes_flag or is_library_subclass or is_project_subclass
        if is_tracked or info.has_tracked_attributes or node.name in state.mention_index:
            name_binding.bind(state, node.name, (ClassValue(info),))

    def _track_inherited(self, bases: tuple[Values, ...]) -> bool:
        """Tracks the words by which subclasses access relevant library members; returns whether any exist."""
        words = [word for base in library_bases(bases) for word in self.state.environment.relevant_words(base)]
        for word in words:
            rescheduling.track(self.state, word)
        return bool(words)

    def _track_flag_parameters(self, bases: tuple[Values, ...]) -> bool:
        """Tracks the inherited methods that take a reuse flag; returns whether any base in another module has some."""
        external_bases = [base for values in bases for base in values or () if isinstance(base, ExternalCallable)]
        for base in external_bases:
            for name in self.state.environment.flag_parameters(base.path):
                owner, _, method = name.rpartition(".")
                if owner == base.expression:
                    rescheduling.track(self.state, method)
        return bool(external_bases)

    def _class_body(self, node: ast.ClassDef, info: ClassInfo, block: Block) -> None:
        state = self.state
        body = state.define(node, None)
        body.free_values.clear()
        outer = (
            state.body,
            state.bindings,
            state.try_bindings,
            state.comprehension_targets,
            state.comprehension_depth,
            state.reachable,
            state.line,
        )
        state.body, state.bindings, state.try_bindings, state.comprehension_targets, state.comprehension_depth = (
            body,
            {},
            [],
            [],
            0,
        )
        block(node.body)
        for name, values in state.bindings.items():
            state.schedule(info.define(name, values))
            assigned_elsewhere.pass_to_bases(state, info, name, values)
        (
            state.body,
            state.bindings,
            state.try_bindings,
            state.comprehension_targets,
            state.comprehension_depth,
            state.reachable,
            state.line,
        ) = outer


def _decorated(body: Body, decorators: list[str]) -> Values:
    """Returns what a function is behind its decorators, if that is known."""
    if fixtures.is_fixture(body.node):
        return (FixtureFunction(body),)
    return (ContextFunction(body),) if decorators[-1] in _CONTEXT_DECORATORS and len(decorators) == 1 else None


def _receiver(owner: ClassInfo | None, name: str, decorators: list[str]) -> Values:
    if owner is None or "staticmethod" in decorators:
        return None
    return (ClassValue(owner),) if "classmethod" in decorators or name == "__new__" else (Instance(owner),)


def _last_name(node: ast.expr) -> str:
    """Returns the last part of a decorator's name, called or not."""
    return dotted(node.func if isinstance(node, ast.Call) else node).rpartition(".")[2]
