"""Asks the resolver what an expression means once it has looked at the whole file."""

from __future__ import annotations

import ast
from bisect import bisect_left
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from tf2lint.project import is_plain_base
from tf2lint.resolver import (
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
from tf2lint.source import binding
from tf2lint.typestate.constructors import kind_of, kind_of_class
from tf2lint.typestate.tracked_objects import TrackedObject
from tf2lint.typestate.user_classes import UserClass

if TYPE_CHECKING:
    from tf2lint.resolver import AnalysisState, Body, ClassInfo, Value
    from tf2lint.typestate.function_syntax import FunctionNode


#: Gives, for a class of a module, its syntax and that of its bases, and whether all of these are known.
ClassDefinitions = Callable[[str, str], tuple[list[ast.ClassDef], bool]]
#: How many classes of the file a class may be made from, one from the other, before not all are looked at.
_MOST_CLASSES: Final = 100


class ResolverQueries:
    """What expressions of a file mean, whichever way the program takes; nothing is noted as a use.

    Args:
        state: where the resolver has looked at all of the file.
        name_of: the name of a symbol from below `tf`; empty if the library has none.
        called_name: the same, with the method where the symbol is one of an object: `Graph().as_default`.
        is_class: whether the library's name is that of a class.
        definitions: the syntax of a class of another module and of its bases, and whether all of these are known.
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
        """The innermost function or module around some code, itself included, that the resolver has looked at."""
        if isinstance(node, ast.Module) or node in self._state.bodies:
            return self._state.bodies[node]
        return self._state.innermost.around(node.lineno).runs_in()

    def stands_in(self, word: str, node: ast.stmt) -> bool:
        """Whether a word stands in the lines of some syntax."""
        lines = self._state.mention_index.lines(word)
        place = bisect_left(lines, node.lineno)
        return place < len(lines) and lines[place] <= (node.end_lineno or node.lineno)

    def mentions(self, node: ast.stmt | ast.expr, word: str) -> bool:
        """Whether a name is mentioned in some syntax; of a statement, whether it stands in its lines."""
        if isinstance(node, ast.stmt):
            return self.stands_in(word, node)
        return any(isinstance(one, ast.Name) and one.id == word for one in ast.walk(node))

    def stand_in_one_line(self, word: str, other: str) -> bool:
        """Whether two words stand in one line somewhere in the file."""
        mention_index = self._state.mention_index
        return not set(mention_index.lines(word)).isdisjoint(mention_index.lines(other))

    def binds(self, function: FunctionNode, name: str) -> bool:
        """Whether a function binds a name itself."""
        return bool(binding(function, name, self._state.mention_index))

    def values(self, body: Body, node: ast.expr) -> Values:
        """What an expression of a body of code may stand for."""
        self._stand_in(body)
        return self._evaluator.evaluate(node)

    def truth(self, body: Body, node: ast.expr) -> bool | None:
        """Whether a condition holds at the target; None where the target doesn't decide it."""
        return truth_of(self._evaluator.state, self.values(body, node))

    def _stand_in(self, body: Body) -> None:
        if self._state.finished_body is not body:
            self._state.enter_finished(body, {name: join_all(values) for name, values in body.bound().items()})

    def name(self, values: Values) -> str:
        """The one name of the library that these values are, from below `tf`; empty if they are anything else."""
        value = values[0] if values is not None and len(values) == 1 else None
        return self._called_name(value) if isinstance(value, Symbol) and value.watched else ""

    def tracked(self, values: Values, node: ast.expr) -> TrackedObject | None:
        """The object that values are, if they are one that somebody asks about.

        Args:
            values: what an expression stands for.
            node: the expression.
        """
        value = values[0] if values is not None and len(values) == 1 else None
        if isinstance(value, Symbol) and value.is_object and value.name.endswith("()"):
            name = self._name_of(value).removesuffix("()")
            kind = kind_of(name, is_class=self.is_class(name))
            return None if kind is None else TrackedObject(kind, name, node)
        is_object = isinstance(value, Instance) or (isinstance(value, ExternalClass) and value.is_object)
        return self.object_of(value, node) if is_object and value is not None else None

    def object_of(self, value: Value, node: ast.expr) -> TrackedObject | None:
        """An object of a class of the program, if somebody asks about such.

        Args:
            value: the class, or an object of it.
            node: the expression that gives the object.
        """
        user_class = self.own_class(value)
        if user_class is None and isinstance(value, ExternalClass):
            return self._made_elsewhere(value, node)
        kind = kind_of_class(user_class.bases) if user_class is not None else None
        return (
            None if kind is None or user_class is None else TrackedObject(kind, user_class.bases[0], node, user_class)
        )

    def _made_elsewhere(self, value: ExternalClass, node: ast.expr) -> TrackedObject | None:
        """An object of the library that a function of another module makes."""
        name = self._name_of(value.bases[0])
        kind = kind_of(name, is_class=self.is_class(name))
        return None if kind is None else TrackedObject(kind, name, node)

    def own_class(self, value: Value) -> UserClass | None:
        """The class of the program that a value is, or an object of."""
        if isinstance(value, Instance | ClassValue):
            key: object = value.info
        elif isinstance(value, ExternalClass):
            key = value.path, value.name
        else:
            return None
        if key not in self._classes:
            self._classes[key] = self._own_class(value)
        return self._classes[key]

    def _own_class(self, value: Instance | ClassValue | ExternalClass) -> UserClass | None:
        if not isinstance(value, ExternalClass):
            return user_class_of(value.info, self._name_of, self._definitions)
        nodes, is_complete = self._definitions(value.path, value.name)
        bases = tuple(map(self._name_of, value.bases))
        return UserClass(nodes, bases, is_complete=is_complete) if nodes else None


def user_class_of(
    info: ClassInfo, name_of: Callable[[Symbol], str], definitions: ClassDefinitions, *, is_base: bool = False
) -> UserClass:
    """A class of the file that is looked at.

    Args:
        info: what the resolver knows of it.
        name_of: the name of a symbol from below `tf`.
        definitions: the syntax of a class of another module, see `Lookups`.
        is_base: whether another class of the file may be made from it.
    """
    nodes, symbols, is_complete = list[ast.ClassDef](), list[Symbol](), True
    seen, pending = set[object](), [info]
    while pending:
        one = pending.pop(0)
        if one in seen:
            continue
        if len(seen) == _MOST_CLASSES:
            is_complete = False
            break
        seen.add(one)
        nodes.append(one.node)
        symbols += library_bases(one.bases)
        for node, values in zip(one.node.bases, one.bases, strict=False):
            value = values[0] if values is not None and len(values) == 1 else None
            if isinstance(value, ClassValue):
                pending.append(value.info)
            elif isinstance(value, ExternalClass):
                others, are_known = definitions(value.path, value.name)
                nodes += others
                is_complete = is_complete and are_known
            elif not isinstance(value, Symbol) and not is_plain_base(node):
                is_complete = False
    bases = tuple(dict.fromkeys(map(name_of, symbols)))
    return UserClass(nodes, bases, is_complete=is_complete, is_base=is_base)
