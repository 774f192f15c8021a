"""Resolves expressions after the resolver has analyzed the whole file."""

from __future__ import annotations

import ast
from bisect import bisect_left
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from tf2lint.project import is_plain_base
from tf2lint.resolver import (
    NONE,
    ClassValue,
    ExpressionEvaluator,
    ExternalClass,
    Instance,
    Symbol,
    Values,
    join_all,
    library_bases,
    truth_of,
)
from tf2lint.source import binding, nodes_in
from tf2lint.typestate.constructors import kind_of, kind_of_class
from tf2lint.typestate.tracked_objects import TrackedObject
from tf2lint.typestate.user_classes import UserClass

if TYPE_CHECKING:
    from tf2lint.resolver import AnalysisState, Body, ClassInfo, Value
    from tf2lint.typestate.function_syntax import FunctionNode


#: Maps the file and name of a class to its syntax and that of its bases, and to whether all of these are known.
ClassDefinitions = Callable[[str, str], tuple[list[ast.ClassDef], bool]]
#: How many classes of the file are analyzed as bases of one class; with more, the class counts as incomplete.
_MAX_CLASSES: Final = 100
_LAMBDA: Final = "lambda"


class ResolverQueries:
    """Resolves expressions of a file, merged over all paths; records no references.

    Args:
        state: the resolver's state after analyzing the whole file.
        name_of: returns the name of a symbol below `tf`; empty if the library doesn't have it.
        called_name: the same, with the method for a symbol that is one of an object: `Graph().as_default`.
        is_class: returns whether a library name is a class.
        definitions: returns the syntax of a class of another module and of its bases, and whether all are known.
    """

    def __init__(
        self,
        state: AnalysisState,
        name_of: Callable[[Symbol], str],
        called_name: Callable[[Symbol], str],
        is_class: Callable[[str], bool],
        definitions: ClassDefinitions,
    ) -> None:
        self._state = state
        self._evaluator = ExpressionEvaluator(state)
        self._name_of, self._called_name = name_of, called_name
        self.is_class = is_class
        self._definitions = definitions
        self._classes: dict[object, UserClass | None] = {}

    def body_around(self, node: ast.Module | FunctionNode) -> Body:
        """Returns the innermost function or module that the resolver has analyzed: this one, or one around it."""
        if isinstance(node, ast.Module) or node in self._state.bodies:
            return self._state.bodies[node]
        return self._state.innermost.around(node.lineno).executing_body()

    def occurs_in_lines(self, word: str, node: ast.stmt) -> bool:
        """Returns whether a word occurs in the lines of a statement."""
        lines = self._state.mention_index.lines(word)
        index = bisect_left(lines, node.lineno)
        return index < len(lines) and lines[index] <= (node.end_lineno or node.lineno)

    def mentions(self, node: ast.stmt | ast.expr, word: str) -> bool:
        """Returns whether an expression mentions a name; for a statement, whether the word occurs in its lines."""
        if isinstance(node, ast.stmt):
            return self.occurs_in_lines(word, node)
        return any(isinstance(inner, ast.Name) and inner.id == word for inner in ast.walk(node))

    def names_in_lambdas(self, module: ast.Module) -> frozenset[str]:
        """Returns the names that the lambdas of the file mention."""
        nodes = self._state.mention_index.nodes_in(module, _LAMBDA)
        lambdas = (node for node in nodes if isinstance(node, ast.Lambda))
        return frozenset(node.id for found in lambdas for node in nodes_in(found) if isinstance(node, ast.Name))

    def binds(self, function: FunctionNode, name: str) -> bool:
        """Returns whether a function itself binds a name."""
        return bool(binding(function, name, self._state.mention_index))

    def values(self, body: Body, node: ast.expr) -> Values:
        """Returns what an expression in a body of code may evaluate to; None if unknown."""
        self._enter(body)
        return self._evaluator.evaluate(node)

    def truth(self, body: Body, node: ast.expr) -> bool | None:
        """Returns whether a condition holds at the target version; None if the target doesn't decide it."""
        return truth_of(self._evaluator.state, self.values(body, node))

    def _enter(self, body: Body) -> None:
        if self._state.finished_body is not body:
            self._state.enter_finished(body, {name: join_all(values) for name, values in body.values_by_name().items()})

    def name(self, values: Values) -> str:
        """Returns the library name, below `tf`, that the values refer to; empty unless there is exactly one."""
        value = _only(values)
        return self._called_name(value) if isinstance(value, Symbol) and value.watched else ""

    def tracked(self, values: Values, node: ast.expr) -> TrackedObject | None:
        """Returns the tracked object that an expression evaluates to; None if there is none.

        Args:
            values: what the expression may evaluate to.
            node: the expression.
        """
        value = _only(values)
        if isinstance(value, Symbol) and value.is_object and value.name.endswith("()"):
            name = self._name_of(value).removesuffix("()")
            kind = kind_of(name, is_class=self.is_class(name))
            return None if kind is None else TrackedObject(kind, name, node)
        is_object = isinstance(value, Instance) or (isinstance(value, ExternalClass) and value.is_object)
        return self.object_of(value, node) if is_object and value is not None else None

    def object_of(self, value: Value, node: ast.expr) -> TrackedObject | None:
        """Returns an instance of a user class as a tracked object; None if its kind is not tracked.

        Args:
            value: the class, or an instance of it.
            node: the expression that evaluates to the instance.
        """
        user_class = self.find_user_class(value)
        if user_class is None and isinstance(value, ExternalClass):
            return self._library_object(value, node)
        kind = kind_of_class(user_class.bases) if user_class is not None else None
        return (
            None if kind is None or user_class is None else TrackedObject(kind, user_class.bases[0], node, user_class)
        )

    def _library_object(self, value: ExternalClass, node: ast.expr) -> TrackedObject | None:
        """Returns a library object that a function of another module creates."""
        name = self._name_of(value.bases[0])
        kind = kind_of(name, is_class=self.is_class(name))
        return None if kind is None else TrackedObject(kind, name, node)

    def find_user_class(self, value: Value) -> UserClass | None:
        """Returns the user class that a value is, or is an instance of; None for other values."""
        if isinstance(value, Instance | ClassValue):
            key: object = value.info
        elif isinstance(value, ExternalClass):
            key = value.path, value.name
        else:
            return None
        if key not in self._classes:
            self._classes[key] = self._find_user_class(value)
        return self._classes[key]

    def _find_user_class(self, value: Instance | ClassValue | ExternalClass) -> UserClass | None:
        if not isinstance(value, ExternalClass):
            return user_class_of(value.info, self._name_of, self._definitions)
        nodes, is_complete = self._definitions(value.path, value.name)
        bases = tuple(map(self._name_of, value.bases))
        return UserClass(nodes, bases, is_complete=is_complete) if nodes else None


def _only(values: Values) -> Value | None:
    """Returns the only value that something may be, other than None; None if there are several, or it is unknown."""
    others = [value for value in values or () if value != NONE]
    return others[0] if len(others) == 1 else None


def user_class_of(
    info: ClassInfo, name_of: Callable[[Symbol], str], definitions: ClassDefinitions, *, is_base: bool = False
) -> UserClass:
    """Returns the user class for a class of the analyzed file.

    Args:
        info: the resolver's record of the class.
        name_of: returns the name of a symbol below `tf`.
        definitions: returns the syntax of a class of another module, see `ResolverQueries`.
        is_base: whether another class of the file may derive from it.
    """
    nodes, symbols, is_complete = list[ast.ClassDef](), list[Symbol](), True
    seen, pending = set[object](), [info]
    while pending:
        current = pending.pop(0)
        if current in seen:
            continue
        if len(seen) == _MAX_CLASSES:
            is_complete = False
            break
        seen.add(current)
        nodes.append(current.node)
        symbols += library_bases(current.bases)
        for node, values in zip(current.node.bases, current.bases, strict=False):
            value = values[0] if values is not None and len(values) == 1 else None
            if isinstance(value, ClassValue):
                pending.append(value.info)
            elif isinstance(value, ExternalClass):
                base_nodes, are_bases_known = definitions(value.path, value.name)
                nodes += base_nodes
                is_complete = is_complete and are_bases_known
            elif not isinstance(value, Symbol) and not is_plain_base(node):
                is_complete = False
    bases = tuple(dict.fromkeys(map(name_of, symbols)))
    return UserClass(nodes, bases, is_complete=is_complete, is_base=is_base)
